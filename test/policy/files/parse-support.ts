import Ajv2020 from 'ajv/dist/2020';
import { parse as parseYaml } from 'yaml';
import { HssError } from '../../../src/contract/error';
import { POLICY_SCHEMA, Policy, parsePolicy } from '../../../src/policy';
import { NOW } from '../fixtures';

/** Policy texts, and what parsing them gives or refuses. */

export const ajv = new Ajv2020({ strict: true, allErrors: true });
export const validate = ajv.compile(POLICY_SCHEMA);
/** Whether the schema alone, as an editor applies it, accepts a text. */
export const validatesSchema = (text: string): boolean => validate(parseYaml(text));

export const HEAD = 'version: 1\nmaxSeverity: Low\n';
export const parse = (text: string): Policy => parsePolicy(text, 'p.yaml', NOW);

export function refusal(text: string): string {
  try {
    parse(text);
  } catch (error) {
    expect(error).toBeInstanceOf(HssError);
    expect((error as HssError).code).toBe('HSS_POLICY_INVALID');
    return (error as Error).message;
  }
  throw new Error('it was taken');
}

export const withException = (line: string): string =>
  `${HEAD}exceptions:\n  - image: shop/web:1\n    rules: [max-severity]\n    owner: a\n    reason: b\n    ${line}\n`;
