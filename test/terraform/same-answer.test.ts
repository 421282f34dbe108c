import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseExactly } from '../../src/client/http/json';
import { pageOf } from '../../src/client/paging/page';
import { CICD_IMAGES, HssCicdImage } from '../../src/contract/cicd-image';
import { SeverityLevel } from '../../src/contract/enums';
import { readRow } from '../../src/contract/row';
import {
  Decision,
  Enforcement,
  ImagePolicyProps,
  Pinning,
  judgeInFull,
  parseReference,
  policyFromProps,
} from '../../src/policy';
import { cicdRecord } from '../../src/policy/records/cicd-record';
import { answerOf, asJson, msOf, verdictLocals } from '../../src/policy/hcl';
import { anyException } from '../policy/arbitrary';
import { DAY, HOUR, NOW, sha } from '../policy/fixtures';
import { outputOf } from './output';

/**
 * What Terraform decides is what this package decides: raw JSON, policies and exceptions are drawn, and each is judged by
 * the predicates and by the expressions, the latter in the terraform binary.
 */

const GATES = 30;
const SIZE = 10;
/** Gates in one run of Terraform, which must not take too long. */
const AT_ONCE = 5;

const raw = (...texts: string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);
const quoted = (...values: string[]): string[] => values.map((value) => JSON.stringify(value));

/** What could stand where a number is expected, and is none that counts. */
const ODD_NUMBERS = [
  '"5"',
  '1.5',
  '-1',
  '9007199254740993',
  '9007199254740992',
  '9223372036854775807',
  '1e400',
  'true',
  '[]',
  '{}',
  '""',
];
const ODD_TEXTS = [
  '5',
  'true',
  '[]',
  '{"a":1}',
  JSON.stringify('x'.repeat(129)),
  '"\\u0000"',
  '"日本"',
];

/** The texts of each field; `weight` to 1 they are sound. */
function fieldsWith(weight: number) {
  const mostly = (usual: fc.Arbitrary<string>, odd: readonly string[]): fc.Arbitrary<string> =>
    fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: raw('null', ...odd) });

  const count = mostly(raw('0', '0', '1', '5', '6', '1.0', '1e1', '2147483647', '-0'), [
    ...ODD_NUMBERS,
    '2147483648',
  ]);
  const time = (...times: number[]): fc.Arbitrary<string> =>
    mostly(raw(...times.map(String)), [...ODD_NUMBERS, '9007199254740991', '0']);

  return {
    namespace: mostly(raw(...quoted('shop', 'shop', 'shop', 'shop', 'sho', '')), ODD_TEXTS),
    image_name: mostly(raw(...quoted('web', 'web', 'web', 'web', 'shop/web', 'api')), ODD_TEXTS),
    image_version: mostly(
      raw(...quoted('1.4', '1.4', '1.4', '1.5', '1.4.0', 'x/1.4', '')),
      ODD_TEXTS,
    ),
    image_digest: mostly(
      raw(
        ...quoted(
          sha('a'),
          sha('a'),
          sha('a'),
          sha('b'),
          'sha256:abc',
          '',
          `sha384:${'a'.repeat(96)}`,
        ),
      ),
      ODD_TEXTS,
    ),
    registry_name: mostly(raw(...quoted('x', 'x', 'y')), ['""', ...ODD_TEXTS]),
    scan_status: mostly(raw(...quoted('success', 'success', 'success', 'failed')), [
      '"new"',
      ...ODD_TEXTS,
    ]),
    severity_level: mostly(raw(...quoted('Security', 'Low', 'Low', 'Medium', 'High')), [
      '"Critical"',
      '"low"',
      ...ODD_TEXTS,
    ]),
    latest_scan_time: time(
      NOW,
      NOW - DAY,
      NOW - DAY,
      NOW - 24 * HOUR - 1,
      NOW - 24 * HOUR + 1,
      NOW - 9 * DAY,
      NOW + 300_000,
      NOW + 300_001,
      NOW + 299_999,
    ),
    latest_update_time: time(1, 2, 2, NOW),
    vul_num: count,
    unsafe_setting_num: count,
    malicious_file_num: mostly(raw('0', '0', '0', '1'), ODD_NUMBERS),
    image_size: raw('1', '"1000"'),
    anomalies: fc.oneof(
      { weight: 15, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: raw('["vul_num: odd"]', '["what"]', '[]', '"odd"', '[5]') },
    ),
  };
}

const FIELDS = fieldsWith(40);
const ODDER_FIELDS = fieldsWith(1);

