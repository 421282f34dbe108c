import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseExactly } from '../../src/client/http/json';
import { pageOf } from '../../src/client/paging/page';
import { CICD_IMAGES, HssCicdImage } from '../../src/contract/cicd-image';
import { HssImageRegistry } from '../../src/contract/registry';
import { HssRegistryImage, REGISTRY_IMAGES } from '../../src/contract/registry-image';
import { Row, readRow } from '../../src/contract/row';
import {
  Decision,
  Enforcement,
  Judgement,
  Pinning,
  Policy,
  judgeInFull,
  parseReference,
  policyFromProps,
} from '../../src/policy';
import {
  PlannedImage,
  PlannedPlatform,
  answerOf,
  asJson,
  msOf,
  platformKey,
  verdictLocals,
} from '../../src/policy/hcl';
import { isSoundDigest } from '../../src/policy/model/digest';
import { ImageSource } from '../../src/policy/model/image-source';
import { directoryOf, scanRecords } from '../../src/policy/records';
import { RequestedImage, imageRows } from '../../src/proxy/image-rows';
import { NOW } from '../policy/fixtures';
import { Gate, Member, SIZE, anyGate } from './gate-cases';
import { outputOf } from './output';

/**
 * What Terraform decides is what this package decides: raw JSON of both lists, policies and exceptions are drawn, and each is
 * judged by the predicates and by the expressions, the latter in the terraform binary.
 */

const GATES = 24;
/** Gates in one run of Terraform, which must not take too long. */
const AT_ONCE = 5;

/** What both sides are asked for. */
interface Verdict {
  readonly allowed: boolean;
  /** Of the row that is judged: version, time of the scan, severity, counts. */
  readonly judged: readonly unknown[];
  readonly findings: readonly Finding[];
}

interface Finding {
  readonly rule: string;
  readonly waiver: string;
  readonly lapsed: boolean;
  /** Whether it is in other rows of the digest. */
  readonly elsewhere: boolean;
}

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
const LISTS = { cicd: CICD_IMAGES, registry: REGISTRY_IMAGES };
/** Three registries; the second one is elsewhere. */
const REGISTRIES: readonly HssImageRegistry[] = [
  { id: '1', registryAddr: 'swr.example.com' },
  { id: '2', registryAddr: 'mirror.example.com' },
  { id: '3', registryAddr: 'swr.example.com' },
  { id: '3', registryAddr: 'docker.io' },
];

/** Terraform has neither `undefined` nor -0. */
const plain = (value: unknown): unknown => (value === 0 ? 0 : (value ?? null));

/** The finding as far as both sides say the same of an index: Terraform has one for each platform. */
const ofIndex = (findings: readonly Finding[]): Finding[] => {
  const alike = findings.map(({ rule, waiver }) => ({
    rule,
    waiver: waiver === '' ? '' : 'waived',
    lapsed: false,
    elsewhere: false,
  }));
  return [...new Map(alike.map((one) => [JSON.stringify(one), one])).keys()]
    .sort()
    .map((text) => JSON.parse(text) as Finding);
};

function bodyOf({ answer }: Member, rows: readonly string[]): string {
  const opening =
    answer.way === 'token'
      ? ''
      : `"error":null,"source":"${answer.source}",${answer.recordedAt === undefined ? '' : `"recorded_at":${answer.recordedAt},`}`;
  return `{${opening}"total_num":${rows.length},"data_list":[${rows.join(',')}]}`;
}

/** As a reader of the proxy's rows does it: what the proxy found unsound counts as unsound. */
function readBack(list: ImageSource, value: unknown): Row {
  const row = readRow(LISTS[list], value);
  const told = (value as { anomalies?: unknown } | null)?.anomalies;
  if (told === undefined || told === null || typeof value !== 'object') return row;
  const anomalies = Array.isArray(told)
    ? told.map((one) => (typeof one === 'object' ? 'row: odd' : String(one)))
    : ['row: odd'];
  const all = [...(row.anomalies ?? []), ...anomalies];
  return all.length === 0 ? row : { ...row, anomalies: all };
}

const policyOf = ({ props }: Gate): Policy => policyFromProps(props, NOW);

