import { PolicyFinding } from '../../policy';
import { Entry, State } from '../entries';
import { SHOWN_SEVERITIES, scanFacts } from '../row-facts';
import { graceText } from '../vulnerabilities/grace';
import { Markup, NOTHING, lines, markup } from './markup';

/** A mark for each state, for those who can't tell colours apart at a glance; readers of the page hear the word. */
const MARKS: { readonly [state in State]: string } = {
  denied: '✗',
  undecided: '?',
  warned: '!',
  waived: '–',
  allowed: '✓',
  ignored: '·',
};

/** A state as a word that stands out. */
export function badge(state: State, word: string = state): Markup {
  return markup`<span class="badge ${state}"><span aria-hidden="true">${MARKS[state]}</span> ${word}</span>`;
}

/** A row of the table of images. */
export function imageRow(entry: Entry, stack: string | undefined): Markup {
  const { state, subject, verdict } = entry;
  const { severity, scannedOn, scannedAt } = scanFacts(verdict);
  const level = SHOWN_SEVERITIES.findIndex((one) => one === severity);
  const places = [...(stack === undefined ? [] : [stack]), ...entry.places];
  // The roles say again what the elements are, for a phone's style takes it from them.
  return markup`<tr role="row" data-state="${state}" data-severity="${level}" data-scanned="${scannedAt ?? -1}">
<td role="cell" class="decision">${badge(state)}</td>
<td role="cell" class="image"><code><bdi>${subject}</bdi></code>${
    places.length === 0
      ? NOTHING
      : markup`<ul class="places">${places.map((place) => markup`<li><bdi>${place}</bdi></li>`)}</ul>`
  }</td>
${fact('severity', 'Severity', severity)}
${fact('scanned', 'Scanned', scannedOn)}
<td role="cell" class="why">${whyOf(entry)}</td>
</tr>
`;
}

function fact(name: string, label: string, value: string | undefined): Markup {
  return value === undefined
    ? markup`<td role="cell" class="${name} empty" data-label="${label}">–</td>`
    : markup`<td role="cell" class="${name}" data-label="${label}">${value}</td>`;
}

function whyOf({ kind, state, verdict, findings, message }: Entry): Markup {
  if (message !== undefined) {
    return kind === 'undecided' ? markup`<pre>${lines(message)}</pre>` : markup`${message}`;
  }
  const grace = state === 'denied' ? undefined : graceText(verdict?.vulnerabilities);
  const end = grace === undefined ? NOTHING : markup`<div class="soft">${grace}</div>`;
  if (findings.length === 0) return markup`<span class="soft">every rule is met</span>${end}`;
  return markup`<ul>${findings.map(findingOf)}</ul>${end}`;
}

function findingOf({ ruleId, message, waivedBy }: PolicyFinding): Markup {
  const waiver =
    waivedBy === undefined ? NOTHING : markup`<span class="waiver">waived by ${waivedBy}</span>`;
  return markup`<li><code class="rule">${ruleId}</code> <bdi>${message}</bdi>${waiver}</li>`;
}
