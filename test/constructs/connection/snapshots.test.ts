import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, TerraformStack, Testing } from 'cdktf';
import { CICD_IMAGES } from '../../../src/contract/cicd-image';
import { IMAGE_REGISTRIES } from '../../../src/contract/registry';
import { REGISTRY_IMAGES } from '../../../src/contract/registry-image';
import { checkQuery } from '../../../src/contract/query';
import {
  DataHssCicdImages,
  DataHssImageRegistries,
  HssConnection,
  HssConnectionProps,
  HssCredentials,
  HssImageGateProps,
  HssSource,
  ImageSource,
  ImageVerdict,
  RegistryType,
} from '../../../src';
import { readRow } from '../../../src/contract/row';
import { judgeImages } from '../../../src/judging';
import { readSnapshot, renderSnapshot } from '../../../src/lookup/snapshot';
import { Enforcement, Pinning } from '../../../src/policy';
import { openReplay } from '../../../src/proxy';
import { SimulatorProcess } from '../../support/simulator';
import {
  BAD,
  Deployment,
  GOOD,
  HOUR,
  PINNED,
  REGISTRY,
  ROWS,
  apiRow,
  codeOf,
  connect,
  deployedBy,
  gate,
  image,
  isWritten,
  policy,
  questions,
  sha,
  temporaryFolder,
  thrown,
  within,
} from '../support';

/** One synth records HSS's answers, and another one decides by them without HSS. */

const DATA = {
  cicd_images: [...ROWS.map(apiRow), { image_name: 'odd', image_size: -1 }],
  image_registries: [{ id: 'r-1', registry_name: '生产 "#1"\n' }],
};
const TOKEN = 'S3CRET-TOKEN';
const PROJECT = '0123456789abcdef0123456789abcdef';
let hss: SimulatorProcess;
beforeAll(async () => {
  hss = await SimulatorProcess.serving(DATA, [], { HSS_SIMULATOR_TOKEN: TOKEN });
});
afterAll(() => hss.stop());
beforeEach(() => hss.reset());

const newFile = (): string => join(temporaryFolder(), 'snapshot.json');

/** The same app each time; only the connection differs. */
function shop(
  connection: (stack: TerraformStack) => unknown,
  props: Partial<HssImageGateProps> = {},
  images: readonly string[] = [GOOD],
): { readonly app: App; readonly json: () => string[] } {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'shop');
  connection(stack);
  const registries = new DataHssImageRegistries(stack, 'registries');
  const rows = new DataHssCicdImages(stack, 'rows', { enterpriseProjectId: 'all_granted_eps' });
  gate(stack, props);
  images.forEach((reference, index) => new Deployment(stack, `d${index}`, reference));
  return { app, json: () => [registries.rowsJson, rows.rowsJson] };
}

const recording =
  (file: string, props: HssConnectionProps = {}) =>
  (stack: TerraformStack): HssConnection =>
    connect(hss, stack, {
      source: HssSource.record(file),
      credentials: HssCredentials.token(TOKEN),
      ...props,
    });

/** Sets only the file: no endpoint, no project, no credential. */
const replaying =
  (file: string, props: HssConnectionProps = {}) =>
  (stack: TerraformStack): HssConnection =>
    new HssConnection(stack, 'hss', { source: HssSource.replay(file), ...props });

function record(images: readonly string[] = [GOOD]): { file: string; json: string[] } {
  const file = newFile();
  const { app, json } = shop(recording(file), {}, images);
  const read = json();
  if (images.includes(BAD)) expect(codeOf(() => app.synth())).toBe('HSS_IMAGE_DENIED');
  else expect(deployedBy(app)).toEqual({ d0: PINNED });
  return { file, json: read };
}

test('a recorded synth is replayed without HSS, byte for byte', async () => {
  const { file, json } = record();
  await hss.reset();
  const again = shop(replaying(file));
  expect(again.json()).toEqual(json);
  expect(json[1]).toContain('anomalies');
  expect(deployedBy(again.app)).toEqual({ d0: PINNED });
  expect(await hss.requests()).toEqual([]);
});

