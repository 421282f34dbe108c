import { existsSync } from 'node:fs';
import { Lazy, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import {
  BAD,
  Deployment,
  GOOD,
  PINNED,
  codeOf,
  deployed,
  gated,
  policy,
  stackFile,
  thrown,
} from '../support';

/** Interactions between the parts of a gate that could let an image pass wrongly. */

const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const scoped = (scope: string): ReturnType<typeof policy> =>
  policy({
    exceptions: [
      {
        image: 'shop/web:1.5',
        rules: ['max-severity', 'max-malicious-files'],
        owner: 'o',
        reason: 'r',
        expires,
        scope,
      },
    ],
  });

test('an image that is required while a required token is resolved is judged', () => {
  const { app, gate } = gated();
  gate.require(Lazy.stringValue({ produce: () => (gate.require(BAD), GOOD) }));
  expect(codeOf(() => app.synth())).toBe('HSS_IMAGE_DENIED');
});

test('an ungated stack never gets an image that only an exception for other paths lets through', () => {
  const app = Testing.app();
  const { gate } = gated({ app, props: { policy: scoped('shop/legacy/*') } });
  const user = new TerraformStack(app, 'user');
  new Deployment(user, 'bad', gate.require(BAD));
  // The guard is added while this JSON is created, so it takes effect from the next synth on.
  expect(deployed(Testing.synth(user))).toEqual({ bad: 'denied.invalid/shop/web' });
  expect(codeOf(() => Testing.synth(user))).toBe('HSS_IMAGE_DENIED');
});

test('an exception for paths of another stack does not apply in the stack of the gate', () => {
  const app = Testing.app();
  const { gate } = gated({ app, props: { policy: scoped('user/*') } });
  const user = new TerraformStack(app, 'user');
  new Deployment(user, 'bad', gate.require(BAD));
  expect(thrown(() => app.synth()).message).toMatch(/stack shop is refused[^]*shop\/gate/);
});

test('a hook that asks for the JSON early does not leave verdicts of a refused stack', () => {
  const { app, stack } = gated();
  new Deployment(stack, 'web', GOOD);
  const hook = new Construct(stack, 'hook');
  Object.defineProperty(hook, Symbol.for('cdktf/customSynthesis'), {
    value: {
      onSynthesize: () => {
        stack.toTerraform();
        new Deployment(stack, 'bad', BAD);
      },
    },
  });
  expect(codeOf(() => app.synth())).toBe('HSS_IMAGE_DENIED');
  expect(existsSync(stackFile(app, 'shop', 'hss-verdicts.json'))).toBe(false);
});

test('a synth that failed between the hooks and the JSON does not affect the next one', () => {
  const { app, stack } = gated();
  new Deployment(stack, 'web', GOOD);
  let fail = true;
  const before = stack.toTerraform.bind(stack);
  stack.toTerraform = () => {
    if (fail) throw new Error('not now');
    return before();
  };
  expect(() => app.synth()).toThrow('not now');
  fail = false;
  expect(deployed(Testing.synth(stack))).toEqual({ web: PINNED });
  expect(existsSync(stackFile(app, 'shop', 'hss-verdicts.json'))).toBe(false);
});

test('a digest that a scoped exception allows elsewhere is judged at its own path', () => {
  const { app, stack, gate } = gated({ props: { policy: scoped('shop/legacy/*') } });
  new Deployment(new Construct(stack, 'legacy'), 'web', gate.require(BAD));
  const [pinned] = Object.values(deployed(Testing.synth(stack)));
  expect(pinned).toContain('@sha256:');
  new Deployment(stack, 'copy', pinned);
  expect(thrown(() => app.synth()).message).toContain('(shop/copy)');
});

test('a required image whose token an override replaced is still judged at the path of the gate', () => {
  const { app, stack, gate } = gated({ props: { policy: scoped('shop/legacy/*') } });
  new Deployment(new Construct(stack, 'legacy'), 'web', gate.require(BAD)).addOverride(
    'image',
    GOOD,
  );
  expect(thrown(() => app.synth()).message).toContain(`${BAD} (shop/gate)`);
});
