import { Begins, ProcessLimits } from '../../../src/client/retry/begins';
import { Clock } from '../../../src/client/retry/clock';
import { Deadline } from '../../../src/client/retry/deadline';
import { HIGHEST_LEVEL, Level } from '../../../src/client/retry/level';
import { Pace } from '../../../src/client/retry/pace';
import { PAUSES } from '../../../src/client/retry/pauses';
import { Turns } from '../../../src/client/retry/turns';

const UNBOUNDED: ProcessLimits = { beginsASecond: Infinity, underWay: Infinity };

/** Turns that only the pace bounds. */
export interface Paced {
  run<T>(deadline: Deadline, attempt: () => Promise<T>): Promise<T>;
}

export function pacedBy(clock: Clock): Paced {
  const level = new Level(HIGHEST_LEVEL);
  const turns = new Turns(new Pace(PAUSES), level, new Begins(UNBOUNDED), clock);
  const bound = { most: Infinity, underWay: 0 };
  return {
    run: (deadline, attempt) =>
      turns.run({ deadline, bound, isRepeatable: true }, attempt, () => undefined),
  };
}
