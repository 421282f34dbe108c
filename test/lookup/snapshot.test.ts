import fs, { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { environmentFrom } from '../../src/client/settings/environment';
import { CICD_IMAGES } from '../../src/contract/cicd-image';
import { checkQuery } from '../../src/contract/query';
import { Recorder } from '../../src/lookup/recorder';
import { Replay } from '../../src/lookup/replay';
import { Snapshot, readSnapshot, renderSnapshot } from '../../src/lookup/snapshot';
import { sourceFrom } from '../../src/lookup/source';

const web = checkQuery(CICD_IMAGES, { imageName: 'web', hasVul: false });
const api = checkQuery(CICD_IMAGES, { imageName: 'api' });
const snapshot: Snapshot = {
  endpoint: 'https://hss.example',
  projectId: 'p-1',
  recordedAt: '2026-11-22T06:00:00.000Z',
  lookups: [
    { query: web, rows: [{ imageName: 'web', vulNum: 0, anomalies: ['image_size: odd'] }] },
    { query: api, rows: [] },
  ],
};
const text = renderSnapshot(snapshot);

function fileWith(content: string | Buffer): string {
  const file = join(mkdtempSync(join(tmpdir(), 'snapshot-')), 'snapshot.json');
  writeFileSync(file, content);
  return file;
}

function codeOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return (error as { code: unknown }).code;
  }
}

test('what is rendered is read back, and rendered alike', () => {
  expect(renderSnapshot(readSnapshot(text, 'f'))).toBe(text);
  expect(readSnapshot(text, 'f').lookups).toEqual(
    expect.arrayContaining(snapshot.lookups as unknown[]),
  );
});

test('the text does not depend on the order of the lookups', () => {
  expect(renderSnapshot({ ...snapshot, lookups: [...snapshot.lookups].reverse() })).toBe(text);
});

test('a snapshot may change in white space, and in nothing else', () => {
  expect(readSnapshot(JSON.stringify(JSON.parse(text)), 'f')).toEqual(readSnapshot(text, 'f'));
});

describe('the region of a snapshot', () => {
  const regional = renderSnapshot({ ...snapshot, region: 'cn-north-4' });

  test('is read back, and expected again', () => {
    expect(readSnapshot(regional, 'f').region).toBe('cn-north-4');
    const replay = new Replay(fileWith(regional));
    expect(replay.rowsOf(api, { region: 'cn-north-4' })).toEqual([]);
    expect(() => replay.rowsOf(api, { region: 'cn-south-1' })).toThrow(
      /recorded from region cn-north-4, and this connection is for "cn-south-1"/,
    );
  });

  test('may be missing, as in an older snapshot, and any region replays that', () => {
    expect(text).not.toContain('region');
    expect(readSnapshot(text, 'f')).not.toHaveProperty('region');
    expect(new Replay(fileWith(text)).rowsOf(api, { region: 'cn-south-1' })).toEqual([]);
  });

  test.each([
    ['another', regional.replace('cn-north-4', 'cn-north-1')],
    ['none', regional.replace(/\s*"region": ".*",/, '')],
    ['one more', text.replace('"projectId"', '"region": "cn-north-4", "projectId"')],
    // Each with the hash of its content.
    ['a number', renderSnapshot({ ...snapshot, region: 4 as unknown as string })],
    ['a host', renderSnapshot({ ...snapshot, region: 'evil.example/' })],
    ['nothing', renderSnapshot({ ...snapshot, region: '' })],
  ])('can not be %s', (_, tampered) => {
    expect(codeOf(() => readSnapshot(tampered, 'f'))).toBe('HSS_SNAPSHOT_INVALID');
  });
});

