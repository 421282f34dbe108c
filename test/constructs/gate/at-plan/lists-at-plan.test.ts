import { TerraformStack, Testing } from 'cdktf';
import {
  HssConnection,
  HssImageGate,
  HssRegistryImage,
  HssSource,
  ImagePolicyProps,
  ImageSource,
} from '../../../../src';
import { Deployment, GOOD, REGISTRY, image, policy, sha } from '../../support';

/** What a gate with `atPlan` writes about registry images and indexes; what Terraform makes of it is in test/terraform. */

interface Question {
  readonly list: string;
  readonly path: string;
  readonly url: string | null;
  readonly only_exec: string;
}

interface Written {
  readonly resource: {
    readonly docker_container: {
      readonly web: {
        readonly lifecycle: { readonly precondition: readonly { readonly condition: string }[] };
      };
    };
  };
  readonly locals: {
    readonly hss_gate_questions: { readonly [key: string]: Question };
    readonly hss_gate_1_images: { readonly [key: string]: { readonly registry_ids: unknown } };
    readonly hss_gate_1_platforms?: {
      readonly [key: string]: { readonly paths: unknown; readonly questions: readonly string[] };
    };
  };
}

/** The registry 7 is at the domain of the reference, and the registry 8 elsewhere. */
const REGISTRIES = [
  { id: '7', registryName: 'harbor', registryAddr: REGISTRY },
  { id: '8', registryName: 'mirror', registryAddr: 'mirror.example.com' },
];

const registryImage = (change: Partial<HssRegistryImage> = {}): HssRegistryImage => ({
  ...(image() as HssRegistryImage),
  registryId: '7',
  ...change,
});

function written(
  registryImages: readonly HssRegistryImage[],
  limits: Partial<ImagePolicyProps> = {},
): Written {
  const stack = new TerraformStack(Testing.app(), 'shop');
  new HssConnection(stack, 'hss', {
    projectId: 'project-1',
    region: 'cn-north-4',
    source: HssSource.fixture({
      registryImages: [...registryImages],
      imageRegistries: REGISTRIES,
    }),
  });
  new HssImageGate(stack, 'gate', { policy: policy(limits), atPlan: true });
  new Deployment(stack, 'web', GOOD);
  return JSON.parse(Testing.synth(stack)) as Written;
}

const pathsOf = ({ locals }: Written, list: string): string[] =>
  Object.values(locals.hss_gate_questions)
    .filter((question) => question.list === list)
    .map(({ path }) => path.replace(/^.*\?/, '').replace(/sha256%3A(.).*/, '$1'));

test('of a registry image the registries at its domain are written down', () => {
  const json = written([registryImage()]);
  const [planned] = Object.values(json.locals.hss_gate_1_images);
  expect(planned.registry_ids).toEqual(['7']);
  expect(pathsOf(json, 'registry')).toEqual(['namespace=shop&image_name=web&image_digest=a']);
  expect(pathsOf(json, 'cicd')).toEqual([
    'namespace=shop&image_name=web&image_digest=a',
    'image_name=shop%2Fweb&image_digest=a',
  ]);
  expect(json.locals.hss_gate_1_platforms).toBeUndefined();
});

test('only the lists of the policy are asked', () => {
  const json = written([registryImage()], { imageSources: [ImageSource.REGISTRY] });
  expect(pathsOf(json, 'cicd')).toEqual([]);
  expect(pathsOf(json, 'registry')).toHaveLength(1);
});

test('each platform of an index has a condition, and is asked for by its digest through the proxy alone', () => {
  const index = registryImage({
    isMultipleArch: true,
    severityLevel: undefined,
    associationImages: [
      { imageDigest: sha('1') },
      { imageDigest: sha('2'), namespace: 'shop', imageName: 'web-arm' },
    ],
  });
  const json = written(
    [
      index,
      registryImage({ imageDigest: sha('1'), imageVersion: undefined }),
      registryImage({ imageDigest: sha('2'), imageName: 'web-arm', imageVersion: undefined }),
    ],
    { imageSources: [ImageSource.REGISTRY] },
  );
  const key = `shop/web@${sha('a')}`;
  const keys = [key, ...['1', '2'].map((digit) => `${key} platform ${sha(digit)}`)];
  expect(
    json.resource.docker_container.web.lifecycle.precondition.map(({ condition }) => condition),
  ).toEqual(keys.map((one) => `\${local.hss_gate_1_verdicts["${one}"].allowed}`));
  const platforms = Object.entries(json.locals.hss_gate_1_platforms!);
  expect(platforms.map(([name, { paths }]) => [name, paths])).toEqual([
    [keys[1], ['shop/web']],
    [keys[2], ['shop/web-arm', 'shop/web']],
  ]);
  const asked = platforms.flatMap(([, { questions }]) =>
    questions.map((question) => json.locals.hss_gate_questions[question]),
  );
  for (const { url, only_exec: why } of asked) {
    expect([url, why]).toEqual([null, 'an index can only be judged at plan through hss-gate exec']);
  }
  // Where a row was judged its name is known; under the index's name there may be others.
  expect(pathsOf(json, 'registry').sort()).toEqual([
    'image_name=shop%2Fweb&image_digest=2',
    'namespace=shop&image_name=web&image_digest=1',
    'namespace=shop&image_name=web&image_digest=2',
    'namespace=shop&image_name=web&image_digest=a',
    'namespace=shop&image_name=web-arm&image_digest=2',
  ]);
});
