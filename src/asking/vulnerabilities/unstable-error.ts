import { HssError } from '../../contract/error';

/** The advice for a list that does not match its image's row, by the source of both. */
const ADVICE: { readonly [source: string]: string } = {
  replay: 'record the snapshot again, with this policy',
  fixture: "give the row the vulNum of its image's rows in imageVulnerabilities",
};

const LIVE_ADVICE =
  'try again once HSS has finished its scan of the image; if the numbers still differ, have the image scanned again';

/**
 * Returns the error for vulnerabilities that do not match the row of their image.
 * @param problem what differs
 * @param source `live`, `replay` or `fixture`
 */
export function unstableVulnerabilities(problem: string, source: string): HssError {
  return new HssError('HSS_UNSTABLE_LIST', problem, { advice: ADVICE[source] ?? LIVE_ADVICE });
}
