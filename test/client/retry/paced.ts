import { ProcessLimiter, ProcessLimits } from '../../../src/client/retry/process-limiter';
import { Clock } from '../../../src/client/retry/clock';
import { Deadline } from '../../../src/client/retry/deadline';
import { HIGHEST_LEVEL, Level } from '../../../src/client/retry/level';
import { Pace } from '../../../src/client/retry/pace';
import { PAUSES } from '../../../src/client/retry/pauses';
import { RequestQueue } from '../../../src/client/retry/request-queue';

const UNBOUNDED: ProcessLimits = { beginsASecond: Infinity, underWay: Infinity };

/** RequestQueue that only the pace bounds. */
export interface Paced {
  run<T>(deadline: Deadline, attempt: () => Promise<T>): Promise<T>;
}

export function pacedBy(clock: Clock): Paced {
  const level = new Level(HIGHEST_LEVEL);
  const queue = new RequestQueue(new Pace(PAUSES), level, new ProcessLimiter(UNBOUNDED), clock);
  const bound = { most: Infinity, underWay: 0 };
  return {
    run: (deadline, attempt) =>
      queue.run({ deadline, bound, isRepeatable: true }, attempt, () => undefined),
  };
}
