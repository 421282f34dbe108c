import fc from 'fast-check';
import { HssError } from '../../src/contract/error';
import { discover, discoverValues, pin } from '../../src/discovery';
import { Json, documentOf, places, references } from './support';

const reference = fc
  .tuple(
    fc.constantFrom('', 'reg.example/', 'localhost:5000/', '[::1]:5000/', 'swr.cn-north-4.com/'),
    fc.stringMatching(/^[a-z][a-z0-9]{0,8}(\/[a-z]{1,5})?$/),
    fc.oneof(
      fc.stringMatching(/^[a-z0-9]{1,8}$/).map((tag) => `:${tag}`),
      fc.stringMatching(/^[0-9a-f]{64}$/).map((hex) => `@sha256:${hex}`),
    ),
  )
  .map((parts) => parts.join(''));

/** Texts as they occur in documents: also with quotes, escapes, tokens and line ends. */
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('${x.y["a"]}', '$${no}', 'nginx:1', 'a\nb', '"', '\\', '\u2028', '%%{x}'),
);
const name = fc.oneof(
  fc.stringMatching(/^[a-z]{1,6}$/),
  fc.constantFrom('image', 'spec', 'containers', 'metadata', 'labels', '__proto__', 'constructor'),
);
/** A key that means nothing in particular, so that what is below it is deployed or not by its own looks. */
const plainName = fc.constantFrom('a', 'spec', 'template', 'x-y', 'rules', '__proto__', 'metadata');

const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 5 },
    text,
    fc.constantFrom(null, true, 0, 1.5),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(name, tie('json'), { maxKeys: 4 }),
  ),
}));

interface Planted {
  readonly manifest: object;
  readonly image: string;
}

/** A pod's spec with one image, somewhere in a manifest with other things beside it. */
const planted: fc.Arbitrary<Planted> = fc
  .record({
    image: reference,
    list: fc.constantFrom('containers', 'initContainers', 'ephemeralContainers'),
    way: fc.array(fc.tuple(plainName, fc.boolean(), fc.stringMatching(/^[a-z]{1,6}$/)), {
      maxLength: 12,
    }),
  })
  .map(({ image, list, way }) => {
    let manifest: object = { [list]: [{ name: 'x', image }] };
    for (const [key, listed, beside] of way) {
      const entries: [string, unknown][] = [
        [`b${beside}`, beside],
        [key, listed ? [5, manifest] : manifest],
      ];
      manifest = Object.fromEntries(entries);
    }
    return { manifest, image };
  });

test("an image in a pod's spec is found at any depth of a manifest, as a map, as JSON and as YAML", () => {
  fc.assert(
    fc.property(planted, ({ manifest, image }) => {
      const documents = [
        documentOf('kubernetes_manifest', { manifest }),
        documentOf('kubectl_manifest', { yaml_body: JSON.stringify(manifest) }),
        documentOf('kubectl_manifest', {
          yaml_body: `a: 1\n---\n${JSON.stringify(manifest, null, 2)}`,
        }),
      ];
      for (const document of documents) {
        expect(references(discover(document)[0])).toEqual([image]);
      }
    }),
    { numRuns: 300 },
  );
});

