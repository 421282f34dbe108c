import {
  Stats,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';

/** Mode of a new file before the umask, as in `open`. */
const NEW_FILE_MODE = 0o666;

/**
 * Error codes for files that can't be replaced but may be writable: the file is a mount point
 * (EBUSY, EXDEV), its folder is not writable or is sticky, or its owner can't be preserved.
 */
const IRREPLACEABLE = ['EBUSY', 'EXDEV', 'EACCES', 'EPERM', 'EROFS', 'EINVAL', 'ENOTSUP'];

/**
 * Writes a file completely or not at all. Readers see the old text or the new one, even after a
 * crash.
 *
 * Symbolic links are followed, and their target is replaced or created. Pipes, devices and file
 * descriptors (`/dev/fd/3`) are written directly. A file that can't be replaced, such as a bind
 * mount, is overwritten in place. The owner and mode of an existing file are preserved. A missing
 * folder is created.
 * @param mode of a new file, before the umask
 * @throws errors of the file system
 */
export function writeFile(path: string, content: string, mode = NEW_FILE_MODE): void {
  const bytes = Buffer.from(content);
  const target = followLinks(path);
  const descriptor = ownDescriptor(target);
  if (descriptor !== undefined) return writeAll(descriptor, bytes);
  const there = statSync(target, { throwIfNoEntry: false });
  if (isStream(target, there)) return writeThrough(target, [bytes]);
  try {
    replaceFile(target, [bytes], there, mode);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (there === undefined || !IRREPLACEABLE.includes(code)) throw error;
    writeInPlace(target, bytes, there.size);
  }
}

/**
 * Writes a file like `writeFile`, but in pieces, with only one piece in memory. It fails for a file
 * that can't be replaced, because pieces can't be read again.
 * @throws errors of the file system
 */
export function writeInPieces(path: string, pieces: Iterable<string | Uint8Array>): void {
  const target = followLinks(path);
  const descriptor = ownDescriptor(target);
  if (descriptor !== undefined) return writeEach(descriptor, pieces);
  const there = statSync(target, { throwIfNoEntry: false });
  if (isStream(target, there)) writeThrough(target, pieces);
  else replaceFile(target, pieces, there, NEW_FILE_MODE);
}

function writeEach(file: number, pieces: Iterable<string | Uint8Array>): void {
  for (const piece of pieces) writeAll(file, Buffer.from(piece));
}

/**
 * Writes a new file completely or not at all. A missing folder is created.
 * @throws EEXIST if the path exists, even as a broken link; other errors of the file system
 */
export function createFile(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'wx', NEW_FILE_MODE);
  try {
    try {
      writeAll(file, Buffer.from(content));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

/**
 * Appends lines to a file that other processes also write to. The file is not replaced, so their
 * open descriptors and concurrent writes stay valid. An incomplete last line is ended first.
 * @throws errors of the file system
 */
export function appendToFile(path: string, lines: string): void {
  const target = followLinks(path);
  if (isStream(target, statSync(target, { throwIfNoEntry: false })))
    return writeFile(target, lines);
  mkdirSync(dirname(target), { recursive: true });
  const file = openSync(
    target,
    constants.O_RDWR | constants.O_APPEND | constants.O_CREAT,
    NEW_FILE_MODE,
  );
  try {
    // In one write, so that lines of other processes do not come between.
    writeAll(file, Buffer.from(`${isWithinLine(file) ? '\n' : ''}${lines}`));
  } finally {
    closeSync(file);
  }
}

function isWithinLine(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== LINE_FEED;
}

const LINE_FEED = 0x0a;

/**
 * Returns whether a path leads to a regular file, whose content can be read before it is written.
 * Reading a pipe or a device could block forever.
 */
export function holdsContent(path: string): boolean {
  const target = followLinks(path);
  const there = statSync(target, { throwIfNoEntry: false });
  return there !== undefined && ownDescriptor(target) === undefined && !isStream(target, there);
}

/** Writes all bytes. An almost full disk accepts only a part of them without an error. */
export function writeAll(file: number, bytes: Uint8Array, position?: number): void {
  for (let done = 0; done < bytes.length;) {
    const at = position === undefined ? null : position + done;
    try {
      done += writeSync(file, bytes, done, bytes.length - done, at);
    } catch (error) {
      // A full pipe that another process made non-blocking.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PIPE_PAUSE_MS);
    }
  }
}

const PIPE_PAUSE_MS = 5;

/** Opens a file and removes its name, so that nothing is left however the process ends. */
export function openUnnamedFile(folder: string): number {
  const path = join(folder, `hss-gate-${randomBytes(12).toString('hex')}`);
  const file = openSync(path, 'wx+', 0o600);
  try {
    rmSync(path);
  } catch {
    // Windows keeps the name until the file is closed.
    process.once('exit', () => rmSync(path, { force: true }));
  }
  return file;
}

/** Linux's maximum number of links. */
const MAX_LINKS = 40;

/**
 * Returns the path at the end of symbolic links, which need not exist. Stops at a file descriptor,
 * which is also a link: replacing its target would leave the reader of the open file with the old
 * content.
 */
export function followLinks(path: string): string {
  let place = resolve(path);
  for (let links = 0; links < MAX_LINKS; links++) {
    if (isDescriptor(place)) return place;
    place = join(realFolder(dirname(place)), basename(place));
    if (isDescriptor(place)) return place;
    let linked: string;
    try {
      linked = readlinkSync(place);
    } catch {
      return place;
    }
    place = resolve(dirname(place), linked);
  }
  // A circle of links, which fails when it is opened.
  return place;
}

/** Resolves the links in a folder's path. A missing folder is returned unchanged. */
export function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    // The folder does not exist yet.
    return folder;
  }
}

const DESCRIPTOR = /^\/(?:dev|proc\/([^/]+)(?:\/task\/[^/]+)?)\/fd\/(\d+)$/;
const STANDARD_STREAMS = ['/dev/stdin', '/dev/stdout', '/dev/stderr'];

function isDescriptor(path: string): boolean {
  return STANDARD_STREAMS.includes(path) || DESCRIPTOR.test(path);
}

/**
 * Returns the number of a descriptor of this process. Opening its path again would truncate a log,
 * and fails for a socket.
 */
function ownDescriptor(path: string): number | undefined {
  const standard = STANDARD_STREAMS.indexOf(path);
  if (standard >= 0) return standard;
  const [, owner, number] = DESCRIPTOR.exec(path) ?? [];
  if (number === undefined) return undefined;
  const isOwn = owner === undefined || ['self', 'thread-self', `${process.pid}`].includes(owner);
  return isOwn ? Number(number) : undefined;
}

/**
 * Returns whether a path leads to a pipe, a device or a descriptor, whose reader may block a
 * writer.
 */
export function leadsToStream(path: string): boolean {
  const target = followLinks(path);
  return isStream(target, statSync(target, { throwIfNoEntry: false }));
}

/**
 * Returns whether a path can't be replaced by a file: a pipe, device, socket, directory, or open
 * file of another process.
 */
function isStream(path: string, there: Stats | undefined): boolean {
  return isDescriptor(path) || (there !== undefined && !there.isFile());
}

function writeThrough(path: string, pieces: Iterable<string | Uint8Array>): void {
  // Never creates the file: a pipe that was removed meanwhile must not become one.
  const file = openSync(path, constants.O_WRONLY | constants.O_APPEND);
  try {
    writeEach(file, pieces);
  } finally {
    closeSync(file);
  }
}

function replaceFile(
  target: string,
  pieces: Iterable<string | Uint8Array>,
  there: Stats | undefined,
  mode: number,
): void {
  const folder = dirname(target);
  mkdirSync(folder, { recursive: true });
  // In the same folder, because a rename is atomic only within a file system.
  const draft = join(folder, `.${basename(target)}.${randomBytes(6).toString('hex')}`);
  // Never more permissive than the mode of the replaced file.
  const file = openSync(draft, 'wx', there === undefined ? mode : there.mode & 0o777);
  try {
    try {
      if (there !== undefined) keepOwnerAndMode(file, there);
      writeEach(file, pieces);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function keepOwnerAndMode(file: number, { uid, gid, mode }: Stats): void {
  const own = fstatSync(file);
  if (own.uid !== uid || own.gid !== gid) fchownSync(file, uid, gid);
  if (own.mode !== mode) fchmodSync(file, mode & 0o7777);
}

/**
 * Overwrites a file. Bytes beyond its old length are written first, so that on a full disk the old
 * text can be restored by truncation.
 */
function writeInPlace(path: string, bytes: Uint8Array, size: number): void {
  const file = openSync(path, constants.O_WRONLY);
  try {
    try {
      writeAll(file, bytes.subarray(size), size);
      fsyncSync(file);
    } catch (error) {
      ftruncateSync(file, size);
      throw error;
    }
    writeAll(file, bytes.subarray(0, size), 0);
    ftruncateSync(file, bytes.length);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
