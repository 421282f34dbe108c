import {
  Enforcement,
  ImageReference,
  ImageVerdict,
  Pinning,
  Policy,
  parseReference,
  pinnedDigest,
} from '../../../policy';
import {
  Hcl,
  PlannedImage,
  PlannedPlatform,
  all,
  answerOf,
  any,
  asJson,
  attribute,
  cond,
  dataAsJson,
  equals,
  forMap,
  index,
  interpolate,
  isPresent,
  msOf,
  platformKey,
  stringLiteral,
  tryOf,
  verdictLocals,
} from '../../../policy/hcl';
import {
  ExceptedAtPlan,
  vulnerabilityExceptionsFor,
} from '../../../policy/vulnerabilities/plan/exceptions-at-plan';
import { ReportedImage, StackReport } from '../../../report/stack-report';
import { isSoundDigest } from '../../../policy/model/digest';
import { deepCopy } from '../../../util/deep-copy';
import { Block } from './json-blocks';
import { PlanCondition, addData, addLocals, addPreconditions, addCheck } from './plan-conditions';
import { PlanQuestion, QuestionContext, planQuestions, platformQuestions } from './plan-question';
import { AdmittedGate } from '../admission/stack-decision';

/** Terraform's timeout of a query, in ms. It is longer than the proxy's timeout for HSS. */
const QUERY_TIMEOUT_MS = 330_000;

/**
 * Lets Terraform decide again at every plan: each resource that a gate with `atPlan` covers gets a
 * precondition for each of its images. Returns a copy of the stack's finished JSON.
 * @throws HSS_INVALID_ARGUMENT if the stack already uses a name of the gate
 */
export function decidedAtPlan(
  json: unknown,
  report: StackReport,
  gates: readonly AdmittedGate[],
): unknown {
  const planned = gates.filter(({ plan }) => plan !== undefined);
  if (planned.length === 0) return json;
  const document = deepCopy(json) as Block;
  const questions = new Keyed<PlanQuestion>();
  planned.forEach((gate, position) => {
    const images = report.images.filter((image) => image.gate === gate.judging.path);
    addGate(document, `hss_gate_${position + 1}`, gate, images, questions);
  });
  addQuestions(document, questions, planned[0]);
  return document;
}

function addGate(
  document: Block,
  prefix: string,
  gate: AdmittedGate,
  reported: readonly ReportedImage[],
  questions: Keyed<PlanQuestion>,
): void {
  const { policy, enforcement } = gate.judging;
  const scoped = policy.exceptions.some(
    ({ image, scope }) => image !== undefined && scope !== undefined,
  );
  const images = new Keyed<PlannedImage>();
  const byAddress = new Map<string, PlanCondition[]>();
  const { enterpriseProjectId, target, registryIds } = gate.plan!;
  for (const { verdict, address } of reported) {
    if (address === undefined) continue;
    const reference = deployed(gate, verdict);
    const label = labelOf(reference);
    const context = { lists: policy.imageSources, target: target(), enterpriseProjectId };
    const path = scoped ? verdict.path : undefined;
    const asked: AskQuestions = (what, all) => [
      ...new Set(all.map((question) => questions.add(what, question))),
    ];
    const platforms = plannedPlatforms(verdict, reference, asked, (digest) => ({
      ...context,
      ...judgingOf(policy, {
        reference,
        path,
        platform: { digest, indexVersion: verdict.image?.imageVersion },
      }),
    }));
    const key = images.add(label, {
      reference,
      ...(path === undefined ? {} : { path }),
      questions: asked(
        label,
        planQuestions(reference, verdict, {
          ...context,
          ...judgingOf(policy, { reference, path }),
        }),
      ),
      registryIds: registryIds(verdict.reference),
      ...(platforms.length === 0 ? {} : { platforms }),
    });
    const keys = [key, ...platforms.map((platform) => platformKey(key, platform))];
    const conditions = keys.map((one) => {
      const judged = index(`local.${prefix}_verdicts`, stringLiteral(one));
      return {
        condition: attribute(judged, 'allowed'),
        message: asJson(attribute(judged, 'message')),
      };
    });
    byAddress.set(address, [...(byAddress.get(address) ?? []), ...conditions]);
  }
  if (byAddress.size === 0) return;
  addLocals(
    document,
    verdictLocals(prefix, policy, images.all, {
      answers: 'local.hss_gate_answers',
      now: 'local.hss_gate_now',
    }),
  );
  if (enforcement === Enforcement.WARN) {
    addCheck(document, prefix, unique([...byAddress.values()].flat(), conditionOf));
    return;
  }
  for (const [address, conditions] of byAddress)
    addPreconditions(document, address, unique(conditions, conditionOf));
}

