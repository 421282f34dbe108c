import * as path from 'node:path';
import { isInside } from '../../util/paths';
import { HssError } from '../../contract/error';
import { PolicyFile, PolicyFiles } from './file-access';
import { loadAndReadDocument } from './read-document';
import { PolicySource } from './extension';
import { PolicyProblem } from '../model/problem';
import { readFailure } from '../../util/read-failure';
import { show } from '../../util/text';

/** One file of a chain. */
export interface Layer extends PolicySource {
  /** Why the chain ends before the file that it extends. */
  readonly unfollowed?: PolicyProblem;
}

/** The most files in a chain, the first one included. Reviewers can't follow long chains. */
export const MAX_POLICY_FILES = 8;

/** Returns the files from the given one up to the base policy, as far as they can be read. */
export function readChain(file: string, files: PolicyFiles): Layer[] {
  let layer = layerOf(file, readFirst(file, files), files.root);
  const chain: Layer[] = [];
  for (;;) {
    const extended = extendedBy(layer);
    if (extended === undefined) return [...chain, layer];
    const next = follow(extended, [...chain, layer], files);
    if (typeof next === 'string') {
      return [...chain, { ...layer, unfollowed: { path: ['extends'], message: next } }];
    }
    chain.push(layer);
    layer = next;
  }
}

function readFirst(file: string, files: PolicyFiles): PolicyFile {
  try {
    return files.read(file);
  } catch (error) {
    throw new HssError(
      'HSS_POLICY_INVALID',
      `${file}: the policy file can't be read (${readFailure(error)})`,
      { advice: 'check the path; relative paths are resolved from the current directory' },
    );
  }
}

/** Returns the file that the last one of a chain extends, or why it can't be used. */
function follow(extended: string, chain: readonly Layer[], files: PolicyFiles): Layer | string {
  const fault = extendsFault(extended);
  if (fault !== undefined) return `${show(extended)} ${fault}`;
  const from = chain[chain.length - 1];
  const wanted = path.join(path.dirname(from.realPath), extended);
  // Checked before it is read: an error must not reveal which files exist elsewhere.
  if (!isInside(files.root, wanted)) return `${show(extended)} leads out of ${files.root}`;
  let found: PolicyFile;
  try {
    found = files.read(wanted);
  } catch (error) {
    return `${show(extended)}, which is ${wanted}, can't be read (${readFailure(error)})`;
  }
  if (!isInside(files.root, found.realPath)) {
    return `${show(extended)} is a link that leads out of ${files.root}`;
  }
  const again = chain.findIndex(({ realPath }) => realPath === found.realPath);
  if (again >= 0) {
    const circle = [...chain.slice(again), chain[again]].map(({ name }) => name).join(' -> ');
    return chain.length - again === 1
      ? `${show(extended)} is this file itself`
      : `${show(extended)} goes round in a circle: ${circle}`;
  }
  if (chain.length >= MAX_POLICY_FILES) {
    return `${show(extended)} is one too many: at most ${MAX_POLICY_FILES} files may extend each other`;
  }
  return layerOf(nameBeside(from, found.realPath), found, files.root);
}

/** Returns what is wrong with a path itself, or undefined. */
function extendsFault(extended: string): string | undefined {
  // A colon is in every URL, and in a Windows drive.
  // eslint-disable-next-line no-control-regex -- control characters are refused
  return /^\/|[\\:\u0000-\u001f\u007f]/.test(extended)
    ? 'is not a relative path: write one with /, such as ../base.yaml'
    : undefined;
}

function layerOf(name: string, { text, realPath }: PolicyFile, root: string): Layer {
  const inside = path.relative(root, realPath).split(path.sep).join('/');
  // A path from the root is the same in reports of all machines.
  const label = isInside(root, realPath) ? inside : name;
  return { name, label, realPath, document: loadAndReadDocument(text) };
}

/**
 * Returns a file's name in errors: relative to the name of the file that extends it, if possible.
 */
function nameBeside({ name, realPath: from }: Layer, realPath: string): string {
  const tail = path.normalize(name).replace(/^(?:\.\.[\\/])+/, '');
  const isPlain = from === tail || from.endsWith(path.sep + tail.replace(/^[\\/]/, ''));
  if (!isPlain) return realPath;
  return path.join(path.dirname(name), path.relative(path.dirname(from), realPath));
}

/** Returns the file that a file extends; undefined also for a value that the schema refuses. */
export function extendedBy({ document }: Layer): string | undefined {
  const { extends: extended } = (document.value ?? {}) as { readonly extends?: unknown };
  return typeof extended === 'string' && /\.(?:yaml|yml|json)$/.test(extended)
    ? extended
    : undefined;
}