const rowText = (row: { readonly [name: string]: string | undefined }): string => {
  const fields = Object.entries(row).filter(([, text]) => text !== undefined);
  return `{${fields.map(([name, text]) => `"${name}":${text}`).join(',')}}`;
};

const anyRawRow: fc.Arbitrary<string> = fc
  .record(FIELDS, {
    requiredKeys: [
      'namespace',
      'image_name',
      'image_version',
      'image_digest',
      'scan_status',
      'severity_level',
      'latest_scan_time',
      'latest_update_time',
      'malicious_file_num',
    ],
  })
  .map(rowText);

/** A row that passes, but for one field at most: where a limit or an exception makes the difference. */
const nearRow: fc.Arbitrary<string> = fc
  .constantFrom(...Object.entries(ODDER_FIELDS))
  .chain(([name, values]) =>
    values.map((text) =>
      rowText({
        namespace: '"shop"',
        image_name: '"web"',
        image_version: '"1.4"',
        image_digest: JSON.stringify(sha('a')),
        registry_name: '"x"',
        scan_status: '"success"',
        severity_level: '"Low"',
        latest_scan_time: String(NOW - HOUR),
        latest_update_time: '1',
        vul_num: '0',
        unsafe_setting_num: '0',
        malicious_file_num: '0',
        [name]: text,
      }),
    ),
  );

/** A scan of one image that passes, but for little: under any tag, in any registry, at one of few times. */
const anyScan: fc.Arbitrary<string> = fc
  .record(
    {
      namespace: raw('"shop"'),
      image_name: raw('"web"'),
      image_version: raw('"1.4"', '"1.4"', '"1.3"', '"latest"', 'null', '5'),
      image_digest: fc.oneof(
        { weight: 9, arbitrary: raw(JSON.stringify(sha('a'))) },
        { weight: 1, arbitrary: raw(JSON.stringify(sha('b')), 'null', '5') },
      ),
      registry_name: raw('"x"', '"x"', '"x"', '"y"', '5'),
      scan_status: raw(
        '"success"',
        '"success"',
        '"success"',
        '"failed"',
        '"scanning"',
        '5',
        'null',
      ),
      severity_level: raw('"Low"', '"Low"', '"Low"', '"Security"', '"High"', 'null', '5'),
      latest_scan_time: raw(
        ...[NOW - HOUR, NOW - HOUR, NOW - 2 * HOUR, NOW - 9 * DAY, NOW + 300_001].map(String),
        'null',
      ),
      latest_update_time: raw('1', '1', '2', '3'),
      vul_num: raw('0', '0', '1', '6', 'null'),
      unsafe_setting_num: raw('0', '0', '1', '6', '"6"'),
      malicious_file_num: raw('0', '0', '0', '0', '1', '2', 'null', '"1"'),
    },
    {},
  )
  .map(rowText);

const anyRawRows = fc.oneof(
  fc.array(anyScan, { minLength: 2, maxLength: 4 }),
  nearRow.map((row) => [row]),
  fc.array(nearRow, { minLength: 2, maxLength: 3 }),
  fc
    .array(
      fc.oneof(
        { weight: 40, arbitrary: anyRawRow },
        { weight: 1, arbitrary: raw('5', '"row"', 'null', '[1]') },
      ),
      { maxLength: 4, minLength: 0 },
    )
    .chain((rows) => fc.constantFrom(rows, rows, rows, rows.slice(0, 1), rows.slice(0, 1))),
);

