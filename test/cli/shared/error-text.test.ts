import { Environment } from '../../../src/client/settings/environment';
import { findSettings } from '../../../src/client/settings/settings';
import { messageOf } from '../../../src/cli/shared/error-text';
import { failureOf } from '../../support/failure';
import { NO_FILES } from '../../support/hss';

/** What a command says when it is not configured. */

const TRY = '\n  without an account, try hss-gate simulate -- hss-gate COMMAND';
const NO_CREDENTIAL = 'HSS_NO_CREDENTIALS: no credential for Huawei Cloud was found';
const LOOKED = '. Looked at HW_AUTH_TOKEN, ';

test.each<{
  readonly given: string;
  readonly environment: Environment;
  readonly begin: string;
  readonly isTried: boolean;
}>([
  {
    given: 'nothing',
    environment: {},
    begin: `${NO_CREDENTIAL}, and neither a region nor an endpoint is known\n  what to do: set a region (HW_REGION_NAME or --region) and a credential (HW_AUTH_TOKEN, or HW_ACCESS_KEY with HW_SECRET_KEY, or a profile)${LOOKED}`,
    isTried: true,
  },
  {
    given: 'a region',
    environment: { HW_REGION_NAME: 'cn-north-4' },
    begin: `${NO_CREDENTIAL}\n  what to do: set HW_AUTH_TOKEN, or HW_ACCESS_KEY and HW_SECRET_KEY; or create a profile${LOOKED}`,
    isTried: true,
  },
  {
    given: 'an endpoint',
    environment: { HSS_ENDPOINT: 'https://hss.example.com' },
    begin: `${NO_CREDENTIAL}\n  what to do: set HW_AUTH_TOKEN`,
    isTried: true,
  },
  {
    given: 'a credential',
    environment: { HW_AUTH_TOKEN: 'tok' },
    begin:
      'HSS_INVALID_ARGUMENT: neither a region nor an endpoint is known\n  what to do: give --region, or set HW_REGION_NAME\n',
    isTried: true,
  },
  {
    given: 'half a key pair',
    environment: { HW_ACCESS_KEY: 'ak' },
    begin: 'HSS_NO_CREDENTIALS: HW_ACCESS_KEY is set, but HW_SECRET_KEY is not\n',
    isTried: false,
  },
])('with $given, everything missing is named', async ({ environment, begin, isTried }) => {
  const failure = await failureOf(() => findSettings({}, environment, NO_FILES));
  const shown = messageOf(failure);
  expect(shown.slice(0, begin.length)).toBe(begin);
  expect(shown.endsWith(TRY)).toBe(isTried);
  // A stack's error has no commands.
  expect(failure.message).not.toContain('hss-gate');
});