/** Documents with images in many kinds of places, and other texts around them. */
const documents = fc
  .record({
    images: fc.array(reference, { minLength: 6, maxLength: 6 }),
    other: fc.dictionary(
      fc.stringMatching(/^[a-z]{1,6}$/).filter((key) => key !== 'image'),
      fc.oneof(
        // The beginning of a template that never ends is nothing that Terraform takes.
        fc.string().filter((text) => !/[$%]\{/.test(text)),
        fc.integer(),
        fc.constantFrom('${x.y[0].z}', '$${no}', 'nginx:1'),
      ),
      { maxKeys: 3 },
    ),
    indent: fc.constantFrom(0, 2),
  })
  .map(({ images: [a, b, c, d, e, f], other, indent }) => ({
    resource: {
      kubernetes_pod: { p: { spec: { ...other, container: [{ image: a, ...other }] } } },
      kubernetes_manifest: { m: { manifest: { spec: { containers: [{ image: b }] } } } },
      aws_ecs_task_definition: {
        t: {
          container_definitions: JSON.stringify(
            [{ e: other, image: c }, { image: d }],
            null,
            indent,
          ),
        },
      },
      kubectl_manifest: {
        k: {
          yaml_body: `# ${e}\nspec:\n  containers:\n  - image: "${e}" # ${e}\n    args: ['=${e}']\n`,
        },
      },
      docker_image: { d: { name: f } },
    },
    module: { m: { source: './m', other: JSON.stringify(other) } },
  }));

test('pin changes exactly the occurrences that were found, and discovery finds them again', () => {
  fc.assert(
    fc.property(documents, fc.array(reference, { minLength: 6, maxLength: 6 }), (document, to) => {
      const before = JSON.stringify(document);
      const found = discover(document);
      const images = found.flatMap((each) => each.images);
      expect(images).toHaveLength(6);
      const edits = images.map(({ at }, index) => ({ at: at!, reference: to[index] }));
      const pinned = pin(document, edits);

      expect(JSON.stringify(document)).toBe(before);
      const again = discover(pinned);
      expect(again.flatMap(references)).toEqual(to);
      expect(again.flatMap(places)).toEqual(found.flatMap(places));
      // Putting back what was there gives the document back, byte for byte.
      const back = again
        .flatMap((each) => each.images)
        .map(({ at }, index) => ({ at: at!, reference: images[index].reference }));
      expect(JSON.stringify(pin(pinned, back))).toBe(before);
    }),
    { numRuns: 200 },
  );
});

test('nothing but the text that was found is replaced in a string', () => {
  fc.assert(
    fc.property(documents, reference, (document, to) => {
      for (const { images } of discover(document)) {
        for (const { at } of images) {
          const pinned = pin(document, [{ at: at!, reference: to }]);
          const [{ path, span }] = at!;
          const read = (from: Json): string => path.reduce((value, step) => value[step], from);
          const [was, is] = [read(document), read(pinned)];
          const [start, end] = span ?? [0, was.length];
          expect(is.startsWith(was.slice(0, start))).toBe(true);
          expect(is.endsWith(was.slice(end))).toBe(true);
        }
      }
    }),
    { numRuns: 100 },
  );
});

const TYPES = [
  'kubernetes_pod',
  'kubernetes_manifest',
  'kubectl_manifest',
  'aws_ecs_task_definition',
  'aws_batch_job_definition',
  'azurerm_linux_function_app',
  'azurerm_app_service',
  'helm_release',
  'huaweicloud_cce_addon',
  'huaweicloud_servicestagev3_component',
  'docker_container',
  'google_compute_instance',
  'acme_unknown',
];

test('arbitrary JSON throws nothing but typed errors', () => {
  const body = fc.dictionary(
    fc.oneof(
      name,
      fc.constantFrom(
        'manifest',
        'yaml_body',
        'container_definitions',
        'site_config',
        'values',
        'set',
        'source',
        'dynamic',
        'metadata',
        '//',
      ),
    ),
    fc.oneof(
      json,
      json.map((value) => JSON.stringify(value)),
    ),
  );
  fc.assert(
    fc.property(fc.constantFrom(...TYPES), fc.oneof(body, json), json, (type, value, unknown) => {
      const document = documentOf(type, value);
      const images = discover(document).flatMap((each) => each.images);
      discoverValues(type, value, { unknown });
      for (const { at, reference: was } of images) {
        try {
          pin(document, [{ at: at!, reference: was }]);
        } catch (error) {
          expect(error).toBeInstanceOf(HssError);
        }
      }
    }),
    { numRuns: 1000 },
  );
});

test('any document is searched without an error', () => {
  fc.assert(
    fc.property(fc.record({ resource: json, data: json, module: json }), (document) => {
      discover(document);
    }),
    { numRuns: 500 },
  );
});
