import { CoverageEntry, CoverageOutcome } from './coverage';
import { CoveredResource } from './stack-decision';

/** What a gate found in a resource, for its users. */
export function coverageEntry({ resource, ignored }: CoveredResource): CoverageEntry {
  const { address, type, constructPath, outcome, images, reason } = resource;
  return {
    address,
    type,
    ...(constructPath === undefined ? {} : { path: constructPath }),
    outcome: ignored ? CoverageOutcome.IGNORED : OUTCOMES[outcome],
    images: images.map(({ reference }) => reference),
    ...(reason === undefined ? {} : { reason }),
  };
}

const OUTCOMES = {
  images: CoverageOutcome.IMAGES,
  none: CoverageOutcome.NONE,
  undeterminable: CoverageOutcome.UNDETERMINABLE,
};
