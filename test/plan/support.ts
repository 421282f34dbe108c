import { Deployment, Deployments, readPlan } from '../../src/plan';

/** Plans as `terraform show -json` prints them. */

type Json = { readonly [key: string]: unknown };

export const read = (document: unknown, name = 'plan.json'): Deployments =>
  readPlan(Buffer.from(JSON.stringify(document)), name);

export const plan = (changes: readonly Json[], more: Json = {}): Json => ({
  format_version: '1.2',
  terraform_version: '1.11.4',
  planned_values: {},
  resource_changes: changes,
  applyable: true,
  complete: true,
  errored: false,
  ...more,
});

export const change = (
  address: string,
  actions: readonly string[],
  after: unknown,
  more: Json = {},
  entry: Json = {},
): Json => ({
  address,
  mode: 'managed',
  type: address
    .replace(/\[.*?\]/g, '')
    .split('.')
    .at(-2)!,
  ...entry,
  change: { actions, before: null, after, after_unknown: {}, after_sensitive: {}, ...more },
});

/** Values of a pod with one container. */
export const pod = (image: unknown): Json => ({ spec: [{ container: [{ image, name: 'main' }] }] });

export const gateOutput = (value: unknown): Json => ({
  planned_values: { outputs: { hss_gate: { sensitive: false, value } } },
  configuration: { root_module: { outputs: { hss_gate: {} } } },
});

/** The references that a deployment is found to have. */
export const referencesOf = ({ found }: Deployment): string[] =>
  found.map(({ reference }) => reference);

/** Why others may be deployed, in one text. */
export const reasonOf = ({ doubts }: Deployment): string =>
  doubts.map(({ where, reason }) => `${where} ${reason}`).join('; ');
