import { createHash } from 'node:crypto';
import { NOT_ASKED, SourceWord, sourceWords } from '../answered-by';
import { Counts, countsOf, ruleCountsOf } from '../counts';
import { STATES, groupedEntriesOf } from '../entries';
import { feedWords } from '../feed';
import { Markup, NOTHING, markup } from '../html/markup';
import { SCRIPT, STYLE } from '../html/page-assets';
import { resourcesSection } from '../html/resources';
import { badge, imageRow } from '../html/rows';
import { vulnerabilitiesSection } from '../html/vulnerabilities';
import { RunReport } from '../run-report';

const OUTCOMES = {
  allowed: 'allowed',
  denied: 'denied',
  undecided: 'could not be decided',
} as const;

/** A report as one page that needs nothing else: no server, no network, and to be read no script. */
export function html(report: RunReport): string {
  const { outcome, version, policy } = report;
  const title = `Image gate: ${OUTCOMES[outcome]}`;
  // The browser runs this script and this style, and nothing that a name could bring in.
  const csp = `default-src 'none'; script-src ${hashOf(SCRIPT)}; style-src ${hashOf(STYLE)}; base-uri 'none'; form-action 'none'`;
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(csp)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
<h1>Image gate ${badge(outcome, OUTCOMES[outcome])}</h1>
${aboutOf(report)}
${sourcesOf(report)}${feedOf(report)}
${countsList(countsOf(report))}
${rulesTable(report)}
${imagesTable(report)}
${vulnerabilitiesSection(report)}
${resourcesSection(report)}
<footer>hss-gate ${version} · policy hash <code>${policy.hash}</code></footer>
</main>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`;
  return page.text;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function aboutOf({ command, subject, evaluatedAt, policy }: RunReport): Markup {
  const about = subject === undefined ? NOTHING : markup` of <code><bdi>${subject}</bdi></code>`;
  const when = evaluatedAt.replace('T', ' ').replace(/(:\d\d):\d\d(?:\.\d+)?Z$/, '$1 UTC');
  return markup`<p class="meta soft"><code>hss-gate ${command}</code>${about}, judged <time datetime="${evaluatedAt}">${when}</time> by policy <code><bdi>${policy.file}</bdi></code></p>`;
}

function sourcesOf({ answeredBy, evaluatedAt }: RunReport): Markup[] {
  const line = (content: string | Markup[]): Markup =>
    markup`<p class="meta soft source">Source: ${content}</p>`;
  if (answeredBy.length === 0) return [line(NOT_ASKED)];
  return answeredBy.map((source) => line(wordsOf(sourceWords(source, Date.parse(evaluatedAt)))));
}

function feedOf({ policy: { feed } }: RunReport): Markup {
  if (feed === undefined) return NOTHING;
  return markup`
<p class="meta soft">Known exploited CVEs: ${wordsOf(feedWords(feed))}</p>`;
}

function wordsOf(words: readonly SourceWord[]): Markup[] {
  return words.map(({ text, isName }) =>
    isName ? markup`<code><bdi>${text}</bdi></code>` : markup`${text}`,
  );
}

function countsList(counts: Counts): Markup {
  const unclear = (['denied', 'warned', 'waived'] as const).filter(
    (state) => counts.undeterminable[state] > 0,
  );
  const states = (['denied', 'undecided', 'warned', 'waived', 'allowed'] as const).map((state) => ({
    state: counts[state] > 0 ? state : '',
    label: `${state[0].toUpperCase()}${state.slice(1)}`,
    count: counts[state],
  }));
  const shown = [
    { state: '', label: 'Images', count: counts.images },
    ...states,
    ...(unclear.length > 0
      ? [
          {
            state: unclear[0],
            label: 'Undeterminable resources',
            count: unclear.reduce((total, state) => total + counts.undeterminable[state], 0),
          },
        ]
      : []),
    ...(counts.conflicts > 0
      ? [{ state: 'denied', label: 'Conflicts', count: counts.conflicts }]
      : []),
  ];
  return markup`<dl class="counts">${shown.map(
    ({ state, label, count }) =>
      markup`<div class="${state}"><dt>${label}</dt><dd>${count}</dd></div>`,
  )}</dl>`;
}

function rulesTable(report: RunReport): Markup {
  const rules = ruleCountsOf(report);
  if (rules.length === 0) return NOTHING;
  return markup`<h2 id="rules">By rule</h2>
<table class="rules" aria-labelledby="rules">
<thead><tr><th scope="col">Rule</th><th scope="col" class="number">Denied</th><th scope="col" class="number">Warned</th><th scope="col" class="number">Waived</th></tr></thead>
<tbody>
${rules.map(
  ({ ruleId, title, denied, warned, waived }) =>
    markup`<tr><th scope="row"><code>${ruleId}</code>${
      title === undefined ? NOTHING : markup`<span class="soft">${title}</span>`
    }</th>${[denied, warned, waived].map(numberCell)}</tr>
`,
)}</tbody>
</table>`;
}

function numberCell(count: number): Markup {
  return markup`<td class="number${count === 0 ? ' zero' : ''}">${count}</td>`;
}

function imagesTable(report: RunReport): Markup {
  const rows = report.parts
    .flatMap((part) =>
      groupedEntriesOf(part).map((entry) => ({
        entry,
        // Of one part alone everything is.
        stack: report.parts.length > 1 && entry.kind !== 'conflict' ? part.stack : undefined,
      })),
    )
    .sort((a, b) => STATES.indexOf(a.entry.state) - STATES.indexOf(b.entry.state));
  if (rows.length === 0) {
    return markup`<h2>Images</h2>
<p>No image is deployed.</p>`;
  }
  const states = STATES.filter((state) => rows.some(({ entry }) => entry.state === state));
  return markup`<h2 id="title">Images</h2>
<div id="controls" class="controls" role="search" hidden>
<div class="grow"><label for="search">Filter by text</label><input id="search" type="search" autocomplete="off" spellcheck="false"></div>
<div><label for="state">Decision</label><select id="state"><option value="">all</option>${states.map(
    (state) => markup`<option value="${state}">${state}</option>`,
  )}</select></div>
<div><label for="sort">Sort by</label><select id="sort">${SORTS.map(
    ([value, label]) => markup`<option value="${value}">${label}</option>`,
  )}</select></div>
<p id="status" role="status"></p>
</div>
<table id="images" role="table" aria-labelledby="title">
<thead role="rowgroup"><tr role="row">
<th role="columnheader" scope="col" class="decision" data-key="decision">Decision</th>
<th role="columnheader" scope="col" class="image" data-key="image">Image</th>
<th role="columnheader" scope="col" class="severity" data-key="severity">Severity</th>
<th role="columnheader" scope="col" class="scanned" data-key="scanned">Scanned</th>
<th role="columnheader" scope="col">Why</th>
</tr></thead>
<tbody role="rowgroup">
${rows.map(({ entry, stack }) => imageRow(entry, stack))}</tbody>
</table>`;
}

const SORTS = [
  ['decision ascending', 'decision, worst first'],
  ['decision descending', 'decision, best first'],
  ['image ascending', 'image, A to Z'],
  ['image descending', 'image, Z to A'],
  ['severity descending', 'severity, worst first'],
  ['severity ascending', 'severity, best first'],
  ['scanned ascending', 'scan, oldest first'],
  ['scanned descending', 'scan, newest first'],
] as const;
