import { Enforcement, Pinning } from '../../../../src';
import { AdmittedGate } from '../../../../src/constructs/gate/admission/stack-decision';
import { verdictsFile } from '../../../../src/constructs/gate/admission/evidence';
import { KnownExploitedFeed } from '../../../../src/policy/vulnerabilities/feed';
import { policyFromProps } from '../../../../src/policy';
import { SeverityLevel } from '../../../../src/contract/enums';
import { report } from '../../../report/support';
import { Verdicts, validate } from './evidence-support';

/** The feed of known exploited CVEs, as the evidence names it. */

const NOW = Date.parse('2026-11-22T08:30:00.000Z');
const FEED: KnownExploitedFeed = {
  file: 'feeds/kev.json',
  releasedAt: Date.parse('2026-11-20T08:00:00.000Z'),
  sha256: 'ab'.repeat(32),
  cves: new Set(['CVE-2026-1']),
};

function verdictsBy(feed: KnownExploitedFeed | undefined): Verdicts {
  const policy = policyFromProps({ maxSeverity: SeverityLevel.LOW }, NOW);
  const judging = {
    path: 'shop/gate',
    policy: feed === undefined ? policy : { ...policy, feed },
    connection: { _answerSource: () => ({ source: 'fixture' }), _sourceKind: () => 'fixture' },
    enforcement: Enforcement.DENY,
    pinning: Pinning.DIGEST,
  };
  const gate = { judging, undeterminable: Enforcement.DENY } as unknown as AdmittedGate;
  const content = JSON.parse(verdictsFile(report(), [gate], [], NOW)) as Verdicts;
  validate(content);
  expect(validate.errors ?? []).toEqual([]);
  return content;
}

test('a gate has the date and hash of its feed, and not its CVEs', () => {
  expect(verdictsBy(FEED).gates[0].feed).toEqual({
    file: 'feeds/kev.json',
    releasedAt: '2026-11-20T08:00:00.000Z',
    sha256: 'ab'.repeat(32),
  });
  expect(verdictsBy(undefined).gates[0]).not.toHaveProperty('feed');
});

test('a new release of the feed leaves the output of the stack as it is', () => {
  const next = verdictsBy({ ...FEED, releasedAt: NOW, sha256: 'cd'.repeat(32) });
  expect(next.output).toEqual(verdictsBy(FEED).output);
  expect(next.output).toEqual(verdictsBy(undefined).output);
});
