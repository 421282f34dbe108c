import fc from 'fast-check';
import { sha } from '../policy/fixtures';
import { raw } from './answer-cases';
import { Gate, anyGate, anyVulnerabilityGate } from './gate-cases';

/** Gates whose images often have no complete scan, which exceptions often waive. */

const anyStatus = raw('"success"', '"scanning"', '"waiting_for_scan"', '"unscan"', 'null', '5');

const anyWaiver = fc.record({
  image: fc.constantFrom('shop/web', 'shop/web:1.4', 'sho?/web:*', sha('a'), sha('b')),
  rules: fc.constantFrom<string[][]>(
    ['scan-completed'],
    ['scan-completed', 'scan-fresh'],
    ['max-severity'],
  ),
  owner: fc.constant('a'),
  reason: fc.constant('b'),
  expires: fc.constantFrom('2026-12-31', '2026-12-31', '2026-11-22', '2026-10-01'),
});

const withStatuses = (rows: readonly string[], statuses: readonly string[]): string[] =>
  rows.map((row, at) =>
    row.replace('"scan_status":"success"', `"scan_status":${statuses[at % statuses.length]}`),
  );

export const anyIncompleteGate: fc.Arbitrary<Gate> = fc
  .record({
    gate: fc.oneof(anyGate, anyVulnerabilityGate),
    statuses: fc.array(anyStatus, { minLength: 7, maxLength: 7 }),
    waivers: fc.array(anyWaiver, { minLength: 1, maxLength: 2 }),
  })
  .map(({ gate, statuses, waivers }) => ({
    ...gate,
    props: { ...gate.props, exceptions: [...(gate.props.exceptions ?? []), ...waivers] },
    members: gate.members.map((member, at) => ({
      ...member,
      rows: {
        cicd: withStatuses(member.rows.cicd, statuses.slice(at % 3)),
        registry: withStatuses(member.rows.registry, statuses.slice(at % 4)),
      },
    })),
  }));
