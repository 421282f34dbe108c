import { ScanStatus, SeverityLevel } from '../../src/contract/enums';
import { HssError } from '../../src/contract/error';
import { Row } from '../../src/contract/row';
import { ImageJudging, ScanWait, judgeWhenScanned } from '../../src/judging';
import { Enforcement, Pinning, policyFromProps } from '../../src/policy';

const START = Date.parse('2026-11-22T06:00:00Z');

type Answer = ScanStatus | HssError;

/** One image, of which HSS gives another answer each time that it is asked; the last one stays. */
function waiting(
  answers: readonly Answer[],
  seconds: number,
  source: 'live' | 'replay' = 'live',
): { readonly judging: ImageJudging; readonly wait: ScanWait; readonly pauses: number[] } {
  let time = START;
  let asked = 0;
  const pauses: number[] = [];
  const judging: ImageJudging = {
    source: {
      source,
      list: (query): Promise<readonly Row[]> => {
        if (query.endpoint !== 'cicd-images' || query.values.namespace === undefined) {
          return Promise.resolve([]);
        }
        const answer = answers[Math.min(asked++, answers.length - 1)];
        if (answer instanceof HssError) return Promise.reject(answer);
        return Promise.resolve([rowOf(answer, time)]);
      },
    },
    policy: policyFromProps({ maxSeverity: SeverityLevel.LOW }, START),
    enforcement: Enforcement.DENY,
    pinning: Pinning.DIGEST,
    now: () => time,
  };
  const wait: ScanWait = {
    seconds,
    now: () => time,
    sleep: (ms) => {
      pauses.push(ms);
      time += ms;
      return Promise.resolve();
    },
  };
  return { judging, wait, pauses };
}

const rowOf = (scanStatus: ScanStatus, time: number): Row => ({
  namespace: 'shop',
  imageName: 'web',
  imageVersion: '1',
  imageDigest: `sha256:${'a'.repeat(64)}`,
  maliciousFileNum: 0,
  latestUpdateTime: time,
  scanStatus,
  ...(scanStatus === ScanStatus.SUCCESS
    ? { severityLevel: SeverityLevel.LOW, latestScanTime: time }
    : {}),
});

const decisionOf = async (
  answers: readonly Answer[],
  seconds: number,
  source?: 'live' | 'replay',
): Promise<{ readonly outcome: string; readonly pauses: readonly number[] }> => {
  const { judging, wait, pauses } = waiting(answers, seconds, source);
  const [one] = await judgeWhenScanned([{ reference: 'r.io/shop/web:1' }], judging, wait);
  return {
    outcome: 'error' in one ? one.error.code : one.judgement.verdict.decision,
    pauses,
  };
};

const { SUCCESS, UNSCAN, WAITING_FOR_SCAN, SCANNING, FAILED } = ScanStatus;
const down = new HssError('HSS_UNREACHABLE', 'down');

test.each<{
  readonly given: string;
  readonly answers: Answer[];
  readonly seconds: number;
  readonly outcome: string;
  readonly pauses: number[];
}>([
  {
    given: 'what is scanned already needs no wait',
    answers: [SUCCESS],
    seconds: 600,
    outcome: 'ALLOW',
    pauses: [],
  },
  {
    given: 'a failed scan never ends otherwise',
    answers: [FAILED],
    seconds: 600,
    outcome: 'DENY',
    pauses: [],
  },
  {
    given: 'until it is scanned',
    answers: [UNSCAN, WAITING_FOR_SCAN, SCANNING, SUCCESS],
    seconds: 600,
    outcome: 'ALLOW',
    pauses: [1000, 1500, 2250],
  },
  {
    given: 'until it fails',
    answers: [SCANNING, FAILED],
    seconds: 600,
    outcome: 'DENY',
    pauses: [1000],
  },
  {
    given: 'until the time is up',
    answers: [SCANNING],
    seconds: 3,
    outcome: 'DENY',
    pauses: [1000, 1500, 500],
  },
  { given: 'no time is no wait', answers: [SCANNING], seconds: 0, outcome: 'DENY', pauses: [] },
  {
    given: 'an error on the way is outlasted',
    answers: [SCANNING, down, SUCCESS],
    seconds: 600,
    outcome: 'ALLOW',
    pauses: [1000, 1500],
  },
  {
    given: 'one that stays is the outcome',
    answers: [SCANNING, down],
    seconds: 2,
    outcome: 'HSS_UNREACHABLE',
    pauses: [1000, 1000],
  },
  {
    given: 'one that will not pass ends the wait',
    answers: [SCANNING, new HssError('HSS_FORBIDDEN', 'no')],
    seconds: 600,
    outcome: 'HSS_FORBIDDEN',
    pauses: [1000],
  },
  {
    given: 'one at the beginning is the outcome',
    answers: [down, SUCCESS],
    seconds: 600,
    outcome: 'HSS_UNREACHABLE',
    pauses: [],
  },
])('$given', async ({ answers, seconds, outcome, pauses }) => {
  expect(await decisionOf(answers, seconds)).toEqual({ outcome, pauses });
});

test('a snapshot is not waited for', async () => {
  expect(await decisionOf([SCANNING, SUCCESS], 600, 'replay')).toEqual({
    outcome: 'DENY',
    pauses: [],
  });
});

test('pauses grow to half a minute, and no further', async () => {
  const { pauses } = await decisionOf([SCANNING], 3600);
  expect(Math.max(...pauses)).toBe(30_000);
  expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBe(3_600_000);
});

test.each([
  { answers: [ScanStatus.SCANNING], seconds: 5, said: [1] },
  { answers: [ScanStatus.SCANNING, ScanStatus.SUCCESS], seconds: 60, said: [] },
  { answers: [ScanStatus.FAILED], seconds: 5, said: [] },
])(
  'a wait that ended before the scan is reported: $answers',
  async ({ answers, seconds, said }) => {
    const { judging, wait } = waiting(answers, seconds);
    const heard: number[] = [];
    const cases = [{ reference: 'registry.example/shop/web:1' }];
    await judgeWhenScanned(cases, judging, { ...wait, onTimeout: (count) => heard.push(count) });
    expect(heard).toEqual(said);
  },
);
