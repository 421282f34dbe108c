import { verdictsFile } from '../../../../src/constructs/gate/admission/evidence';
import { Decision, VulnerabilityStatus } from '../../../../src/policy';
import { report, reported } from '../../../report/support';
import { vulnerability } from '../../../report/vulnerability-support';
import { Verdicts, validate } from './evidence-support';

/** What is let through for some time alone, as the evidence names it. */

function imageOf(vulnerabilities?: ReturnType<typeof vulnerability>[]): Verdicts['images'][number] {
  const images = [reported({ vulnerabilities, decision: Decision.ALLOW, findings: [] })];
  const content = JSON.parse(verdictsFile(report({ images }), [], [], 0)) as Verdicts;
  validate(content);
  const ofImages = (validate.errors ?? []).filter(({ instancePath }) =>
    instancePath.startsWith('/images'),
  );
  expect(ofImages).toEqual([]);
  return content.images[0];
}

test('an image has its vulnerabilities in grace, and not the others', () => {
  const graceUntil = '2026-12-03T08:00:00.000Z';
  const inGrace = vulnerability({ status: VulnerabilityStatus.IN_GRACE, graceUntil });
  expect(imageOf([vulnerability(), inGrace]).inGrace).toEqual([{ id: inGrace.id, graceUntil }]);
  expect(imageOf([vulnerability()])).not.toHaveProperty('inGrace');
  expect(imageOf()).not.toHaveProperty('inGrace');
});
