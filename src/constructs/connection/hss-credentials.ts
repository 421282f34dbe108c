import { CredentialChoice } from '../../client/settings/options';

/**
 * How a connection proves who it is. Nothing of it ever gets into the synthesized files.
 */
export class HssCredentials {
  /**
   * From the environment, or else from the profile files of `fromProfile`, the default.
   *
   * The first that is set counts, of `HW_AUTH_TOKEN`; `HW_ACCESS_KEY`, `HW_SECRET_KEY` and `HW_SECURITY_TOKEN`;
   * `HUAWEICLOUD_SDK_AK`, `HUAWEICLOUD_SDK_SK` and `HUAWEICLOUD_SDK_SECURITY_TOKEN`; `CLOUD_SDK_AK` and `CLOUD_SDK_SK`.
   */
  public static fromEnvironment(): HssCredentials {
    return new HssCredentials({ kind: 'environment' });
  }

  /**
   * From a profile file: a section of the SDKs' INI file (`~/.huaweicloud/credentials`, or
   * `HUAWEICLOUD_SDK_CREDENTIALS_FILE`), or else a profile of KooCLI's (`~/.hcloud/config.json`, or
   * `HW_SHARED_CONFIG_FILE`).
   *
   * A profile that is named is used or is an error.
   *
   * @param name section or profile, by default that of `HW_PROFILE`, or `[basic]`, or KooCLI's current profile
   */
  public static fromProfile(name?: string): HssCredentials {
    return new HssCredentials({ kind: 'profile', ...(name === undefined ? {} : { name }) });
  }

  /**
   * A token of the project (header `X-Auth-Token`), 1 to 32768 characters.
   *
   * @param token the token, from where secrets are kept, not from code
   */
  public static token(token: string): HssCredentials {
    return new HssCredentials({ kind: 'token', token });
  }

  /**
   * Keys to sign each request with.
   *
   * @param ak access key ID
   * @param sk secret access key
   * @param securityToken of temporary keys
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
