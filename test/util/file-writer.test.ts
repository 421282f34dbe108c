import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs, {
  chmodSync,
  closeSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFile, writeFile, writeInPieces } from '../../src/util/file-writer';
import { LIB, run } from '../support/processes';

/** What a path may lead to, and what stays of it. */

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-writer-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (...names: readonly string[]): string => join(folder, ...names);
const textOf = (...names: readonly string[]): string => readFileSync(at(...names), 'utf8');
const codeOf = (task: () => unknown): unknown => {
  try {
    return task();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
};

/** A script that writes 'new' to a file, in a process of its own. */
const WRITE = `require(${JSON.stringify(join(LIB, 'util', 'file-writer.js'))}).writeFile(process.argv[1], 'new')`;
const writing = (file: string): string[] => [process.execPath, '-e', WRITE, file];

test('creates a file and its folders, and leaves no draft', () => {
  writeFile(at('deep', 'file'), 'text');
  expect(readdirSync(at('deep'))).toEqual(['file']);
  expect(textOf('deep', 'file')).toBe('text');
});

test('pieces become one file, or none where a piece fails', () => {
  const folder = mkdtempSync(join(tmpdir(), 'writer-'));
  const file = join(folder, 'made', 'file');
  writeInPieces(file, ['one ', Buffer.from('two')]);
  expect(readFileSync(file, 'utf8')).toBe('one two');
  const failing = function* (): Iterable<string> {
    yield 'three';
    throw new Error('no more');
  };
  expect(() => writeInPieces(file, failing())).toThrow('no more');
  expect(readFileSync(file, 'utf8')).toBe('one two');
  expect(readdirSync(join(folder, 'made'))).toEqual(['file']);
});

test('a file is created once', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'writer-')), 'made', 'file');
  createFile(file, 'first');
  expect(() => createFile(file, 'second')).toThrow('EEXIST');
  expect(readFileSync(file, 'utf8')).toBe('first');
});

test('a directory is refused, and no draft stays', () => {
  mkdirSync(at('deep'));
  expect(codeOf(() => writeFile(at('deep'), 'text'))).toBe('EISDIR');
  expect(readdirSync(folder)).toEqual(['deep']);
});

test.each([0o600, 0o644, 0o640, 0o755, 0o444])('keeps mode %o of a file', (mode) => {
  writeFileSync(at('file'), 'old');
  chmodSync(at('file'), mode);
  writeFile(at('file'), 'new');
  expect(statSync(at('file')).mode & 0o7777).toBe(mode);
  expect(textOf('file')).toBe('new');
});

test('a new file has the mode that is given, less the umask', () => {
  const umask = process.umask(0o027);
  try {
    writeFile(at('file'), 'text');
    writeFile(at('private'), 'text', 0o700);
  } finally {
    process.umask(umask);
  }
  expect(statSync(at('file')).mode & 0o777).toBe(0o640);
  expect(statSync(at('private')).mode & 0o777).toBe(0o700);
});

const isRoot = process.getuid?.() === 0;
(isRoot ? test : test.skip)('keeps the owner of a file', () => {
  writeFileSync(at('file'), 'old');
  fs.chownSync(at('file'), 12345, 54321);
  writeFile(at('file'), 'new');
  expect(statSync(at('file'))).toMatchObject({ uid: 12345, gid: 54321 });
});

