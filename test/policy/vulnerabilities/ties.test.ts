import { SeverityLevel } from '../../../src/contract/enums';
import { UNEQUAL_TIE } from '../../../src/policy/vulnerabilities/agreement';
import { feed, row } from '../fixtures';
import { cve, messages, vulnerability } from './cases';

/** Two rows of one digest that were scanned at the same time: HSS lists the vulnerabilities of the worse one. */
const tied = (worse: number | undefined, other: number | undefined): string[] =>
  messages({
    rows: [
      row({ imageId: 'worse', severityLevel: SeverityLevel.HIGH, vulNum: worse }),
      row({ imageId: 'other', registryName: 'mirror', vulNum: other }),
    ],
    listed: {
      worse: Array.from({ length: worse ?? 0 }, (_, at) =>
        vulnerability({ vulId: `HSS-${at}`, cves: [{ cveId: cve(at) }] }),
      ),
    },
    policy: {
      maxSeverity: undefined,
      vulnerabilities: { max: { high: 5 }, knownExploited: 'deny', feed: 'kev.json' } as never,
    },
    reference: 'swr.example.com/shop/web:1.4',
    feed: feed([cve(999)]),
  });

test.each<[worse: number | undefined, other: number | undefined, isJudged: boolean]>([
  [0, 0, true],
  [3, 3, true],
  [3, 1, true],
  [0, 7, false],
  [3, 4, false],
  [3, undefined, false],
])(
  'rows scanned at once with %s and %s vulnerabilities are judged: %s',
  (worse, other, isJudged) => {
    const problems = ['max-vulnerabilities-by-severity', 'known-exploited'];
    expect(tied(worse, other)).toEqual(
      isJudged ? [] : problems.map((rule) => `${rule}: ${UNEQUAL_TIE}`),
    );
  },
);
