import { dirname, join, relative, resolve, sep } from 'node:path';
import { HssError } from '../../contract/error';
import { createFile } from '../../util/file-writer';
import { plain } from '../../util/safe-text';
import { shellQuoted } from '../../util/shell-quoted';
import { isFile } from '../shared/is-file';
import { POLICY_FILE } from '../shared/judging-options';
import { print } from '../shared/output/print';
import { asResultProcess } from '../shared/result-process';
import { starterPolicy } from './starter-policy';

/** The schema's file in a project that has the package installed. */
const INSTALLED_SCHEMA = join('node_modules', 'cdktf-hss', 'schema', 'image-policy.schema.json');

/**
 * Writes a first policy.
 * @throws HSS_INVALID_ARGUMENT if the file exists or can't be written
 */
export async function runInit(file = POLICY_FILE): Promise<void> {
  asResultProcess();
  try {
    createFile(file, starterPolicy(schemaSeenFrom(file), Date.now()));
  } catch (error) {
    throw refusal(file, error as NodeJS.ErrnoException);
  }
  const named = file === POLICY_FILE ? '' : ` ${shownWord(file)}`;
  await print(`${plain(`wrote ${file}; check it with hss-gate policy lint${named}`)}\n`);
}

function refusal(
  file: string,
  { code = 'unknown error', syscall }: NodeJS.ErrnoException,
): HssError {
  // mkdir fails with EEXIST if a file is in the place of a folder.
  if (code === 'EEXIST' && syscall !== 'mkdir') {
    return new HssError('HSS_INVALID_ARGUMENT', `${file} exists, and is not overwritten`, {
      advice: 'edit it, or name another file: hss-gate policy init FILE',
    });
  }
  return new HssError('HSS_INVALID_ARGUMENT', `${file} can't be written (${code})`, {
    advice: 'name a file in a folder that you can write to: hss-gate policy init FILE',
  });
}

function schemaSeenFrom(file: string): string | undefined {
  if (!isFile(INSTALLED_SCHEMA)) return undefined;
  const path = relative(dirname(resolve(file)), resolve(INSTALLED_SCHEMA))
    .split(sep)
    .join('/');
  return path.startsWith('.') ? path : `./${path}`;
}

/** The file as a word of a command line. With a dash at its beginning it would be an option. */
function shownWord(file: string): string {
  const path = file.startsWith('-') ? `./${file}` : file;
  return /^[\w./-]+$/.test(path) ? path : shellQuoted(path);
}
