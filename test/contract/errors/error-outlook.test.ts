import { HssErrorCode } from '../../../src/contract/error';
import { errorOutlook } from '../../../src/contract/errors/error-outlook';

test.each<[HssErrorCode, boolean, boolean]>([
  ['HSS_THROTTLED', true, true],
  ['HSS_FORBIDDEN', true, false],
  ['HSS_TIMEOUT', false, true],
  ['HSS_TOO_MANY_ROWS', false, false],
])('%s affects all queries: %s, may pass: %s', (code, affectsAll, mayPass) => {
  expect(errorOutlook(code)).toEqual({ affectsAll, mayPass });
});