/** Adds queries, and returns the keys of their answers. A key begins with the label. */
type AskQuestions = (label: string, questions: readonly PlanQuestion[]) => string[];

/**
 * Returns the judged platforms of an index. A platform without a digest was waived, and has no
 * queries.
 */
function plannedPlatforms(
  { platforms = [] }: ImageVerdict,
  reference: ImageReference,
  asked: AskQuestions,
  contextOf: (digest: string) => QuestionContext,
): PlannedPlatform[] {
  return platforms.flatMap((platform) => {
    const { digest } = platform;
    if (!isSoundDigest(digest)) return [];
    const names = unique([...platform.names, reference.path], (one) => one);
    return {
      digest,
      names,
      questions: asked(
        `${reference.path}@${digest}`,
        platformQuestions(platform, names, contextOf(digest)),
      ),
    };
  });
}

/** Returns the settings by which the proxy judges the vulnerabilities of an image or a platform. */
function judgingOf(policy: Policy, image: ExceptedAtPlan): Pick<QuestionContext, 'judging'> {
  const { vulnerabilities, registryNames, exceptions } = policy;
  if (vulnerabilities === undefined) return {};
  const { max, graceDays, handled, knownExploited } = vulnerabilities;
  return {
    judging: {
      max,
      graceDays,
      handled,
      knownExploited,
      registryNames,
      exceptions: vulnerabilityExceptionsFor(exceptions, image),
    },
  };
}

/**
 * Returns the deployed reference with the tag as written, which exceptions for unlisted images
 * match.
 */
function deployed({ judging }: AdmittedGate, verdict: ImageVerdict): ImageReference {
  const written = parseReference(verdict.reference);
  const digest = judging.pinning === Pinning.DIGEST ? pinnedDigest(verdict) : undefined;
  return digest === undefined ? written : { ...written, digest };
}

function labelOf({ path, tag, digest }: ImageReference): string {
  return digest === undefined ? `${path}:${tag}` : `${path}@${digest}`;
}

function unique<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((one) => [keyOf(one), one])).values()];
}

function conditionOf({ condition }: PlanCondition): string {
  return condition;
}

function addQuestions(document: Block, questions: Keyed<PlanQuestion>, gate: AdmittedGate): void {
  const { access } = gate.plan!;
  const { way } = access;
  const isWay = (one: string): Hcl => equals(way, stringLiteral(one));
  const answerTo = (key: Hcl, question: Hcl): Hcl => {
    const read = (field: string): Hcl =>
      tryOf(attribute(index('data.http.hss_gate', key), field), 'null');
    return answerOf({
      way,
      status: read('status_code'),
      body: read('response_body'),
      list: attribute(question, 'list'),
      onlyExec: attribute(question, 'only_exec'),
    });
  };
  const isAsked = (question: Hcl): Hcl =>
    any(isWay('proxy'), all(isWay('token'), isPresent(attribute(question, 'url'))));
  addLocals(document, {
    hss_gate_questions: dataAsJson(questions.all),
    hss_gate_answers: asJson(forMap('k', 'question', 'local.hss_gate_questions', answerTo)),
    hss_gate_now: asJson(msOf('plantimestamp()')),
  });
  addData(document, {
    for_each: asJson(
      forMap('k', 'question', 'local.hss_gate_questions', (_, question) => question, isAsked),
    ),
    url: asJson(
      cond(
        isWay('proxy'),
        interpolate`${'var.hss_endpoint'}${'each.value.path'}`,
        'each.value.url',
      ),
    ),
    request_headers: asJson(access.headers),
    request_timeout_ms: QUERY_TIMEOUT_MS,
    // The proxy retries itself.
    retry: {
      attempts: asJson(cond(isWay('token'), 3, 0)),
      min_delay_ms: 500,
      max_delay_ms: 5000,
    },
  });
}

/**
 * Values under readable keys. Equal values share a key, and different values with the same label
 * get numbered keys.
 */
class Keyed<T> {
  private readonly values = new Map<string, T>();

  public add(label: string, value: T): string {
    const text = JSON.stringify(value);
    for (let number = 1; ; number++) {
      const key = number === 1 ? label : `${label} #${number}`;
      const before = this.values.get(key);
      if (before === undefined) this.values.set(key, value);
      if (before === undefined || JSON.stringify(before) === text) return key;
    }
  }

  public get all(): { readonly [key: string]: T } {
    return Object.fromEntries(this.values);
  }
}
