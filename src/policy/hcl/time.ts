import {
  Hcl,
  atMost,
  attribute,
  call,
  cond,
  dividedBy,
  interpolate,
  let_,
  minus,
  moreThan,
  object,
  plus,
  stringLiteral,
  times,
  tryOf,
} from './expression';

/**
 * Converts a timestamp to ms since 1970, as whole seconds. Terraform can compare times, but not
 * calculate with them, so the days are counted here: in the civil calendar, in eras of 400 years
 * that begin in March.
 */
export function msOf(timestamp: Hcl): Hcl {
  const part = (format: string): Hcl =>
    call('tonumber', call('formatdate', stringLiteral(format), timestamp));
  const civil = object({
    y: minus(part('YYYY'), cond(atMost(part('M'), 2), 1, 0)),
    m: part('M'),
  });
  return let_('civil', civil, (date) => {
    const year = attribute(date, 'y');
    const month = attribute(date, 'm');
    const monthFromMarch = plus(month, cond(moreThan(month, 2), -3, 9));
    const days = object({
      era: floorOf(year, 400),
      year: minus(year, times(floorOf(year, 400), 400)),
      day: minus(plus(floorOf(plus(times(153, monthFromMarch), 2), 5), part('D')), 1),
    });
    return let_('days', days, (counted) => {
      const hours = plus(times(daysSince1970(counted), 24), part('h'));
      const minutes = plus(times(hours, 60), part('m'));
      return plus(times(minutes, 60_000), times(part('s'), 1000));
    });
  });
}

/**
 * Returns a time in ms since 1970 for messages; the bare number outside the range of the calendar.
 */
export function isoTimeHcl(ms: Hcl): Hcl {
  const seconds = interpolate`${floorOf(ms, 1000)}s`;
  return tryOf(
    call('timeadd', stringLiteral('1970-01-01T00:00:00Z'), seconds),
    interpolate`${ms} ms`,
    stringLiteral('an unknown time'),
  );
}

/** Returns a time span in ms as hours, rounded up, as in messages at synth. */
export function hoursTextHcl(ms: Hcl): Hcl {
  const tenths = call('ceil', dividedBy(ms, 360_000));
  return tryOf(interpolate`${dividedBy(tenths, 10)} hours`, stringLiteral('unknown'));
}

function daysSince1970(counted: Hcl): Hcl {
  const year = attribute(counted, 'year');
  const leapDays = minus(floorOf(year, 4), floorOf(year, 100));
  const daysOfEras = times(attribute(counted, 'era'), 146_097);
  const sinceMarch = plus(daysOfEras, times(year, 365), leapDays, attribute(counted, 'day'));
  return minus(sinceMarch, 719_468);
}

function floorOf(dividend: Hcl, divisor: number): Hcl {
  return call('floor', dividedBy(dividend, divisor));
}
