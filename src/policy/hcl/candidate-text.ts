import {
  Hcl,
  all,
  attribute,
  call,
  cond,
  equals,
  index,
  interpolate,
  isNull,
  isPresent,
  list,
  object,
  stringLiteral,
  unequal,
} from './expression';

/** Stands in for a missing candidate. */
const NO_CANDIDATE: Hcl = object({ doubts: 0, anomalies: list() });

export function nameOfImage(image: Hcl): Hcl {
  const path = attribute(image, 'path');
  const digest = attribute(image, 'digest');
  return cond(
    isNull(digest),
    interpolate`${path}:${attribute(image, 'tag')}`,
    interpolate`${path}@${digest}`,
  );
}

export function isSure(candidate: Hcl): Hcl {
  return equals(attribute(candidate, 'doubts'), 0);
}

export function doubtText(candidate: Hcl, what: Hcl): Hcl {
  const anomalies = call('join', stringLiteral('; '), attribute(candidate, 'anomalies'));
  return interpolate`the newest row that could be ${what} may be another image: it has invalid fields (${anomalies})`;
}

export function firstOrNone(rows: Hcl): Hcl {
  return index(call('concat', rows, list(NO_CANDIDATE)), 0);
}

export function isKnownText(value: Hcl): Hcl {
  return all(isPresent(value), unequal(value, stringLiteral('')));
}
