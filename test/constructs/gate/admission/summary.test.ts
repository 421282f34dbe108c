import { lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { HssConnection } from '../../../../src';
import {
  BAD,
  Deployment,
  GOOD,
  codeOf,
  fixture,
  gate,
  gated,
  image,
  sha,
  temporaryFolder,
  thrown,
  within,
} from '../../support';

/** The summary that HSS_GATE_SUMMARY asks for. */

describe('HSS_GATE_SUMMARY', () => {
  const summaryOf = (deploy: (app: App) => unknown): string => {
    const file = join(temporaryFolder(), 'summary.md');
    const app = Testing.app();
    deploy(app);
    within({ HSS_GATE_SUMMARY: file }, () => {
      try {
        app.synth();
      } catch {
        // The summary tells.
      }
    });
    return readFileSync(file, 'utf8');
  };

  test('tells of all stacks, allowed and refused', () => {
    const summary = summaryOf((app) => {
      new Deployment(gated({ app, id: 'good' }).stack, 'web', GOOD);
      new Deployment(gated({ app, id: 'refused' }).stack, 'web', BAD);
    });
    expect(summary).toMatch(/^# Image gate\n\n## ✅ Stack <code>good<\/code>: allowed\n/);
    expect(summary).toMatch(/\n## ❌ Stack <code>refused<\/code>: denied\n/);
    const rows = summary.split('\n').filter((line) => line.startsWith('| '));
    expect(rows.map((row) => row.split(' | ')[0])).toEqual([
      '| Decision',
      '| ---',
      '| ✅ allowed',
      '| Decision',
      '| ---',
      '| ❌ denied',
    ]);
    expect(rows[2]).toContain(`<code>${GOOD.replace('_', '\\_')}</code>`);
    expect(rows[5]).toContain('<code>refused/web</code>');
    expect(rows[5]).toContain('<code>max-severity</code>');
  });

  test('says refused, when gates contradict each other', () => {
    const summary = summaryOf((app) => {
      const { stack } = gated({ app });
      const part = new Construct(stack, 'part');
      new HssConnection(part, 'hss', { source: fixture([image({ imageDigest: sha('c') })]) });
      gate(part);
      new Deployment(part, 'web', GOOD);
    });
    expect(summary).toContain('## ❌ Stack <code>shop</code>: denied');
    expect(summary).toContain('❌ conflict');
  });

  test("is an error with the path if the file can't be written", () => {
    const { app } = gated();
    within({ HSS_GATE_SUMMARY: join(__filename, 'x.md') }, () => {
      expect(thrown(() => app.synth()).message).toMatch(
        /^HSS_INVALID_ARGUMENT: the file in HSS_GATE_SUMMARY can't be written \(E[A-Z]+\): /,
      );
    });
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'x.md'));
    within({ HSS_GATE_SUMMARY: join(folder, 'x.md') }, () => {
      expect(codeOf(() => app.synth())).toBe('HSS_INVALID_ARGUMENT');
    });
  });

  test('is appended once to a step summary of GitHub, which keeps the text of other commands', () => {
    const file = join(temporaryFolder(), 'step.md');
    writeFileSync(file, 'of another command\n');
    const app = Testing.app();
    for (const id of ['one', 'two']) new Deployment(gated({ app, id }).stack, 'web', GOOD);
    within({ HSS_GATE_SUMMARY: file, GITHUB_STEP_SUMMARY: file }, () => app.synth());
    const summary = readFileSync(file, 'utf8');
    expect(summary).toMatch(/^of another command\n# Image gate\n\n/);
    expect(summary.match(/^#+ .*/gm)).toEqual([
      '# Image gate',
      '## ✅ Stack <code>one</code>: allowed',
      '## ✅ Stack <code>two</code>: allowed',
    ]);
  });

  test('that is a device stays a device', () => {
    const { app } = gated();
    within({ HSS_GATE_SUMMARY: '/dev/null' }, () => app.synth());
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});
