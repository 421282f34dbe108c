import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  PolicyFinding,
  VULNERABILITY_RULE_IDS,
  judgeInFull,
  parseReference,
  policyFromProps,
  recordsToList,
} from '../../src/policy';
import {
  PlannedImage,
  PlannedPlatform,
  answerOf,
  asJson,
  platformKey,
  verdictLocals,
} from '../../src/policy/hcl';
import { isSoundDigest } from '../../src/policy/model/digest';
import { ImageSource } from '../../src/policy/model/image-source';
import { directoryOf, scanRecords } from '../../src/policy/records';
import { normalise } from '../../src/policy/model/policy';
import { vulnerabilityExceptionsFor } from '../../src/policy/vulnerabilities/plan/exceptions-at-plan';
import { AskedJudging } from '../../src/policy/vulnerabilities/plan/plan-judging';
import { RequestedImage, imageRows, requestedRows } from '../../src/proxy/image-rows';
import { NOW } from '../policy/fixtures';
import { evaluate } from './evaluate';
import { Gate, Member } from './gate-cases';
import { answersIn, gateAnswer } from './vulnerability-answers';

/** How each side judges the images of a gate: this package by its predicates, Terraform by the expressions. */

/** What both sides are asked for. */
export interface Verdict {
  readonly allowed: boolean;
  /** Of the row that is judged: version, time of the scan, severity, counts. */
  readonly judged: readonly unknown[];
  readonly findings: readonly Finding[];
}

export interface Finding {
  readonly rule: string;
  readonly waiver: string;
  readonly lapsed: boolean;
  /** Whether it is in other rows of the digest. */
  readonly elsewhere: boolean;
  /** The message, where both sides say the same. */
  readonly text: string;
}

