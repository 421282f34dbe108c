/** Discovery: every container image in Terraform JSON, where it stands, and how it is replaced. Pure. */
export {
  DiscoverOptions,
  Outcome,
  ResourceImages,
  ValuesOptions,
  discover,
  discoverValues,
} from './discover';
export { FoundImage } from './findings';
export { Edit, pin } from './pin';
export { Place, Slot, Step, placeText } from './place';
export { KNOWN_TYPES } from './table';
