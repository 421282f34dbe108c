import Ajv2020 from 'ajv/dist/2020';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, TerraformOutput, TerraformResource, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import {
  Enforcement,
  HssConnection,
  HssCredentials,
  HssImageGateProps,
  HssSource,
  ImagePolicy,
  Pinning,
  ScanStatus,
  SeverityLevel,
} from '../../../../src';
import { renderSnapshot } from '../../../../src/lookup/snapshot';
import { SimulatorProcess } from '../../../support/simulator';
import {
  BAD,
  Deployment,
  GOOD,
  PINNED,
  REGISTRY,
  ROWS,
  apiRow,
  badImage,
  codeOf,
  connect,
  fixture,
  gate,
  gated,
  image,
  policy,
  sha,
  stackFile,
  temporaryFolder,
  thrown,
  within,
} from '../../support';

/** What a gate leaves behind: hss-verdicts.json, the output hss_gate and the summary. */

const SCHEMA = JSON.parse(
  readFileSync(
    join(__dirname, '..', '..', '..', '..', 'schema', 'hss-verdicts.schema.json'),
    'utf8',
  ),
) as {
  readonly $id: string;
  properties: object;
  $defs: { [name: string]: { properties: object } };
};
const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, date: /^\d{4}-\d\d-\d\d$/ },
});
const validate = ajv.compile(SCHEMA);

interface Verdicts {
  readonly stack: string;
  readonly decidedAt: string;
  readonly output: Output;
  readonly gates: readonly { readonly [key: string]: unknown }[];
  readonly images: readonly { readonly [key: string]: unknown }[];
  readonly undeterminable: readonly unknown[];
  readonly ignored: readonly unknown[];
  readonly exceptions: readonly unknown[];
  readonly resources: readonly { readonly [key: string]: unknown }[];
}

/** Reads a stack's verdicts; they are as the schema says. */
function verdictsOf(app: App, stack = 'shop'): Verdicts {
  const content = JSON.parse(readFileSync(stackFile(app, stack, 'hss-verdicts.json'), 'utf8'));
  validate(content);
  expect(validate.errors ?? []).toEqual([]);
  return content as Verdicts;
}

interface Output {
  readonly [key: string]: string;
}

function outputOf(json: string): Output {
  return JSON.parse(json).output.hss_gate.value as Output;
}

class Resource extends TerraformResource {
  constructor(scope: Construct, id: string, terraformResourceType: string) {
    super(scope, id, { terraformResourceType });
  }
  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { image: GOOD, sidecar_image: '${var.sidecar}' };
  }
}

const day = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

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