const anyPolicy: fc.Arbitrary<ImagePolicyProps> = fc.record(
  {
    maxSeverity: fc.constantFrom(
      SeverityLevel.LOW,
      SeverityLevel.LOW,
      ...Object.values(SeverityLevel),
    ),
    maxScanAgeHours: fc.constantFrom(0, 24, 168, 168, 168),
    maxSnapshotAgeHours: fc.constantFrom(0, 24, 48),
    maxVulnerabilities: fc.constantFrom(0, 5),
    maxUnsafeSettings: fc.constantFrom(0, 5),
    maxMaliciousFiles: fc.constantFrom(0, 1),
    requireDigest: fc.boolean(),
    registryNames: fc.constantFrom(['x'], ['x', 'y']),
    allowedRegistries: fc.constantFrom(
      ['swr.example.com'],
      ['swr.example.com', 'evil.io'],
      ['docker.io', 'x.io:5000'],
    ),
    exceptions: fc.array(
      fc.oneof(
        anyException,
        anyException.map((one) => ({ ...one, image: 'shop/web:1.?' })),
        anyException.map((one) => ({ ...one, image: 'sho?/*b:*.4*' })),
      ),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: ['maxSeverity'] },
);

const anyMember = fc.record({
  rows: anyRawRows,
  reference: fc.constantFrom(
    'swr.example.com/shop/web:1.4',
    `swr.example.com/shop/web@${sha('a')}`,
    `swr.example.com/shop/web@${sha('a')}`,
    `swr.example.com/shop/web:1.4@${sha('a')}`,
    `swr.example.com/shop/web:9@${sha('c')}`,
    `Index.docker.io/shop/web:1.4@sha384:${'a'.repeat(96)}`,
  ),
  path: fc.constantFrom(undefined, 'prod/web', 'dev/web'),
  answer: fc.constantFrom(
    { way: 'token' },
    { way: 'proxy', source: 'live' },
    { way: 'proxy', source: 'replay', recordedAt: NOW - HOUR },
    { way: 'proxy', source: 'replay', recordedAt: NOW - 24 * HOUR - 1 },
    { way: 'proxy', source: 'replay', recordedAt: NOW + 300_001 },
    { way: 'proxy', source: 'replay' },
  ),
});

/** Images of one gate, as in a stack: so Terraform reads each policy's expressions once. */
const anyGate = fc.record({
  props: anyPolicy,
  now: fc.constantFrom(
    NOW,
    NOW,
    Date.parse('2026-11-22T23:59:59Z'),
    Date.parse('2026-11-23T00:00:00Z'),
  ),
  members: fc.array(anyMember, { minLength: SIZE, maxLength: SIZE }),
});

/** What both sides are asked for. */
interface Verdict {
  readonly allowed: boolean;
  /** Of the row that is judged: version, time of the scan, severity, counts. */
  readonly judged: readonly unknown[];
  readonly findings: readonly {
    readonly rule: string;
    readonly waiver: string;
    readonly lapsed: boolean;
    /** Whether it is in other rows of the digest. */
    readonly elsewhere: boolean;
  }[];
}

type Gate = typeof anyGate extends fc.Arbitrary<infer T> ? T : never;
type Member = Gate['members'][number];

const ELSEWHERE = 'in other rows of the same digest: ';
const JUDGED_FIELDS = [
  'image_version',
  'latest_scan_time',
  'severity_level',
  'vul_num',
  'unsafe_setting_num',
  'malicious_file_num',
];
const CICD_PROPS = new Map(
  Object.entries(CICD_IMAGES.fields).map(([prop, { name }]) => [name, prop as keyof HssCicdImage]),
);

/** Terraform has neither `undefined` nor -0. */
const plain = (value: unknown): unknown => (value === 0 ? 0 : (value ?? null));

function bodyOf({ rows, answer }: Member): string {
  const opening =
    answer.way === 'token'
      ? ''
      : `"error":null,"source":"${answer.source}",${answer.recordedAt === undefined ? '' : `"recorded_at":${answer.recordedAt},`}`;
  return `{${opening}"total_num":${rows.length},"data_list":[${rows.join(',')}]}`;
}

/** As a reader of the proxy's rows does it: what the proxy found unsound counts as unsound. */
function readBack(value: unknown): ReturnType<typeof readRow> {
  const row = readRow(CICD_IMAGES, value);
  const told = (value as { anomalies?: unknown } | null)?.anomalies;
  if (told === undefined || told === null || typeof value !== 'object') return row;
  const anomalies = Array.isArray(told)
    ? told.map((one) => (typeof one === 'object' ? 'row: odd' : String(one)))
    : ['row: odd'];
  const all = [...(row.anomalies ?? []), ...anomalies];
  return all.length === 0 ? row : { ...row, anomalies: all };
}

function predicted({ props, now }: Gate, member: Member): Verdict {
  const { reference, path, answer } = member;
  const { rows } = pageOf(parseExactly(bodyOf(member)), 'q');
  const { verdict } = judgeInFull({
    reference: parseReference(reference),
    records: rows.map((row) => cicdRecord(readBack(row))),
    policy: policyFromProps(props, NOW),
    now,
    source: answer.source ?? 'live',
    ...(answer.recordedAt === undefined ? {} : { snapshotTime: answer.recordedAt }),
    ...(path === undefined ? {} : { path }),
    enforcement: Enforcement.DENY,
    pinning: Pinning.NONE,
  });
  return {
    allowed: verdict.decision === Decision.ALLOW,
    judged:
      verdict.image === undefined
        ? []
        : JUDGED_FIELDS.map((field) => plain(verdict.image![CICD_PROPS.get(field)!])),
    findings: verdict.findings.map(({ ruleId, waivedBy, message }) => ({
      rule: ruleId,
      waiver: waivedBy ?? '',
      lapsed: message.includes('(waived until'),
      elsewhere: message.includes(ELSEWHERE),
    })),
  };
}

async function evaluated(
  gates: readonly Gate[],
): Promise<(Verdict & { readonly message: string })[]> {
  const locals: { [name: string]: unknown } = {};
  gates.forEach(({ props, now, members }, index) => {
    const answer = answerOf({
      way: 'way',
      status: '200',
      body: `file("\${path.module}/bodies/${index}-\${k}.json")`,
    });
    locals[`ways_${index}`] = Object.fromEntries(members.map(({ answer: { way } }, k) => [k, way]));
    locals[`answers_${index}`] = asJson(`{ for k, way in local.ways_${index} : k => ${answer} }`);
    const images = Object.fromEntries(
      members.map(({ reference, path }, k) => [
        String(k),
        {
          reference: parseReference(reference),
          ...(path === undefined ? {} : { path }),
          questions: [String(k)],
        },
      ]),
    );
    Object.assign(
      locals,
      verdictLocals(`gate_${index}`, policyFromProps(props, NOW), images, {
        answers: `local.answers_${index}`,
        now: String(now),
      }),
    );
  });
  const value = gates.map(
    ({ members }, index) =>
      `[for k in range(${members.length}) : { allowed = local.gate_${index}_verdicts[k].allowed, ` +
      `judged = flatten([for r in local.gate_${index}_rows[k].row : [${JUDGED_FIELDS.map((field) => `r.${field}`).join(', ')}]]), ` +
      `message = local.gate_${index}_verdicts[k].message, findings = [for f in local.gate_${index}_findings[k] : ` +
      `{ rule = f.rule, waiver = f.waiver, lapsed = strcontains(f.message, "(waived until"), elsewhere = strcontains(f.message, "${ELSEWHERE}") }] }]`,
  );
  const output = { verdicts: { value: asJson(`concat(${value.join(', ')})`) } };
  return (await outputOf({ locals, output }, (dir) => {
    mkdirSync(join(dir, 'bodies'));
    gates.forEach(({ members }, index) =>
      members.forEach((member, k) =>
        writeFileSync(join(dir, 'bodies', `${index}-${k}.json`), bodyOf(member)),
      ),
    );
  })) as never;
}

test('the predicate and the expression decide alike, whatever HSS answers', async () => {
  const gates = fc.sample(anyGate, { numRuns: GATES, seed: 20261122 });
  const cases = gates.flatMap((gate) => gate.members.map((member) => ({ gate, member })));
  const expected = cases.map(({ gate, member }) => predicted(gate, member));
  const got: Awaited<ReturnType<typeof evaluated>> = [];
  for (let at = 0; at < GATES; at += AT_ONCE) {
    got.push(...(await evaluated(gates.slice(at, at + AT_ONCE))));
  }
  cases.forEach(({ gate: { props }, member }, index) => {
    const { message, ...verdict } = got[index];
    const given = { props, member, message };
    expect({ given, ...verdict }).toEqual({ given, ...expected[index] });
  });
  // Or else the cases would show nothing.
  expect(expected.filter(({ allowed }) => allowed).length).toBeGreaterThan((GATES * SIZE) / 20);
  const rules = new Set(expected.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  expect(rules.size).toBe(12);
  const isElsewhere = expected.map(
    ({ findings, judged: [version] }) =>
      findings.some(({ elsewhere }) => elsewhere) || ['1.3', 'latest'].includes(String(version)),
  );
  expect(isElsewhere.filter(Boolean).length).toBeGreaterThan((GATES * SIZE) / 20);
}, 120_000);

test('a timestamp is counted in ms as JavaScript counts it', async () => {
  const times = [
    ...[
      '1970-01-01T00:00:00Z',
      '2000-02-29T23:59:59Z',
      '2026-12-31T23:59:59Z',
      '2100-02-28T12:00:00Z',
      '2100-03-01T00:00:00Z',
    ],
    ...fc
      .sample(fc.integer({ min: 0, max: 4_000_000_000 }), { numRuns: 200, seed: 1 })
      .map((s) => new Date(s * 1000).toISOString().replace('.000', '')),
  ];
  const value = await outputOf({
    locals: { times },
    output: { ms: { value: asJson(`[for t in local.times : ${msOf('t')}]`) } },
  });
  expect(value).toEqual(times.map((text) => Date.parse(text)));
}, 60_000);
