import { ReportedResource, doubtsText } from '../../report/coverage/resource-report';
import { CoverageEntry, CoverageOutcome } from './coverage';

/** Converts a reported resource to an entry of a gate's coverage. */
export function coverageEntry(resource: ReportedResource): CoverageEntry {
  const { address, type, path, outcome, found, doubts, harmless, notes } = resource;
  const { declaredBy, waivedBy } = resource;
  return {
    address,
    type,
    ...(path === undefined ? {} : { path }),
    outcome: OUTCOMES[outcome],
    images: found.map(({ reference }) => reference),
    found: found.map(({ reference, where }) => ({
      reference,
      ...(where === undefined ? {} : { path: where }),
    })),
    doubts: doubts.map(({ where, reason }) => ({ path: where, reason })),
    ...(outcome === 'undeterminable' ? { reason: doubtsText(doubts) } : {}),
    harmless,
    notes: [...notes],
    ...(declaredBy === undefined ? {} : { declaredBy }),
    ...(waivedBy === undefined ? {} : { waivedBy }),
  };
}

const OUTCOMES = {
  images: CoverageOutcome.IMAGES,
  none: CoverageOutcome.NONE,
  undeterminable: CoverageOutcome.UNDETERMINABLE,
  ignored: CoverageOutcome.IGNORED,
};
