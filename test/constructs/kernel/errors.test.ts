import { JsiiKernel, ObjectReference, struct } from '../../support/jsii-kernel';

/**
 * Errors as programs in Python, Java, Go and C# receive them: as text that begins with the code.
 */

let kernel: JsiiKernel;
beforeAll(async () => {
  kernel = await JsiiKernel.start();
});
afterAll(() => kernel.stop());

const NOWHERE = '/nowhere/snapshot.json';

async function stackOf(): Promise<{ app: ObjectReference; stack: ObjectReference }> {
  const app = (await kernel.invokeStatic('cdktf.Testing', 'app')) as ObjectReference;
  return { app, stack: await kernel.create('cdktf.TerraformStack', [app, 'shop']) };
}

/** A connection whose every lookup fails when it is read. */
async function unreadable(scope: ObjectReference, id: string): Promise<ObjectReference> {
  const source = await kernel.invokeStatic('cdktf-hss.HssSource', 'replay', NOWHERE);
  const props = struct('cdktf-hss.HssConnectionProps', { source });
  return kernel.create('cdktf-hss.HssConnection', [scope, id, props]);
}

/** A lookup that fails when it is read. */
async function lookup(stack: ObjectReference): Promise<ObjectReference> {
  const connection = await unreadable(stack, 'hss');
  const props = struct('cdktf-hss.DataHssImageRegistriesProps', { connection });
  return kernel.create('cdktf-hss.DataHssImageRegistries', [stack, 'registries', props]);
}

async function gate(stack: ObjectReference): Promise<ObjectReference> {
  const connection = await unreadable(stack, 'hss');
  const policy = await kernel.create('cdktf-hss.ImagePolicy', [
    struct('cdktf-hss.ImagePolicyProps', {
      maxSeverity: { '$jsii.enum': 'cdktf-hss.SeverityLevel/LOW' },
    }),
  ]);
  const props = struct('cdktf-hss.HssImageGateProps', { policy, connection });
  return kernel.create('cdktf-hss.HssImageGate', [stack, 'gate', props]);
}

const synthesize = (stack: ObjectReference): Promise<unknown> =>
  kernel.invokeStatic('cdktf.Testing', 'synth', stack);

/** Calls of this test's code that read the lookup. */
function readOnCallback(registries: ObjectReference): void {
  kernel.onCallback = () => kernel.get(registries, 'rowsJson');
}

const CASES: {
  readonly [what: string]: { readonly code: string; readonly act: () => Promise<unknown> };
} = {
  'a constructor': {
    code: 'HSS_INVALID_ARGUMENT',
    act: async () => {
      const { stack } = await stackOf();
      const props = struct('cdktf-hss.HssConnectionProps', { timeoutSeconds: -1 });
      return kernel.create('cdktf-hss.HssConnection', [stack, 'hss', props]);
    },
  },
  'a method': {
    code: 'HSS_SNAPSHOT_INVALID',
    act: async () => kernel.invoke(await lookup((await stackOf()).stack), 'byName', 'prod'),
  },
  'a static method': {
    code: 'HSS_POLICY_INVALID',
    act: () => kernel.invokeStatic('cdktf-hss.ImagePolicy', 'fromFile', '/nowhere/policy.yaml'),
  },
  'a getter': {
    code: 'HSS_SNAPSHOT_INVALID',
    act: async () => kernel.get(await lookup((await stackOf()).stack), 'rows'),
  },
  'a gate, in Testing.synth': {
    code: 'HSS_SNAPSHOT_INVALID',
    act: async () => {
      const { stack } = await stackOf();
      const value = await kernel.invoke(await gate(stack), 'require', 'shop/web:1.4');
      const props = struct('cdktf.TerraformOutputConfig', { value });
      await kernel.create('cdktf.TerraformOutput', [stack, 'image', props]);
      return synthesize(stack);
    },
  },
  'a gate, in App.synth': {
    code: 'HSS_SNAPSHOT_INVALID',
    act: async () => {
      const { app, stack } = await stackOf();
      const value = await kernel.invoke(await gate(stack), 'require', 'shop/web:1.4');
      const props = struct('cdktf.TerraformOutputConfig', { value });
      await kernel.create('cdktf.TerraformOutput', [stack, 'image', props]);
      return kernel.invoke(app, 'synth');
    },
  },
  "an aspect of the program's, in App.synth": {
    code: 'HSS_SNAPSHOT_INVALID',
    act: async () => {
      const { app, stack } = await stackOf();
      readOnCallback(await lookup(stack));
      const aspects = (await kernel.invokeStatic('cdktf.Aspects', 'of', stack)) as ObjectReference;
      const aspect = await kernel.create(
        'Object',
        [],
        [{ method: 'visit', cookie: 'visit' }],
        ['cdktf.IAspect'],
      );
      await kernel.invoke(aspects, 'add', aspect);
      return kernel.invoke(app, 'synth');
    },
  },
};

test.each(Object.entries(CASES))(
  'an error of %s begins with its code',
  async (_, { code, act }) => {
    await expect(act()).rejects.toThrow(new RegExp(`^${code}: `));
  },
);

test("cdktf puts two words before the code of an error in a program's lazy value", async () => {
  const { app, stack } = await stackOf();
  readOnCallback(await lookup(stack));
  const producer = await kernel.create(
    'Object',
    [],
    [{ method: 'produce', cookie: 'produce' }],
    ['cdktf.IStringProducer'],
  );
  const value = await kernel.invokeStatic('cdktf.Lazy', 'stringValue', producer);
  const props = struct('cdktf.TerraformOutputConfig', { value });
  await kernel.create('cdktf.TerraformOutput', [stack, 'image', props]);
  await expect(kernel.invoke(app, 'synth')).rejects.toThrow(
    /^Resolution error: HSS_SNAPSHOT_INVALID: /,
  );
});
