// The Go project: a copy of it, in which folders replace the modules that the Go proxy lacks. With GO_MOD_TIDY=1 it writes go.mod
// and go.sum of the project anew, which a new version of a module or of jsii-pacmak takes.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { generateBindings } from '../../../scripts/languages/pacmak.mjs';
import { run } from '../../../scripts/languages/run.mjs';
import { HSS_GATE, installCdktn, testEnvironment } from '../shared.mjs';

const CONSTRUCTS = 'github.com/aws/constructs-go/constructs/v10';

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
  return {
    ...testEnvironment(join(work, 'tmp')),
    HSS_GATE,
    PROGRAMS: join(work, 'programs'),
    JSII_RUNTIME_PACKAGE_CACHE_ROOT: join(work, 'packages'),
  };
}

/** The Go module of CDK Terrain. Its makers publish one, which the Go proxy of a closed network may lack. */
function cdktn(work) {
  console.error('go: generating the module of cdktn from its npm package');
  const npmPackage = installCdktn(join(work, 'npm'));
  const bindings = generateBindings(npmPackage, 'go', join(work, 'bindings'));
  const folder = join(bindings, 'cdktn');
  // The oldest that cdktn takes; jsii-pacmak writes the one that is installed.
  run('go', ['mod', 'edit', '-require', `${CONSTRUCTS}@v10.6.0`], { cwd: folder });
  return folder;
}
