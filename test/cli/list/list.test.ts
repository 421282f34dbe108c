import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COLUMNS, ListedEndpoint } from '../../../src/cli/list/columns';
import { ListFormat } from '../../../src/cli/list/formats';
import { parameterOptions } from '../../../src/cli/shared/list-parameters';
import { ENDPOINTS } from '../../../src/contract/endpoints';
import { ParameterSpec } from '../../../src/contract/fields';
import type { SimulatorData } from '../../../src/simulator';
import { folderWith, hssGate } from '../../support/gated-plans';
import { envOf, Hss, startHss } from '../../support/hss';
import { run } from '../../support/processes';
import { commandsIn } from '../../support/ci-commands';
import { HSS_GATE } from '../../support/simulator';

/** `hss-gate list` as it is used: stdout, stderr and exit codes. */

const LISTS: { readonly [endpoint in ListedEndpoint]: string } = {
  'image-registries': 'registries',
  'cicd-images': 'images',
  'registry-images': 'registry-images',
  'sync-task-registries': 'sync-task-registries',
};

const here = folderWith({});

const list = (hss: Hss, ...args: string[]) => hssGate(here, ['list', ...args], envOf(hss));

const WEB = {
  image_id: 'i-1',
  namespace: 'shop',
  image_name: 'web',
  image_version: '1.4',
  image_digest: 'sha256:aa',
  registry_name: 'prod',
  scan_status: 'success',
  severity_level: 'Low',
  latest_scan_time: Date.UTC(2026, 10, 22, 6),
  vul_num: 3,
};
/** What a name may do to whoever prints it. */
const HOSTILE = {
  image_id: '=cmd()',
  image_name: '镜像\u001b[31m\u202e',
  image_version: '1,"2"',
  registry_name: '@SUM(A1)',
  scan_status: 'exploded',
};
const DATA = { cicd_images: [WEB, HOSTILE] } as unknown as SimulatorData;

/** Some value that a parameter allows, as one writes it, and as HSS is to get it. */
function sample(parameter: ParameterSpec): [given: string, sent: string] {
  switch (parameter.kind) {
    case 'integer':
      return parameter.recheck === undefined
        ? ['7', '7']
        : ['2026-11-22', String(Date.UTC(2026, 10, 22))];
    case 'boolean':
      return ['true', 'true'];
    case 'enum':
      return [parameter.values[0], parameter.values[0]];
    case 'enumList': {
      const [first, second] = parameter.values;
      return [`${second},${first}`, `${first},${second}`];
    }
    case 'string':
      return ['some-text', 'some-text'];
  }
}

const LISTED = Object.keys(COLUMNS) as ListedEndpoint[];

