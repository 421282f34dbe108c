import { HssError } from '../contract/error';
import { isRecord } from '../contract/row';
import { Discovered, Step, asAction, discoverValues, stepsText } from '../discovery';
import { isReference } from '../policy';
import { discoveredDeployment } from './configuration';
import { Deployment, Deployments, doubtful, passedBy } from './deployments';
import { GATE_OUTPUT } from '../util/gate-names';
import { PlanIndex, placeOf } from './plan-index';
import { JsonRecord, below } from './record';
import { isSensitive } from './sensitive';

/**
 * Actions that start no container. All other actions are judged, those of later Terraform versions
 * too; a replacement is a `delete` with a `create`.
 */
const HARMLESS: readonly unknown[] = ['no-op', 'read', 'delete', 'forget'];

/**
 * Reads the deployments of a plan in the JSON of `terraform show`.
 * @throws HSS_INVALID_ARGUMENT if it violates the format that Terraform documents
 */
export function readTerraformPlan(plan: JsonRecord, name: string): Deployments {
  const changes = listOf(plan, 'resource_changes', name);
  const deferred = listOf(plan, 'deferred_changes', name);
  if (changes.length + deferred.length === 0) checkIsEmpty(plan, name);
  const index = new PlanIndex(plan, changes);
  const deployments: Deployment[] = [];
  const passed: Deployment[] = [];
  for (const [at, change] of changes.entries()) {
    const entry = entryOf(change, `${name}: resource_changes[${at}]`);
    const harmless = harmlessBy(entry);
    if (harmless === undefined) deployments.push(deploymentOf(entry, index));
    else passed.push(passedBy(entry.address, entry.type, harmless));
  }
  for (const [at, one] of deferred.entries()) {
    const entry = entryOf(below(one, 'resource_change'), `${name}: deferred_changes[${at}]`);
    const harmless = harmlessBy(entry);
    if (harmless === undefined) deployments.push(deferredDeployment(entry, below(one, 'reason')));
    else passed.push(passedBy(entry.address, entry.type, harmless));
  }
  for (const action of actionsOf(plan, name)) {
    (action.doubts.length > 0 ? deployments : passed).push(action);
  }
  const evidence = evidenceOf(plan);
  const errored = plan.errored === true;
  return {
    kind: 'plan',
    deployments,
    passed,
    ...(evidence === undefined ? {} : { evidence }),
    gaps: errored ? [`${name} is from a run that failed, so it is incomplete`] : [],
    // Incomplete as with -target. The plan shows everything that applying it would do. `applyable`
    // is not read, because false only means that nothing changes.
    notes:
      plan.complete === false && !errored && deferred.length === 0
        ? [`${name} plans a part of the configuration; the rest is judged when it is planned`]
        : [],
  };
}

/**
 * Refuses a plan with resources but without changes, which was truncated: a plan lists a change for
 * every resource that it keeps, even a no-op.
 */
function checkIsEmpty(plan: JsonRecord, name: string): void {
  const modules: unknown[] = [below(plan, 'planned_values', 'root_module')];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    const [resources, children] = ['resources', 'child_modules'].map((key) => below(module, key));
    if (Array.isArray(children)) modules.push(...(children as unknown[]));
    if (!Array.isArray(resources)) continue;
    if (resources.some((resource) => below(resource, 'mode') === 'managed')) {
      throw bad(`${name} plans resources, but has no resource_changes`);
    }
  }
}

interface Entry {
  readonly address: string;
  readonly type: string;
  readonly mode: unknown;
  readonly change: JsonRecord;
  readonly actions: readonly unknown[];
  readonly source: unknown;
}

/** Returns why an entry starts nothing; undefined if it may start something. */
function harmlessBy({ mode, actions }: Entry): string | undefined {
  if (mode === 'data') return 'it is read, and starts nothing';
  if (mode === 'ephemeral') return 'it is ephemeral: it is opened and closed, and deploys nothing';
  if (actions.length === 0 || !actions.every((one) => HARMLESS.includes(one))) return undefined;
  return `it is not created or changed (${actions.join(', ')})`;
}

function deploymentOf(entry: Entry, index: PlanIndex): Deployment {
  const { address, type, change, source } = entry;
  const { after, after_unknown: unknown, after_sensitive: sensitive } = change;
  if (!isRecord(after)) {
    return doubtful(address, type, 'is created, but the plan does not show its values');
  }
  const place = placeOf(source);
  const found = discoverValues(type, after, {
    unknown,
    ...(place === undefined
      ? {}
      : {
          sibling: (ofType, name) => index.sibling(place, ofType, name),
          references: (path) => index.references(place, path),
        }),
  });
  return discoveredDeployment(address, type, withoutSecrets(found, sensitive));
}

/**
 * Hides sensitive values, which may be secrets. Only references in attributes that contain an image
 * by the table of types are shown. For doubts, not even the keys inside the text are shown.
 */
function withoutSecrets(found: Discovered, sensitive: unknown): Discovered {
  const isSecret = ({ path }: { readonly path?: readonly Step[] }): boolean =>
    path !== undefined && isSensitive(sensitive, path);
  const isHidden = (image: Discovered['images'][number]): boolean =>
    isSecret(image) && !(image.isCertain === true && isReference(image.reference));
  const hidden = found.images.filter(isHidden);
  const doubts = found.doubts.map((doubt) =>
    isSecret(doubt) ? { ...doubt, where: stepsText(doubt.path!) } : doubt,
  );
  if (hidden.length === 0) return { ...found, doubts };
  return {
    ...found,
    images: found.images.filter((image) => !isHidden(image)),
    doubts: [
      ...doubts,
      ...hidden.map(({ path = [] }) => ({
        where: stepsText(path),
        reason: 'is sensitive and names an image, which is not shown: declare the image',
        isNamed: true,
      })),
    ],
  };
}

function deferredDeployment({ address, type }: Entry, reason: unknown): Deployment {
  const why = typeof reason === 'string' ? ` (${reason})` : '';
  return doubtful(address, type, `is deferred: Terraform has not planned it${why}`);
}

/** Returns the actions that applying the plan runs (Terraform 1.14). */
function actionsOf(plan: JsonRecord, name: string): Deployment[] {
  const actions = [
    ...listOf(plan, 'action_invocations', name),
    ...listOf(plan, 'deferred_action_invocations', name).map((one) =>
      below(one, 'action_invocation'),
    ),
  ];
  return actions.map((action, at): Deployment => {
    const [address, type] = ['address', 'type'].map((key) => below(action, key));
    if (typeof address !== 'string' || typeof type !== 'string') {
      throw bad(`${name}: action_invocations[${at}] does not say which action it is about`);
    }
    const unknown = below(action, 'config_unknown');
    const found = discoverValues(type, below(action, 'config_values') ?? {}, { unknown });
    return discoveredDeployment(address, type, asAction(found));
  });
}

/**
 * Returns the output's planned value. A plan with -target leaves it out; then the value is taken
 * from the configuration. Undefined if the configuration does not have the output.
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
  throw bad(`${name}: ${key} is not a list`);
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
  return { address, type, mode, change, actions, source: value };
}

function bad(what: string): HssError {
  return new HssError('HSS_INVALID_ARGUMENT', what, {
    advice: 'pass the unchanged output of "terraform show -json"',
  });
}
