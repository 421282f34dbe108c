import { MAX_READINGS } from '../../src/client/paging/paging';
import { Row as Listed } from '../../src/contract/row';
import { Fault, FaultKind } from '../../src/simulator';
import { LISTS_ONLY } from '../../src/simulator/faults/book';
import { Hss, startHss } from '../support/hss';
import { MATRIX, MatrixRow } from './matrix';
import { hearPrinted } from './printed';
import {
  LISTS,
  LIST_NAMES,
  ListName,
  PAGES,
  Position,
  ROWS,
  askedFor,
  lookUp,
  mayRepeat,
  newKeys,
  newToken,
} from './support';
import { Trap, startTrap } from './trap';

/**
 * Every fault at every page of every endpoint, and at IAM's answer: the list is whole, or it is the one right error; it ends, by
 * its deadline; nobody is asked more often than allowed; and no credential goes elsewhere or is shown.
 */

// Silence takes its time, and the more of it on a busy machine.
jest.setTimeout(120_000);

const RETRIES = 2;
const secrets = new Set<string>();
const printed = hearPrinted();
let trap: Trap;
beforeAll(async () => {
  trap = await startTrap();
});
afterAll(() => {
  const all = printed();
  jest.restoreAllMocks();
  expect([...secrets].filter((secret) => all.includes(secret))).toEqual([]);
  expect(trap.reached).toBe(0);
});

interface Case {
  readonly list: ListName;
  readonly position: Position;
  readonly isOnce: boolean;
  /** By a signature, else by a token. */
  readonly isSigned: boolean;
}

const faultIn = ({ fault }: MatrixRow, list: ListName): FaultKind =>
  typeof fault === 'function' ? fault(list, trap) : fault;
const demandOf = (row: MatrixRow, position: Position) => row.at?.[position] ?? row.demand;

/** What is wrong with what came of a case; nothing when all is as the design demands. */
async function problemsOf(row: MatrixRow, one: Case): Promise<string[]> {
  const { list, position, isOnce, isSigned } = one;
  const kind = faultIn(row, list);
  const demand = demandOf(row, position);
  const count = row.rows ?? ROWS;
  const fault: Fault = {
    ...kind,
    endpoint: position === 'project' ? 'iam' : list,
    ...(position === 'every' || position === 'project' ? {} : { page: position }),
    ...(isOnce ? { times: 1 } : {}),
  };
  const credential = isSigned ? newKeys() : newToken();
  credential.secrets.forEach((secret) => secrets.add(secret));
  const data = LISTS[list].data(count);
  const hss = await startHss({ data, faults: [fault], ...credential.accepted });
  const { projectId, ...others } = hss.options;
  const options = {
    ...others,
    ...(position === 'project' ? {} : { projectId }),
    maxRetries: RETRIES,
    ...row.options,
    ...credential.options,
  };
  const came = await lookUp(options, list);
  const { attemptsAt, isMet } = await askedFor(hss);

  const isWhole = demand === 'fine' || (isOnce && demand !== 'end');
  // The page that the fault repeats a row in shares no row with another one.
  const isOneLess =
    mayRepeat(list) && position === 'last' && kind.kind === 'repeat' && kind.keepSize === true;
  const expected =
    isOneLess && kind.what !== 'previous-page'
      ? `${count - 1} rows of ${count}`
      : isWhole
        ? 'whole'
        : demand === 'anew'
          ? 'HSS_UNSTABLE_LIST'
          : row.code;
  const problems: string[] = [];
  const outcome = came.isLate
    ? 'nothing at twice the deadline'
    : (came.error?.code ?? (await wholeness(hss, fault, list, came.rows ?? [], count)));
  if (outcome !== expected) problems.push(`${outcome} instead of ${expected}`);
  // A rate may be kept by chance, and a list of two pages and a row has no page between.
  if (!isMet && kind.kind !== 'rate' && row.rows === undefined)
    problems.push('the fault was not met');
  if (credential.secrets.some((secret) => came.shown.includes(secret)))
    problems.push('the credential is shown');
  const attempts = attemptsAt(position);
  const all = options.maxRetries + 1;
  // A refusal while other pages get through is retried besides.
  const most = kind.kind === 'status' && kind.status === 429 ? all + options.maxRetries : all;
  const allowed = {
    end: [1, 1],
    again: isOnce ? [2, 2] : [all, most],
    anew: isOnce ? [1, 2] : [1, MAX_READINGS],
    // A page of few rows is asked for once; one that is turned away by a rate, a little more often.
    fine: [1, RETRIES + 1],
  }[demand];
  if (attempts < allowed[0] || attempts > allowed[1]) {
    problems.push(`${attempts} attempts instead of ${allowed.join(' to ')}`);
  }
  return problems;
}

/** Whether the rows are the whole list, in order, each once. */
async function wholeness(
  hss: Hss,
  { kind }: Fault,
  list: ListName,
  rows: readonly Listed[],
  count: number,
): Promise<string> {
  const { idProp, idPrefix } = LISTS[list];
  let truth: readonly unknown[] = Array.from({ length: count }, (_, n) => `${idPrefix}-${n}`);
  if (kind === 'drift') {
    // Then it is what HSS lists now.
    await hss.faults();
    truth = (await lookUp(hss.options, list)).rows!.map((row) => row[idProp]);
  }
  const came = rows.map((row) => row[idProp]);
  if (JSON.stringify(came) === JSON.stringify(truth)) return 'whole';
  return `${came.length} rows of ${truth.length}`;
}

/** Where a fault of a row can be, and how often. */
function casesOf(row: MatrixRow): Case[] {
  const pages = LIST_NAMES.flatMap((list) => PAGES.map((position) => ({ list, position })));
  const project = { list: 'cicd', position: 'project' } as const;
  const hasProject = !LISTS_ONLY.has(faultIn(row, project.list).kind);
  return [...pages, ...(hasProject ? [project] : [])].flatMap((place, index) => {
    // What ends a lookup ends it the first time.
    const often = demandOf(row, place.position) === 'end' ? [false] : [true, false];
    return often.map((isOnce) => ({ ...place, isOnce, isSigned: (index % 2 === 0) === isOnce }));
  });
}

test.concurrent.each(Object.keys(MATRIX))(
  'a list is read whole or fails under the fault: %s',
  async (what) => {
    const row = MATRIX[what];
    const problems = await Promise.all(
      casesOf(row).map(async (one) => {
        const name = `${one.list}, ${one.position}, ${one.isOnce ? 'once' : 'for ever'}, ${one.isSigned ? 'signed' : 'by token'}`;
        return (await problemsOf(row, one)).map((problem) => `${name}: ${problem}`);
      }),
    );
    expect(problems.flat()).toEqual([]);
  },
);

test('the table has every kind of fault that the simulator has', () => {
  const kinds = Object.values(MATRIX).map((row) => faultIn(row, 'cicd').kind);
  expect([...new Set(kinds)].sort()).toEqual([
    ...['data-list', 'drift', 'drip', 'empty', 'gzip', 'hang', 'hang-in-body', 'html', 'latency'],
    ...['new-enum', 'oversized', 'page-cap', 'rate', 'redirect', 'repeat', 'reset-before'],
    ...['reset-in-body', 'reset-in-headers', 'single-object', 'status', 'total', 'truncated'],
    'wrong-type',
  ]);
});
