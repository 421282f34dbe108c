import { PolicyFinding } from '../../policy';
import { ErrorList } from '../advice/error-list';
import { nextStep } from '../advice/next-steps';
import { Entry, State } from '../entries';
import { SHOWN_SEVERITIES, scanFacts } from '../row-facts';
import { graceText } from '../vulnerabilities/grace';
import { Markup, NOTHING, markup } from './markup';

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
export function badge(state: State): Markup {
  return markup`<span class="badge ${state}"><span aria-hidden="true">${MARKS[state]}</span> ${state}</span>`;
}

/** A row of the table of images. */
export function imageRow(entry: Entry, errors: ErrorList): Markup {
  const { state, places, verdict } = entry;
  const { severity, scannedOn, scannedAt } = scanFacts(verdict);
  const level = SHOWN_SEVERITIES.findIndex((one) => one === severity);
  // The roles say again what the elements are, for a phone's style takes it from them.
  return markup`<tr role="row" data-state="${state}" data-severity="${level}" data-scanned="${scannedAt ?? -1}">
<td role="cell" class="decision">${badge(state)}</td>
<td role="cell" class="image">${subjectOf(entry)}${
    places.length === 0
      ? NOTHING
      : markup`<ul class="places">${places.map((place) => markup`<li><bdi>${place}</bdi></li>`)}</ul>`
  }</td>
${fact('severity', 'Severity', severity)}
${fact('scanned', 'Scanned', scannedOn)}
<td role="cell" class="why">${whyOf(entry, errors)}</td>
</tr>
`;
}

/** What an image is called. The page's script gives what is marked for copying a button. */
function subjectOf({ state, subject, verdict }: Entry): Markup {
  const pinned = state === 'denied' ? undefined : verdict?.pinnedReference;
  const text = pinned ?? scanFacts(verdict).digest;
  const isPinned = pinned !== undefined;
  const copied = (value: string): Markup => markup`<code data-copy><bdi>${value}</bdi></code>`;
  if (isPinned && pinned === subject) return copied(subject);
  const name = markup`<code><bdi>${subject}</bdi></code>`;
  if (text === undefined) return name;
  const label = isPinned ? 'Pinned' : 'Digest';
  return markup`${name}<div class="digest"><span class="soft">${label}:</span> ${copied(text)}</div>`;
}

function fact(name: string, label: string, value: string | undefined): Markup {
  return value === undefined
    ? markup`<td role="cell" class="${name} empty" data-label="${label}">–</td>`
    : markup`<td role="cell" class="${name}" data-label="${label}">${value}</td>`;
}

function whyOf(entry: Entry, errors: ErrorList): Markup {
  const error = errors.of(entry);
  if (error !== undefined) {
    return markup`<a href="#error-${error.number}">error ${error.number}</a>: <code>${error.code}</code>`;
  }
  const step = nextStep(entry);
  const next =
    step === undefined
      ? NOTHING
      : markup`<p class="next"><span class="rule">Next:</span> ${step}</p>`;
  return markup`${reasonsOf(entry)}${next}`;
}

function reasonsOf({ state, verdict, findings, message }: Entry): Markup {
  if (message !== undefined) return markup`<bdi>${message}</bdi>`;
  const grace = state === 'denied' ? undefined : graceText(verdict?.vulnerabilities);
  const end = grace === undefined ? NOTHING : markup`<div class="soft">${grace}</div>`;
  if (findings.length === 0) return markup`<span class="soft">all rules pass</span>${end}`;
  return markup`<ul>${findings.map(findingOf)}</ul>${end}`;
}

function findingOf({ ruleId, message, waivedBy }: PolicyFinding): Markup {
  const waiver =
    waivedBy === undefined ? NOTHING : markup`<span class="waiver">waived by ${waivedBy}</span>`;
  return markup`<li><code class="rule">${ruleId}</code> <bdi>${message}</bdi>${waiver}</li>`;
}
