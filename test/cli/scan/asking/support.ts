import { Deadline, PostResult } from '../../../../src/client/api';
import { ScanHss } from '../../../../src/cli/scan/asking/scan-hss';
import { UnderWay } from '../../../../src/cli/scan/asking/under-way';
import { HssError } from '../../../../src/contract/error';
import { ImageTask } from '../../../../src/contract/on-demand/image-task';
import { Query } from '../../../../src/contract/query';
import { Row } from '../../../../src/contract/row';

/** An HSS whose answers are a function of the time that has passed, which passes only where somebody sleeps. */

/** ms since 1970 when a test begins. */
export const BEGIN = 1_000_000_000;

/** What HSS has at a time, ms since the request was accepted; negative before. */
export interface Script {
  readonly tasks?: (at: number) => readonly ImageTask[];
  /** Rows of the registries of a task. */
  readonly registries?: (taskId: string, at: number) => readonly Row[];
  readonly post?: PostResult | HssError;
  readonly seconds?: number;
}

export interface ScriptedHss {
  readonly hss: ScanHss;
  readonly said: string[];
  readonly underWay: UnderWay;
  /** IDs of the tasks that were looked up, in order. */
  readonly lookups: string[];
  /** ms since the request was accepted; -1 before. */
  readonly at: () => number;
}

export function scripted({
  tasks = () => [],
  registries = () => [],
  post = { accepted: true },
  seconds = 1200,
}: Script): ScriptedHss {
  let now = BEGIN;
  let acceptedAt: number | undefined;
  const said: string[] = [];
  const lookups: string[] = [];
  const underWay = new UnderWay();
  const at = (): number => (acceptedAt === undefined ? -1 : now - acceptedAt);
  const accept = (): Promise<PostResult> => {
    acceptedAt = now;
    return post instanceof HssError ? Promise.reject(post) : Promise.resolve(post);
  };
  const hss: ScanHss = {
    client: {
      synchronize: accept,
      scan: accept,
      // Promises, so that what a script throws is a rejection.
      tasks: async () => Promise.resolve(tasks(at())),
      statistics: () => Promise.resolve({}),
    },
    deadline: () => ({}) as Deadline,
    list: async ({ values }: Query) => {
      const taskId = String(values.taskId);
      lookups.push(taskId);
      return Promise.resolve(registries(taskId, at()));
    },
    say: (line) => said.push(line),
    underWay,
    wait: {
      seconds,
      until: BEGIN + seconds * 1000,
      now: () => now,
      sleep: (ms) => {
        now += ms;
        return Promise.resolve();
      },
    },
  };
  return { hss, said, underWay, lookups, at };
}

export const LOST = new HssError('HSS_UNREACHABLE', 'the connection to HSS broke off');
