import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The readers of `test/support/go-readers`. */
export type Reader =
  | 'kubectl'
  | 'kubectl provider'
  | 'typed Kubernetes'
  | 'yaml.v2'
  | 'yaml.v2 typed'
  | 'yaml.v3'
  | 'konlet'
  | 'ECS'
  | 'Batch';

/** What one reader makes of a text. */
export interface Answer {
  readonly images: readonly string[];
  readonly error?: string;
}

export type Answers = Readonly<Record<Reader, Answer>>;

const SOURCE = join(__dirname, '..', '..', 'support', 'go-readers');

/**
 * Builds the Go readers, and gives a function that asks them about texts.
 * @throws Error without Go, or if the build fails
 */
export function buildReaders(): (texts: readonly string[]) => Answers[] {
  const program = join(mkdtempSync(join(tmpdir(), 'go-readers-')), 'readers');
  try {
    execFileSync('go', ['build', '-o', program, '.'], { cwd: SOURCE, stdio: 'pipe' });
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const problem = missing ? 'Go is not on the PATH.' : (error as Error).message;
    throw new Error(
      `The Go readers can't be built: ${problem}\nInstall Go 1.26 or newer; the build downloads the modules of ${SOURCE}/go.mod.`,
    );
  }
  return (texts) => {
    const input = texts.map((text) => `${JSON.stringify(text)}\n`).join('');
    const { status, stdout, stderr } = spawnSync(program, {
      input,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    });
    if (status !== 0) throw new Error(`The Go readers failed: ${stderr}`);
    const lines = stdout.split('\n').slice(0, -1);
    if (lines.length !== texts.length) throw new Error('The Go readers did not answer every text.');
    return lines.map((line) => JSON.parse(line) as Answers);
  };
}