function rowsOf(policy: Policy, member: Member, list: ImageSource): readonly Row[] {
  if (!policy.imageSources.includes(list)) return [];
  const { rows } = pageOf(parseExactly(bodyOf(member, member.rows[list])), 'q');
  return rows.map((row) => readBack(list, row));
}

function judgementOf(gate: Gate, member: Member): Judgement {
  const { reference, path, answer } = member;
  const policy = policyOf(gate);
  const records = scanRecords(
    {
      cicdImages: rowsOf(policy, member, ImageSource.CICD),
      registryImages: rowsOf(policy, member, ImageSource.REGISTRY),
      imageRegistries: REGISTRIES,
    },
    policy,
  );
  return judgeInFull({
    reference: parseReference(reference),
    records,
    policy,
    now: gate.now,
    source: answer.source ?? 'live',
    ...(answer.recordedAt === undefined ? {} : { snapshotTime: answer.recordedAt }),
    ...(path === undefined ? {} : { path }),
    enforcement: Enforcement.DENY,
    pinning: Pinning.NONE,
  });
}

function predicted(gate: Gate, member: Member): Verdict {
  const { verdict } = judgementOf(gate, member);
  const findings = verdict.findings.map(({ ruleId, waivedBy, message }) => ({
    rule: ruleId,
    waiver: waivedBy ?? '',
    lapsed: message.includes('(waived until'),
    elsewhere: message.includes(ELSEWHERE),
  }));
  return {
    allowed: verdict.decision === Decision.ALLOW,
    judged:
      verdict.image === undefined
        ? []
        : JUDGED_FIELDS.map((field) => plain(verdict.image![CICD_PROPS.get(field)!])),
    findings: member.isIndex ? ofIndex(findings) : findings,
  };
}

/** An image as Terraform judges it, and what is answered to its questions. */
interface Planned {
  readonly image: PlannedImage;
  readonly bodies: { readonly [question: string]: string };
  readonly lists: { readonly [question: string]: ImageSource };
}

function planned(gate: Gate, member: Member): Planned {
  const policy = policyOf(gate);
  const bodies: { [question: string]: string } = {};
  const lists: { [question: string]: ImageSource } = {};
  /** The rows as they came, or what `hss-gate exec` makes of them. */
  const ask = (list: ImageSource, wanted: RequestedImage): string => {
    const rows = member.isIndex
      ? imageRows(LISTS[list], rowsOf(policy, member, list), wanted).map((row) =>
          JSON.stringify(row),
        )
      : member.rows[list];
    const key = `${list} ${JSON.stringify(wanted)}`;
    bodies[key] = bodyOf(member, rows);
    lists[key] = list;
    return key;
  };
  const reference = parseReference(member.reference);
  const { digest } = reference;
  // By tag all versions: another one of the digest may have the scan that decides.
  const own = { namespace: 'shop', imageName: 'web', ...(digest && { imageDigest: digest }) };
  const questions = policy.imageSources.map((list) => ask(list, own));
  const { platforms = [] } = judgementOf(gate, member).verdict;
  const judged = platforms.flatMap((platform): PlannedPlatform[] => {
    const names = [...new Set([...platform.names, reference.path])];
    if (!isSoundDigest(platform.digest)) return [];
    const asked = names.flatMap((name) =>
      policy.imageSources.map((list) => {
        const [imageName, namespace] = name.split('/').reverse();
        return ask(list, {
          ...(namespace === undefined ? {} : { namespace }),
          imageName,
          imageDigest: platform.digest,
        });
      }),
    );
    return [{ digest: platform.digest, names, questions: asked }];
  });
  const listed = {
    registryImages: rowsOf(policy, member, ImageSource.REGISTRY) as readonly HssRegistryImage[],
    imageRegistries: REGISTRIES,
  };
  const image = {
    reference,
    ...(member.path === undefined ? {} : { path: member.path }),
    questions,
    registryIds: directoryOf(listed, policy).idsAt(reference.domain),
    ...(judged.length === 0 ? {} : { platforms: judged }),
  };
  return { image, bodies, lists };
}

