import {
  Decision,
  ImagePlatform,
  ImageVerdict,
  JudgedVulnerability,
  VulnerabilityStatus,
  originSuffix,
} from '../../policy';
import { ImageSource } from '../../policy/model/image-source';
import { ScanRecord } from '../../policy/model/scan-record';
import {
  ExplainedChange,
  ExplainedException,
  ExplainedRecord,
  ExplainedRule,
  Explanation,
  RuleState,
} from '../../policy/explain/explain';
import { ImageRuleId } from '../../policy/model/rule-id';
import { State, stateOf } from '../entries';
import { platformWords } from '../vulnerabilities/words';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../util/time';
import { plain } from '../../util/safe-text';
import { Style, TextOptions, coloured } from './verdict-text';
import { counted, enumerate, isoTime, verbFor } from '../../util/text';

/** Options of an explanation's text. */
export interface ExplainTextOptions extends TextOptions {
  /** When HSS was asked, in ms since 1970. */
  readonly asked: number;
}

/** The states of future decisions, whose findings are unknown. */
const DECISIONS: { readonly [decision in Decision]: State } = {
  [Decision.ALLOW]: 'allowed',
  [Decision.WARN]: 'warned',
  [Decision.DENY]: 'denied',
};

/** Formats an explanation: the decision, each rule, the exceptions, and the changes over time. */
export function explainText(explanation: Explanation, options: ExplainTextOptions): string {
  const { verdict, records, rules, exceptions, notes, changes } = explanation;
  const width = Math.max(
    19,
    ...rules.map(({ id, state }) => (state === 'not-asked' ? 0 : id.length)),
  );
  const at = Date.parse(verdict.evaluatedAt);
  const title = `${plain(verdict.reference)}: ${stateOf(verdict)}`;
  const head = [
    styled('bold', title, options),
    ...(verdict.pinnedReference === undefined
      ? []
      : [`  judged as ${plain(verdict.pinnedReference)}`]),
    ...asOf(at, options.asked, verdict.source),
  ];
  return [
    head,
    ...(records.length === 0
      ? []
      : [['What HSS lists for this digest', ...records.map((one) => recordLine(one, verdict))]]),
    ...(verdict.platforms === undefined
      ? []
      : [['Platforms', ...verdict.platforms.map(platformLine)]]),
    ['Rules', ...rules.map((rule) => ruleLine(rule, width, options))],
    ...(verdict.vulnerabilities === undefined
      ? []
      : [['Vulnerabilities', ...orNone(vulnerabilityLines(verdict.vulnerabilities), 'none')]]),
    ...(notes.length === 0 ? [] : [['Notes', ...notes.map((note) => `  ${plain(note)}`)]]),
    ['Exceptions', ...orNone(exceptions.map(exceptionLine), 'no exception applies to this image')],
    [
      'What will change over time',
      ...orNone(
        changes.map((change, index) =>
          changeLine(change, at, index === 0 ? verdict.decision : changes[index - 1].decision),
        ),
        'nothing',
      ),
    ],
  ]
    .map((lines) => lines.join('\n'))
    .join('\n\n')
    .concat('\n');
}

/**
 * Says which rows were judged for another day. HSS has no history, so they are those of the query.
 */
function asOf(at: number, asked: number, source: string): string[] {
  if (at === asked) return [];
  const rows = source === 'replay' ? "the snapshot's rows" : `HSS's rows of ${minuteText(asked)}`;
  return [
    `  judged as of ${minuteText(at)}, by ${rows}`,
    '  (HSS lists current rows only: later scans are not known)',
  ];
}

const LISTS: { readonly [list in ImageSource]: string } = {
  [ImageSource.CICD]: 'CI/CD images',
  [ImageSource.REGISTRY]: 'registry images',
};

function recordLine({ record, decides }: ExplainedRecord, { platforms }: ImageVerdict): string {
  const place = `${record.registryName ?? 'unknown registry'}, tag ${record.imageVersion ?? 'none'}`;
  const what = `${LISTS[record.list]}: ${place}: ${scanText(record)}`;
  const part =
    platforms === undefined ? ' (used for the decision)' : ' (an index; its platforms are judged)';
  return `  ${decides ? '→' : ' '} ${plain(what)}${decides ? part : ''}`;
}

function platformLine({ digest, image, imageSource }: ImagePlatform): string {
  const found =
    image === undefined || imageSource === undefined
      ? 'not listed by HSS'
      : `${LISTS[imageSource]}: ${scanText(image)}`;
  return `  ${plain(`${digest ?? 'no digest'}: ${found}`)}`;
}

function scanText({
  scanStatus,
  severityLevel,
  latestScanTime,
}: Pick<ScanRecord, 'scanStatus' | 'severityLevel' | 'latestScanTime'>): string {
  const when =
    latestScanTime === undefined ? 'at an unknown time' : `at ${isoTime(latestScanTime)}`;
  return `scan ${scanStatus ?? 'in an unknown state'} ${when}, severity ${severityLevel ?? 'unknown'}`;
}

const MARKS: { readonly [state in RuleState]: string } = {
  met: '✓',
  violated: '✗',
  waived: '–',
  'not-asked': '·',
  'no-row': '?',
  'no-scan': '?',
};

function ruleLine(rule: ExplainedRule, width: number, options: TextOptions): string {
  const id = `${MARKS[rule.state]} ${rule.id.padEnd(width)}`;
  return `  ${styled(styleOf(rule.state), id, options)} ${plain(ruleText(rule))}`;
}

