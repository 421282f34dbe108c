/** Discovery: finds every container image in Terraform JSON, and replaces it. Pure. */
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
