import { HssError } from '../../contract/error';
import { FoundCredential } from './credential';
import { Environment } from '../settings/environment';
import { IniFile, iniCredential, parseIni } from './ini-profile';
import { KooCliFile, kooCliCredential, parseKooCli } from './koocli-profile';
import { ProfileFiles, placesText, unusable } from './profile-files';

/**
 * Finds the credential of a profile. A profile named by `name` or HW_PROFILE, or a file named by a
 * variable, is used, or the search fails:
 * - `name`: the section of the SDKs' INI file, otherwise the profile of KooCLI's file;
 * - HW_PROFILE: the profile of KooCLI's file, otherwise the section of the INI file;
 * - neither: section `[basic]` of the INI file, otherwise KooCLI's current profile. If
 * HW_SHARED_CONFIG_FILE is set, only KooCLI's current profile; otherwise, if
 * HUAWEICLOUD_SDK_CREDENTIALS_FILE is set, only `[basic]`.
 *
 * If only one of these two variables is set, a named profile is searched for in that file only.
 *
 * Returns undefined if nothing is named and neither file has a credential.
 * @throws HSS_NO_CREDENTIALS
 */
export async function readProfile(
  environment: Environment,
  files: ProfileFiles,
  name: string | undefined,
): Promise<FoundCredential | undefined> {
  const opened = new OpenedFiles(environment, files);
  await opened.requireNamed();
  const kooCliFirst = environment.HW_SHARED_CONFIG_FILE !== undefined;
  const wanted = name ?? environment.HW_PROFILE;
  if (wanted !== undefined) {
    const found =
      kooCliFirst || name === undefined
        ? ((await opened.fromKooCli(wanted)) ?? (await opened.fromIni(wanted)))
        : ((await opened.fromIni(wanted)) ?? (await opened.fromKooCli(wanted)));
    return found ?? (await opened.refuseUnknown(wanted, name === undefined));
  }
  if (kooCliFirst) {
    const what = 'current profile';
    return required(await opened.fromKooCli(), KOO_CLI_VARIABLE, files.kooCli(environment), what);
  }
  const basic = await opened.fromIni('basic');
  if (environment[INI_VARIABLE] !== undefined) {
    return required(basic, INI_VARIABLE, files.ini(environment), 'section [basic]');
  }
  return basic ?? opened.fromKooCli();
}

const INI_VARIABLE = 'HUAWEICLOUD_SDK_CREDENTIALS_FILE';
const KOO_CLI_VARIABLE = 'HW_SHARED_CONFIG_FILE';

/** The two files, each read when first needed: a broken file that is not needed is not an error. */
class OpenedFiles {
  private readonly iniPath: string | undefined;
  private readonly kooCliPath: string | undefined;
  private readIni: Promise<IniFile | undefined> | undefined;
  private readKooCli: Promise<KooCliFile | undefined> | undefined;

  constructor(
    private readonly environment: Environment,
    private readonly files: ProfileFiles,
  ) {
    // A file that a variable names is used instead of the other file at its default path, which may
    // be of another account.
    const ini = environment[INI_VARIABLE] !== undefined;
    const kooCli = environment[KOO_CLI_VARIABLE] !== undefined;
    this.iniPath = ini || !kooCli ? files.ini(environment) : undefined;
    this.kooCliPath = kooCli || !ini ? files.kooCli(environment) : undefined;
  }

  /** @throws HSS_NO_CREDENTIALS for a file that a variable names and that does not exist */
  public async requireNamed(): Promise<void> {
    const missing = async (
      variable: typeof INI_VARIABLE | typeof KOO_CLI_VARIABLE,
      read: () => Promise<unknown>,
    ): Promise<boolean> => this.environment[variable] !== undefined && (await read()) === undefined;
    if (await missing(INI_VARIABLE, () => this.ini())) refuseMissing(INI_VARIABLE, this.iniPath);
    if (await missing(KOO_CLI_VARIABLE, () => this.kooCli())) {
      refuseMissing(KOO_CLI_VARIABLE, this.kooCliPath);
    }
  }

  public async fromIni(section: string): Promise<FoundCredential | undefined> {
    const ini = await this.ini();
    return ini === undefined ? undefined : iniCredential(ini, section, this.iniPath!);
  }

  /** Returns the credential of the named profile, or of the current one. */
  public async fromKooCli(profile?: string): Promise<FoundCredential | undefined> {
    const file = await this.kooCli();
    const wanted = profile ?? file?.current;
    return file === undefined || wanted === undefined ? undefined : kooCliCredential(file, wanted);
  }

  /** @throws HSS_NO_CREDENTIALS that names the files and the profiles in them */
  public async refuseUnknown(name: string, byVariable: boolean): Promise<never> {
    const known = [
      ...[...((await this.ini())?.keys() ?? [])].map((section) => `[${section}]`),
      ...((await this.kooCli())?.profiles.keys() ?? []),
    ];
    const by = byVariable ? ', which HW_PROFILE names,' : '';
    throw new HssError(
      'HSS_NO_CREDENTIALS',
      `no profile named ${JSON.stringify(name)}${by} with an access key was found in ${placesText(this.environment, this.files)}`,
      {
        advice:
          known.length === 0
            ? 'write the profile, or name none and set HW_ACCESS_KEY and HW_SECRET_KEY'
            : `choose one of the profiles there: ${known.join(', ')}`,
      },
    );
  }

  private ini(): Promise<IniFile | undefined> {
    return (this.readIni ??= this.textAt(this.iniPath).then((text) =>
      text === undefined ? undefined : parseIni(text),
    ));
  }

  private kooCli(): Promise<KooCliFile | undefined> {
    return (this.readKooCli ??= this.textAt(this.kooCliPath).then((text) =>
      text === undefined ? undefined : parseKooCli(text, this.kooCliPath!),
    ));
  }

  private async textAt(path: string | undefined): Promise<string | undefined> {
    return path === undefined ? undefined : this.files.read(path);
  }
}

function refuseMissing(variable: string, path: string | undefined): never {
  throw new HssError('HSS_NO_CREDENTIALS', `${variable} names ${path}, which does not exist`, {
    advice: `correct the path, or unset ${variable}`,
  });
}

function required(
  found: FoundCredential | undefined,
  variable: string,
  path: string | undefined,
  what: string,
): FoundCredential {
  if (found !== undefined) return found;
  throw unusable(
    String(path),
    `its ${what} has no keys`,
    `add the keys to the file, choose another profile, or unset ${variable}`,
  );
}
