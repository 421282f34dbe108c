import { timeoutTexts } from '../../../../src/constructs/gate/admission/refusal';
import { ScanStatus } from '../../../../src';
import { BAD, Deployment, gated, image, thrown } from '../../support';

/** What a refusal says of a gate that waited for scans in vain. */

type Given = Parameters<typeof timeoutTexts>;

const report = (scanStatus: ScanStatus, decision: string): Given[0] =>
  ({
    images: [
      {
        gate: 'shop/gate',
        verdict: { reference: BAD, decision, source: 'live', image: { scanStatus } },
      },
    ],
  }) as unknown as Given[0];

const gates = (waitSeconds: number): Given[1] =>
  [{ judging: { path: 'shop/gate', waitSeconds } }] as unknown as Given[1];

const TEXT =
  '1 scan had not finished after the waitSeconds of shop/gate (60): raise it, or synthesize again later';

test.each([
  { status: ScanStatus.SCANNING, decision: 'DENY', seconds: 60, texts: [TEXT] },
  { status: ScanStatus.SCANNING, decision: 'DENY', seconds: 0, texts: [] },
  { status: ScanStatus.SCANNING, decision: 'ALLOW', seconds: 60, texts: [] },
  { status: ScanStatus.FAILED, decision: 'DENY', seconds: 60, texts: [] },
])('$status, $decision after $seconds s', ({ status, decision, seconds, texts }) => {
  expect(timeoutTexts(report(status, decision), gates(seconds))).toEqual(texts);
});

test('a fixture is not waited for, and nothing is said of it', () => {
  const rows = [image({ scanStatus: ScanStatus.SCANNING })];
  const { app, stack } = gated({ rows, props: { waitSeconds: 1 } });
  new Deployment(stack, 'web', 'swr.cn-north-4.myhuaweicloud.com/shop/web:1.4');
  expect(thrown(() => app.synth()).message).not.toContain('waitSeconds');
});
