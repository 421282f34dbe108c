import { MAX_READINGS } from '../../src/client/paging';
import { Row as Listed } from '../../src/contract/row';
import { Fault } from '../../src/simulator';
import { Hss, startHss } from '../support/hss';
import {
  LISTS,
  LIST_NAMES,
  ListName,
  OFFSETS,
  POSITIONS,
  Position,
  ROWS,
  askedFor,
  lookUp,
} from './support';
import { MATRIX, MatrixRow } from './matrix';
import { Trap, startTrap } from './trap';

/**
 * Every fault at every page of every endpoint: the list is whole, or it is the one right error; it ends; nobody is asked more
 * often than allowed; and no credential goes elsewhere or is shown.
 */

const RETRIES = 2;
let trap: Trap;
beforeAll(async () => {
  trap = await startTrap();
});
afterAll(() => expect(trap.reached).toBe(0));

interface Case {
  readonly list: ListName;
  readonly position: Position;
  readonly isOnce: boolean;
}

/** What is wrong with what came of a case; nothing when all is as the design demands. */
async function faultsOf(row: MatrixRow, { list, position, isOnce }: Case): Promise<string[]> {
  const kind = typeof row.fault === 'function' ? row.fault(list, trap) : row.fault;
  const demand = row.at?.[position] ?? row.demand;
  const count = row.rows ?? ROWS;
  const fault: Fault = {
    ...kind,
    endpoint: list,
    ...(position === 'every' ? {} : { page: position }),
    ...(isOnce ? { times: 1 } : {}),
  };
  const hss = await startHss({ data: LISTS[list].data(count), faults: [fault] });
  const { token } = hss.options.credentials as unknown as { readonly token: string };
  const options = { ...hss.options, maxRetries: RETRIES, ...row.options };
  const came = await lookUp(options, list);
  const { pages, isMet } = await askedFor(hss);

  const isWhole = demand === 'fine' || (isOnce && demand !== 'end');
  const expected = isWhole ? 'whole' : demand === 'anew' ? 'HSS_UNSTABLE_LIST' : row.code;
  const problems: string[] = [];
  const outcome = came.error?.code ?? (await wholeness(hss, fault, list, came.rows ?? [], count));
  if (outcome !== expected) problems.push(`${outcome} instead of ${expected}`);
  // A rate may be kept by chance, and a list of two pages and a row has no page between.
  if (!isMet && kind.kind !== 'rate' && row.rows === undefined)
    problems.push('the fault was not met');
  if (came.shown.includes(token)) problems.push('the credential is shown');
  const attempts = pages.get(OFFSETS[position]) ?? 0;
  const allowed = {
    end: [1, 1],
    again: isOnce ? [2, 2] : [options.maxRetries + 1, options.maxRetries + 1],
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

test.concurrent.each(Object.keys(MATRIX))('%s', async (what) => {
  const row = MATRIX[what];
  const cases = LIST_NAMES.flatMap((list) =>
    POSITIONS.flatMap((position) => {
      // What ends a lookup ends it the first time.
      const isEnd = (row.at?.[position] ?? row.demand) === 'end';
      return (isEnd ? [false] : [true, false]).map((isOnce) => ({ list, position, isOnce }));
    }),
  );
  const problems = await Promise.all(
    cases.map(async (one) => {
      const name = `${one.list}, page ${one.position}, ${one.isOnce ? 'once' : 'for ever'}`;
      return (await faultsOf(row, one)).map((problem) => `${name}: ${problem}`);
    }),
  );
  expect(problems.flat()).toEqual([]);
});

test('the table has every kind of fault that the simulator has', () => {
  const kinds = Object.values(MATRIX).map(({ fault }) =>
    typeof fault === 'function' ? fault('cicd', trap).kind : fault.kind,
  );
  expect([...new Set(kinds)].sort()).toEqual([
    ...['data-list', 'drift', 'drip', 'empty', 'gzip', 'hang', 'hang-in-body', 'html', 'latency'],
    ...['new-enum', 'oversized', 'page-cap', 'rate', 'redirect', 'repeat', 'reset-before'],
    ...['reset-in-body', 'reset-in-headers', 'single-object', 'status', 'total', 'truncated'],
    'wrong-type',
  ]);
});
