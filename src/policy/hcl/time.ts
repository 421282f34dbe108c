import { Hcl, let_ } from './expression';

/**
 * A timestamp as whole seconds, in ms since 1970. Terraform compares times, but does not count with them, so the days
 * are counted here: the civil calendar, in eras of 400 years that begin with March.
 */
export function msOf(timestamp: Hcl): Hcl {
  const part = (format: string): Hcl => `tonumber(formatdate("${format}", ${timestamp}))`;
  return let_(
    'civil',
    `{ y = ${part('YYYY')} - (${part('M')} <= 2 ? 1 : 0), m = ${part('M')} }`,
    (t) =>
      let_(
        'days',
        `{ era = floor(${t}.y / 400), year = ${t}.y - floor(${t}.y / 400) * 400, ` +
          `day = floor((153 * (${t}.m + (${t}.m > 2 ? -3 : 9)) + 2) / 5) + ${part('D')} - 1 }`,
        (d) =>
          `(((${d}.era * 146097 + ${d}.year * 365 + floor(${d}.year / 4) - floor(${d}.year / 100) + ${d}.day - 719468) * 24 + ` +
          `${part('h')}) * 60 + ${part('m')}) * 60000 + ${part('s')} * 1000`,
      ),
  );
}

/** A time in ms since 1970 for people; the bare number where no calendar reaches. */
export function isoTimeHcl(ms: Hcl): Hcl {
  return `try(timeadd("1970-01-01T00:00:00Z", "\${floor(${ms} / 1000)}s"), "\${${ms}} ms", "an unknown time")`;
}

/** A time span in ms as hours; rounded up, as in the text that a synth gives. */
export function hoursTextHcl(ms: Hcl): Hcl {
  return `try("\${ceil(${ms} / 360000) / 10} hours", "unknown")`;
}
