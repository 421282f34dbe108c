import { deadlineIn } from '../../src/client/api';
import { HssClient } from '../../src/client/client';
import { ConnectionOptions } from '../../src/client/options';
import { Pauses } from '../../src/client/pauses';
import { findSettings } from '../../src/client/settings';
import { Query } from '../../src/contract/query';
import { HssError } from '../../src/contract/error';
import { Row } from '../../src/contract/row';
import { SimulatorData } from '../../src/simulator';
import { Hss, NO_FILES } from '../support/hss';

/** Three lists of three pages each, and one lookup of one of them. */

/** Three pages: they begin at 0, 199 and 398, because they overlap by one row. */
export const ROWS = 450;
export const OFFSETS = { first: 0, middle: 199, last: 398, every: 0 } as const;
export type Position = keyof typeof OFFSETS;
export const POSITIONS = Object.keys(OFFSETS) as Position[];

/** An endpoint: how it is asked, what it holds, what tells its rows apart, and its field that is an enum. */
interface List {
  readonly query: Query;
  readonly data: (count: number) => SimulatorData;
  readonly idProp: string;
  readonly idPrefix: string;
  readonly enumField: string;
}

type ApiRow = Readonly<Record<string, unknown>>;
const rows = (count: number, make: (n: number) => ApiRow): ApiRow[] =>
  Array.from({ length: count }, (_, n) => make(n));

export const LISTS = {
  cicd: {
    query: { endpoint: 'cicd-images', values: {} },
    data: (count) => ({
      cicd_images: rows(count, (n) => ({ image_id: `i-${n}`, scan_status: 'success' })),
    }),
    idProp: 'imageId',
    idPrefix: 'i',
    enumField: 'scan_status',
  },
  registries: {
    query: { endpoint: 'image-registries', values: {} },
    data: (count) => ({
      image_registries: rows(count, (n) => ({ id: `r-${n}`, registry_type: 'Harbor' })),
    }),
    idProp: 'id',
    idPrefix: 'r',
    enumField: 'registry_type',
  },
  sync: {
    query: { endpoint: 'sync-task-registries', values: { taskId: 'task' } },
    data: (count) => ({
      image_sync_task_registries: {
        task: rows(count, (n) => ({ registry_id: `s-${n}`, sync_status: 'finished' })),
      },
    }),
    idProp: 'registryId',
    idPrefix: 's',
    enumField: 'sync_status',
  },
} satisfies { readonly [name: string]: List };
export type ListName = keyof typeof LISTS;
export const LIST_NAMES = Object.keys(LISTS) as ListName[];

/** The client's own pauses, short. What a server demands is waited for all the same. */
const SHORT: Pauses = {
  firstRetry: 1,
  longestRetry: 2,
  firstReading: 1,
  longestReading: 2,
  firstThrottle: 1,
  longestThrottle: 2,
};

/** What came of one lookup, and all that anybody could have seen of it. */
export interface Came {
  readonly rows?: readonly Row[];
  readonly error?: HssError;
  readonly shown: string;
}

export async function lookUp(options: ConnectionOptions, name: ListName): Promise<Came> {
  const observed: unknown[] = [];
  const settings = await findSettings(
    { ...options, observe: (request) => observed.push(request) },
    {},
    NO_FILES,
  );
  const client = new HssClient(settings, SHORT);
  try {
    const rows = await client.list(LISTS[name].query, deadlineIn(settings.deadlineSeconds));
    return { rows, shown: JSON.stringify(observed) };
  } catch (error) {
    if (!(error instanceof HssError)) throw error;
    const shown = JSON.stringify([observed, error.toData(), error.message, error.stack]);
    return { error, shown };
  } finally {
    await client.close();
  }
}

/** How often each page was asked for, and whether the fault was met. */
export async function askedFor(
  hss: Hss,
): Promise<{ readonly pages: ReadonlyMap<number, number>; readonly isMet: boolean }> {
  const pages = new Map<number, number>();
  const requests = await hss.requests();
  for (const { query } of requests) {
    const offset = Number(query?.offset);
    pages.set(offset, (pages.get(offset) ?? 0) + 1);
  }
  return { pages, isMet: requests.some(({ faults }) => faults.length > 0) };
}
