// A line of the table: what was measured, its figure, and its goal, if any.

/**
 * @param result `short` is its name in the chart; `figure` is a summary; `of` has the figures that
 * it was derived from by name, each a summary with a unit; `goal` is `{ atMost }`, `{ below }` or
 * `{ atLeast }`
 */
export function result({ group, what, short, figure, unit, goal, of = {}, note }) {
  return {
    group,
    what,
    ...(short === undefined ? {} : { short }),
    unit,
    ...figure,
    ...(goal === undefined ? {} : { goal, met: isMet(figure.median, goal) }),
    ...(Object.keys(of).length === 0 ? {} : { of }),
    ...(note === undefined ? {} : { note }),
  };
}

function isMet(value, { atMost = Infinity, below = Infinity, atLeast = -Infinity }) {
  return value <= atMost && value < below && value >= atLeast;
}

/** Returns the used share of a goal. Up to 1, the goal is met. */
export function shareOfGoal({ median, goal }) {
  if (goal.atLeast !== undefined) return goal.atLeast / median;
  return median / (goal.atMost ?? goal.below);
}

export function goalText({ goal, unit }) {
  if (goal === undefined) return '';
  if (goal.atLeast !== undefined) return `≥ ${amount(goal.atLeast, unit)}`;
  return goal.below === undefined
    ? `≤ ${amount(goal.atMost, unit)}`
    : `< ${amount(goal.below, unit)}`;
}

export function amount(value, unit) {
  switch (unit) {
    case '×':
      return `${value.toFixed(Math.abs(value) < 10 ? 2 : 1)}×`;
    case '%':
      return `${value.toFixed(1)} %`;
    case 'ms':
      return Math.abs(value) < 10_000 ? `${value.toFixed(0)} ms` : `${(value / 1000).toFixed(1)} s`;
    case 'MB':
      return `${value.toFixed(1)} MB`;
    default:
      return String(value);
  }
}

export function spreadText({ low, high, samples, unit }) {
  return samples.length < 2 ? 'once' : `${amount(low, unit)} to ${amount(high, unit)}`;
}

/** `lookup 812 ms, undici 790 ms` */
export function ofText({ of = {} }) {
  return Object.entries(of)
    .map(([name, { median, unit }]) => `${name} ${amount(median, unit)}`)
    .join(', ');
}

export function metText({ met }) {
  return met === undefined ? '' : met ? 'yes' : 'no';
}