test('a denial is replayed with all its queries', () => {
  const unlisted = `${REGISTRY}/shop/web:9`;
  const { file } = record([BAD, unlisted]);
  const { message } = thrown(() => shop(replaying(file), {}, [BAD, unlisted]).app.synth());
  expect(message).toContain('2 images denied');
  expect(message).toContain('of shop/web it lists 1.4 and 1.5');
});

test('two recordings of the same app differ only in their time and hash', () => {
  const [one, two] = [record(), record()].map(({ file }) => readFileSync(file, 'utf8'));
  const plain = (text: string): string => text.replace(/"(recordedAt|sha256)": ".*"/g, '"$1"');
  expect(plain(one)).toBe(plain(two));
});

test('a snapshot contains queries, rows, time and endpoint, and no credential', async () => {
  const { file } = record();
  const text = readFileSync(file, 'utf8');
  expect(text).not.toContain(TOKEN);
  const { endpoint, projectId, lookups } = readSnapshot(text, file);
  expect([endpoint, projectId]).toEqual([hss.endpoint, PROJECT]);
  expect(lookups).toHaveLength((await hss.requests()).length);
  // Two lookups of the stack, and the image's questions to each list; the registries are one of both.
  expect(questions(await hss.requests())).toHaveLength(2 + 2 * 2);
});

describe('the queries of a gate to both lists', () => {
  const INDEX = `${REGISTRY}/shop/index:1`;
  const platform = {
    ...apiRow(image({ imageName: 'index-arm64', imageVersion: '1', imageDigest: sha('d') })),
    registry_id: 'r-1',
  };
  const rows = {
    cicd_images: ROWS.map(apiRow),
    registry_images: [
      platform,
      {
        ...platform,
        image_name: 'index',
        image_digest: sha('e'),
        is_multiple_arch: true,
        association_images: [
          { namespace: 'shop', image_name: 'index-arm64', image_digest: sha('d') },
        ],
      },
    ],
    image_registries: [{ id: 'r-1', registry_name: 'prod', registry_addr: REGISTRY }],
  };

  /** A verdict without its time and source. */
  const timeless = (verdict: ImageVerdict): object => ({ ...verdict, evaluatedAt: '', source: '' });

  /** The verdicts of a gate. */
  const verdictsOf = (connection: (stack: TerraformStack) => HssConnection): unknown => {
    const stack = new TerraformStack(Testing.app(), 'shop');
    connection(stack);
    const one = gate(stack);
    for (const reference of [GOOD, BAD, INDEX]) one.require(reference);
    return one.verdicts.map(timeless);
  };
  const live = (stack: TerraformStack): HssConnection =>
    connect(hss, stack, { credentials: HssCredentials.token(TOKEN) });

  beforeAll(() => hss.data(rows));
  afterAll(() => hss.data(DATA));

  test.each(['the connection', 'HSS_SNAPSHOT_MODE'])(
    'is recorded by %s, and replayed to a gate and to the command line',
    async (by) => {
      const file = newFile();
      const wanted = verdictsOf(live);
      const recorded =
        by === 'the connection'
          ? verdictsOf(recording(file))
          : within({ HSS_SNAPSHOT: file, HSS_SNAPSHOT_MODE: 'record' }, () => verdictsOf(live));
      expect(recorded).toEqual(wanted);
      const { lookups } = readSnapshot(readFileSync(file, 'utf8'), file);
      // Two names and the platform's, in two lists and two ways each; and the registries.
      expect(lookups).toHaveLength(3 * 2 * 2 + 1);
      await hss.reset();
      expect(verdictsOf(replaying(file))).toEqual(wanted);
      const source = openReplay(file);
      const outcomes = await judgeImages(
        [GOOD, BAD, INDEX].map((reference) => ({ reference, path: 'shop/gate' })),
        {
          source,
          policy: policy()._policy(),
          enforcement: Enforcement.DENY,
          pinning: Pinning.DIGEST,
          now: Date.now,
        },
      );
      expect(
        outcomes.map((one) => {
          if ('error' in one) return one.error;
          return timeless(one.judgement.verdict);
        }),
      ).toEqual(wanted);
      expect(await hss.requests()).toEqual([]);
    },
  );
});

