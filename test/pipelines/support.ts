import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parsePolicy, policyHash } from '../../src/policy';
import type { SimulatorData } from '../../src/simulator';
import { DATA, folderWith, gatedBy, planOf } from '../support/gated-plans';
import { Hss, startHss } from '../support/hss';
import { Ended } from '../support/processes';
import { HSS_GATE } from '../support/simulator';

/** What a reader copies, run as the platform would run it, in a project of his with tools that stand in. */

export const root = join(__dirname, '..', '..');
export const pipelines = join(root, 'examples', 'pipelines');
export const textOf = (...path: readonly string[]): string =>
  readFileSync(join(root, ...path), 'utf8');

export const { version: VERSION } = JSON.parse(textOf('package.json')) as { version: string };

const POLICY = textOf('examples', 'pipelines', 'image-policy.yaml');
export const POLICY_HASH = policyHash(parsePolicy(POLICY, 'image-policy.yaml', Date.now()));

/** What is looked for in all that a pipeline prints and keeps. */
export const ACCESS_KEY = 'PIPELINEACCESSKEY001';
export const SECRET_KEY = 'a-secret-key-that-must-not-be-printed-1';

/** Versions of shop/web in HSS's answers. */
export const ALLOWED = '1';
export const DENIED = '2';

const SHELL = '#!/bin/sh\n';

/** Keeps what the code of others would see. */
const KEEP_ENVIRONMENT = 'env >> "$PROJECT/environments"\n';

/** In place of npx: it runs what the project has, and refuses any way of calling it that might run something else. */
const NPX = `${SHELL}
case "$1 $2" in
  '--no --') shift 2 ;;
  '--yes --package')
    test "$3 $4" = 'cdktf-hss@${VERSION} --' && test "$npm_config_omit" = peer || exit 90
    test "$npm_config_ignore_scripts" = true || exit 94
    shift 4 ;;
  *) exit 91 ;;
esac
exec "$PROJECT/node_modules/.bin/$@"
`;

/** A terraform whose plans are what PLAN names, and which notes what it applies. */
const TERRAFORM = `${SHELL}${KEEP_ENVIRONMENT}case "$1" in -chdir=*) cd "\${1#-chdir=}" || exit 1; shift ;; esac
command=$1
for last; do :; done
case "$command" in
  plan)
    test -n "$TF_VAR_hss_endpoint" || exit 92
    for word; do case "$word" in -out=*) cp "$PLAN" "\${word#-out=}" ;; esac; done ;;
  show) cat "$last" ;;
  apply) cp "$last" "$PROJECT/applied" ;;
esac
`;

/** Synthesizes a stack, with HSS through the proxy. */
const CDKTF = `${SHELL}${KEEP_ENVIRONMENT}test "$1" = synth && test -n "$TF_VAR_hss_endpoint" || exit 93
mkdir -p cdktf.out/stacks/shop
echo '{}' > cdktf.out/stacks/shop/cdk.tf.json
`;

const NOTED = `${SHELL}${KEEP_ENVIRONMENT}echo "$0 $*" | sed 's|.*/||' >> "$PROJECT/noted"\n`;

export class Project {
  private constructor(
    public readonly folder: string,
    private readonly hss: Hss,
  ) {}

