import { PolicyFinding } from '../../policy';
import { ErrorList } from '../advice/error-list';
import { nextStep } from '../advice/next-steps';
import { Entry, State } from '../entries';
import { SHOWN_SEVERITIES, scanFacts } from '../row-facts';
import { graceText } from '../vulnerabilities/grace';
import { Markup, NOTHING, markup } from './markup';

/**
 * Marks of the states for readers who can't distinguish the colours. Screen readers read the word.
 */
const MARKS: { readonly [state in State]: string } = {
  denied: '✗',
  undecided: '?',
  warned: '!',
  waived: '–',
  allowed: '✓',
  ignored: '·',
};

/** Renders a state as a badge. */
export function badge(state: State): Markup {
  return markup`<span class="badge ${state}"><span aria-hidden="true">${MARKS[state]}</span> ${state}</span>`;
}

/** Renders a row of the table of images. */
export function imageRow(entry: Entry, errors: ErrorList): Markup {
  const { state, places, verdict } = entry;
  const { severity, scannedOn, scannedAt } = scanFacts(verdict);
  const level = SHOWN_SEVERITIES.findIndex((one) => one === severity);
  // The roles repeat those of the elements, because the style for phones removes them.
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

/**
 * Renders the name of an image. The page's script adds a copy button to elements with `data-copy`.
 */
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
