import { HssError } from '../contract/error';
import { isRecord } from '../contract/row';
import { KNOWN_TYPES, discoverValues } from '../discovery';
import { isReference } from '../policy';
import { Deployment, Deployments } from './deployments';
import { GATE_OUTPUT } from './evidence';
import { JsonRecord, below } from './record';
import { isSensitive } from './sensitive';

/**
 * Actions that start no container. Whatever else there is, or will be in a later Terraform, is judged; a replacement is
 * a `delete` with a `create`.
 */
const HARMLESS: readonly unknown[] = ['no-op', 'read', 'delete', 'forget'];

/**
 * The deployments of a plan in the JSON of `terraform show`.
 * @throws HSS_INVALID_ARGUMENT where it has not the form that Terraform documents
 */
export function readTerraformPlan(plan: JsonRecord, name: string): Deployments {
  const changes = listOf(plan, 'resource_changes', name);
  const deferred = listOf(plan, 'deferred_changes', name);
  const deployments: Deployment[] = [];
  for (const [at, change] of changes.entries()) {
    const entry = entryOf(change, `${name}: resource_changes[${at}]`);
    if (deploys(entry)) deployments.push(deploymentOf(entry));
  }
  for (const [at, one] of deferred.entries()) {
    const entry = entryOf(below(one, 'resource_change'), `${name}: deferred_changes[${at}]`);
    if (deploys(entry)) deployments.push(putOff(entry, below(one, 'reason')));
  }
  const evidence = evidenceOf(plan);
  const errored = plan.errored === true;
  return {
    kind: 'plan',
    deployments,
    passed: changes.length + deferred.length - deployments.length,
    ...(evidence === undefined ? {} : { evidence }),
    gaps: errored ? [`${name} is of a run that failed: it does not show all that is wanted`] : [],
    // As with -target. What applying this plan would do is all there; `applyable: false` only means that nothing changes.
    notes:
      plan.complete === false && !errored && deferred.length === 0
        ? [
            `${name} is a plan for a part of the configuration; the rest is judged when it is planned`,
          ]
        : [],
  };
}

interface Entry {
  readonly address: string;
  readonly type: string;
  readonly mode: unknown;
  readonly change: JsonRecord;
  readonly actions: readonly unknown[];
}

function deploys({ mode, actions }: Entry): boolean {
  return mode !== 'data' && !(actions.length > 0 && actions.every((one) => HARMLESS.includes(one)));
}

function deploymentOf({ address, type, change }: Entry): Deployment {
  const { after, after_unknown: unknown, after_sensitive: sensitive } = change;
  if (!isRecord(after)) {
    return { address, type, images: [], reason: 'the plan does not say what it will be like' };
  }
  const found = discoverValues(type, after, { unknown });
  const reasons = found.reason === undefined ? [] : [found.reason];
  const images: string[] = [];
  for (const { reference, at = [] } of found.images) {
    // What is no reference, or an image only by its looks, may be the secret itself.
    if (
      at.some(({ path }) => isSensitive(sensitive, path)) &&
      !(KNOWN_TYPES.includes(type) && isReference(reference))
    ) {
      reasons.push('a sensitive value stands where an image may be named');
    } else images.push(reference);
  }
  return {
    address,
    type,
    images: [...new Set(images)],
    ...(reasons.length === 0 ? {} : { reason: [...new Set(reasons)].join('; ') }),
  };
}

function putOff({ address, type }: Entry, reason: unknown): Deployment {
  const why = typeof reason === 'string' ? ` (${reason})` : '';
  return { address, type, images: [], reason: `Terraform has put off planning it${why}` };
}

/**
 * The output, as it will be; a plan with -target leaves it out, and then the configuration tells. Nothing where the
 * configuration has none.
 */
function evidenceOf(plan: JsonRecord): Deployments['evidence'] {
  const planned = below(plan, 'planned_values', 'outputs', GATE_OUTPUT);
  if (planned !== undefined) return { value: below(planned, 'value') };
  const configured = below(plan, 'configuration', 'root_module', 'outputs', GATE_OUTPUT);
  if (configured === undefined) return undefined;
  const changed = below(plan, 'output_changes', GATE_OUTPUT, 'after');
  return { value: changed ?? below(configured, 'expression', 'constant_value') };
}

function listOf(plan: JsonRecord, key: string, name: string): readonly unknown[] {
  const value = plan[key] ?? [];
  if (Array.isArray(value)) return value;
  throw bad(`${name}: ${key} is no list`);
}

function entryOf(value: unknown, where: string): Entry {
  const [address, type, mode, change] = ['address', 'type', 'mode', 'change'].map((key) =>
    below(value, key),
  );
  const actions = below(change, 'actions');
  if (typeof address !== 'string' || typeof type !== 'string') {
    throw bad(`${where} does not say which resource it is about`);
  }
  if (!isRecord(change) || !Array.isArray(actions)) throw bad(`${where} has no actions`);
  return { address, type, mode, change, actions };
}

function bad(what: string): HssError {
  return new HssError('HSS_INVALID_ARGUMENT', what, {
    advice: 'give the output of terraform show -json as it is',
  });
}
