import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { PausableDeadline } from '../../src/client/api';
import { HssClient } from '../../src/client/client';
import { ConnectionOptions } from '../../src/client/settings/options';
import { Pauses } from '../../src/client/retry/pauses';
import { findSettings } from '../../src/client/settings/settings';
import { Query } from '../../src/contract/query';
import { HssError } from '../../src/contract/error';
import { Row } from '../../src/contract/row';
import { SimulatorData, SimulatorOptions } from '../../src/simulator';
import { Hss, NO_FILES } from '../support/hss';

/** Lists of three pages each, and one lookup of one of them. */

/** Three pages: they begin at 0, 199 and 398, because they overlap by one row. */
export const ROWS = 450;
export const OFFSETS = { first: 0, middle: 199, last: 398, every: 0 } as const;
export type Page = keyof typeof OFFSETS;
export const PAGES = Object.keys(OFFSETS) as Page[];
/** A page, or the answer of IAM that comes before all pages where no project ID is given. */
export type Position = Page | 'project';

/** An endpoint: how it is asked, what it holds, what tells its rows apart, and its field that is an enum. */
interface List {
  readonly query: Query;
  readonly data: (count: number) => SimulatorData;
  readonly idProp: string;
  readonly idPrefix: string;
  readonly enumField: string;
  /** Whether rows have no ID: equal ones in one page are one then. `vul_num` tells where that loses a vulnerability. */
  readonly mayRepeat?: true;
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
  'registry-images': {
    query: { endpoint: 'registry-images', values: {} },
    data: (count) => ({
      registry_images: rows(count, (n) => ({ image_id: `g-${n}`, scan_status: 'success' })),
    }),
    idProp: 'imageId',
    idPrefix: 'g',
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
  'image-vulnerabilities': {
    query: {
      endpoint: 'image-vulnerabilities',
      values: {
        imageType: 'cicd',
        imageId: 'i-1',
        namespace: '',
        imageName: '',
        tagName: '',
        handleStatus: 'unhandled',
      },
    },
    data: (count) => ({
      cicd_images: [{ image_id: 'i-1', vul_num: count }],
      image_vulnerabilities: {
        'i-1': rows(count, (n) => ({ vul_id: `v-${n}`, repair_necessity: 'delay_repair' })),
      },
    }),
    idProp: 'vulId',
    idPrefix: 'v',
    enumField: 'repair_necessity',
    mayRepeat: true,
  },
} satisfies { readonly [name: string]: List };
export type ListName = keyof typeof LISTS;

/** Whether rows of a list have no ID. */
export const mayRepeat = (name: ListName): boolean => {
  const list: List = LISTS[name];
  return list.mayRepeat === true;
};
export const LIST_NAMES = Object.keys(LISTS) as ListName[];

/** The client's own pauses, short. What a server demands is waited for all the same. */
const SHORT: Pauses = {
  firstRetry: 1,
  longestRetry: 2,
  firstReading: 1,
  longestReading: 2,
  firstThrottle: 1,
  longestThrottle: 2,
  // Hundreds of lookups of as many credentials are at work at once.
  process: { beginsASecond: Infinity, underWay: Infinity },
};

/** A credential that no other case has, and what must not be shown of it. */
export interface CaseCredential {
  readonly options: Pick<ConnectionOptions, 'credentials'>;
  /** Has the simulator accept it. */
  readonly accepted: Partial<SimulatorOptions>;
  readonly secrets: readonly string[];
}

export function newToken(): CaseCredential {
  const token = randomUUID();
  return {
    options: { credentials: { kind: 'token', token } },
    accepted: { token },
    secrets: [token],
  };
}

export function newKeys(): CaseCredential {
  const keys = { accessKey: randomUUID(), secretKey: randomUUID(), securityToken: randomUUID() };
  return {
    options: { credentials: { kind: 'accessKey', ...keys } },
    accepted: keys,
    secrets: [...Object.values(keys), 'Signature='],
  };
}

/** A lookup is not over at twice its deadline. */
export class TooLate extends Error {}

/**
 * What work comes to that has a deadline of so many seconds. A busy machine delays this timer as it delays the deadline's,
 * and they fire in their order.
 * @throws TooLate, and what the work throws
 */
export async function timely<T>(seconds: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate()), 2 * seconds * 1000);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What came of one lookup, and all that anybody could have seen of it. */
export interface Came {
  readonly rows?: readonly Row[];
  readonly error?: HssError;
  readonly isLate?: true;
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
  const { deadlineSeconds } = settings;
  try {
    const rows = await timely(deadlineSeconds, () =>
      client.list(LISTS[name].query, new PausableDeadline(deadlineSeconds)),
    );
    return { rows, shown: JSON.stringify(observed) };
  } catch (error) {
    if (error instanceof TooLate) return { isLate: true, shown: JSON.stringify(observed) };
    if (!(error instanceof HssError)) throw error;
    const whole = inspect(error, { depth: Infinity });
    return { error, shown: JSON.stringify([observed, error.toData(), error.message, whole]) };
  } finally {
    await client.close();
  }
}

/** How often each page, and the project, was asked for, and whether the fault was met. */
export async function askedFor(
  hss: Hss,
): Promise<{ readonly attemptsAt: (position: Position) => number; readonly isMet: boolean }> {
  const requests = await hss.requests();
  const asked = (position: Position): number =>
    requests.filter(({ query }) =>
      position === 'project'
        ? query?.offset === undefined
        : query?.offset === String(OFFSETS[position]),
    ).length;
  return { attemptsAt: asked, isMet: requests.some(({ faults }) => faults.length > 0) };
}
