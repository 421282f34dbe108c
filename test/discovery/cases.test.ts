import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readPlan } from '../../src/plan';

/**
 * Resources that look hard: from public bug reports (reported.json), and of the forms that providers' pages show. Each is the
 * smallest of its kind, with what really happens when it is applied.
 */

interface Case {
  readonly name: string;
  readonly why: string;
  readonly type: string;
  readonly mode: string;
  readonly actions: readonly string[];
  readonly after: unknown;
  readonly after_unknown?: unknown;
  readonly expect: 'seen' | 'undeterminable' | 'free' | 'as-allowed';
}

const FOLDER = join(__dirname, 'cases');
const CASES = readdirSync(FOLDER).flatMap((file) =>
  (JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Case[]).map(
    (one): [name: string, one: Case] => [`${file}: ${one.name}`, one],
  ),
);

/** The one image that is clean, by digest. */
const CLEAN = /^swr\.cn-north-4\.myhuaweicloud\.com\/shop\/web(?::1\.4\.2)?@sha256:(?:5e0c){16}$/;

test.each(CASES)(
  'the case is judged as it should be: %s',
  (_, { type, mode, actions, after, after_unknown, expect: wanted }) => {
    const plan = {
      format_version: '1.2',
      planned_values: {},
      resource_changes: [
        {
          address: `${type}.it`,
          type,
          mode,
          name: 'it',
          change: { actions, after, after_unknown },
        },
      ],
    };
    const [found] = readPlan(Buffer.from(JSON.stringify(plan)), 'plan.json').deployments;
    const references = (found?.found ?? []).map(({ reference }) => reference);
    const doubts = found?.doubts ?? [];
    const isDenied = doubts.length > 0 || references.some((reference) => !CLEAN.test(reference));
    switch (wanted) {
      case 'free':
        expect({ references, doubts }).toEqual({ references: [], doubts: [] });
        break;
      case 'undeterminable':
        expect(doubts).not.toEqual([]);
        break;
      case 'as-allowed':
        expect({ isDenied, doubts }).toEqual({ isDenied: false, doubts: [] });
        expect(references.length).toBeGreaterThan(0);
        break;
      default:
        expect(isDenied).toBe(true);
    }
  },
);
