import { CredentialChoice } from '../../client/settings/options';

/**
 * Credentials of a connection. They are never written into the synthesized files.
 */
export class HssCredentials {
  /**
   * Reads credentials from the environment, or else from the profile files of `fromProfile`. This
   * is the default.
   *
   * The first one set wins: `HW_AUTH_TOKEN`; `HW_ACCESS_KEY`, `HW_SECRET_KEY` and
   * `HW_SECURITY_TOKEN`; `HUAWEICLOUD_SDK_AK`, `HUAWEICLOUD_SDK_SK` and
   * `HUAWEICLOUD_SDK_SECURITY_TOKEN`; `CLOUD_SDK_AK` and `CLOUD_SDK_SK`.
   */
  public static fromEnvironment(): HssCredentials {
    return new HssCredentials({ kind: 'environment' });
  }

  /**
   * Reads credentials from a profile file: a section of the INI file of the SDKs
   * (`~/.huaweicloud/credentials`, or `HUAWEICLOUD_SDK_CREDENTIALS_FILE`), or else a profile of
   * KooCLI (`~/.hcloud/config.json`, or `HW_SHARED_CONFIG_FILE`).
   *
   * If a named profile can't be used, lookups fail; no other credentials are tried.
   *
   * @param name section or profile. By default `HW_PROFILE`, else the section `[basic]`, else the
   * current profile of KooCLI
   */
  public static fromProfile(name?: string): HssCredentials {
    return new HssCredentials({ kind: 'profile', ...(name === undefined ? {} : { name }) });
  }

  /**
   * Uses a token of the project (header `X-Auth-Token`).
   *
   * @param token the token, 1 to 32768 characters. Read it from a secret store; don't write it into
   * code
   */
  public static token(token: string): HssCredentials {
    return new HssCredentials({ kind: 'token', token });
  }

  /**
   * Signs each request with an access key.
   *
   * @param ak access key ID
   * @param sk secret access key
   * @param securityToken security token of a temporary access key
   */
  public static accessKey(ak: string, sk: string, securityToken?: string): HssCredentials {
    return new HssCredentials({
      kind: 'accessKey',
      accessKey: ak,
      secretKey: sk,
      ...(securityToken === undefined ? {} : { securityToken }),
    });
  }

  readonly #choice: CredentialChoice;

  private constructor(choice: CredentialChoice) {
    this.#choice = choice;
  }

  /** @internal */
  public _choice(): CredentialChoice {
    return this.#choice;
  }
}