describe('the output hss_gate', () => {
  const make = (
    props: Partial<HssImageGateProps> = {},
    rows = ROWS,
    deploy: (stack: TerraformStack) => unknown = (stack) => new Deployment(stack, 'web', GOOD),
  ): Output => {
    const { stack } = gated({ props, rows });
    deploy(stack);
    return outputOf(Testing.synth(stack));
  };
  const before = make();

  test('says by what the stack was judged', () => {
    expect(before).toEqual({
      policy_hash: policy().hash,
      source: 'fixture',
      enforcement: 'DENY',
      decision_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('is the same for the same, at another time too', () => {
    expect(make()).toEqual(before);
    const later = ROWS.map((row) => ({ ...row, latestScanTime: row.latestScanTime! + 60_000 }));
    expect(make({}, later)).toEqual(before);
    const { app, stack } = gated();
    new Deployment(stack, 'web', GOOD);
    app.synth();
    const first = readFileSync(stackFile(app, 'shop'), 'utf8');
    app.synth();
    expect(readFileSync(stackFile(app, 'shop'), 'utf8')).toBe(first);
    expect(outputOf(first)).toEqual(before);
  });

  const high = { policy: policy({ maxSeverity: SeverityLevel.HIGH, maxMaliciousFiles: 9 }) };
  const web = (reference: string) => (stack: TerraformStack) =>
    new Deployment(stack, 'web', reference);
  test.each<[string, () => Output, () => Output]>([
    ['policy', () => before, () => make({ policy: policy({ maxVulnerabilities: 50 }) })],
    ['reference', () => before, () => make({}, ROWS, web(PINNED))],
    ['digest', () => before, () => make({}, [image({ imageDigest: sha('c') })])],
    [
      'digest of a tag that stays',
      () => make({ pinning: Pinning.NONE, policy: policy({ requireDigest: false }) }),
      () =>
        make({ pinning: Pinning.NONE, policy: policy({ requireDigest: false }) }, [
          image({ imageDigest: sha('c') }),
        ]),
    ],
    [
      'decision',
      () => make({ ...high, enforcement: Enforcement.WARN }, ROWS, web(BAD)),
      () =>
        make(
          { ...high, enforcement: Enforcement.WARN },
          [badImage({ maliciousFileNum: 10 })],
          web(BAD),
        ),
    ],
    ['number of images', () => before, () => make({}, ROWS, () => undefined)],
    [
      'what is undeterminable',
      () => make({ undeterminable: Enforcement.WARN }),
      () =>
        make({ undeterminable: Enforcement.WARN }, ROWS, (stack) => {
          new Deployment(stack, 'web', GOOD);
          new Deployment(stack, 'x', '${var.x}');
        }),
    ],
    [
      'what is ignored',
      () => make({ ignore: ['shop/x'] }),
      () =>
        make({ ignore: ['shop/x'] }, ROWS, (stack) => {
          new Deployment(stack, 'web', GOOD);
          new Deployment(stack, 'x', GOOD);
        }),
    ],
  ])('differs with the %s', (_, one, other) => {
    expect(one().decision_hash).not.toBe(other().decision_hash);
  });

  test.each<[string, Partial<HssImageGateProps>]>([
    ['warns of images', { enforcement: Enforcement.WARN }],
    ['warns of what is undeterminable', { undeterminable: Enforcement.WARN }],
  ])('says WARN when any gate %s', (_, props) => {
    expect(make({}, ROWS, (stack) => gate(stack, props, 'other')).enforcement).toBe('WARN');
  });

  test('names the policies of all gates, and the source that says least', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'snapshot.json');
    writeFileSync(
      file,
      renderSnapshot({
        recordedAt: new Date().toISOString(),
        endpoint: 'https://hss.example',
        projectId: 'p',
        lookups: [],
      }),
    );
    const stack = new TerraformStack(Testing.app(), 'shop');
    const sources = [HssSource.live(), HssSource.replay(file), fixture()];
    const outputs = sources.map((source, index) => {
      const part = new Construct(stack, `part${index}`);
      new HssConnection(part, 'hss', { source, credentials: HssCredentials.token('t') });
      gate(part, { policy: policy({ maxVulnerabilities: index % 2 }) });
      return outputOf(Testing.synth(stack));
    });
    expect(outputs.map(({ source }) => source)).toEqual(['live', 'replay', 'fixture']);
    const hashes = [0, 1].map((n) => policy({ maxVulnerabilities: n }).hash).sort();
    expect(outputs[2].policy_hash).toBe(hashes.join(','));
  });

  test.each<[string, (stack: TerraformStack) => unknown]>([
    ['construct', (stack) => new TerraformOutput(stack, 'hss_gate', { value: 1 })],
    [
      'logical ID',
      (stack) => new TerraformOutput(stack, 'x', { value: 1 }).overrideLogicalId('hss_gate'),
    ],
    ['override', (stack) => stack.addOverride('output.hss_gate.value', '1')],
    ['override in a list', (stack) => stack.addOverride('output', [{ hss_gate: { value: 1 } }])],
  ])('is refused as a user’s own (%s)', (_, deploy) => {
    const { app, stack } = gated();
    new Deployment(stack, 'web', GOOD);
    deploy(stack);
    expect(thrown(() => app.synth()).message).toMatch(
      /^HSS_INVALID_ARGUMENT: the stack has an output named hss_gate of its own\n {2}construct: shop\n/,
    );
    expect(existsSync(stackFile(app, 'shop', 'hss-verdicts.json'))).toBe(false);
  });

  test('stands beside a user’s others, in a list of them too', () => {
    const { stack } = gated();
    stack.addOverride('output', [{ mine: { value: 1 } }]);
    const { output } = JSON.parse(Testing.synth(stack)) as { output: object[] };
    expect(output.map((one) => Object.keys(one))).toEqual([['mine'], ['hss_gate']]);
  });
});

describe('the source', () => {
  const TOKEN = 'S3CRET-TOKEN';
  let hss: SimulatorProcess;
  beforeAll(async () => {
    hss = await SimulatorProcess.serving({ cicd_images: ROWS.map(apiRow) }, [], {
      HSS_SIMULATOR_TOKEN: TOKEN,
    });
  });
  afterAll(() => hss.stop());

  test('is live, recorded too, and replay; no credential is in any of it', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'snapshot.json');
    const summary = join(folder, 'summary.md');
    const seen: string[] = [];
    const run = (source: HssSource): Verdicts => {
      const app = Testing.app();
      const stack = new TerraformStack(app, 'shop');
      connect(hss, stack, { source, credentials: HssCredentials.token(TOKEN) });
      gate(stack, { enforcement: Enforcement.WARN });
      new Deployment(stack, 'web', GOOD);
      new Deployment(stack, 'bad', BAD);
      within({ HSS_GATE_SUMMARY: summary }, () => app.synth());
      seen.push(
        readFileSync(stackFile(app, 'shop', 'hss-verdicts.json'), 'utf8'),
        readFileSync(stackFile(app, 'shop'), 'utf8'),
        readFileSync(join(app.outdir, 'manifest.json'), 'utf8'),
        readFileSync(summary, 'utf8'),
      );
      return verdictsOf(app);
    };
    const [live, record, replay] = [
      HssSource.live(),
      HssSource.record(file),
      HssSource.replay(file),
    ].map(run);
    seen.push(readFileSync(file, 'utf8'));
    expect([live, record, replay].map(({ output }) => output.source)).toEqual([
      'live',
      'live',
      'replay',
    ]);
    expect(replay.gates[0].snapshotRecordedAt).toMatch(/Z$/);
    expect(live.gates[0]).not.toHaveProperty('snapshotRecordedAt');
    for (const { gates } of [live, record, replay]) {
      expect(gates[0]).toMatchObject({
        endpoint: new URL(hss.endpoint).origin,
        projectId: hss.env.HW_PROJECT_ID,
      });
    }
    expect(record.images).toEqual(live.images);
    expect(replay.images).toEqual(live.images);
    expect(replay.output.decision_hash).toBe(live.output.decision_hash);
    expect(seen.filter((text) => text.includes(TOKEN))).toEqual([]);
  });
});