/** The rule whose message has to be the same. */
const WORD_FOR_WORD = 'max-vulnerabilities-by-severity';
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
export const ofIndex = (findings: readonly Finding[]): Finding[] => {
  const alike = findings.map(({ rule, waiver }) => ({
    rule,
    waiver: waiver === '' ? '' : 'waived',
    lapsed: false,
    elsewhere: false,
    text: '',
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

const policyOf = ({ props, world }: Gate): Policy =>
  world === undefined
    ? policyFromProps(props, NOW)
    : normalise(props, undefined, undefined, world.feed);

function rowsOf(policy: Policy, member: Member, list: ImageSource): readonly Row[] {
  if (!policy.imageSources.includes(list)) return [];
  const { rows } = pageOf(parseExactly(bodyOf(member, member.rows[list])), 'q');
  const all = rows.map((row) => readBack(list, row));
  const { digest, tag } = parseReference(member.reference);
  // The proxy is asked about the one version.
  return member.isOfVersion && digest === undefined
    ? requestedRows(all, { ...NAME, imageVersion: tag! })
    : all;
}

const NAME = { namespace: 'shop', imageName: 'web' };

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
  const parsed = parseReference(reference);
  const listed = recordsToList({ reference: parsed, records, policy });
  return judgeInFull({
    reference: parsed,
    records,
    policy,
    ...(gate.world === undefined ? {} : { vulnerabilities: answersIn(gate.world, listed) }),
    now: gate.now,
    source: answer.source ?? 'live',
    ...(answer.recordedAt === undefined ? {} : { snapshotTime: answer.recordedAt }),
    ...(path === undefined ? {} : { path }),
    enforcement: Enforcement.DENY,
    pinning: Pinning.NONE,
  });
}

/** How often an image has a vulnerability of each status. */
export function statusesOf(gate: Gate, member: Member): readonly string[] {
  const { vulnerabilities = [] } = judgementOf(gate, member).verdict;
  return vulnerabilities.map(({ status }) => status);
}

export function predicted(gate: Gate, member: Member): Verdict {
  const { verdict } = judgementOf(gate, member);
  const isExcepted = ({ ruleId, message }: PolicyFinding): boolean =>
    VULNERABILITY_RULE_IDS.some((rule) => rule === ruleId) && message.includes('excepted: ');
  // Only reports name what is excepted.
  const named = verdict.findings.filter((one) => one.waivedBy === undefined || !isExcepted(one));
  const findings = named.map(({ ruleId, waivedBy, message }) => ({
    rule: ruleId,
    waiver: waivedBy ?? '',
    lapsed: message.includes('(waived until'),
    elsewhere: message.includes(ELSEWHERE),
    text: ruleId === WORD_FOR_WORD ? message : '',
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

/** What `plan-gate.ts` puts into questions. */
function judgingOf(
  { vulnerabilities, registryNames, exceptions }: Policy,
  image: Parameters<typeof vulnerabilityExceptionsFor>[1],
): AskedJudging | undefined {
  if (vulnerabilities === undefined) return undefined;
  const { max, graceDays, handled, knownExploited } = vulnerabilities;
  const about = vulnerabilityExceptionsFor(exceptions, image);
  return { max, graceDays, handled, knownExploited, registryNames, exceptions: about };
}

/** An image as Terraform judges it, and what is answered to its questions. */
interface Planned {
  readonly image: PlannedImage;
  readonly bodies: { readonly [question: string]: string };
  readonly lists: { readonly [question: string]: ImageSource };
}

async function planned(gate: Gate, member: Member): Promise<Planned> {
  const policy = policyOf(gate);
  const bodies: { [question: string]: string } = {};
  const lists: { [question: string]: ImageSource } = {};
  /** The rows as they came, or what `hss-gate exec` makes of them. */
  const ask = async (
    list: ImageSource,
    wanted: RequestedImage,
    judging: AskedJudging | undefined,
  ): Promise<string> => {
    const all = rowsOf(policy, member, list);
    const key = `${list} ${JSON.stringify([wanted, judging])}`;
    lists[key] = list;
    bodies[key] =
      judging === undefined
        ? bodyOf(
            member,
            member.isIndex
              ? imageRows(LISTS[list], all, wanted).map((row) => JSON.stringify(row))
              : member.rows[list],
          )
        : await gateAnswer(
            { world: gate.world!, now: gate.now, answer: member.answer },
            list,
            all,
            {
              wanted,
              judging,
            },
          );
    return key;
  };
  const reference = parseReference(member.reference);
  const { digest } = reference;
  // By tag all versions: another one of the digest may have the scan that decides.
  const own = {
    ...NAME,
    ...(digest && { imageDigest: digest }),
    ...(member.isOfVersion && digest === undefined && { imageVersion: reference.tag! }),
  };
  const { path } = member;
  const judging = judgingOf(policy, { reference, path });
  const questions = await Promise.all(policy.imageSources.map((list) => ask(list, own, judging)));
  const { platforms = [], image: judgedRow } = judgementOf(gate, member).verdict;
  const judged: PlannedPlatform[] = [];
  for (const platform of platforms) {
    const names = [...new Set([...platform.names, reference.path])];
    if (!isSoundDigest(platform.digest)) continue;
    const imageDigest = platform.digest;
    const about = { digest: imageDigest, indexVersion: judgedRow?.imageVersion };
    const ofPlatform = judgingOf(policy, { reference, path, platform: about });
    const asked = names.flatMap((name) =>
      policy.imageSources.map((list) => {
        const [imageName, namespace] = name.split('/').reverse();
        const wanted = {
          ...(namespace === undefined ? {} : { namespace }),
          imageName,
          imageDigest,
        };
        return ask(list, wanted, ofPlatform);
      }),
    );
    judged.push({ digest: imageDigest, names, questions: await Promise.all(asked) });
  }
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

export async function evaluated(
  gates: readonly Gate[],
): Promise<(Verdict & { readonly message: string })[]> {
  const locals: { [name: string]: unknown } = {};
  const files = new Map<string, string>();
  const values: string[] = [];
  for (const [at, gate] of gates.entries()) {
    const asked: { [key: string]: { way: string; list: ImageSource; file: string } } = {};
    const images: { [key: string]: PlannedImage } = {};
    for (const [k, member] of gate.members.entries()) {
      const { image, bodies, lists } = await planned(gate, member);
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
    }
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
    values.push(valueOf(at, images));
  }
  return (await evaluate(asJson(`concat(${values.join(', ')})`), locals, (dir) => {
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
      `{ rule = f.rule, waiver = f.waiver, lapsed = strcontains(f.message, "(waived until"), elsewhere = strcontains(f.message, "${ELSEWHERE}"), ` +
      `text = f.rule == "${WORD_FOR_WORD}" ? f.message : "" }] }`
    );
  });
  return `[${each.join(', ')}]`;
}
