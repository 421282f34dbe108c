import { HssError } from '../../contract/error';
import { FoundCredential, headerSafe, keys } from './credential';
import { AGENCY_VARIABLES, Environment } from '../settings/environment';
import { CredentialChoice } from '../settings/options';
import { readProfile } from './profile';
import { ProfileFiles, placesText } from './profile-files';

/** Pairs of variables that hold keys, in the order of the chain. */
const KEY_VARIABLES: readonly {
  readonly ak: keyof Environment;
  readonly sk: keyof Environment;
  readonly securityToken?: keyof Environment;
}[] = [
  { ak: 'HW_ACCESS_KEY', sk: 'HW_SECRET_KEY', securityToken: 'HW_SECURITY_TOKEN' },
  {
    ak: 'HUAWEICLOUD_SDK_AK',
    sk: 'HUAWEICLOUD_SDK_SK',
    securityToken: 'HUAWEICLOUD_SDK_SECURITY_TOKEN',
  },
  { ak: 'CLOUD_SDK_AK', sk: 'CLOUD_SDK_SK' },
];

/**
 * Finds the credential that a choice names: token variables, then key variables, then profile
 * files.
 * @param lacksRegion whether the region is missing too, so that one error names everything that is
 * missing
 * @throws HSS_NO_CREDENTIALS naming the places searched
 */
export async function findCredential(
  choice: CredentialChoice,
  environment: Environment,
  files: ProfileFiles,
  lacksRegion = false,
): Promise<FoundCredential> {
  switch (choice.kind) {
    case 'token':
      return {
        credential: { kind: 'token', token: headerSafe(choice.token, 'the token') },
        origin: 'HssCredentials.token',
      };
    case 'accessKey':
      return {
        credential: keys(choice.accessKey, choice.secretKey, choice.securityToken),
        origin: 'HssCredentials.accessKey',
      };
    case 'profile': {
      refuseAgency(environment);
      const found = await readProfile(environment, files, choice.name);
      if (found !== undefined) return found;
      throw new HssError('HSS_NO_CREDENTIALS', 'no profile with an access key was found', {
        advice: `write one. Looked at ${placesText(environment, files)}`,
      });
    }
    case 'environment': {
      const found = await searchEnvironment(environment, files);
      if (found !== undefined) return found;
      const places =
        `Looked at HW_AUTH_TOKEN, ${KEY_VARIABLES.map((pair) => pair.ak).join(', ')}, ` +
        placesText(environment, files);
      const [summary, advice] = lacksRegion
        ? [
            'no credential for Huawei Cloud was found, and neither a region nor an endpoint is known',
            'set a region (HW_REGION_NAME or the region prop) and a credential (HW_AUTH_TOKEN, or HW_ACCESS_KEY with HW_SECRET_KEY, or a profile)',
          ]
        : [
            'no credential for Huawei Cloud was found',
            'set HW_AUTH_TOKEN, or HW_ACCESS_KEY and HW_SECRET_KEY; or create a profile',
          ];
      throw new HssError('HSS_NO_CREDENTIALS', summary, {
        advice: `${advice}. ${places}`,
        isUnconfigured: true,
      });
    }
  }
}

/**
 * Finds the chain's credential in variables and profile files; undefined if there is none.
 * @throws HSS_NO_CREDENTIALS for a credential that is set and can't be used
 */
export async function searchEnvironment(
  environment: Environment,
  files: ProfileFiles,
): Promise<FoundCredential | undefined> {
  refuseAgency(environment);
  return fromVariables(environment) ?? (await readProfile(environment, files, undefined));
}

/**
 * Rejects variables with which the Terraform provider assumes an agency, often of another account.
 * Ignoring them would list the images of the keys' own account instead.
 * @throws HSS_NO_CREDENTIALS
 */
function refuseAgency(environment: Environment): void {
  const variable = AGENCY_VARIABLES.find((name) => environment[name] !== undefined);
  if (variable === undefined) return;
  throw new HssError(
    'HSS_NO_CREDENTIALS',
    `${variable} is set, and assuming an agency is not supported`,
    {
      advice: `obtain temporary keys of the agency, set them in HW_ACCESS_KEY, HW_SECRET_KEY and HW_SECURITY_TOKEN, and unset HW_ASSUME_ROLE_* for this command`,
    },
  );
}

function fromVariables(environment: Environment): FoundCredential | undefined {
  const token = environment.HW_AUTH_TOKEN;
  if (token !== undefined) {
    return {
      credential: { kind: 'token', token: headerSafe(token, 'HW_AUTH_TOKEN') },
      origin: 'HW_AUTH_TOKEN',
    };
  }
  for (const pair of KEY_VARIABLES) {
    const ak = environment[pair.ak];
    const sk = environment[pair.sk];
    if (ak === undefined && sk === undefined) continue;
    if (ak === undefined || sk === undefined) {
      const [there, missing] = ak === undefined ? [pair.sk, pair.ak] : [pair.ak, pair.sk];
      throw new HssError('HSS_NO_CREDENTIALS', `${there} is set, but ${missing} is not`, {
        advice: `set both ${pair.ak} and ${pair.sk}, or neither`,
      });
    }
    const securityToken =
      pair.securityToken === undefined ? undefined : environment[pair.securityToken];
    return { credential: keys(ak, sk, securityToken), origin: pair.ak };
  }
  return undefined;
}
