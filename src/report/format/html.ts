import { createHash } from 'node:crypto';
import { ErrorList } from '../advice/error-list';
import { NOT_ASKED, SourceWord, sourceWords } from '../answered-by';
import { countsOf, ruleCountsOf } from '../counts';
import { Entry, STATES, stateOfRun } from '../entries';
import { feedWords } from '../feed';
import { errorsSection } from '../html/errors';
import { Markup, NOTHING, markup } from '../html/markup';
import { SCRIPT, STYLE } from '../html/page-assets';
import { pageRows } from '../html/page-rows';
import { resourcesSection } from '../html/resources';
import { badge, imageRow } from '../html/rows';
import { talliesOf } from '../html/tallies';
import { vulnerabilitiesSection } from '../html/vulnerabilities';
import { RunReport } from '../run-report';

/** Renders a report as one page, which needs no server, network or script. */
export function html(report: RunReport): string {
  const { version, policy } = report;
  const state = stateOfRun(report);
  const rows = pageRows(report);
  const errors = new ErrorList(rows);
  const title = `Image gate: ${state}`;
  // The browser runs only this script and style, not what a name may inject.
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
<h1>Image gate ${badge(state)}</h1>
${aboutOf(report)}
${sourcesOf(report)}${feedOf(report)}
${talliesOf(countsOf(report))}
${rulesTable(report)}
${imagesTable(rows, errors)}
${errorsSection(errors)}
${vulnerabilitiesSection(report)}
${resourcesSection(report)}
<footer>hss-gate ${version} · policy hash <code>${policy.hash}</code></footer>
</main>
<p id="copied" class="unseen" role="status"></p>
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

function rulesTable(report: RunReport): Markup {
  const rules = ruleCountsOf(report);
  if (rules.length === 0) return NOTHING;
  return markup`<h2 id="rules">Findings by rule</h2>
<p class="soft" id="rules-note">Each image and resource counts at every rule that it violates. A waived finding denies nothing, but another finding may deny the same image.</p>
<table class="rules" aria-labelledby="rules" aria-describedby="rules-note">
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

function imagesTable(rows: readonly Entry[], errors: ErrorList): Markup {
  if (rows.length === 0) {
    return markup`<h2>Images</h2>
<p>No image was found.</p>`;
  }
  const states = STATES.filter((state) => rows.some((row) => row.state === state));
  const isImages = rows.every(({ kind }) => kind === 'image' || kind === 'undecided');
  return markup`<h2 id="title">${isImages ? 'Images' : 'Images and resources'}</h2>
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
${rows.map((entry) => imageRow(entry, errors))}</tbody>
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
