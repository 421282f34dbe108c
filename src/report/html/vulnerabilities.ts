import { HssCve } from '../../contract/vulnerabilities/hss-image-vulnerability';
import { JudgedVulnerability } from '../../policy';
import { webLink } from '../../util/safe-text';
import { Entry, STATES, groupedEntriesOf } from '../entries';
import { RunReport } from '../run-report';
import { severityCountsText, vulnerabilitiesText } from '../vulnerabilities/severity-counts';
import {
  packageText,
  platformWords,
  severityWord,
  statusWords,
  vulnerabilityTitle,
} from '../vulnerabilities/words';
import { Markup, NOTHING, markup } from './markup';
import { badge } from './rows';

/** Lists are folded after this many items. */
const MAX_UNFOLDED = 3;

/** Maximum number of packages that a browser suggests. Others can still be typed. */
const MAX_PROPOSED = 1_000;

const SEVERITIES = ['Critical', 'High', 'Medium', 'Low', 'Unknown'];

/**
 * Renders all vulnerabilities of each image, in the order of its verdict. Images are folded unless
 * there is only one.
 */
export function vulnerabilitiesSection({ parts }: RunReport): Markup {
  const entries = parts
    .flatMap((part) => groupedEntriesOf(part))
    .filter(({ verdict }) => (verdict?.vulnerabilities ?? []).length > 0)
    .sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));
  if (entries.length === 0) return NOTHING;
  return markup`<section id="vulnerabilities" aria-labelledby="vulnerabilities-title">
<h2 id="vulnerabilities-title">Vulnerabilities</h2>
<div id="vulnerability-controls" class="controls" hidden>
<div class="grow"><label for="vulnerability-search">Filter vulnerabilities by text</label><input id="vulnerability-search" type="search" autocomplete="off" spellcheck="false"></div>
<div><label for="vulnerability-severity">Vulnerability severity</label><select id="vulnerability-severity"><option value="">all</option>${severitiesOf(
    entries,
  ).map((one) => markup`<option value="${one}">${one}</option>`)}</select></div>
<div><label for="vulnerability-package">Package</label><input id="vulnerability-package" type="search" list="vulnerable-packages" autocomplete="off" spellcheck="false"></div>
<p id="vulnerability-status" role="status"></p>
</div>
<datalist id="vulnerable-packages">${packagesOf(entries).map((name) => markup`<option value="${name}"></option>`)}</datalist>
${entries.map((entry) => imageOf(entry, entries.length === 1))}</section>`;
}

function imageOf({ verdict, subject, state, places }: Entry, isOnly: boolean): Markup {
  const all = verdict?.vulnerabilities ?? [];
  const place =
    places.length === 0 ? NOTHING : markup` <bdi class="soft">${places.join(', ')}</bdi>`;
  return markup`<details data-image${isOnly ? new Markup(' open') : NOTHING}>
<summary><h3>${badge(state)} <code><bdi>${subject}</bdi></code></h3>${place} <span class="soft">· ${vulnerabilitiesText(all.length)}: ${severityCountsText(all)}</span></summary>
<div role="table" aria-label="Vulnerabilities of ${subject}">
<div role="row" class="heads">${HEADS.map((head) => markup`<div role="columnheader">${head}</div>`)}</div>
${all.map((one) => itemOf(one, verdict?.platforms?.length ?? 0))}</div>
</details>
`;
}

const HEADS = ['Severity', 'Vulnerability', 'Packages', 'Status', 'Solution'];

/** @param platforms number of platforms of the image */
function itemOf(vulnerability: JudgedVulnerability, platforms: number): Markup {
  const { packages, solution, cves } = vulnerability;
  const severity = severityWord(vulnerability);
  const names = packages.map(({ name = '' }) => name).join(' ');
  const notes = statusWords(vulnerability);
  return markup`<div role="row" data-severity="${severity}" data-packages="${names}">
<div role="cell"><span class="level ${severity}">${severity}</span></div>
<div role="cell">${titleOf(vulnerability)}${cvesOf(cves)}</div>
<div role="cell">${folded(packages.map(packageText), 'packages')}${platformsOf(vulnerability, platforms)}</div>
<div role="cell"><ul class="notes">${notes.map((note) => markup`<li><bdi>${note}</bdi></li>`)}</ul></div>
<div role="cell">${solution === undefined ? NOTHING : markup`<bdi>${solution}</bdi>`}</div>
</div>
`;
}

function platformsOf(vulnerability: JudgedVulnerability, total: number): Markup {
  const words =
    total > 1 && vulnerability.platforms?.length === total
      ? `on each of ${total} platforms`
      : platformWords(vulnerability, 3);
  return words === '' ? NOTHING : markup`<bdi class="items soft">${words}</bdi>`;
}

function titleOf(vulnerability: JudgedVulnerability): Markup {
  const title = markup`<code class="rule"><bdi>${vulnerabilityTitle(vulnerability)}</bdi></code>`;
  const link = vulnerability.url === undefined ? undefined : webLink(vulnerability.url);
  return link === undefined
    ? title
    : markup`<a href="${link}" rel="noopener noreferrer">${title}</a>`;
}

function cvesOf(cves: readonly HssCve[] | undefined): Markup {
  if (cves === undefined) return markup` <span class="soft">unknown CVEs</span>`;
  const texts = cves.map(({ cveId = '(no ID)', cvss }) =>
    cvss === undefined ? cveId : `${cveId} (${cvss})`,
  );
  return markup` ${folded(texts, 'CVEs')}`;
}

/** Renders the first few items, and folds the others. */
function folded(texts: readonly string[], what: string): Markup {
  if (texts.length === 0) return NOTHING;
  const more = texts.slice(MAX_UNFOLDED);
  const first = markup`<bdi class="items">${texts.slice(0, MAX_UNFOLDED).join(', ')}</bdi>`;
  return more.length === 0
    ? first
    : markup`${first}<details><summary>+ ${more.length} more ${what}</summary><bdi class="items">${more.join(', ')}</bdi></details>`;
}

function severitiesOf(entries: readonly Entry[]): string[] {
  const there = new Set(vulnerabilitiesOf(entries).map(severityWord));
  return SEVERITIES.filter((one) => there.has(one));
}

function packagesOf(entries: readonly Entry[]): string[] {
  const names = vulnerabilitiesOf(entries).flatMap(({ packages }) =>
    packages.flatMap(({ name }) => name ?? []),
  );
  return [...new Set(names)].sort().slice(0, MAX_PROPOSED);
}

function vulnerabilitiesOf(entries: readonly Entry[]): JudgedVulnerability[] {
  return entries.flatMap(({ verdict }) => verdict?.vulnerabilities ?? []);
}