describe('symbolic links stay, and their target is written,', () => {
  test.each([
    ['to a file', 'there', 'there'],
    ['to a file that does not exist', 'none', 'none'],
    ['to a file in a folder that does not exist', 'deep/none', 'deep/none'],
    ['to another link', 'second', 'there'],
    ['through a link to a folder', 'linked/none', 'real/none'],
  ])('where they lead %s', (_, linked, target) => {
    writeFileSync(at('there'), 'old');
    symlinkSync('there', at('second'));
    mkdirSync(at('real'));
    symlinkSync('real', at('linked'));
    symlinkSync(linked, at('link'));
    writeFile(at('link'), 'new');
    expect(readlinkSync(at('link'))).toBe(linked);
    expect(lstatSync(at(target)).isFile()).toBe(true);
    expect(textOf(target)).toBe('new');
  });

  test('where they lead to a device', () => {
    symlinkSync('/dev/null', at('link'));
    writeFile(at('link'), 'new');
    expect(readlinkSync(at('link'))).toBe('/dev/null');
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('but not where they form a circle, which is refused', () => {
    symlinkSync('two', at('one'));
    symlinkSync('one', at('two'));
    expect(codeOf(() => writeFile(at('one'), 'new'))).toBe('ELOOP');
    expect(readdirSync(folder).sort()).toEqual(['one', 'two']);
  });
});

describe('devices, pipes and descriptors are written through', () => {
  test('/dev/null stays a device', () => {
    writeFile('/dev/null', 'text');
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('a device that is full is an error, and stays', () => {
    expect(codeOf(() => writeFile('/dev/full', 'text'))).toBe('ENOSPC');
    expect(lstatSync('/dev/full').isCharacterDevice()).toBe(true);
  });

  test('a FIFO gives its reader all of a long text', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const reader = spawn('cat', [at('pipe')], { stdio: ['ignore', 'pipe', 'inherit'] });
    const read = once(reader, 'close');
    const chunks: Buffer[] = [];
    reader.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const long = 'long '.repeat(100_000);
    const script = WRITE.replace("'new'", "'long '.repeat(100000)");
    expect(await run([process.execPath, '-e', script, at('pipe')])).toMatchObject({ exitCode: 0 });
    await read;
    expect(Buffer.concat(chunks).toString()).toBe(long);
    expect(lstatSync(at('pipe')).isFIFO()).toBe(true);
  });

  test.each(['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'])(
    '%s is a pipe, or goes on where a log ends',
    async (path) => {
      expect(await run(writing(path))).toEqual({ exitCode: 0, stdout: 'new', stderr: '' });
      const shell = ['sh', '-c', 'exec >"$0"; echo old; "$@"; echo end', at('log')];
      await run([...shell, ...writing(path)]);
      expect(textOf('log')).toBe('old\nnewend\n');
    },
  );

  test('a descriptor of another process is added to', () => {
    const file = openSync(at('log'), 'w');
    writeFileSync(file, 'old ');
    const { status } = spawnSync(process.execPath, [
      ...['-e', WRITE],
      `/proc/${process.pid}/fd/${file}`,
    ]);
    closeSync(file);
    expect(status).toBe(0);
    expect(textOf('log')).toBe('old new');
  });

  test('a regular file below /dev is a file like any other', () => {
    const path = join('/dev/shm', `file-writer-${process.pid}`);
    try {
      writeFile(path, 'old');
      writeFile(path, 'new');
      expect(readFileSync(path, 'utf8')).toBe('new');
    } finally {
      rmSync(path, { force: true });
    }
  });
});

describe('a file that can’t be replaced is written in place', () => {
  /** Runs a shell that may mount, and undoes what it mounts. */
  const mounting = (script: string) =>
    run(['unshare', '-rm', 'sh', '-ec', script, folder, ...writing(at('mounted'))]);
  const canMount = spawnSync('unshare', ['-rm', 'mount', '--bind', '/tmp', '/mnt']).status === 0;

  beforeEach(() => {
    writeFileSync(at('source'), 'the old and longer one');
    writeFileSync(at('mounted'), '');
  });

  (canMount ? test : test.skip)('where it is a bind mount', async () => {
    const script = 'mount --bind "$0/source" "$0/mounted"; exec "$@"';
    expect(await mounting(script)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(textOf('source')).toBe('new');
    expect(readdirSync(folder).sort()).toEqual(['mounted', 'source']);
  });

  (canMount ? test : test.skip)('where it is a bind mount in a read-only folder', async () => {
    const script =
      'mount --bind "$0" "$0"; cd "$0"; mount --bind source mounted; mount -o remount,ro,bind "$0"; exec "$@"';
    expect(await mounting(script)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(textOf('source')).toBe('new');
  });

  (canMount ? test : test.skip)('but not in a read-only folder', async () => {
    const script = 'mount --bind "$0" "$0"; mount -o remount,ro,bind "$0"; exec "$@"';
    const { exitCode, stderr } = await mounting(script);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('EROFS');
    expect(textOf('mounted')).toBe('');
    expect(readdirSync(folder).sort()).toEqual(['mounted', 'source']);
  });

  const failing = (name: 'renameSync' | 'fchownSync' | 'openSync', code: string) =>
    jest.spyOn(fs, name).mockImplementationOnce(() => {
      throw Object.assign(new Error(code), { code });
    });
  afterEach(() => jest.restoreAllMocks());

  test.each([
    ['renameSync', 'EBUSY'],
    ['renameSync', 'EXDEV'],
    ['renameSync', 'EPERM'],
    ['openSync', 'EACCES'],
    ['openSync', 'EROFS'],
  ] as const)('where %s fails with %s', (name, code) => {
    failing(name, code);
    const inode = statSync(at('source')).ino;
    writeFile(at('source'), 'new');
    expect(textOf('source')).toBe('new');
    expect(statSync(at('source')).ino).toBe(inode);
    expect(readdirSync(folder).sort()).toEqual(['mounted', 'source']);
  });

  test.each(['short', 'as long as the old one!', 'x'.repeat(100_000)])(
    'with a text of any length',
    (text) => {
      failing('renameSync', 'EBUSY');
      writeFile(at('source'), text);
      expect(textOf('source')).toBe(text);
    },
  );

  test('and a full disk leaves the old text, whole', () => {
    failing('renameSync', 'EBUSY');
    const { writeSync } = fs;
    const full = jest.spyOn(fs, 'writeSync').mockImplementation(((
      file: number,
      bytes: Buffer,
      from: number,
      length: number,
      position: number | null,
    ) => {
      // The draft fits, and the longer file takes ten bytes more.
      if (position === null) return writeSync(file, bytes, from, length, null);
      if (position > 22) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      return writeSync(file, bytes, from, 10, position);
    }) as typeof writeSync);
    expect(codeOf(() => writeFile(at('source'), 'x'.repeat(100)))).toBe('ENOSPC');
    expect(full).toHaveBeenCalledTimes(3);
    expect(textOf('source')).toBe('the old and longer one');
    expect(readdirSync(folder).sort()).toEqual(['mounted', 'source']);
  });

  test.each(['ENOSPC', 'EIO', 'EDQUOT'])('and %s leaves the old file', (code) => {
    jest.spyOn(fs, 'fsyncSync').mockImplementationOnce(() => {
      throw Object.assign(new Error(code), { code });
    });
    expect(codeOf(() => writeFile(at('source'), 'new'))).toBe(code);
    expect(textOf('source')).toBe('the old and longer one');
  });
});
