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

test('a stack without denied images is named with the reasons for its denial', () => {
  const conflicts = ['the stack has no gate', 'two', 'three', 'four'];
  expect(deniedText([report({ images: [ALLOWED], conflicts: ['the stack has no gate'] })])).toBe(
    'denied: shop (the stack has no gate); 1 image allowed; 1 conflict',
  );
  expect(deniedText([report({ images: [DENIED], conflicts })])).toBe(
    'denied: shop (the stack has no gate, two, three and 1 more) and r.io/shop/web:1 (max-severity); 1 image denied; 4 conflicts',
  );
});