async function evaluated(
  gates: readonly Gate[],
): Promise<(Verdict & { readonly message: string })[]> {
  const locals: { [name: string]: unknown } = {};
  const files = new Map<string, string>();
  const values = gates.map((gate, at) => {
    const asked: { [key: string]: { way: string; list: ImageSource; file: string } } = {};
    const images: { [key: string]: PlannedImage } = {};
    gate.members.forEach((member, k) => {
      const { image, bodies, lists } = planned(gate, member);
      const keyOf = (question: string): string => `${k} ${question}`;
      for (const [question, body] of Object.entries(bodies)) {
        const file = `${files.size}.json`;
        files.set(file, body);
        asked[keyOf(question)] = { way: member.answer.way, list: lists[question], file };
      }
      images[String(k)] = {
        ...image,
        questions: image.questions.map(keyOf),
        ...(image.platforms === undefined
          ? {}
          : {
              platforms: image.platforms.map((one) => ({
                ...one,
                questions: one.questions.map(keyOf),
              })),
            }),
      };
    });
    const answer = answerOf({
      way: 'q.way',
      status: '200',
      body: 'file("${path.module}/bodies/${q.file}")',
      list: 'q.list',
      onlyExec: '""',
    });
    locals[`asked_${at}`] = asked;
    locals[`answers_${at}`] = asJson(`{ for k, q in local.asked_${at} : k => ${answer} }`);
    const context = { answers: `local.answers_${at}`, now: String(gate.now) };
    Object.assign(locals, verdictLocals(`gate_${at}`, policyOf(gate), images, context));
    return valueOf(at, images);
  });
  const output = { verdicts: { value: asJson(`concat(${values.join(', ')})`) } };
  return (await outputOf({ locals, output }, (dir) => {
    mkdirSync(join(dir, 'bodies'));
    for (const [file, body] of files) writeFileSync(join(dir, 'bodies', file), body);
  })) as never;
}

/** What Terraform says of the images of a gate, in the form of `Verdict`. */
function valueOf(at: number, images: { readonly [key: string]: PlannedImage }): string {
  const each = Object.entries(images).map(([k, { platforms = [] }]) => {
    const keys = platforms.map((platform) => JSON.stringify(platformKey(k, platform)));
    const all = [
      `local.gate_${at}_findings["${k}"]`,
      ...keys.map((key) => `local.gate_${at}_platform_findings[${key}]`),
    ];
    const allowed = [`"${k}"`, ...keys].map((key) => `local.gate_${at}_verdicts[${key}].allowed`);
    return (
      `{ allowed = alltrue([${allowed.join(', ')}]), ` +
      `judged = flatten([for r in local.gate_${at}_rows["${k}"].row : [${JUDGED_FIELDS.map((field) => `r.${field}`).join(', ')}]]), ` +
      `message = local.gate_${at}_verdicts["${k}"].message, findings = [for f in concat(${all.join(', ')}) : ` +
      `{ rule = f.rule, waiver = f.waiver, lapsed = strcontains(f.message, "(waived until"), elsewhere = strcontains(f.message, "${ELSEWHERE}") }] }`
    );
  });
  return `[${each.join(', ')}]`;
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
    const findings = member.isIndex ? ofIndex(verdict.findings) : verdict.findings;
    expect({ given, ...verdict, findings }).toEqual({ given, ...expected[index] });
  });
  // Or else the cases would show nothing.
  const some = (GATES * SIZE) / 20;
  const isAllowed = expected.map(({ allowed }) => allowed);
  const count = (which: readonly boolean[]): number => which.filter(Boolean).length;
  expect(count(isAllowed)).toBeGreaterThan(some);
  const allowedOf = (isOne: (member: Member) => boolean): number =>
    count(cases.map(({ member }, index) => isOne(member) && isAllowed[index]));
  expect(allowedOf(({ isIndex }) => isIndex)).toBeGreaterThan(3);
  expect(allowedOf(({ rows }) => rows.cicd.length > 0 && rows.registry.length > 0)).toBeGreaterThan(
    5,
  );
  const rules = new Set(expected.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  expect(rules.size).toBe(13);
  const isElsewhere = expected.map(
    ({ findings, judged: [version] }) =>
      findings.some(({ elsewhere }) => elsewhere) || ['1.3', 'latest'].includes(String(version)),
  );
  expect(count(isElsewhere)).toBeGreaterThan(some);
}, 180_000);

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
