import { policyFilesFor } from '../../files/policy-files';
import {
  Policy,
  PolicyException,
  PolicyFilesReading,
  exceptionTarget,
  fileLineText,
  isExpiring,
  isLive,
  policyHash,
  readPolicyFile,
} from '../../policy';
import { idleSettings } from '../../policy/files/idle-settings';
import { feedFault, feedText } from '../../policy/files/vulnerabilities/feed-text';
import { vulnerabilityWarnings } from '../../policy/files/vulnerabilities/warnings';
import { plain } from '../../util/safe-text';
import { namedFeedSource } from '../shared/policy/feed-option';
import { policyFileFor } from '../shared/policy/policy-file';
import { print } from '../shared/output/print';
import { EXIT } from '../shared/exit-codes';
import { asResultProcess, endableBySignal } from '../shared/result-process';
import { say } from '../shared/output/say';
import { counted, enumerate } from '../../util/text';

/** Prints the problems of a policy on stdout. */
export async function runLint(
  named: string | undefined,
  options: { readonly feed?: string } = {},
): Promise<void> {
  asResultProcess();
  const file = policyFileFor(named, say);
  const now = Date.now();
  const source = namedFeedSource(options.feed);
  const { policy, problems, files, places } = endableBySignal(() =>
    readPolicyFile(file, policyFilesFor(file), now, source),
  );
  const lines = [
    ...problems.map((at) => `${at.file}:${at.line}:${at.column}: error: ${at.message}`),
    ...(policy === undefined
      ? []
      : [
          ...feedWarnings(policy, places, now),
          ...idleWarnings(policy, places),
          ...limitWarnings(policy, places),
          ...exceptionWarnings(policy, now),
        ]),
  ];
  const chain = files.length > 1 ? `, with ${files.slice(1).join(', ')}` : '';
  const warnings = lines.length === 0 ? 'no warnings' : counted(lines.length, 'warning');
  const verdict =
    policy === undefined
      ? `${file}${chain}: not valid, ${counted(problems.length, 'problem')}`
      : `${file}${chain}: valid, ${warnings} (policy hash ${policyHash(policy)})`;
  const feed = policy && feedText(policy, now);
  for (const line of [...lines, ...(feed === undefined ? [] : [feed]), verdict]) {
    await print(`${plain(line)}\n`);
  }
  process.exitCode = policy === undefined ? EXIT.failed : EXIT.allowed;
}

function feedWarnings(policy: Policy, places: PolicyFilesReading['places'], now: number): string[] {
  const fault = feedFault(policy, now);
  return fault === undefined ? [] : [`${places.get('vulnerabilities.feed')!}: warning: ${fault}`];
}

function limitWarnings(policy: Policy, places: PolicyFilesReading['places']): string[] {
  return vulnerabilityWarnings(policy).map(({ about, message }) => {
    const place = typeof about === 'string' ? places.get(about)! : fileLineText(about.origin!);
    return `${place}: warning: ${message}`;
  });
}

function idleWarnings(policy: Policy, places: PolicyFilesReading['places']): string[] {
  return idleSettings(policy).map(({ setting, what, because, how, advice }) => {
    // A setting that is not a default has a position in a file.
    const [place, cause] = [places.get(setting)!, places.get(because)!];
    return `${place}: warning: ${what} has no effect: ${because} (${cause}) ${how}; ${advice}`;
  });
}

function exceptionWarnings({ exceptions }: Policy, now: number): string[] {
  return exceptions.flatMap((exception) => {
    const { expires } = exception;
    if (!isLive(exception, now)) {
      return [warning(exception, `expired at the end of ${expires}: renew or remove it`)];
    }
    if (!isExpiring(exception, now)) return [];
    return [
      warning(exception, `expires at the end of ${expires}: what it waives will then be denied`),
    ];
  });
}

function warning(exception: PolicyException, what: string): string {
  const { origin, rules, vulnerabilities, owner } = exception;
  const waived = vulnerabilities === undefined ? rules.join(', ') : enumerate(vulnerabilities, 3);
  // Every exception of a policy that was read from files has an origin.
  return `${fileLineText(origin!)}: warning: the exception for ${exceptionTarget(exception)} (${waived}; owner ${owner}) ${what}`;
}
