import { HssError } from '../../contract/error';

/** What to do about a list that does not fit its image's row, by where both are from. */
const ADVICE: { readonly [source: string]: string } = {
  replay: 'record the snapshot again, with this policy',
  fixture: "give the row the vulNum of its image's rows in imageVulnerabilities",
};

const LIVE_ADVICE =
  'try again once HSS has finished its scan of the image; if the numbers still differ, have the image scanned again';

/**
 * Returns the error about vulnerabilities that do not fit the row of their image.
 * @param problem what differs
 * @param source `live`, `replay` or `fixture`
 */
export function unstableVulnerabilities(problem: string, source: string): HssError {
  return new HssError('HSS_UNSTABLE_LIST', problem, { advice: ADVICE[source] ?? LIVE_ADVICE });
}
