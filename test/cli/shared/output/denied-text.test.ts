import { deniedText } from '../../../../src/cli/shared/output/denied-text';
import { Decision } from '../../../../src/policy';
import { report, reported } from '../../../report/support';

const DENIED = reported();
const ALLOWED = reported({ reference: 'good:1', decision: Decision.ALLOW, findings: [] });

test('the counts include stacks without a denial', () => {
  const stacks = [report({ images: [DENIED] }), report({ images: [ALLOWED] })];
  expect(deniedText(stacks)).toBe(
    'denied: r.io/shop/web:1 (max-severity); 2 images: 1 denied, 1 allowed',
  );
});
