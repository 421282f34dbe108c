import { createHash } from 'node:crypto';
import { RunReport } from './run-report';
import { Entry } from './entries';
import { StackReport } from './stack-report';

/**
 * Gives each finding a name that is the same in the next run and unique within a run. The name does
 * not depend on times, messages or digests. If the resource is known, it does not depend on the tag
 * either: a new build of an image that still violates the rule is the same finding.
 */
export class Fingerprints {
  private readonly seen = new Map<string, number>();

  constructor(private readonly report: RunReport) {}

  public of(ruleId: string, part: StackReport, entry: Entry): string {
    const place = entry.address ?? entry.path;
    const identity = [
      ruleId,
      // The name of a single plan may change with each run, for example for a temporary file.
      this.report.parts.length > 1 ? part.stack : '',
      place ?? '',
      entry.kind === 'conflict' ? (entry.message ?? '') : imageName(entry.subject, place),
    ];
    return this.numbered(identity);
  }

  /** Names a vulnerability of an image, independent of the image's places and tag. */
  public ofVulnerability(key: string, part: StackReport, reference: string): string {
    const stack = this.report.parts.length > 1 ? part.stack : '';
    return this.numbered(['vulnerability', key, stack, nameOf(reference)]);
  }

  private numbered(identity: readonly string[]): string {
    const hash = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
    const count = (this.seen.get(hash) ?? 0) + 1;
    this.seen.set(hash, count);
    return `${hash}:${count}`;
  }
}

function imageName(subject: string, place: string | undefined): string {
  if (place === undefined || place === subject) return subject;
  return nameOf(subject);
}

function nameOf(reference: string): string {
  return reference.replace(/@.*$/su, '').replace(/:[^/:]*$/u, '');
}
