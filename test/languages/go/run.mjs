// The Go project: a copy of it, in which folders replace the modules that the Go proxy lacks. With GO_MOD_TIDY=1 it writes go.mod
// and go.sum of the project anew, which a new version of a module or of jsii-pacmak takes.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateBindings } from '../../../scripts/languages/pacmak.mjs';
import { run } from '../../../scripts/languages/run.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The lock file of CDK Terrain's npm package. */
const LOCKED = join(root, 'test', 'frameworks', 'cdktn');

const CONSTRUCTS = 'github.com/aws/constructs-go/constructs/v10';

/** Variables that the package reads: those of whoever runs the tests have no say. */
const SETTINGS = /^(HSS|HW|HUAWEICLOUD|CLOUD_SDK)_/;

/**
 * @param {{ project: string, built: string, work: string }} folders this folder; the one of the module; an empty one
 */
export async function runTests({ project, built, work }) {
  const copy = join(work, 'project');
  cpSync(project, copy, { recursive: true });
  const environment = environmentIn(work);
  const go = (...args) => run('go', args, { cwd: copy, env: environment });

  const unformatted = run('gofmt', ['-l', '.'], { cwd: copy });
  if (unformatted !== '') throw new Error(`gofmt -w is due in:\n${unformatted}`);

  const modules = {
    'github.com/cdktf-hss/cdktf-hss-go/hss': join(built, 'hss'),
    'github.com/open-constructs/cdk-terrain-go/cdktn': cdktn(work),
  };
  for (const [name, folder] of Object.entries(modules)) {
    go('mod', 'edit', '-replace', `${name}=${folder}`);
  }
  if (process.env.GO_MOD_TIDY === '1') tidy();
  // Without the folders' paths, so that Go's cache knows what it compiled in the folders of an earlier run.
  mkdirSync(environment.PROGRAMS);
  go('build', '-trimpath', '-o', environment.PROGRAMS, './stack', './ending');
  const failed = [['./...'], ['-tags', 'cdktn', '.']].filter((args) => !passes(args));
  if (failed.length > 0) throw new Error(`go test ${failed[0].join(' ')} failed`);

  /** Writes the requirements and checksums of the project anew. */
  function tidy() {
    go('mod', 'tidy');
    cpSync(join(copy, 'go.sum'), join(project, 'go.sum'));
    cpSync(join(copy, 'go.mod'), join(project, 'go.mod'));
    const dropped = Object.keys(modules).map((name) => `-dropreplace=${name}`);
    run('go', ['mod', 'edit', ...dropped], { cwd: project });
  }

  function passes(args) {
    const { status } = spawnSync('go', ['test', '-trimpath', '-count=1', ...args], {
      cwd: copy,
      env: environment,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return status === 0;
  }
}

/** What the programs leave behind goes into the folder. */
function environmentIn(work) {
  const temporary = join(work, 'tmp');
  mkdirSync(temporary);
  const inherited = Object.entries(process.env).filter(([name]) => !SETTINGS.test(name));
  return {
    ...Object.fromEntries(inherited),
    HSS_GATE: join(root, 'lib', 'bundle', 'command', 'hss-gate.js'),
    PROGRAMS: join(work, 'programs'),
    TMPDIR: temporary,
    JSII_RUNTIME_PACKAGE_CACHE_ROOT: join(work, 'packages'),
    // The package supports Node 20 on purpose.
    JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
  };
}

/** The Go module of CDK Terrain. Its makers publish one, which the Go proxy of a closed network may lack. */
function cdktn(work) {
  console.error('go: generating the module of cdktn from its npm package');
  const npm = join(work, 'npm');
  for (const file of ['package.json', 'package-lock.json']) {
    cpSync(join(LOCKED, file), join(npm, file));
  }
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: npm });
  const bindings = generateBindings(
    join(npm, 'node_modules', 'cdktn'),
    'go',
    join(work, 'bindings'),
  );
  const folder = join(bindings, 'cdktn');
  // The oldest that cdktn takes; jsii-pacmak writes the one that is installed.
  run('go', ['mod', 'edit', '-require', `${CONSTRUCTS}@v10.6.0`], { cwd: folder });
  return folder;
}
