import { AnswerSource, distinctSources } from '../../src/report/answered-by';
import { Format, render } from '../../src/report/render';
import { markdownOf } from '../../src/report/markdown-sections';
import { LIVE, SNAPSHOT, run } from './run-support';
import { report, reported } from './support';
import { reportProblems } from './validators';

/** Every report says who answered: endpoint, project, enterprise project and source. */

const shown = (format: Format, answeredBy: readonly AnswerSource[], options = {}) =>
  render(format, run({ answeredBy }), options);

const LIVE_LINE =
  'live, https://hss.cn-north-4.myhuaweicloud.com, project 0123456789abcdef0123456789abcdef, enterprise project d3b07384-d113-4ec6-a5d8-0a1b2c3d4e5f';
const SNAPSHOT_LINE =
  'snapshot (3 days old), https://hss.example, project p, default enterprise project';
const NONE = 'none (HSS was not asked)';

const SOURCES: readonly [string, AnswerSource[], string[]][] = [
  ['HSS', [LIVE], [LIVE_LINE]],
  ['a snapshot', [SNAPSHOT], [SNAPSHOT_LINE]],
  ['several', [LIVE, SNAPSHOT], [LIVE_LINE, SNAPSHOT_LINE]],
  ['a fixture', [{ source: 'fixture' }], ['fixture (rows in memory, not from HSS)']],
  ['nobody', [], [NONE]],
];

describe.each(SOURCES)('the sources of an answer, %s', (_, sources, lines) => {
  test('are in the table, on one line each outside a terminal', async () => {
    const text = await shown('table', sources);
    expect(text.split('\n').slice(2, 2 + lines.length)).toEqual(
      lines.map((line) => `source: ${line}`),
    );
  });

  test('are in the summary of GitHub', async () => {
    const last = (await shown('github', sources)).trimEnd().split('\n').at(-1)!;
    expect(last).toMatch(/^::notice title=hss-gate plan::denied: /);
    expect(last.split('%0A').slice(1)).toEqual(lines.map((line) => `source: ${line}`));
  });

  test('are in both Markdowns, with names as code', async () => {
    const unmarked = (text: string): string => text.replace(/<\/?code>|\\/g, '');
    const ofRun = unmarked(await shown('markdown', sources)).split('\n');
    const stack = report({ images: [reported()], answeredBy: sources });
    const ofSynth = unmarked(markdownOf([stack], Date.parse(run().evaluatedAt))).split('\n');
    for (const text of [ofRun, ofSynth]) {
      expect(text.filter((line) => line.startsWith('Source: '))).toEqual(
        lines.map((line) => `Source: ${line}`),
      );
    }
  });

  test('are in HTML', async () => {
    const text = await shown('html', sources);
    const found = [...text.matchAll(/<p class="meta soft source">(.*?)<\/p>/g)];
    expect(found.map(([, content]) => content.replace(/<[^>]*>/g, ''))).toEqual(
      lines.map((line) => `Source: ${line}`),
    );
  });

  test('are in JSON, as its schema says', async () => {
    const json = JSON.parse(await shown('json', sources)) as { answeredBy: { source: string }[] };
    expect(reportProblems(json)).toEqual([]);
    expect(json.answeredBy.map(({ source }) => source)).toEqual(
      sources.map(({ source }) => source),
    );
  });
});

test('JSON has each part of a source', async () => {
  const { answeredBy } = JSON.parse(await shown('json', [LIVE, SNAPSHOT])) as {
    answeredBy: object[];
  };
  expect(answeredBy).toEqual([
    LIVE,
    {
      source: 'replay',
      endpoint: 'https://hss.example',
      projectId: 'p',
      snapshotRecordedAt: '2026-11-19T08:30:00.000Z',
      snapshotAgeHours: 72,
    },
  ]);
});

const PROPERTIES: readonly [string, AnswerSource[], object][] = [
  [
    'HSS',
    [LIVE],
    {
      'answeredBy.source': 'live',
      'answeredBy.endpoint': LIVE.endpoint,
      'answeredBy.projectId': LIVE.projectId,
      'answeredBy.enterpriseProjectId': LIVE.enterpriseProjectId,
    },
  ],
  [
    'several',
    [{ source: 'fixture' }, SNAPSHOT],
    {
      'answeredBy.1.source': 'fixture',
      'answeredBy.2.source': 'replay',
      'answeredBy.2.endpoint': 'https://hss.example',
      'answeredBy.2.projectId': 'p',
      'answeredBy.2.snapshotRecordedAt': '2026-11-19T08:30:00.000Z',
      'answeredBy.2.snapshotAgeHours': '72',
    },
  ],
  ['nobody', [], { answeredBy: NONE }],
];

test.each(PROPERTIES)(
  'the source %s is in the properties of SARIF and JUnit',
  async (_, sources, expected) => {
    const { runs } = JSON.parse(await shown('sarif', sources)) as {
      runs: { properties: object }[];
    };
    const ofSarif = Object.entries(runs[0].properties);
    const ofJunit = [
      ...(await shown('junit', sources)).matchAll(/<property name="(.*?)" value="(.*?)"/g),
    ].map(([, name, value]) => [name, value]);
    for (const properties of [ofSarif, ofJunit]) {
      const own = properties.filter(([name]) => name.startsWith('answeredBy'));
      expect(Object.fromEntries(own)).toEqual(expected);
    }
  },
);

test('a terminal of 80 columns breaks the line between words', async () => {
  const lines = (await shown('table', [LIVE], { width: 80 })).split('\n\n')[0].split('\n').slice(2);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  expect(lines.join(' ')).toBe(`source: ${LIVE_LINE}`);
});

test.each([
  [0.04, '0 hours'],
  [1, '1 hour'],
  [2.54, '2.5 hours'],
  [47.9, '47 hours'],
  [48, '2 days'],
])('a snapshot of %d hours is shown as %s old', async (hours, age) => {
  const recordedAt = Date.parse(run().evaluatedAt) - hours * 3_600_000;
  expect(await shown('table', [{ source: 'replay', recordedAt }])).toContain(
    `source: snapshot (${age} old), default`,
  );
});

test('equal sources are listed once', () => {
  expect(distinctSources([LIVE, SNAPSHOT, { ...LIVE }])).toEqual([LIVE, SNAPSHOT]);
});