test.each([
  ['another digit', text.replace('"vulNum": 0', '"vulNum": 1')],
  ['another time', text.replace('06:00', '07:00')],
  ['another project', text.replace('p-1', 'p-2')],
  ['another parameter', text.replace('"hasVul": false', '"hasVul": true')],
  ['an anomaly taken away', text.replace('image_size: odd', '')],
  ['a row taken away', text.replace(/"rows": \[\s*\{[^}]*\}\s*\]/, '"rows": []')],
  ['no hash', text.replace(/,\s*"sha256": ".*"/, '')],
  ['half of it', text.slice(0, text.length / 2)],
  ['nothing', ''],
  ['a list', '[]'],
  ['null', 'null'],
  ['another format', text.replace('snapshot/1', 'snapshot/2')],
  ['an endpoint that there is not', text.replaceAll('cicd-images', '__proto__')],
  ['a parameter that there is not', text.replace('"hasVul"', '"hasVulgar"')],
])('%s is HSS_SNAPSHOT_INVALID', (_, tampered) => {
  expect(tampered).not.toBe(text);
  expect(codeOf(() => readSnapshot(tampered, 'f'))).toBe('HSS_SNAPSHOT_INVALID');
});

describe('a replay', () => {
  test.each([
    ['a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ])('reads a file with %s', (_, bytes) => {
    expect(new Replay(fileWith(bytes)).rowsOf(api, { projectId: 'p-1' })).toEqual([]);
  });

  test('gives the rows of the query, byte for byte', () => {
    const rows = new Replay(fileWith(text)).rowsOf(web, { projectId: 'p-1' });
    expect(JSON.stringify(rows)).toBe(JSON.stringify(snapshot.lookups[0].rows));
  });

  test.each([
    {
      given: 'a query that it lacks',
      content: text,
      query: checkQuery(CICD_IMAGES, { imageName: 'db' }),
      code: 'HSS_SNAPSHOT_MISS',
    },
    {
      given: 'an equal query with one parameter less',
      content: text,
      query: checkQuery(CICD_IMAGES, { imageName: 'web' }),
      code: 'HSS_SNAPSHOT_MISS',
    },
    {
      given: 'another project',
      content: text,
      query: web,
      expected: { projectId: 'p-2' },
      code: 'HSS_SNAPSHOT_INVALID',
    },
    {
      given: 'another region',
      content: renderSnapshot({ ...snapshot, region: 'cn-north-4' }),
      query: web,
      expected: { projectId: 'p-1', region: 'cn-south-1' },
      code: 'HSS_SNAPSHOT_INVALID',
    },
    {
      given: 'a half-written file',
      content: text.slice(0, 100),
      query: web,
      code: 'HSS_SNAPSHOT_INVALID',
    },
  ])('fails for $given', ({ content, query, expected, code }) => {
    expect(codeOf(() => new Replay(fileWith(content)).rowsOf(query, expected))).toBe(code);
  });

  test('names the query that is missing, and the file that does not exist', () => {
    expect(() =>
      new Replay(fileWith(text)).rowsOf(checkQuery(CICD_IMAGES, { imageName: 'db' })),
    ).toThrow(/GET \/image\/cicd\/images\?image_name=db/);
    expect(codeOf(() => new Replay('/no/such/file').recordedAt)).toBe('HSS_SNAPSHOT_INVALID');
  });
});

describe('a recorder', () => {
  const origin = { endpoint: 'https://hss.example', projectId: 'p-1' };
  const older = renderSnapshot({ ...snapshot, lookups: [] });

  test('writes all lookups so far, and the oldest time', () => {
    const file = fileWith(older);
    const recorder = new Recorder(file);
    recorder.add(origin, web, snapshot.lookups[0].rows, Date.parse('2026-11-22T06:00:01.000Z'));
    recorder.add(origin, api, [], Date.parse('2026-11-22T06:00:00.000Z'));
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('refuses two projects in one file', () => {
    const recorder = new Recorder(fileWith(''));
    recorder.add(origin, api, [], 0);
    expect(codeOf(() => recorder.add({ ...origin, projectId: 'p-2' }, web, [], 0))).toBe(
      'HSS_INVALID_ARGUMENT',
    );
  });

  test('refuses two regions in one file', () => {
    const recorder = new Recorder(fileWith(''));
    recorder.add({ ...origin, region: 'cn-north-4' }, api, [], 0);
    const add = () => recorder.add({ ...origin, region: 'cn-south-1' }, web, [], 0);
    expect(codeOf(add)).toBe('HSS_INVALID_ARGUMENT');
    expect(add).toThrow(
      'is a snapshot of region cn-north-4 already; this lookup is of region cn-south-1',
    );
  });

  test.each([
    ['a text', 'precious', /the snapshot is truncated, or is not JSON, so it is not overwritten/],
    ['other JSON', '{"precious": true}', /this is not a snapshot .*, so it is not overwritten/],
    ['half of a snapshot', text.slice(0, 100), /is truncated, .*, so it is not overwritten/],
  ])('refuses a file that holds %s, and leaves it as it is', (_, content, message) => {
    const file = fileWith(content);
    const add = () => new Recorder(file).add(origin, web, [], 0);
    expect(codeOf(add)).toBe('HSS_INVALID_ARGUMENT');
    expect(add).toThrow(message);
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  test('writes through to a device', () => {
    new Recorder('/dev/null').add(origin, web, [], 0);
    expect(fs.lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('reports a file that can’t be written', () => {
    expect(codeOf(() => new Recorder('/dev/null/snapshot.json').add(origin, api, [], 0))).toBe(
      'HSS_SNAPSHOT_UNWRITABLE',
    );
  });

  test('reports a disk that fills up, and leaves the old file', () => {
    const file = fileWith(older);
    const { writeSync } = fs;
    const full = jest
      .spyOn(fs, 'writeSync')
      .mockImplementationOnce((to, bytes) => writeSync(to, bytes as unknown as Buffer, 0, 100))
      .mockImplementationOnce(() => {
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      });
    const came = codeOf(() => new Recorder(file).add(origin, web, snapshot.lookups[0].rows, 0));
    full.mockRestore();
    expect(came).toBe('HSS_SNAPSHOT_UNWRITABLE');
    expect(readFileSync(file, 'utf8')).toBe(older);
    expect(readdirSync(dirname(file))).toEqual(['snapshot.json']);
  });
});

test.each([
  [{}, { kind: 'live' }],
  [{ HSS_SNAPSHOT: '', HSS_SNAPSHOT_MODE: '' }, { kind: 'live' }],
  [
    { HSS_SNAPSHOT: 'f', HSS_SNAPSHOT_MODE: 'record' },
    { kind: 'record', file: 'f' },
  ],
  [
    { HSS_SNAPSHOT: 'f', HSS_SNAPSHOT_MODE: 'replay' },
    { kind: 'replay', file: 'f' },
  ],
  [
    { HSS_SNAPSHOT: ' f\n', HSS_SNAPSHOT_MODE: ' replay ' },
    { kind: 'replay', file: 'f' },
  ],
  [{ HSS_SNAPSHOT: ' ', HSS_SNAPSHOT_MODE: ' ' }, { kind: 'live' }],
  [
    { HSS_SNAPSHOT: '~/f', HSS_SNAPSHOT_MODE: 'record', HOME: '/home/me' },
    { kind: 'record', file: '/home/me/f' },
  ],
  [{ HSS_SNAPSHOT: 'f' }, 'HSS_INVALID_ARGUMENT'],
  [{ HSS_SNAPSHOT_MODE: 'replay' }, 'HSS_INVALID_ARGUMENT'],
  [{ HSS_SNAPSHOT: 'f', HSS_SNAPSHOT_MODE: 'Replay' }, 'HSS_INVALID_ARGUMENT'],
])('the environment %j selects the source %j', (variables, source) => {
  expect(codeOf(() => sourceFrom(environmentFrom(variables)))).toEqual(source);
});
