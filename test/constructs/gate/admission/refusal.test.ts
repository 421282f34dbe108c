import { TerraformStack, Testing } from 'cdktf';
import { refusalOf } from '../../../../src/constructs/gate/admission/refusal';
import { HssError } from '../../../../src/contract/error';
import { report, reported } from '../../../report/support';
import { BAD, Deployment, GOOD, gated, thrown } from '../../support';

/** The error that refuses a stack. */

const DENIED = report({
  images: [reported({ findings: [{ ruleId: 'max-severity', message: 'too \u001b[1mhigh' }] })],
  undecided: [{ reference: 'r.io/a:1', path: 's/a', error: new HssError('HSS_TIMEOUT', 'late') }],
});

const before = process.env;
afterEach(() => (process.env = before));

test.each(['0', '1'])('its colours are its own: FORCE_COLOR=%s', (colour) => {
  process.env = { ...before, FORCE_COLOR: colour };
  const { message } = refusalOf(DENIED, []);
  const rule = colour === '1' ? '\u001b[31m✗ max-severity:\u001b[39m' : '✗ max-severity:';
  expect(message).toContain(`${rule} too  [1mhigh`);
});

test('its advice is sentences', () => {
  const { advice } = refusalOf(DENIED, [
    '2 scans had not finished',
    'exceptions match nothing',
  ]).details;
  expect(advice).toMatch(
    /^fix the errors above, then synthesize again\. Fix what .*\. 2 scans had not finished\. Exceptions match/,
  );
});

test('the refusal of a stack names the gated stacks that were not judged', () => {
  const { app, stack } = gated({ id: 'passes' });
  new Deployment(stack, 'web', GOOD);
  for (const id of ['refused', 'later', 'last']) {
    new Deployment(gated({ app, id }).stack, 'web', BAD);
  }
  new TerraformStack(app, 'ungated');
  const { advice } = thrown(() => app.synth()).details;
  expect(advice).toMatch(
    /\. Stacks later and last were not judged, because synthesis ends at the first refused stack$/,
  );
});

test('stacks that only an earlier synth judged are named', () => {
  const { app, stack } = gated({ id: 'refused' });
  new Deployment(gated({ app, id: 'later' }).stack, 'web', GOOD);
  app.synth();
  new Deployment(stack, 'web', BAD);
  expect(thrown(() => app.synth()).details.advice).toContain('Stack later was not judged');
});

test('a stack that is synthesized alone names no other', () => {
  const { app, stack } = gated();
  new Deployment(stack, 'web', BAD);
  gated({ app, id: 'other' });
  expect(thrown(() => Testing.synth(stack)).details.advice).not.toContain('not judged');
});
