import type { Log, ReportingDescriptor, Result as SarifResult, Run } from 'sarif';
import { FileLine } from '../../policy';
import { cut } from '../../util/text';
import { sourceProperties } from '../answered-by';
import { RenderOptions } from '../render-options';
import { jsonText } from '../json-text';
import { hostUri } from '../location';
import { REPORTED_RULES, ReportedRule } from '../own-rules';
import { plain } from '../../util/safe-text';
import { Result, resultsOf } from '../results';
import { OUTCOME_EXIT_CODES, RunReport } from '../run-report';

const SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** GitHub refuses a file with more. The results are worst first, so it is the least that is left out. */
const MAX_RESULTS = 25_000;

/** How bad it is to break a rule, as CVSS counts; code hosts sort by it. An error of ours is no risk of an image. */
const SECURITY_SEVERITIES: { readonly [ruleId: string]: string | undefined } = {
  'max-malicious-files': '9.5',
  'max-severity': '8.0',
  'max-vulnerabilities': '8.0',
  'image-listed': '7.5',
  'scan-completed': '7.5',
  'registry-allowed': '7.5',
  'images-determinable': '7.0',
  'image-undecided': undefined,
  'deployment-refused': undefined,
};
const OTHER_SEVERITY = '5.5';

/** SARIF 2.1.0, within what GitHub's code scanning takes. */
export function sarif(report: RunReport, options: RenderOptions = {}): string {
  const all = resultsOf(report);
  const results = all.slice(0, MAX_RESULTS);
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [runOf(report, results, all.length - results.length, options)],
  };
  return jsonText(log);
}

/** @param omitted number of results that are left out */
function runOf(
  report: RunReport,
  results: readonly Result[],
  omitted: number,
  options: RenderOptions,
): Run {
  const { outcome, version, policy, answeredBy, evaluatedAt, parts } = report;
  const uris = [...new Set(results.map(({ place }) => hostUri(place, options)))];
  return {
    tool: {
      driver: { name: 'hss-gate', version: plain(version), rules: REPORTED_RULES.map(ruleOf) },
    },
    artifacts: uris.map((uri) => ({ location: { uri } })),
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: parts.every(({ undecided }) => undecided.length === 0),
        exitCode: OUTCOME_EXIT_CODES[outcome],
        startTimeUtc: evaluatedAt,
        ...(omitted > 0
          ? {
              toolExecutionNotifications: [
                { level: 'warning', message: { text: `${omitted} results are left out.` } },
              ],
            }
          : {}),
      },
    ],
    results: results.map((result) => resultOf(result, uris, options)),
    properties: {
      policyFile: plain(policy.file),
      policyHash: plain(policy.hash),
      outcome,
      ...Object.fromEntries(
        sourceProperties(answeredBy, Date.parse(evaluatedAt)).map(([name, value]) => [
          name,
          plain(value),
        ]),
      ),
    },
  };
}

function ruleOf({ id, title, help }: ReportedRule): ReportingDescriptor {
  const severity = id in SECURITY_SEVERITIES ? SECURITY_SEVERITIES[id] : OTHER_SEVERITY;
  return {
    id,
    name: id.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${title}.` },
    fullDescription: { text: help },
    help: { text: help, markdown: `**${title}** (\`${id}\`)\n\n${help}` },
    defaultConfiguration: { level: 'error' },
    properties: {
      tags: ['security', 'container'],
      precision: 'very-high',
      ...(severity === undefined ? {} : { 'security-severity': severity }),
    },
  };
}

function resultOf(result: Result, uris: readonly string[], options: RenderOptions): SarifResult {
  const { ruleId, state, message, place, fingerprint, entry, finding, origin } = result;
  const uri = hostUri(place, options);
  const ruleIndex = REPORTED_RULES.findIndex(({ id }) => id === ruleId);
  return {
    level: state === 'denied' || state === 'undecided' ? 'error' : 'warning',
    message: { text: noLinks(cut(message, 2_000)) },
    ruleId: plain(ruleId),
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri, index: uris.indexOf(uri) },
          region: { startLine: place.line },
        },
        logicalLocations: logicalLocations(result),
      },
    ],
    // The first is GitHub's. Without it all results of a rule would be one, for they are in the same line of the plan.
    partialFingerprints: { primaryLocationLineHash: fingerprint, 'hssGate/v1': fingerprint },
    ...(finding?.waivedBy === undefined
      ? {}
      : { suppressions: [suppression(finding.waivedBy, origin, options)] }),
    properties: {
      image: plain(entry.subject),
      ...(finding?.actual === undefined ? {} : { actual: plain(finding.actual) }),
      ...(finding?.limit === undefined ? {} : { limit: plain(finding.limit) }),
      ...(entry.code === undefined ? {} : { errorCode: entry.code }),
    },
  };
}

function suppression(
  justification: string,
  place: FileLine | undefined,
  options: RenderOptions,
): NonNullable<SarifResult['suppressions']>[number] {
  return {
    kind: 'external',
    status: 'accepted',
    justification: plain(justification),
    ...(place === undefined
      ? {}
      : {
          location: {
            physicalLocation: {
              artifactLocation: { uri: hostUri(place, options) },
              region: { startLine: place.line },
            },
          },
        }),
  };
}

function logicalLocations({ entry }: Result): { fullyQualifiedName: string; kind: string }[] {
  const { address, path, subject } = entry;
  const names = [
    ...(address === undefined ? [] : [{ name: address, kind: 'resource' }]),
    ...(path === undefined || path === address || path === ''
      ? []
      : [{ name: path, kind: address === undefined ? 'resource' : 'construct' }]),
  ];
  return (names.length === 0 ? [{ name: subject, kind: 'resource' }] : names).map(
    ({ name, kind }) => ({ fullyQualifiedName: plain(name), kind }),
  );
}

/** SARIF's messages may hold links, `[text](target)`, which no name from outside is to make. */
function noLinks(text: string): string {
  return text.includes('](') ? text.replace(/[\\[\]]/g, '\\$&') : text;
}
