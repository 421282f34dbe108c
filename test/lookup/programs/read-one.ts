import { Lookups } from '../../../src/lookup/lookups';

// What a user's program does, for runners of TypeScript: it starts a lookup, and reads it.
const lookup = Lookups.of({}).start(
  { kind: 'live' },
  {},
  { endpoint: 'cicd-images', values: {} },
  undefined,
);
console.log(lookup.rows.length);