describe.each(LISTED)('the parameters of %s', (id) => {
  const spec = ENDPOINTS[id];

  test('are options, and reach HSS', async () => {
    const hss = await startHss({ data: { image_sync_task_registries: { 'some-text': [] } } });
    const args: string[] = [];
    const expected: { [name: string]: string } = {};
    for (const [prop, parameter] of Object.entries(spec.parameters)) {
      const [given, sent] = sample(parameter);
      args.push(`--${prop.replace(/[A-Z]/g, (char) => `-${char.toLowerCase()}`)}`, given);
      if (!parameter.inPath) expected[parameter.name] = sent;
    }
    const { exitCode, stderr } = await list(hss, LISTS[id], ...args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const [{ query }] = await hss.requests();
    expect(query).toEqual({ ...expected, limit: '200', offset: '0' });
  });

  test('are listed with their values where these are few', () => {
    const named = parameterOptions(spec).map((option) => [option.attributeName(), option]);
    const options = Object.fromEntries(named) as { [prop: string]: { argChoices?: string[] } };
    for (const [prop, parameter] of Object.entries(spec.parameters)) {
      if ('values' in parameter) expect(options[prop].argChoices).toEqual(parameter.values);
    }
  });
});

describe('the formats', () => {
  let hss: Hss;
  beforeAll(async () => {
    hss = await startHss({ data: DATA });
  });

  const images = async (format: ListFormat): Promise<string> => {
    const { exitCode, stdout, stderr } = await list(hss, 'images', '--format', format);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    return stdout;
  };

  test('are a table by default, whose wide characters line up and whose names are safe for a terminal', async () => {
    const { stdout } = await list(hss, 'images');
    expect(stdout).toBe(
      [
        'IMAGE             REGISTRY  SCAN     SEVERITY  VULNS  UNSAFE  MALWARE  SCANNED                   UPDATED  DIGEST     ANOMALIES',
        'shop/web:1.4      prod      success  Low       3      -       -        2026-11-22T06:00:00.000Z  -        sha256:aa  -',
        '镜像 [31m :1,"2"  @SUM(A1)  -        -         -      -       -        -                         -        -          scan_status: expected one of unscan, success, scanning, failed, download_failed, image_oversized, waiting_for_scan, got "exploded"',
        '',
      ].join('\n'),
    );
  });

  const ROWS = [
    {
      imageId: 'i-1',
      namespace: 'shop',
      imageName: 'web',
      imageDigest: 'sha256:aa',
      imageVersion: '1.4',
      registryName: 'prod',
      scanStatus: 'success',
      latestScanTime: Date.UTC(2026, 10, 22, 6),
      vulNum: 3,
      severityLevel: 'Low',
    },
    {
      imageId: '=cmd()',
      imageName: '镜像\u001b[31m\u202e',
      imageVersion: '1,"2"',
      registryName: '@SUM(A1)',
      anomalies: [expect.stringContaining('got "exploded"')],
    },
  ];

  test('include json', async () => {
    const text = await images('json');
    expect(JSON.parse(text)).toEqual({ total: 2, rows: ROWS });
    // eslint-disable-next-line no-control-regex -- just these must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  test('include ndjson', async () => {
    const lines = (await images('ndjson')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(ROWS);
  });

  test('include csv, with every field and no formula', async () => {
    const [head, first, second] = (await images('csv')).split('\n');
    expect(head.split(',')).toEqual([...Object.keys(ENDPOINTS['cicd-images'].fields), 'anomalies']);
    expect(first).toBe('i-1,,shop,web,sha256:aa,1.4,prod,,,,,success,,,,,1795327200000,3,,,Low,');
    expect(second).toMatch(/^'=cmd\(\),,,镜像 \[31m,,"1,""2""",'@SUM\(A1\),/);
  });

  test.each([
    ['table', /^IMAGE .*DIGEST\n$/],
    ['json', /^\{\n {2}"total": 0,\n {2}"rows": \[\]\n\}\n$/],
    ['ndjson', /^$/],
    ['csv', /^imageId,.*anomalies\n$/],
  ] as const)('print an empty list as %s', async (format, expected) => {
    const { stdout } = await list(hss, 'images', '--namespace', 'none', '--format', format);
    expect(stdout).toMatch(expected);
  });
});

describe('a list is whole or it is an error', () => {
  test('has every row of several pages once, in order', async () => {
    const hss = await startHss({ rows: 1050 });
    const { stdout } = await list(hss, 'images', '--format', 'ndjson');
    const ids = stdout.split('\n').filter((line) => line !== '');
    expect(new Set(ids).size).toBe(1050);
    const { stdout: table } = await list(hss, 'images');
    expect(table.split('\n')).toHaveLength(1052);
  });

  test('prints and leaves nothing of a list that never settles', async () => {
    const hss = await startHss({ rows: 1050, faults: [{ kind: 'total', delta: 1 }] });
    const { exitCode, stdout, stderr } = await list(hss, 'images', '--format', 'ndjson');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^HSS_UNSTABLE_LIST: /);
    expect(readdirSync(tmpdir()).filter((name) => /^hss-gate-[0-9a-f]{24}$/.test(name))).toEqual(
      [],
    );
  });

  test('fails with more rows than allowed', async () => {
    const hss = await startHss({ rows: 30 });
    const { exitCode, stdout, stderr } = await list(hss, 'registries', '--max-rows', '29');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^HSS_TOO_MANY_ROWS: 30 rows match, and at most 29 are read/);
  });

  test('fails where HSS refuses', async () => {
    const hss = await startHss({ faults: [{ kind: 'status', status: 403 }] });
    const { exitCode, stdout, stderr } = await list(hss, 'images');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^HSS_FORBIDDEN: /);
  });
});

