import Ajv2020 from 'ajv/dist/2020';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { GOOD, stackFile } from '../../support';

/** Reads what a gate leaves behind: hss-verdicts.json and the output hss_gate. */

export const SCHEMA = JSON.parse(
  readFileSync(
    join(__dirname, '..', '..', '..', '..', 'schema', 'hss-verdicts.schema.json'),
    'utf8',
  ),
) as {
  readonly $id: string;
  properties: object;
  $defs: { [name: string]: { properties: object } };
};
export const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, date: /^\d{4}-\d\d-\d\d$/ },
});
export const validate = ajv.compile(SCHEMA);

export interface Verdicts {
  readonly stack: string;
  readonly decidedAt: string;
  readonly output: Output;
  readonly gates: readonly { readonly [key: string]: unknown }[];
  readonly images: readonly { readonly [key: string]: unknown }[];
  readonly undeterminable: readonly unknown[];
  readonly ignored: readonly unknown[];
  readonly exceptions: readonly unknown[];
  readonly resources: readonly { readonly [key: string]: unknown }[];
}

/** Reads a stack's verdicts; they are as the schema says. */
export function verdictsOf(app: App, stack = 'shop'): Verdicts {
  const content = JSON.parse(readFileSync(stackFile(app, stack, 'hss-verdicts.json'), 'utf8'));
  validate(content);
  expect(validate.errors ?? []).toEqual([]);
  return content as Verdicts;
}

export interface Output {
  readonly [key: string]: string;
}

export function outputOf(json: string): Output {
  return JSON.parse(json).output.hss_gate.value as Output;
}

export class Resource extends TerraformResource {
  constructor(scope: Construct, id: string, terraformResourceType: string) {
    super(scope, id, { terraformResourceType });
  }
  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { image: GOOD, sidecar_image: '${var.sidecar}' };
  }
}

export const day = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
