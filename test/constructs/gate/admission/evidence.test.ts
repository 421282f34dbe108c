import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformStack, Testing } from 'cdktf';
import { Enforcement, ImagePolicy, ScanStatus } from '../../../../src';
import {
  BAD,
  Deployment,
  GOOD,
  PINNED,
  REGISTRY,
  ROWS,
  codeOf,
  gate,
  gated,
  image,
  policy,
  sha,
  stackFile,
  temporaryFolder,
} from '../../support';
import { Resource, SCHEMA, day, outputOf, validate, verdictsOf } from './evidence-support';

/** The file hss-verdicts.json that a gate leaves beside a stack. */

describe('hss-verdicts.json', () => {
  test('names where an exception of a policy file is written, and no folder of the machine', () => {
    const file = join(temporaryFolder(), 'team.yaml');
    const target = 'image: shop/web:1.5, rules: [max-severity, max-malicious-files]';
    writeFileSync(
      file,
      `version: 1\nmaxSeverity: Low\nexceptions:\n  - {${target}, owner: o, reason: r, expires: ${day(30)}}\n`,
    );
    const { app, stack } = gated({ props: { policy: ImagePolicy.fromFile(file) } });
    new Deployment(stack, 'web', BAD);
    app.synth();
    const { exceptions, images } = verdictsOf(app);
    expect(exceptions).toMatchObject([{ owner: 'o', origin: 'team.yaml:4' }]);
    expect(JSON.stringify([exceptions, images])).not.toContain(file);
  });

  test('says all there is to say', () => {
    const exceptions = [
      {
        image: 'shop/web:1.5',
        rules: ['max-severity', 'max-malicious-files'],
        owner: 'payments',
        reason: 'r',
        expires: day(30),
        scope: 'shop/web',
      },
    ];
    const { app, stack } = gated({
      props: {
        policy: policy({ exceptions }),
        undeterminable: Enforcement.WARN,
        ignore: ['shop/skip'],
      },
    });
    new Deployment(stack, 'web', BAD);
    new Deployment(stack, 'skip', BAD);
    new Resource(stack, 'worker', 'acme_worker');
    stack.addOverride('resource.docker_container.extra.image', GOOD);
    app.synth();
    const { decidedAt, ...verdicts } = verdictsOf(app);
    expect(Date.now() - Date.parse(decidedAt)).toBeLessThan(60_000);
    expect(verdicts).toEqual({
      version: 1,
      stack: 'shop',
      output: outputOf(readFileSync(stackFile(app, 'shop'), 'utf8')),
      gates: [
        {
          path: 'shop/gate',
          policyHash: policy({ exceptions }).hash,
          source: 'fixture',
          asked: true,
          enforcement: 'DENY',
          undeterminable: 'WARN',
          pinning: 'DIGEST',
        },
      ],
      images: [
        {
          reference: BAD,
          decision: 'ALLOW',
          pinnedReference: `${REGISTRY}/shop/web@${sha('b')}`,
          address: 'docker_container.web',
          path: 'shop/web',
          gate: 'shop/gate',
          findings: [
            expect.objectContaining({ ruleId: 'max-severity', waivedBy: expect.any(String) }),
            expect.objectContaining({
              ruleId: 'max-malicious-files',
              waivedBy: expect.any(String),
            }),
          ],
          image: ROWS[1],
          imageSource: 'cicd',
        },
        expect.objectContaining({ address: 'docker_container.extra', path: 'shop/gate' }),
        expect.objectContaining({ address: 'acme_worker.worker', path: 'shop/worker' }),
      ],
      undeterminable: [
        {
          address: 'acme_worker.worker',
          path: 'shop/worker',
          reason: expect.stringMatching(/^sidecar_image /),
          doubts: [{ path: 'sidecar_image', reason: expect.any(String) }],
          gate: 'shop/gate',
          decision: 'WARN',
          ruleId: 'images-determinable',
        },
      ],
      ignored: [{ address: 'docker_container.skip', path: 'shop/skip', gate: 'shop/gate' }],
      exceptions: [{ ...exceptions[0], rules: [...exceptions[0].rules].sort() }],
      resources: expect.arrayContaining([
        {
          address: 'docker_container.web',
          type: 'docker_container',
          path: 'shop/web',
          gate: 'shop/gate',
          outcome: 'images',
          found: [{ reference: BAD, path: 'image' }],
          doubts: [],
          harmless: expect.any(String),
          notes: [],
        },
        expect.objectContaining({ address: 'docker_container.skip', outcome: 'ignored' }),
        {
          address: 'acme_worker.worker',
          type: 'acme_worker',
          path: 'shop/worker',
          gate: 'shop/gate',
          outcome: 'undeterminable',
          found: [{ reference: GOOD, path: 'image' }],
          doubts: [{ path: 'sidecar_image', reason: expect.any(String) }],
          harmless: 'no rule matches',
          notes: [],
        },
        expect.objectContaining({ address: 'docker_container.extra', outcome: 'images' }),
      ]),
    });
    expect(verdicts.resources).toHaveLength(4);
  });

  test('says what a policy declares and waives of resources', () => {
    const declaration = {
      resource: 'helm_release.ingress',
      images: [PINNED],
      owner: 'platform',
      reason: 'chart 4.11 deploys nothing else',
    };
    const waiver = { rules: ['images-determinable'], owner: 'mesh', reason: 'r', expires: day(30) };
    const exceptions = [
      { ...waiver, resource: 'acme_worker.*' },
      { ...waiver, scope: 'shop/chart' },
    ];
    const { app, stack, gate } = gated({
      props: { policy: policy({ exceptions, declarations: [declaration] }) },
    });
    new Resource(stack, 'worker', 'acme_worker');
    new Resource(stack, 'chart', 'helm_release');
    new Resource(stack, 'ingress', 'helm_release');
    gate.declareImages(new Resource(stack, 'db', 'helm_release'), [PINNED]);
    app.synth();
    const verdicts = verdictsOf(app);
    const waivedBy = expect.stringMatching(/^owner mesh until /) as string;
    expect(verdicts.undeterminable).toMatchObject([
      { address: 'acme_worker.worker', decision: 'ALLOW', waivedBy },
      { address: 'helm_release.chart', decision: 'ALLOW', waivedBy },
    ]);
    expect(verdicts.exceptions).toEqual(exceptions);
    expect(verdicts.resources).toMatchObject([
      { address: 'acme_worker.worker', outcome: 'undeterminable', waivedBy },
      { address: 'helm_release.chart', outcome: 'undeterminable', waivedBy },
      {
        address: 'helm_release.ingress',
        outcome: 'images',
        found: expect.arrayContaining([{ reference: PINNED }]),
        declaredBy: 'platform: chart 4.11 deploys nothing else',
      },
      { address: 'helm_release.db', outcome: 'images', declaredBy: 'declareImages' },
    ]);
    for (const { doubts } of verdicts.resources) expect(doubts).not.toEqual([]);
    const declared = verdicts.images.filter((one) => one.declared === true);
    expect(declared.map(({ address }) => address)).toEqual([
      'helm_release.ingress',
      'helm_release.db',
    ]);
  });

  test.each<[string, object, boolean]>([
    ['an image', { image: 'shop/web', rules: ['max-severity'] }, true],
    ['a resource', { resource: 'a.b', rules: ['images-determinable'] }, true],
    ['constructs', { scope: 'shop/**', rules: ['images-determinable'] }, true],
    ['nothing', { rules: ['images-determinable'] }, false],
    ['a resource, for a rule about images', { resource: 'a.b', rules: ['max-severity'] }, false],
    [
      'an image, for the rule about resources',
      { image: 'a', rules: ['images-determinable'] },
      false,
    ],
  ])('has a schema that takes an exception for %s', (_, exception, isValid) => {
    const { app, stack } = gated();
    new Deployment(stack, 'web', GOOD);
    app.synth();
    const base = { owner: 'o', reason: 'r', expires: '2026-12-31' };
    const content = { ...verdictsOf(app), exceptions: [{ ...base, ...exception }] };
    expect(validate(content)).toBe(isValid);
  });

  test.each<[string, (stack: TerraformStack, require: (image: string) => string) => unknown]>([
    ['nothing', () => undefined],
    ['an image that stands nowhere', (_, require) => require(GOOD)],
    ['a row with few fields', (stack) => new Deployment(stack, 'a', 'few:1')],
    ['a row with anomalies', (stack) => new Deployment(stack, 'a', 'odd:1')],
    ['no row', (stack) => new Deployment(stack, 'a', 'busybox')],
  ])('is as its schema says, with %s', (_, deploy) => {
    const few = { imageName: 'few', imageVersion: '1', scanStatus: ScanStatus.FAILED };
    const odd = image({ namespace: 'library', imageName: 'odd', imageVersion: '1', imageSize: -1 });
    const { app, stack, gate } = gated({
      rows: [...ROWS, few, odd],
      props: { enforcement: Enforcement.WARN },
    });
    deploy(stack, (one) => gate.require(one));
    app.synth();
    expect(verdictsOf(app).output.enforcement).toBe('WARN');
  });

  test('is not written on a refusal, nor by Testing.synth', () => {
    const { app, stack } = gated();
    new Deployment(stack, 'web', GOOD);
    Testing.synth(stack);
    const file = stackFile(app, 'shop', 'hss-verdicts.json');
    expect(existsSync(file)).toBe(false);
    const bad = new Deployment(stack, 'bad', BAD);
    expect(codeOf(() => app.synth())).toBe('HSS_IMAGE_DENIED');
    expect(codeOf(() => Testing.synth(stack))).toBe('HSS_IMAGE_DENIED');
    expect(existsSync(file)).toBe(false);
    stack.node.tryRemoveChild(bad.node.id);
    Testing.synth(stack);
    expect(existsSync(file)).toBe(false);
    app.synth();
    expect(verdictsOf(app).images).toHaveLength(1);
  });

  test('is written for each gated stack, and for no other', () => {
    const app = Testing.app();
    for (const id of ['one', 'two']) new Deployment(gated({ app, id }).stack, 'web', GOOD);
    new Deployment(new TerraformStack(app, 'three'), 'web', GOOD);
    app.synth();
    expect(['one', 'two'].map((id) => verdictsOf(app, id).stack)).toEqual(['one', 'two']);
    expect(existsSync(stackFile(app, 'three', 'hss-verdicts.json'))).toBe(false);
    expect(readFileSync(stackFile(app, 'three'), 'utf8')).not.toContain('hss_gate');
  });

  test('and the output say it of each stack alone, where one stands in another', () => {
    const { app, stack } = gated();
    const inner = new TerraformStack(stack, 'inner');
    const other = gate(inner, { enforcement: Enforcement.WARN });
    new Deployment(stack, 'web', other.require(GOOD));
    new Deployment(inner, 'web', GOOD);
    app.synth();
    expect(verdictsOf(app).gates.map(({ path }) => path)).toEqual(['shop/gate']);
    expect(verdictsOf(app).output.enforcement).toBe('DENY');
    expect(verdictsOf(app, 'inner').gates.map(({ path }) => path)).toEqual(['shop/inner/gate']);
  });

  test('has a schema whose every part has a title', () => {
    expect(SCHEMA.$id).toBe('urn:cdktf-hss:hss-verdicts:1');
    const parts = [SCHEMA, ...Object.values(SCHEMA.$defs)].flatMap(({ properties }) =>
      Object.entries(properties as { [name: string]: { title?: string; $ref?: string } }),
    );
    expect(parts.filter(([, { title, $ref }]) => (title ?? $ref) === undefined)).toEqual([]);
  });
});