function ruleText({ id, state, actual, limit, message, waivedBy }: ExplainedRule): string {
  switch (state) {
    case 'not-asked':
      return id === 'snapshot-fresh'
        ? 'not checked: no snapshot is used'
        : 'not checked by this policy';
    case 'no-row':
      return `not checked: no row to check${limitText(id, limit)}`;
    case 'no-scan':
      return `not checked: no complete scan to check${limitText(id, limit)}`;
    case 'met':
      return actual === limit ? `${actual}` : `${actual}${limitText(id, limit)}`;
    default:
      return `${message}${waivedBy === undefined ? '' : `, waived by ${waivedBy}`}`;
  }
}

/** Rules that require something. The others limit it. */
const REQUIRING: readonly ImageRuleId[] = [
  'image-listed',
  'row-sound',
  'scan-completed',
  'digest-known',
  'reference-pinned',
];

function limitText(id: ImageRuleId, limit: string | undefined): string {
  if (id === 'registry-allowed') return ` (allowed: ${limit})`;
  return REQUIRING.includes(id) ? ` (required: ${limit})` : ` (limit: ${limit})`;
}

/** Maximum number of vulnerabilities named for each status. */
const NAMED = 20;

function vulnerabilityLines(vulnerabilities: readonly JudgedVulnerability[]): string[] {
  return Object.values(VulnerabilityStatus).flatMap((status) => {
    const some = vulnerabilities.filter((one) => one.status === status);
    const more = some.length - NAMED;
    return [
      ...some.slice(0, NAMED).map((one) => `  ${plain(vulnerabilityText(one))}`),
      ...(more > 0 ? [`  + ${more} more: ${STATUSES[status]}`] : []),
    ];
  });
}

const STATUSES: { readonly [status in VulnerabilityStatus]: string } = {
  [VulnerabilityStatus.COUNTED]: 'counts',
  [VulnerabilityStatus.EXCEPTED]: 'excepted',
  [VulnerabilityStatus.IN_GRACE]: 'in grace',
  [VulnerabilityStatus.HANDLED]: 'ignored, because it is marked as handled in HSS',
  [VulnerabilityStatus.UNLIMITED]: 'the policy does not limit its severity',
};

function vulnerabilityText(one: JudgedVulnerability): string {
  const { id, severity, cves, status, graceUntil, exceptions, knownExploited } = one;
  const named = cves?.map(({ cveId = 'a CVE without an ID' }) => cveId).filter((cve) => cve !== id);
  const cvesText = named === undefined ? ' (CVEs unknown)' : bracketed(enumerate(named, 3));
  const until = graceUntil === undefined ? '' : ` until ${minuteText(Date.parse(graceUntil))}`;
  const by = exceptions === undefined ? '' : bracketed(exceptions.join('; '));
  const exploited = knownExploited ? ', known to be exploited' : '';
  const where = platformWords(one, 3);
  const platforms = where === '' ? '' : ` ${where}`;
  return `${severity ?? 'Unknown'} ${id === '' ? '(no ID)' : id}${cvesText}${platforms}: ${STATUSES[status]}${until}${by}${exploited}`;
}

function bracketed(text: string): string {
  return text === '' ? '' : ` (${text})`;
}

function exceptionLine({ exception, waives, obstacles, gaps }: ExplainedException): string {
  const { image, rules, vulnerabilities, owner, expires } = exception;
  const what = vulnerabilities === undefined ? '' : ` for ${enumerate(vulnerabilities)}`;
  const effect = effectOf(waives, obstacles, gaps);
  return `  ${plain(`${image} (${rules.join(', ')}${what}; owner ${owner}, until ${expires}${originSuffix(exception)}): ${effect}`)}`;
}

function effectOf(
  waives: readonly string[],
  obstacles: readonly string[],
  gaps: readonly string[],
): string {
  if (obstacles.length > 0) return `does not apply: ${obstacles.join('; ')}`;
  const effect =
    waives.length > 0
      ? `waives ${[...new Set(waives)].join(', ')}`
      : 'applies, but no rule that was checked needs it';
  return [effect, ...gaps].join('; ');
}

function changeLine(
  { at, causes, begins, ends, unchecked, decision }: ExplainedChange,
  from: number,
  before: Decision,
): string {
  const isSame = decision === before;
  const effects = [
    ...rulesPhrase(begins, isSame ? 'violated too' : 'violated'),
    ...rulesPhrase(ends, 'no longer violated'),
    ...rulesPhrase(unchecked, 'no longer checked'),
    `the image is ${isSame ? 'still' : 'then'} ${DECISIONS[decision]}`,
  ];
  return `  ${plain(`in ${spanText(at - from)}, at ${minuteText(at)}: ${enumerate(causes)}; ${effects.join('; ')}`)}`;
}

function rulesPhrase(rules: readonly ImageRuleId[], what: string): string[] {
  if (rules.length === 0) return [];
  return [`${enumerate(rules, Infinity)} ${verbFor(rules.length, 'is', 'are')} ${what}`];
}

function orNone(lines: readonly string[], none: string): readonly string[] {
  return lines.length > 0 ? lines : [`  ${none}`];
}

/** Formats a time span in its largest unit, rounded down. */
function spanText(ms: number): string {
  for (const [unit, length] of UNITS) {
    const count = Math.floor(ms / length);
    if (count >= 1) return counted(count, unit);
  }
  return 'less than a minute';
}

const UNITS = [
  ['day', DAY_MS],
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
] as const;

function minuteText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function styleOf(state: RuleState): Style {
  if (state === 'met') return 'green';
  if (state === 'violated') return 'red';
  return state === 'waived' ? 'yellow' : 'dim';
}

function styled(style: Style, text: string, { colour }: TextOptions): string {
  return colour ? coloured(style, text) : text;
}
