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
import { State, stateOf } from '../entries';
import { platformWords } from '../vulnerabilities/words';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../util/time';
import { plain } from '../../util/safe-text';
import { Style, TextOptions, coloured } from './verdict-text';
import { counted, enumerate, isoTime } from '../../util/text';

/** What is explained, and as of when. */
export interface ExplainTextOptions extends TextOptions {
  /** ms since 1970: when HSS was asked. */
  readonly asked: number;
}

/** A decision of the future, of which no findings are known yet. */
const DECISIONS: { readonly [decision in Decision]: State } = {
  [Decision.ALLOW]: 'allowed',
  [Decision.WARN]: 'warned',
  [Decision.DENY]: 'denied',
};

/** An explanation as text: the decision, each rule, the exceptions, and what time will change. */
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
    ...(verdict.pinnedReference === undefined ? [] : [`  as ${plain(verdict.pinnedReference)}`]),
    ...asOf(at, options.asked, verdict.source),
  ];
  return [
    head,
    ...(records.length === 0
      ? []
      : [['Rows of this digest', ...records.map((one) => recordLine(one, verdict))]]),
    ...(verdict.platforms === undefined
      ? []
      : [['Platforms', ...verdict.platforms.map(platformLine)]]),
    ['Rules', ...rules.map((rule) => ruleLine(rule, width, options))],
    ...(verdict.vulnerabilities === undefined
      ? []
      : [['Vulnerabilities', ...orNone(vulnerabilityLines(verdict.vulnerabilities), 'none')]]),
    ...(notes.length === 0 ? [] : [['Notes', ...notes.map((note) => `  ${plain(note)}`)]]),
    ['Exceptions', ...orNone(exceptions.map(exceptionLine), 'none matches this image')],
    [
      'What will change by itself',
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

/** What is judged as of another day is still judged by the rows of the day when HSS was asked. */
function asOf(at: number, asked: number, source: string): string[] {
  if (at === asked) return [];
  const rows = source === 'replay' ? 'those of the snapshot' : `those of ${minuteText(asked)}`;
  return [
    `  judged as of ${minuteText(at)}; what HSS lists is not: the rows are ${rows}`,
    '  (a scan that is repeated until then counts for nothing here)',
  ];
}

const LISTS: { readonly [list in ImageSource]: string } = {
  [ImageSource.CICD]: 'CI/CD images',
  [ImageSource.REGISTRY]: 'registry images',
};

function recordLine({ record, decides }: ExplainedRecord, { platforms }: ImageVerdict): string {
  const place = `${record.registryName ?? 'unknown registry'}, tag ${record.imageVersion ?? 'none'}`;
  const what = `${LISTS[record.list]}: ${place}: ${scanText(record)}`;
  const part = platforms === undefined ? ' (decides)' : ' (an index: its platforms decide)';
  return `  ${decides ? '→' : ' '} ${plain(what)}${decides ? part : ''}`;
}

function platformLine({ digest, image, imageSource }: ImagePlatform): string {
  const found =
    image === undefined || imageSource === undefined
      ? 'HSS lists no row of it'
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
        ? 'not checked: no snapshot is replayed'
        : 'not checked by this policy';
    case 'no-row':
      return `not checked: no row to check (limit: ${limit})`;
    case 'no-scan':
      return `not checked: no complete scan to check (limit: ${limit})`;
    case 'met':
      return actual === limit ? `${actual}` : `${actual} (limit: ${limit})`;
    default:
      return `${message}${waivedBy === undefined ? '' : `, waived by ${waivedBy}`}`;
  }
}

/** How many vulnerabilities are named of each status. */
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
  [VulnerabilityStatus.HANDLED]: 'handled in HSS, and skipped',
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
      : 'applies, and has nothing to waive';
  return [effect, ...gaps].join('; ');
}

function changeLine(
  { at, causes, begins, ends, unchecked, decision }: ExplainedChange,
  from: number,
  before: Decision,
): string {
  const what = [
    ...(begins.length > 0 ? [`${begins.join(', ')} violated`] : []),
    ...(ends.length > 0 ? [`${ends.join(', ')} no longer violated`] : []),
    ...(unchecked.length > 0 ? [`${unchecked.join(', ')} no longer checked`] : []),
  ].join(', ');
  const outcome = outcomeText(decision, before, begins.length > 0);
  return `  ${plain(`in ${spanText(at - from)}, at ${minuteText(at)}: ${causes.join(', and ')}; ${what}: ${outcome}`)}`;
}

/** A scan may be repeated before it is too old, so what comes after that is a reason by itself. */
function outcomeText(decision: Decision, before: Decision, worse: boolean): string {
  if (decision !== before) return `then ${DECISIONS[decision]}`;
  return worse ? `${DECISIONS[decision]} for this too` : `still ${DECISIONS[decision]}`;
}

function orNone(lines: readonly string[], none: string): readonly string[] {
  return lines.length > 0 ? lines : [`  ${none}`];
}

/** A span of time in its largest unit, rounded down. */
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