describe('who answered', () => {
  let servers: SimulatorProcess[];
  beforeAll(async () => {
    const data = { cicd_images: ROWS.map(apiRow) };
    servers = await Promise.all([0, 1].map(() => SimulatorProcess.serving(data)));
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  const synth = (deploy: (stack: TerraformStack) => void) => {
    const summary = join(temporaryFolder(), 'summary.md');
    const app = Testing.app();
    const stack = new TerraformStack(app, 'shop');
    deploy(stack);
    within({ HSS_GATE_SUMMARY: summary }, () => app.synth());
    const sources = readFileSync(summary, 'utf8').match(/^Source: .*$/gm);
    return {
      gates: verdictsOf(app).gates,
      sources: sources?.map((line) => line.replace(/\\/g, '')),
    };
  };

  test('is said of each gate where several servers answered, with their enterprise projects', () => {
    const { gates, sources } = synth((stack) => {
      for (const [at, server] of servers.entries()) {
        const part = new Construct(stack, `part${at}`);
        connect(server, part, at === 0 ? {} : { enterpriseProjectId: '0' });
        gate(part);
        new Deployment(part, 'web', GOOD);
      }
    });
    const [one, two] = servers.map(({ endpoint }) => new URL(endpoint).origin);
    const projectId = servers[0].env.HW_PROJECT_ID;
    expect(gates).toMatchObject([
      { endpoint: one, projectId, source: 'live', asked: true },
      { endpoint: two, projectId, source: 'live', asked: true, enterpriseProjectId: '0' },
    ]);
    expect(gates[0]).not.toHaveProperty('enterpriseProjectId');
    expect(sources).toEqual([
      `Source: live, <code>${one}</code>, project <code>${projectId}</code>, default enterprise project`,
      `Source: live, <code>${two}</code>, project <code>${projectId}</code>, enterprise project <code>0</code>`,
    ]);
  });

  test('is nobody where there was no image to judge', () => {
    const { gates, sources } = synth((stack) => {
      connect(servers[0], stack);
      gate(stack);
    });
    expect(gates).toMatchObject([{ source: 'live', asked: false }]);
    expect(gates[0]).not.toHaveProperty('endpoint');
    expect(sources).toEqual(['Source: none (HSS was not asked)']);
  });

  test('is a snapshot in the summary of a refusal, though it can’t be read', () => {
    const summary = join(temporaryFolder(), 'summary.md');
    const app = Testing.app();
    const stack = new TerraformStack(app, 'shop');
    new HssConnection(stack, 'hss', { source: HssSource.replay('/nowhere/snapshot.json') });
    gate(stack);
    new Deployment(stack, 'web', GOOD);
    within({ HSS_GATE_SUMMARY: summary }, () => {
      expect(codeOf(() => app.synth())).toBe('HSS_SNAPSHOT_INVALID');
    });
    expect(readFileSync(summary, 'utf8')).toContain('Source: snapshot, default enterprise project');
  });
});

describe('HSS_GATE_SUMMARY', () => {
  const summaryOf = (deploy: (app: App) => unknown): string => {
    const file = join(temporaryFolder(), 'summary.md');
    const app = Testing.app();
    deploy(app);
    within({ HSS_GATE_SUMMARY: file }, () => {
      try {
        app.synth();
      } catch {
        // The summary tells.
      }
    });
    return readFileSync(file, 'utf8');
  };

  test('tells of all stacks, allowed and refused', () => {
    const summary = summaryOf((app) => {
      new Deployment(gated({ app, id: 'good' }).stack, 'web', GOOD);
      new Deployment(gated({ app, id: 'refused' }).stack, 'web', BAD);
    });
    expect(summary).toMatch(/^# Image gate\n\n## ✅ Stack <code>good<\/code>: allowed\n/);
    expect(summary).toMatch(/\n## ❌ Stack <code>refused<\/code>: refused\n/);
    const rows = summary.split('\n').filter((line) => line.startsWith('| '));
    expect(rows.map((row) => row.split(' | ')[0])).toEqual([
      '| Decision',
      '| ---',
      '| ✅ allowed',
      '| Decision',
      '| ---',
      '| ❌ denied',
    ]);
    expect(rows[2]).toContain(`<code>${GOOD.replace('_', '\\_')}</code>`);
    expect(rows[5]).toContain('<code>refused/web</code>');
    expect(rows[5]).toContain('<code>max-severity</code>');
  });

  test('says refused, when gates contradict each other', () => {
    const summary = summaryOf((app) => {
      const { stack } = gated({ app });
      const part = new Construct(stack, 'part');
      new HssConnection(part, 'hss', { source: fixture([image({ imageDigest: sha('c') })]) });
      gate(part);
      new Deployment(part, 'web', GOOD);
    });
    expect(summary).toContain('## ❌ Stack <code>shop</code>: refused');
    expect(summary).toContain('❌ conflict');
  });

  test('that can’t be written is an error that names the file', () => {
    const { app } = gated();
    within({ HSS_GATE_SUMMARY: join(__filename, 'x.md') }, () => {
      expect(thrown(() => app.synth()).message).toMatch(
        /^HSS_INVALID_ARGUMENT: HSS_GATE_SUMMARY can't be written \(E[A-Z]+\): /,
      );
    });
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'x.md'));
    within({ HSS_GATE_SUMMARY: join(folder, 'x.md') }, () => {
      expect(codeOf(() => app.synth())).toBe('HSS_INVALID_ARGUMENT');
    });
  });
});
