import {
  SarifBuilder,
  SarifResultBuilder,
  SarifRuleBuilder,
  SarifRunBuilder,
} from 'node-sarif-builder';
import { cut } from '../../util/text';
import { sourceProperties } from '../answered-by';
import { RenderOptions } from '../render-options';
import { jsonText } from '../json-text';
import { FileLine, placeOfException, uriOf } from '../location';
import { REPORTED_RULES, ReportedRule } from '../own-rules';
import { plain } from '../../util/plain';
import { Result, resultsOf } from '../results';
import { RunReport } from '../run-report';

type ResultOptions = NonNullable<ConstructorParameters<typeof SarifResultBuilder>[0]>;

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

const EXIT_CODES = { allowed: 0, undecided: 1, denied: 2 } as const;

/** SARIF 2.1.0, within what GitHub's code scanning takes. */
export function sarif(report: RunReport, { directory }: RenderOptions = {}): string {
  const all = resultsOf(report);
  const results = all.slice(0, MAX_RESULTS);
  const uris = [...new Set(results.map(({ place }) => uriOf(place.file, directory)))];
  const run = new SarifRunBuilder({
    // Given here, or the builder would guess their languages by their names.
    artifacts: uris.map((uri) => ({ location: { uri } })),
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: report.parts.every(({ undecided }) => undecided.length === 0),
        exitCode: EXIT_CODES[report.outcome],
        startTimeUtc: report.evaluatedAt,
        ...(all.length > results.length
          ? {
              toolExecutionNotifications: [
                {
                  level: 'warning' as const,
                  message: { text: `${all.length - results.length} results are left out.` },
                },
              ],
            }
          : {}),
      },
    ],
    properties: {
      policyFile: plain(report.policy.file),
      policyHash: plain(report.policy.hash),
      outcome: report.outcome,
      ...Object.fromEntries(
        sourceProperties(report.answeredBy, Date.parse(report.evaluatedAt)).map(([name, value]) => [
          name,
          plain(value),
        ]),
      ),
    },
  }).initSimple({ toolDriverName: 'hss-gate', toolDriverVersion: plain(report.version) });
  for (const rule of REPORTED_RULES) run.addRule(new SarifRuleBuilder(ruleOf(rule)));
  for (const result of results) run.addResult(new SarifResultBuilder(resultOf(result, directory)));
  const builder = new SarifBuilder({ $schema: SCHEMA });
  builder.addRun(run);
  // Not the builder's own text: it takes an image of a certain name for a mistake of the caller.
  return jsonText(builder.buildSarifOutput());
}

function ruleOf({ id, title, help }: ReportedRule): object {
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

function resultOf(result: Result, directory: string | undefined): ResultOptions {
  const { ruleId, state, message, place, fingerprint, entry, finding } = result;
  return {
    ruleId: plain(ruleId),
    level: state === 'denied' || state === 'undecided' ? 'error' : 'warning',
    message: { text: noLinks(cut(message, 2_000)) },
    locations: [
      { physicalLocation: physical(place, directory), logicalLocations: logicalLocations(result) },
    ],
    // The first is GitHub's. Without it all results of a rule would be one, for they are in the same line of the plan.
    partialFingerprints: { primaryLocationLineHash: fingerprint, 'hssGate/v1': fingerprint },
    ...(finding?.waivedBy === undefined
      ? {}
      : { suppressions: [suppression(finding.waivedBy, placeOfException(finding), directory)] }),
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
  directory: string | undefined,
): NonNullable<ResultOptions['suppressions']>[number] {
  return {
    kind: 'external',
    status: 'accepted',
    justification: plain(justification),
    ...(place === undefined ? {} : { location: { physicalLocation: physical(place, directory) } }),
  };
}

function physical(
  { file, line }: FileLine,
  directory: string | undefined,
): { artifactLocation: { uri: string }; region: { startLine: number } } {
  return { artifactLocation: { uri: uriOf(file, directory) }, region: { startLine: line } };
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
