import { HssError } from '../../src/contract/error';
import { Decision, ImageVerdict } from '../../src/policy';
import { ReportedImage, StackReport } from '../../src/report/stack-report';

export const SHA = `sha256:${'a'.repeat(64)}`;

export function verdict(change: Partial<ImageVerdict> = {}): ImageVerdict {
  return {
    reference: 'r.io/shop/web:1',
    decision: Decision.DENY,
    findings: [{ ruleId: 'max-severity', message: 'its severity is High' }],
    policyHash: '0'.repeat(64),
    evaluatedAt: '2026-11-22T00:00:00.000Z',
    source: 'fixture',
    path: 'shop/web',
    ...change,
  };
}

export function reported(change: Partial<ImageVerdict> = {}, address = 'a.b'): ReportedImage {
  return { verdict: verdict(change), address, gate: 'shop/gate' };
}

export function report(change: Partial<StackReport> = {}): StackReport {
  return {
    stack: 'shop',
    images: [],
    undecided: [],
    undeterminable: [],
    ignored: [],
    conflicts: [],
    ...change,
  };
}

/** A report with a text from outside wherever one can stand. */
export function withText(text: string): StackReport {
  return report({
    stack: text,
    images: [
      reported(
        {
          reference: text,
          path: text,
          findings: [{ ruleId: text, message: text, waivedBy: text }],
          image: { severityLevel: text as never, imageDigest: text, latestScanTime: 0 },
        },
        text,
      ),
    ],
    undecided: [{ reference: text, path: text, error: new HssError('HSS_TIMEOUT', text) }],
    undeterminable: [
      { address: text, path: text, reason: text, gate: text, decision: Decision.DENY },
    ],
    ignored: [{ address: text, path: text, gate: text }],
    conflicts: [text],
  });
}
