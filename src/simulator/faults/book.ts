import { Endpoint } from '../query/routes';
import { Fault, FaultKind, FaultOf } from './faults';

/** The parts of a request that select its faults. */
export interface FaultSubject {
  readonly endpoint: Endpoint;
  /** The requested page; missing for IAM. */
  readonly page?: { readonly offset: number; readonly limit: number; readonly total: number };
}

/** Kinds of which an answer can show only one. */
const ALONE: ReadonlySet<FaultKind['kind']> = new Set([
  ...(['status', 'rate', 'redirect', 'html', 'wrong-type', 'empty'] as const),
  ...(['reset-before', 'reset-in-headers', 'reset-in-body', 'hang', 'hang-in-body'] as const),
  ...(['drip', 'truncated'] as const),
]);
/** Kinds that change a page of rows, so they don't apply to IAM. */
export const LISTS_ONLY: ReadonlySet<FaultKind['kind']> = new Set([
  ...(['drift', 'repeat', 'total', 'page-cap', 'single-object', 'data-list'] as const),
  ...(['new-enum', 'oversized'] as const),
]);

interface Entry {
  readonly fault: Fault;
  seen: number;
  fired: number;
  /** Times of the requests within the last second, for the kind `rate` only. */
  recent: number[];
}

/**
 * Keeps track of the faults: which ones apply to a request, how often each was triggered, and which
 * are used up.
 */
export class FaultBook {
  private entries: Entry[] = [];

  constructor(faults: readonly Fault[]) {
    this.replace(faults);
  }

  public replace(faults: readonly Fault[]): void {
    this.entries = faults.map((fault) => ({ fault, seen: 0, fired: 0, recent: [] }));
  }

  /** Returns the given faults, each with the number of times it was triggered. */
  public report(): { readonly fault: Fault; readonly fired: number }[] {
    return this.entries.map(({ fault, fired }) => ({ fault, fired }));
  }

  /**
   * Finds the faults that apply to a request, and counts them as triggered. A fault of a kind that
   * acts alone waits behind an earlier one: `[500 once, 429 once]` is a 500 and then a 429.
   */
  public trigger(subject: FaultSubject, now: number): Fault[] {
    const triggered: Fault[] = [];
    for (const entry of this.entries) {
      const { fault } = entry;
      if (!matches(fault, subject)) continue;
      entry.seen++;
      const isDue = entry.seen > (fault.skip ?? 0) && entry.fired < (fault.times ?? Infinity);
      const isBlocked = ALONE.has(fault.kind) && triggered.some(({ kind }) => ALONE.has(kind));
      if (isDue && !isBlocked && (fault.kind !== 'rate' || isOver(entry, fault, now))) {
        entry.fired++;
        triggered.push(fault);
      }
    }
    return triggered;
  }
}

function matches(fault: Fault, { endpoint, page }: FaultSubject): boolean {
  if (fault.endpoint !== undefined && fault.endpoint !== endpoint) return false;
  if (page === undefined) return fault.page === undefined && !LISTS_ONLY.has(fault.kind);
  const isFirst = page.offset === 0;
  const isLast = page.offset + page.limit >= page.total && (isFirst || page.offset < page.total);
  switch (fault.page) {
    case undefined:
      return true;
    case 'first':
      return isFirst;
    case 'last':
      return isLast;
    case 'middle':
      return !isFirst && !isLast && page.offset < page.total;
    default:
      return page.offset === fault.page;
  }
}

/** Returns whether a request exceeds the rate. Rejected requests are not counted. */
function isOver(entry: Entry, fault: FaultOf<'rate'>, now: number): boolean {
  entry.recent = entry.recent.filter((time) => now - time < 1000);
  if (entry.recent.length >= fault.perSecond) return true;
  entry.recent.push(now);
  return false;
}