test('the environment can select recording and replay', () => {
  const file = newFile();
  const connection = (stack: TerraformStack): unknown =>
    connect(hss, stack, { credentials: HssCredentials.token(TOKEN) });
  const modes = ['record', 'replay'].map((mode) =>
    within({ HSS_SNAPSHOT: file, HSS_SNAPSHOT_MODE: mode }, () => {
      const { app, json } = shop(connection);
      const read = json();
      expect(deployedBy(app)).toEqual({ d0: PINNED });
      return read;
    }),
  );
  expect(modes[0]).toEqual(modes[1]);
  // The source prop takes precedence.
  within({ HSS_SNAPSHOT: '/nowhere', HSS_SNAPSHOT_MODE: 'replay' }, () => {
    expect(deployedBy(shop(replaying(file)).app)).toEqual({ d0: PINNED });
    expect(codeOf(() => shop(connection).app.synth())).toBe('HSS_SNAPSHOT_INVALID');
  });
  for (const variables of [{ HSS_SNAPSHOT: file }, { HSS_SNAPSHOT_MODE: 'replay' }]) {
    within({ HSS_SNAPSHOT: '', HSS_SNAPSHOT_MODE: '', ...variables }, () =>
      expect(codeOf(() => shop(connection))).toBe('HSS_INVALID_ARGUMENT'),
    );
  }
});

describe('the age of a snapshot', () => {
  function aged(hours: number): string {
    const { file } = record();
    const snapshot = readSnapshot(readFileSync(file, 'utf8'), file);
    const recordedAt = new Date(Date.now() - hours * HOUR).toISOString();
    writeFileSync(file, renderSnapshot({ ...snapshot, recordedAt }));
    return file;
  }

  test('may be 24 hours, or the limit of the policy', () => {
    const passes = (hours: number, maxSnapshotAgeHours?: number): string => {
      const change = maxSnapshotAgeHours === undefined ? {} : { maxSnapshotAgeHours };
      return codeOf(() => shop(replaying(aged(hours)), { policy: policy(change) }).app.synth());
    };
    expect([passes(23), passes(25)]).toEqual(['passed', 'HSS_IMAGE_DENIED']);
    expect([passes(25, 26), passes(3, 2)]).toEqual(['passed', 'HSS_IMAGE_DENIED']);
  });

  test('is in the message of the denial', () => {
    const { app } = shop(replaying(aged(25)));
    const { message } = thrown(() => app.synth());
    expect(message).toMatch(/snapshot-fresh: .*24 hours/);
    expect(message).not.toContain('max-severity');
    expect(isWritten(app)).toBe(false);
  });

  test('must not be in the future', () => {
    expect(thrown(() => shop(replaying(aged(-48))).app.synth()).message).toContain(
      'snapshot-fresh',
    );
  });
});

test.each<[string, (text: string) => string]>([
  ['tampered', (text) => text.replace('"severityLevel": "High"', '"severityLevel": "Low"')],
  ['half-written', (text) => text.slice(0, text.length / 2)],
  ['empty', () => ''],
])('a snapshot that is %s refuses the gate', (_, change) => {
  const { file } = record();
  const text = readFileSync(file, 'utf8');
  expect(change(text)).not.toBe(text);
  writeFileSync(file, change(text));
  const { app } = shop(replaying(file), {}, [GOOD, BAD]);
  const { message } = thrown(() => app.synth());
  expect(message).toMatch(/^HSS_SNAPSHOT_INVALID: stack shop is refused: 2 images undecided/);
  expect(message).toContain(file);
  expect(isWritten(app)).toBe(false);
});

test('a lookup that the snapshot lacks refuses the gate, naming it', () => {
  const { file } = record();
  const { app } = shop(replaying(file), {}, [GOOD, `${REGISTRY}/shop/api:1`]);
  const { message } = thrown(() => app.synth());
  expect(message).toMatch(/^HSS_SNAPSHOT_MISS: stack shop is refused: 2 images: 1 undecided/);
  expect(message).toMatch(/query: GET .*namespace=shop&image_name=api\n/);
  expect(isWritten(app)).toBe(false);
});

