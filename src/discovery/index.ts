/** Discovery: every container image in Terraform JSON, where it stands, and how it is replaced. Pure. */
export {
  DiscoverOptions,
  PlannedValues,
  ResourceImages,
  ValuesOptions,
  discover,
  discoverValues,
} from './discover';
export { Doubt, FoundImage, GuardedToken, reasonText } from './findings';
export { Basis, Discovered, ResourceOutcome, asAction, harmlessText } from './resource';
export { Edit, pin } from './pin';
export { ImagePlace, Slot, Step, placeText, stepsText } from './nodes/place';
export { KNOWN_TYPES } from './table';
