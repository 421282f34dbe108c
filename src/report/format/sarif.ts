import type { Log, ReportingDescriptor, Result as SarifResult, Run } from 'sarif';
import { FileLine } from '../../policy';
import { cut } from '../../util/text';
import { sourceProperties } from '../answered-by';
import { feedProperties } from '../feed';
import { RenderOptions } from '../render-options';
import { jsonText } from '../json-text';
import { hostUri } from '../location';
import { REPORTED_RULES, ReportedRule } from '../reported-rules';
import { plain } from '../../util/safe-text';
import { Entry } from '../entries';
import { Result, resultsOf } from '../results';
import { Results, withinUpload } from '../vulnerabilities/sarif-limits';
import { vulnerabilityRules } from '../vulnerabilities/sarif-rules';
import {
  VulnerabilityResult,
  vulnerabilityResultsOf,
} from '../vulnerabilities/vulnerability-results';
import { OUTCOME_EXIT_CODES, RunReport } from '../run-report';

const SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * Severities of violated rules on the scale of CVSS, by which code hosts sort. Errors have none,
 * because they are not a risk of the image.
 */
const SECURITY_SEVERITIES: { readonly [ruleId: string]: string | undefined } = {
  'max-malicious-files': '9.5',
  'max-severity': '8.0',
  'max-vulnerabilities': '8.0',
  'max-vulnerabilities-by-severity': '8.0',
  'known-exploited': '9.5',
  'image-listed': '7.5',
  'scan-completed': '7.5',
  'registry-allowed': '7.5',
  'images-determinable': '7.0',
  'image-undecided': undefined,
  'deployment-refused': undefined,
};
const OTHER_SEVERITY = '5.5';

/** Renders SARIF 2.1.0 within the limits of GitHub's code scanning. */
export function sarif(report: RunReport, options: RenderOptions = {}): string {
  const all: Results = {
    results: resultsOf(report),
    vulnerabilities: vulnerabilityResultsOf(report),
  };
  return withinUpload(all, (results, omitted) =>
    jsonText({
      $schema: SCHEMA,
      version: '2.1.0',
      runs: [runOf(report, results, omitted, options)],
    } satisfies Log),
  );
}

/** @param omitted number of omitted results */
function runOf(
  report: RunReport,
  { results, vulnerabilities }: Results,
  omitted: number,
  options: RenderOptions,
): Run {
  const { outcome, version, policy, answeredBy, evaluatedAt, parts } = report;
  const rules = [...REPORTED_RULES.map(ruleOf), ...vulnerabilityRules(vulnerabilities)];
  const ruleIndexes = new Map(rules.map(({ id }, at) => [id, at]));
  const places = [...results, ...vulnerabilities].map(({ place }) => place);
  const uris = [...new Set(places.map((place) => hostUri(place, options)))];
  const common = (
    one: Result | VulnerabilityResult,
  ): Pick<SarifResult, 'ruleIndex' | 'locations'> => {
    const uri = hostUri(one.place, options);
    const ruleIndex = ruleIndexes.get(one.ruleId);
    return {
      ...(ruleIndex === undefined ? {} : { ruleIndex }),
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri, index: uris.indexOf(uri) },
            region: { startLine: one.place.line },
          },
          logicalLocations: logicalLocations(one.entry),
        },
      ],
    };
  };
  return {
    tool: { driver: { name: 'hss-gate', version: plain(version), rules } },
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
    results: [
      ...results.map((result) => ({ ...resultOf(result, options), ...common(result) })),
      ...vulnerabilities.map((result) => ({
        ...vulnerabilityResultOf(result),
        ...common(result),
      })),
    ],
    properties: {
      policyFile: plain(policy.file),
      policyHash: plain(policy.hash),
      outcome,
      ...Object.fromEntries(
        [
          ...feedProperties(policy.feed),
          ...sourceProperties(answeredBy, Date.parse(evaluatedAt)),
        ].map(([name, value]) => [name, plain(value)]),
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

function resultOf(result: Result, options: RenderOptions): SarifResult {
  const { ruleId, state, message, fingerprint, entry, finding, origin } = result;
  return {
    level: state === 'denied' || state === 'undecided' ? 'error' : 'warning',
    message: messageOf(message),
    ruleId: plain(ruleId),
    ...fingerprintsOf(fingerprint),
    ...(finding?.waivedBy === undefined
      ? {}
      : { suppressions: [suppression(finding.waivedBy, origin, options)] }),
    properties: {
      image: plain(entry.subject),
      state: entry.state,
      ...(finding?.actual === undefined ? {} : { actual: plain(finding.actual) }),
      ...(finding?.limit === undefined ? {} : { limit: plain(finding.limit) }),
      ...(entry.code === undefined ? {} : { errorCode: entry.code }),
    },
  };
}

const LEVELS = { denied: 'error', warned: 'warning', waived: 'warning', allowed: 'note' } as const;

function vulnerabilityResultOf(result: VulnerabilityResult): SarifResult {
  const { ruleId, state, message, fingerprint, entry, vulnerability, waivers } = result;
  return {
    level: LEVELS[state],
    message: messageOf(message),
    ruleId,
    ...fingerprintsOf(fingerprint),
    ...(state === 'waived'
      ? { suppressions: [suppression(waivers.join('; '), undefined, {})] }
      : {}),
    properties: {
      image: plain(entry.subject),
      state: entry.state,
      status: vulnerability.status,
      knownExploited: vulnerability.knownExploited,
    },
  };
}

function messageOf(text: string): SarifResult['message'] {
  return { text: noLinks(cut(text, 2_000)) };
}

/**
 * Returns the fingerprints of a result. The first one is GitHub's. Without it, GitHub would merge
 * all results of a rule, because they are on the same line of the plan.
 */
function fingerprintsOf(fingerprint: string): Pick<SarifResult, 'partialFingerprints'> {
  return {
    partialFingerprints: { primaryLocationLineHash: fingerprint, 'hssGate/v1': fingerprint },
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

/** Maximum number of places of one image. GitHub does not show them. */
const MAX_PLACES = 20;

function logicalLocations(entry: Entry): { fullyQualifiedName: string; kind: string }[] {
  const { address, path, subject, places } = entry;
  const names = [
    ...(address === undefined ? [] : [{ name: address, kind: 'resource' }]),
    ...(path === undefined || path === address || path === ''
      ? []
      : [{ name: path, kind: address === undefined ? 'resource' : 'construct' }]),
  ];
  const grouped = places.slice(0, MAX_PLACES).map((name) => ({ name, kind: 'resource' }));
  const found = names.length > 0 ? names : grouped;
  return (found.length === 0 ? [{ name: subject, kind: 'resource' }] : found).map(
    ({ name, kind }) => ({ fullyQualifiedName: plain(name), kind }),
  );
}

/**
 * Escapes links, `[text](target)`, which SARIF's messages may contain, so that no name from outside
 * becomes one.
 */
function noLinks(text: string): string {
  return text.includes('](') ? text.replace(/[\\[\]]/g, '\\$&') : text;
}