test('a lookup with another enterprise project is not in the snapshot', () => {
  const { file } = record();
  const { app } = shop(replaying(file, { enterpriseProjectId: '0' }));
  expect(thrown(() => app.synth()).message).toMatch(
    /^HSS_SNAPSHOT_MISS: [^]*enterprise_project_id=0/,
  );
});

test('a snapshot of another project refuses the gate', () => {
  const { file } = record();
  const { app } = shop(replaying(file, { projectId: 'other' }));
  const { message } = thrown(() => app.synth());
  expect(message).toMatch(/^HSS_SNAPSHOT_INVALID: /);
  expect(message).toContain(`recorded from project ${PROJECT}, and this connection is for other`);
  expect(deployedBy(shop(replaying(file, { projectId: PROJECT })).app)).toEqual({ d0: PINNED });
});

describe('the region that a snapshot was recorded from', () => {
  const region = 'cn-north-4';
  const swr = {
    registryId: 'r-1',
    registryName: 'prod-swr',
    registryType: RegistryType.SWR_PRIVATE,
  };
  const listed = { ...image(), ...swr, latestSyncTime: Date.now() - HOUR };
  const registryImages = [readRow(REGISTRY_IMAGES, listed, 'prop')];
  const judging = { policy: policy({ imageSources: [ImageSource.REGISTRY] }) };
  const stack = (props: HssConnectionProps = {}, file = newFile()) => {
    const named = { namespace: 'shop', imageName: 'web' };
    const whole = { namespace: undefined, imageName: 'shop/web' };
    const lookups = [
      { query: checkQuery(REGISTRY_IMAGES, named), rows: registryImages },
      { query: checkQuery(REGISTRY_IMAGES, whole), rows: [] },
      { query: checkQuery(IMAGE_REGISTRIES, {}), rows: [] },
    ];
    const recordedAt = new Date().toISOString();
    const origin = { endpoint: 'http://127.0.0.1:1', region, projectId: PROJECT };
    writeFileSync(file, renderSnapshot({ ...origin, recordedAt, lookups }));
    return shopOf(replaying(file, props));
  };
  /** Without the lookups of `shop` that are not the gate's. */
  const shopOf = (connection: (stack: TerraformStack) => unknown): App => {
    const app = Testing.app();
    const made = new TerraformStack(app, 'shop');
    connection(made);
    gate(made, judging);
    new Deployment(made, 'd0', GOOD);
    return app;
  };

  test('determines the address of SWR', () => {
    expect(deployedBy(stack())).toEqual({ d0: PINNED });
    expect(deployedBy(stack({ region }))).toEqual({ d0: PINNED });
  });

  test('must not differ from that of the connection or a variable', () => {
    const refused = /^HSS_SNAPSHOT_INVALID: [^]*recorded from region cn-north-4, .*"cn-south-1"/;
    expect(thrown(() => stack({ region: 'cn-south-1' }).synth()).message).toMatch(refused);
    within({ HW_REGION_NAME: 'cn-south-1' }, () =>
      expect(thrown(() => stack().synth()).message).toMatch(refused),
    );
  });

  test('is recorded by a synth', () => {
    const file = newFile();
    shop(recording(file, { region })).app.synth();
    expect(readSnapshot(readFileSync(file, 'utf8'), file).region).toBe(region);
  });
});

test('a snapshot without rows of an image decides nothing about it', () => {
  const file = newFile();
  const empty = { namespace: 'shop', imageName: 'web' };
  writeFileSync(
    file,
    renderSnapshot({
      recordedAt: new Date().toISOString(),
      endpoint: 'https://hss.example',
      projectId: 'p',
      lookups: [{ query: checkQuery(CICD_IMAGES, empty), rows: [] }],
    }),
  );
  // The reference can be divided in another way, and no query was recorded for that.
  expect(thrown(() => shop(replaying(file)).app.synth()).message).toMatch(
    /^HSS_SNAPSHOT_MISS: [^]*image_name=shop\/web/,
  );
});
