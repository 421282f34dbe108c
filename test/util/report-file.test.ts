import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeReport } from '../../src/util/report-file';

/** Reports replace a file, but for the one that other commands of a GitHub job's step write to. */

let folder: string;
let file: string;
const { GITHUB_STEP_SUMMARY } = process.env;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-file-'));
  file = join(folder, 'summary.md');
});
afterEach(() => {
  if (GITHUB_STEP_SUMMARY === undefined) delete process.env.GITHUB_STEP_SUMMARY;
  else process.env.GITHUB_STEP_SUMMARY = GITHUB_STEP_SUMMARY;
  rmSync(folder, { recursive: true });
});

const written = (): string => readFileSync(file, 'utf8');

test.each([undefined, '', '/nowhere/summary.md'])(
  'a report replaces its file where GitHub’s file is %j',
  (other) => {
    if (other !== undefined) process.env.GITHUB_STEP_SUMMARY = other;
    writeFileSync(file, 'old');
    writeReport(file, '# One\n');
    writeReport(file, '# Two\n', '# One\n');
    expect(written()).toBe('# Two\n');
  },
);

describe('GitHub’s file', () => {
  beforeEach(() => {
    process.env.GITHUB_STEP_SUMMARY = file;
  });

  test.each([
    ['nothing', '', '# One\n'],
    ['lines', 'of another command\n', 'of another command\n# One\n'],
    ['a line without an end', 'of another command', 'of another command\n# One\n'],
  ])('is added to where it holds %s', (_, before, after) => {
    writeFileSync(file, before);
    writeReport(file, '# One\n');
    expect(written()).toBe(after);
  });

  test('is written where it does not exist yet', () => {
    writeReport(file, '# One\n');
    expect(written()).toBe('# One\n');
  });

  test('keeps what comes between two writings, bytes that are no UTF-8 included', () => {
    writeFileSync(file, Buffer.from([0xff, 0x0a]));
    writeReport(file, '# One\n');
    writeFileSync(file, 'of another command\n', { flag: 'a' });
    writeReport(file, '# One\n# Two\n', '# One\n');
    const text = readFileSync(file, 'latin1');
    expect(text).toBe('\u00ff\n# One\nof another command\n# Two\n');
  });

  test('keeps what another process writes through the file that it has open', () => {
    const other = openSync(file, 'a');
    writeSync(other, 'before\n');
    writeReport(file, '# One\n');
    writeSync(other, 'after\n');
    closeSync(other);
    expect(written()).toBe('before\n# One\nafter\n');
  });

  test('gets a report whole again that does not begin as the earlier one', () => {
    writeReport(file, '# One\n');
    writeReport(file, '# Other\n', '# One\n');
    expect(written()).toBe('# One\n# Other\n');
  });

  test('is recognized behind a link', () => {
    writeFileSync(file, 'of another command\n');
    symlinkSync('summary.md', join(folder, 'link.md'));
    writeReport(join(folder, 'link.md'), '# One\n');
    expect(written()).toBe('of another command\n# One\n');
  });
});
