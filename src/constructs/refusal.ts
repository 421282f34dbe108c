import { HssError, HssErrorCode } from '../contract/error';
import { ImageVerdict, PolicyFinding } from '../policy';

/** An image that could not be decided. */
export interface Undecided {
  readonly reference: string;
  readonly path: string;
  readonly error: HssError;
}

/** What a stack's admission found against it. */
export interface Objections {
  readonly denied: readonly ImageVerdict[];
  readonly undecided: readonly Undecided[];
  /** How many images were judged in all. */
  readonly judged: number;
}

/**
 * The error that refuses a stack: every denied image at once, each with the rules that it fails. When nothing is
 * denied but something could not be decided, the error has the code of what kept it from being decided.
 */
export function refusal(stack: string, objections: Objections, note: string | undefined): HssError {
  const { denied, undecided, judged } = objections;
  const code: HssErrorCode = denied.length > 0 ? 'HSS_IMAGE_DENIED' : undecided[0].error.code;
  const counts = [
    denied.length > 0 ? `${denied.length} of ${judged} images denied` : undefined,
    undecided.length > 0
      ? `${undecided.length} of ${judged} images could not be decided`
      : undefined,
  ].filter((count) => count !== undefined);
  const blocks = [
    ...denied.map(verdictText),
    ...undecided.map(
      ({ reference, path, error }) =>
        `${reference} (${path})\n${indent(`could not be decided: ${error.message}`)}`,
    ),
  ];
  return new HssError(
    code,
    `stack ${stack} is refused: ${counts.join(', ')}\n\n${blocks.map(indent).join('\n\n')}\n`,
    {
      advice: [
        denied.length > 0
          ? 'deploy images that pass, or have the owner of the policy change it'
          : 'mend what kept HSS from answering, and synthesize again',
        ...(note === undefined ? [] : [note]),
      ].join('. '),
    },
  );
}

/** A verdict as a block of text: the image, what is known of it, and the findings. */
export function verdictText(verdict: ImageVerdict): string {
  const { image } = verdict;
  const facts = [
    image?.imageDigest === undefined ? undefined : `digest ${image.imageDigest}`,
    image?.severityLevel === undefined ? undefined : `severity ${image.severityLevel}`,
    image === undefined ? undefined : `scan ${scanText(image.scanStatus, image.latestScanTime)}`,
  ].filter((fact) => fact !== undefined);
  return [
    `${verdict.reference}${verdict.path === undefined ? '' : ` (${verdict.path})`}`,
    ...(facts.length > 0 ? [`  ${facts.join(', ')}`] : []),
    ...verdict.findings.map((finding) => `  ${findingText(finding)}`),
  ].join('\n');
}

function scanText(status: string | undefined, time: number | undefined): string {
  const when = time === undefined ? 'at an unknown time' : `at ${new Date(time).toISOString()}`;
  return `${status ?? 'in an unknown state'} ${when}`;
}

/** The message has the actual value and the limit in it. */
function findingText({ ruleId, message, waivedBy }: PolicyFinding): string {
  const text = `${ruleId}: ${message}`;
  return waivedBy === undefined ? `✗ ${text}` : `– ${text}, waived by ${waivedBy}`;
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : `  ${line}`))
    .join('\n');
}
