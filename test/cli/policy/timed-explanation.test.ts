import { PublishTimeAnswer } from '../../../src/asking/vulnerabilities/publish-times';
import { explainWithTimes } from '../../../src/cli/policy/timed-explanation';
import { VulnerabilitySeverity } from '../../../src/contract/enums';
import { HssError, HssErrorCode } from '../../../src/contract/error';
import { Explanation } from '../../../src/policy/explain/explain';
import { Case, NOW, judgeInput } from '../../policy/fixtures';
import {
  cve,
  cveException,
  daysAgo,
  publishedAt,
  vulnerability,
  vulnerable,
} from '../../policy/vulnerabilities/cases';

/** Explanations ask for the publication times of later moments, too. */

const RULE = 'max-vulnerabilities-by-severity';
const DAY = 86_400_000;
const LIMITS = { max: { critical: 0, high: 0 }, graceDays: { critical: 14, high: 14 } };
const two = [
  vulnerability(),
  vulnerability({ vulId: 'HSS-2', cves: [{ cveId: cve(2) }], appName: 'zlib' }),
];
const endsTomorrow = { expires: new Date(NOW).toISOString().slice(0, 10) };
const published: Record<string, number> = { 'HSS-1': daysAgo(4), 'HSS-2': daysAgo(2) };

async function explained(given: Case, refused: Readonly<Record<string, HssErrorCode>> = {}) {
  const { vulnerabilities, ...input } = judgeInput(given);
  const asked: string[][] = [];
  const said: string[] = [];
  const explanation = await explainWithTimes(
    input,
    vulnerabilities?.lists,
    (ids) => {
      asked.push([...ids]);
      const answers = new Map<string, PublishTimeAnswer>(
        ids.map((id) => [
          id,
          id in refused
            ? { error: new HssError(refused[id], `no answer about ${id}`) }
            : { rows: publishedAt(published[id], cve(Number(id.slice(4)))) },
        ]),
      );
      return Promise.resolve(answers);
    },
    (text) => said.push(text),
  );
  return { explanation, asked: asked.flat(), said };
}

/** When the limits of vulnerabilities begin to be violated, in days from now. */
const begins = ({ changes }: Explanation): number[] =>
  changes.filter((one) => one.begins.includes(RULE)).map(({ at }) => (at - 1 - NOW) / DAY);

test('what an exception waives until tomorrow is in grace from then on', async () => {
  const exceptions = [cveException(['HSS-1'], endsTomorrow)];
  const { explanation, asked, said } = await explained(
    vulnerable(two, LIMITS, { policy: { exceptions } }),
  );
  expect(begins(explanation)).toEqual([10]);
  expect(explanation.wantedTimes).toEqual([]);
  expect({ asked: asked.sort(), said }).toEqual({ asked: ['HSS-1', 'HSS-2'], said: [] });
});

test('also beside more excepted vulnerabilities than are asked about at once', async () => {
  const worse = Array.from({ length: 60 }, (_, index) =>
    vulnerability({
      vulId: `HSS-${index + 100}`,
      cves: [{ cveId: cve(index + 100) }],
      severityLevel: VulnerabilitySeverity.CRITICAL,
    }),
  );
  const ids = worse.map(({ vulId = '' }) => vulId);
  const exceptions = [
    cveException(ids, { expires: new Date(NOW + 60 * DAY).toISOString().slice(0, 10) }),
    cveException(['HSS-1'], endsTomorrow),
  ];
  const given = vulnerable([...worse, vulnerability()], LIMITS, { policy: { exceptions } });
  expect(begins((await explained(given)).explanation)[0]).toBe(10);
});

test('without lists or grace nothing is asked', async () => {
  expect((await explained({})).asked).toEqual([]);
  expect((await explained(vulnerable(two, { max: { high: 0 } }))).asked).toEqual([]);
});

describe('a time that HSS does not say', () => {
  const given = vulnerable(two, LIMITS, {
    policy: { exceptions: [cveException(['HSS-1'], endsTomorrow)] },
  });

  test('fails, now and later', async () => {
    for (const id of ['HSS-1', 'HSS-2']) {
      await expect(explained(given, { [id]: 'HSS_UNREACHABLE' })).rejects.toThrow(id);
    }
  });

  test('fails where a snapshot lacks what is needed now, and is said where it is needed later', async () => {
    await expect(explained(given, { 'HSS-2': 'HSS_SNAPSHOT_MISS' })).rejects.toThrow('HSS-2');
    const { explanation, said } = await explained(given, { 'HSS-1': 'HSS_SNAPSHOT_MISS' });
    expect(explanation.changes.find((one) => one.begins.includes(RULE))?.causes).toEqual([
      expect.stringMatching(/^the exception for .* ends/),
    ]);
    expect(said).toEqual([
      expect.stringMatching(/^warning: the snapshot lacks 1 publication time that /),
    ]);
  });
});