  /** A project as the examples want it, whose plans deploy this version of shop/web. */
  public static create(hss: Hss, deployed = ALLOWED): Project {
    const char = deployed === ALLOWED ? 'a' : 'b';
    const plan = planOf(
      [`swr.cn-north-4.myhuaweicloud.com/shop/web@sha256:${char.repeat(64)}`],
      gatedBy(POLICY_HASH),
    );
    const folder = folderWith({
      'image-policy.yaml': POLICY,
      'package.json': { name: 'shop', private: true },
      'of-terraform.json': plan,
    });
    const project = new Project(folder, hss);
    project.program('bin/npx', NPX);
    project.program('bin/terraform', TERRAFORM);
    project.program('bin/npm', NOTED);
    // docker reads the password, or it would be a closed pipe.
    project.program('bin/docker', `${NOTED}test "$1" != login || cat > /dev/null\n`);
    project.program('node_modules/.bin/cdktf', CDKTF);
    project.program(
      'node_modules/cdktf-hss/main.js',
      `#!${process.execPath}\nrequire(${JSON.stringify(HSS_GATE)});\n`,
    );
    writeFileSync(
      join(folder, 'node_modules', 'cdktf-hss', 'package.json'),
      JSON.stringify({ name: 'cdktf-hss', version: VERSION, bin: { 'hss-gate': 'main.js' } }),
    );
    symlinkSync('../cdktf-hss/main.js', join(folder, 'node_modules', '.bin', 'hss-gate'));
    return project;
  }

  /** Runs a script by a shell, with the credential of a pipeline where it gets one. */
  public async run(
    shell: readonly string[],
    script: string,
    env: { readonly [name: string]: string } = {},
    cwd = '.',
  ): Promise<Ended> {
    const file = join(this.folder, 'step.sh');
    writeFileSync(file, script);
    const child = spawn(shell[0], [...shell.slice(1), file], {
      cwd: join(this.folder, cwd),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: `${join(this.folder, 'bin')}:${process.env.PATH!}`,
        HOME: '/nowhere',
        PROJECT: this.folder,
        PLAN: join(this.folder, 'of-terraform.json'),
        HSS_ENDPOINT: this.hss.endpoint,
        HW_PROJECT_ID: this.hss.options.projectId!,
        ...env,
      },
    });
    const [out, err]: string[][] = [[], []];
    child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
    const [exitCode] = (await once(child, 'close')) as [number | null];
    return { exitCode, stdout: out.join(''), stderr: err.join('') };
  }

  public has(name: string): boolean {
    return existsSync(join(this.folder, name));
  }

  public read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  public write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  private program(name: string, text: string): void {
    const file = join(this.folder, name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, 0o755);
  }
}

/** The CVE for which DENIED is denied, and the rule of reports that names its vulnerability. */
export const DENIED_CVE = 'CVE-2026-12345';
export const DENIED_VULNERABILITY = 'vulnerability/HCE2-SA-2026-0042';

/** The rows with what was found in them: nothing in ALLOWED, one High vulnerability in DENIED. */
const DATA_WITH_VULNERABILITIES: SimulatorData = {
  cicd_images: DATA.cicd_images!.map((row) => ({
    ...row,
    image_id: `web-${String(row.image_version)}`,
    vul_num: row.image_version === DENIED ? 1 : 0,
  })),
  vulnerabilities: {
    'HCE2-SA-2026-0042': {
      severity_level: 'High',
      app_name: 'openssl',
      version: '1.1.1m-15',
      cve_list: [{ cve_id: DENIED_CVE, cvss: 8.1 }],
    },
  },
  image_vulnerabilities: { [`web-${DENIED}`]: ['HCE2-SA-2026-0042'] },
};

/** An HSS that takes the pipelines' credential and no other. */
export function pipelineHss(): Promise<Hss> {
  return startHss({
    data: DATA_WITH_VULNERABILITIES,
    accessKey: ACCESS_KEY,
    secretKey: SECRET_KEY,
  });
}

export const CREDENTIAL = { HW_ACCESS_KEY: ACCESS_KEY, HW_SECRET_KEY: SECRET_KEY };

/** A step or job that ran. */
export interface Ran extends Ended {
  readonly name: string;
}

/** The names of what ran, each with its exit code. */
export const codes = (ran: readonly Ran[]): [string, number | null][] =>
  ran.map(({ name, exitCode }) => [name, exitCode]);

/** Fails where a credential was printed. */
export function expectNoCredential(ran: readonly Ended[]): void {
  const printed = ran.map(({ stdout, stderr }) => stdout + stderr).join('\n');
  expect(printed).not.toContain(SECRET_KEY);
  expect(printed).not.toContain(ACCESS_KEY);
}
