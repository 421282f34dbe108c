import { HssError } from '../../src/contract/error';
import { Decision, ImageVerdict } from '../../src/policy';
import {
  ReportedResource,
  UndeterminableResource,
} from '../../src/report/coverage/resource-report';
import { ReportedImage, StackReport } from '../../src/report/stack-report';
import { vulnerabilityWithText } from './vulnerability-support';

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

export function reported(
  change: Partial<ImageVerdict> = {},
  address = 'a.b',
  origins?: ReportedImage['origins'],
): ReportedImage {
  return { verdict: verdict(change), origins, address, gate: 'shop/gate' };
}

/** A resource in doubt. */
export function undeterminable(
  change: Partial<Omit<UndeterminableResource, 'finding'>> & { readonly waivedBy?: string } = {},
): UndeterminableResource {
  const { waivedBy, ...more } = change;
  const reason = more.reason ?? 'spec.image is known only when Terraform applies';
  return {
    address: 'a.b',
    reason,
    doubts: [{ where: 'spec.image', reason: 'is known only when Terraform applies' }],
    gate: 'shop/gate',
    decision: waivedBy === undefined ? Decision.DENY : Decision.ALLOW,
    ...more,
    finding: {
      ruleId: 'images-determinable',
      message: reason,
      ...(waivedBy === undefined ? {} : { waivedBy }),
    },
  };
}

/** How a resource came out: it deploys nothing. */
export function resource(change: Partial<ReportedResource> = {}): ReportedResource {
  return {
    address: 'a.b',
    type: 'a',
    gate: 'shop/gate',
    outcome: 'none',
    found: [],
    doubts: [],
    harmless: 'no rule matches',
    notes: [],
    ...change,
  };
}

export function report(change: Partial<StackReport> = {}): StackReport {
  return {
    stack: 'shop',
    images: [],
    undecided: [],
    undeterminable: [],
    ignored: [],
    resources: [],
    conflicts: [],
    ...change,
  };
}

/** A report with a text from outside wherever one can stand. */
export function withText(text: string): StackReport {
  const doubts = [{ where: text, reason: text }];
  const found = [{ reference: text, where: text }, { reference: text }];
  const said = { address: text, type: text, path: text, gate: text, harmless: text, notes: [text] };
  return report({
    stack: text,
    images: [
      reported(
        {
          reference: text,
          path: text,
          findings: [{ ruleId: text, message: text, waivedBy: text }],
          image: { severityLevel: text as never, imageDigest: text, latestScanTime: 0 },
          vulnerabilities: [vulnerabilityWithText(text)],
        },
        text,
      ),
    ],
    undecided: [{ reference: text, path: text, error: new HssError('HSS_TIMEOUT', text) }],
    undeterminable: [
      undeterminable({ address: text, path: text, reason: text, gate: text, doubts }),
      undeterminable({ address: text, path: text, reason: text, gate: text, waivedBy: text }),
    ],
    ignored: [{ address: text, path: text, gate: text }],
    resources: [
      resource({ ...said, outcome: 'undeterminable', doubts }),
      resource({ ...said, outcome: 'undeterminable', doubts, waivedBy: text }),
      resource({ ...said, outcome: 'images', found, doubts, declaredBy: text }),
      resource({ ...said, outcome: 'images', found }),
      resource({ ...said, outcome: 'ignored' }),
      resource(said),
      resource({ ...said, notes: [] }),
    ],
    conflicts: [text],
  });
}
