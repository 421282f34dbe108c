// One line of the table: what was measured, its figure, and the goal for it where there is one.

/**
 * @param result `short` names it in the chart; `figure` is a summary; `of` names the figures that it was made from, each a summary with a unit;
 * `goal` is `{ atMost }`, `{ below }` or `{ atLeast }`
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

/** How much of what a goal allows is used: up to 1 it is met. */
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