test('fails where the file takes a part of the list and no more', async () => {
  const hss = await startHss({ rows: 1000 });
  const out = join(folderWith({ out: 'x'.repeat(900_000) }), 'out');
  // Of the file system's limits this one anybody can set. The rows wait in a file of their own, which is shorter.
  const { exitCode, stderr } = await run(
    [
      ...['bash', '-c', 'ulimit -f 1000; exec "$0" "$@" >> "$OUT"', process.execPath, HSS_GATE],
      ...['list', 'images', '--format', 'ndjson'],
    ],
    { ...envOf(hss), OUT: out },
  );
  expect(statSync(out).size).toBe(1000 * 1024);
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('EFBIG')]);
});

describe('a reader that goes away', () => {
  test('early causes no error', async () => {
    const hss = await startHss({ rows: 2000 });
    const child = spawn(process.execPath, [HSS_GATE, 'list', 'images', '--format', 'ndjson'], {
      env: { PATH: process.env.PATH!, HOME: '/nowhere', ...envOf(hss) },
    });
    const errors: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    await once(child.stdout, 'readable');
    child.stdout.destroy();
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(Buffer.concat(errors).toString()).toBe('');
  });

  test('Ctrl-C ends the command at once', async () => {
    const hss = await startHss({ rows: 2000, faults: [{ kind: 'hang', page: 'last' }] });
    const child = spawn(process.execPath, [HSS_GATE, 'list', 'images'], {
      env: { PATH: process.env.PATH!, HOME: '/nowhere', ...envOf(hss) },
    });
    const ended = once(child, 'close');
    while (!(await hss.requests()).some(({ faults }) => faults.includes('hang')));
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
  });
});

describe('the wrong arguments', () => {
  test.each([
    [['images', '--scan-status', 'fine'], 'Allowed choices are unscan, success'],
    [['images', '--has-vul', 'maybe'], 'Allowed choices are true, false'],
    [['images', '--start-latest-scan-time', 'yesterday'], 'Expected ms since 1970'],
    [['images', '--start-latest-scan-time', '2026-11-22T06:00'], 'Expected ms since 1970'],
    [['images', '--image-size', 'big'], 'Expected a whole number'],
    [['images', '--format', 'xml'], 'Allowed choices are table, json, ndjson, csv'],
    [['registries', '--registry-types', 'Harbor,Quay'], 'Allowed choices are Harbor, Jfrog'],
    [['registries', '--registry-id', 'x'.repeat(65)], 'HSS_INVALID_ARGUMENT: registryId is'],
    [['sync-task-registries'], "required option '--task-id <text>' not specified"],
  ])('%j are a usage error', async (args, told) => {
    const { exitCode, stdout, stderr } = await hssGate(here, ['list', ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(told);
  });
});

test('--verbose lists the requests without a credential', async () => {
  const hss = await startHss({ rows: 3 });
  const { stderr } = await list(hss, 'registries', '--verbose');
  expect(stderr).toMatch(
    /^source: local endpoint \(simulator or proxy\), http:.*, project \w+, default enterprise project\nGET http:.*offset=0: HTTP 200 in \d+ ms\n$/,
  );
  expect(stderr).not.toContain(hss.options.credentials.token);
});

test('help has examples', async () => {
  const { exitCode, stdout } = await hssGate(here, ['list', 'images', '--help']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/Examples:\n {2}\$ hss-gate list images --namespace shop/);
});

test.each(['table', 'json', 'ndjson', 'csv'] as const)(
  'names in rows give a pipeline no commands, as %s',
  async (format) => {
    const row = {
      ...WEB,
      image_name: '::error::x',
      namespace: undefined,
      registry_name: '##vso[x]',
    };
    const hostile = { cicd_images: [row, { ...row, image_name: 'x ##[group]y' }] };
    const hss = await startHss({ data: hostile as unknown as SimulatorData });
    const { exitCode, stdout } = await list(hss, 'images', '--format', format);
    expect(exitCode).toBe(0);
    expect(commandsIn(stdout)).toEqual([]);
    if (format === 'json') expect(JSON.parse(stdout).rows[0].registryName).toBe('##vso[x]');
  },
);
