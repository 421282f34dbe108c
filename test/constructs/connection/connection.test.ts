import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { App, Lazy, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import { Construct } from 'constructs';
import {
  DataHssCicdImages,
  DataHssImageRegistries,
  HssConnection,
  HssConnectionProps,
  HssCredentials,
  HssSource,
} from '../../../src';
import { Deployment, GOOD, fixture, gate, gated, thrown, within } from '../support';

function stackOf(app = Testing.app(), id = 'shop'): TerraformStack {
  return new TerraformStack(app, id);
}

describe('the connection of a scope', () => {
  const source = fixture();

  test('is the nearest one in the tree, siblings of ancestors included', () => {
    const app = Testing.app();
    const far = new HssConnection(app, 'far', { source });
    const stack = stackOf(app);
    const inner = new Construct(new Construct(stack, 'outer'), 'inner');
    const other = stackOf(app, 'other');
    expect(HssConnection.of(other)).toBe(far);

    const near = new HssConnection(stack, 'near', { source });
    const nearest = new HssConnection(inner, 'nearest', { source });
    expect([stack, inner.node.scope!, inner].map((scope) => HssConnection.of(scope))).toStrictEqual(
      [near, near, nearest],
    );
  });

  test('is HSS_AMBIGUOUS if several are equally near, unless a prop selects one', () => {
    const stack = stackOf();
    const [one, two] = ['one', 'two'].map((id) => new HssConnection(stack, id, { source }));
    const error = thrown(() => new DataHssCicdImages(stack, 'images'));
    expect(error.message).toMatch(/^HSS_AMBIGUOUS: 2 .*shop\/one, shop\/two/);
    expect(error.message).toContain('construct: shop');
    expect(new DataHssCicdImages(stack, 'named', { connection: one }).totalNum).toBe(2);
    expect(two.node.path).toBe('shop/two');
  });

  test('is created from the environment once per app, below a stack', () => {
    const app = Testing.app();
    const [one, two] = [stackOf(app, 'one'), stackOf(app, 'two')].map((s) => HssConnection.of(s));
    expect(one).toBe(two);
    expect(app.node.children.map(({ node }) => node.id)).toEqual(['one', 'two']);
    expect(HssConnection.of(new Construct(one, 'inner'))).toBe(one);
    expect(HssConnection.of(stackOf())).not.toBe(one);
  });

  test('is not created if its name is taken, as by another copy of this package', () => {
    const stack = stackOf();
    new Construct(stack, 'HssConnectionFromEnvironment');
    expect(() => HssConnection.of(stack)).toThrow(
      /^HSS_INVALID_ARGUMENT: .*one copy of cdktf-hss/s,
    );
  });

  test.each<[string, (app: App, stack: TerraformStack) => unknown]>([
    ['in the stack', (_, stack) => new HssConnection(stack, 'late', { source })],
    ['in the app', (app) => new HssConnection(app, 'late', { source })],
    ['as a second one', (_, stack) => new HssConnection(stack.node.scope!, 'late2', { source })],
  ])('declared after its first use %s is refused', (_, late) => {
    const app = Testing.app();
    const stack = stackOf(app);
    new DataHssCicdImages(new Construct(stack, 'user'), 'images', {});
    const error = thrown(() => late(app, stack));
    expect(error.message).toMatch(
      /^HSS_INVALID_ARGUMENT: this connection is declared too late: shop\/user .*HssConnectionFromEnvironment/,
    );
  });

  test('declared nearer to other constructs only is accepted', () => {
    const stack = stackOf();
    const used = new HssConnection(stack, 'used', { source });
    new DataHssCicdImages(stack, 'images');
    const elsewhere = new HssConnection(new Construct(stack, 'part'), 'own', { source });
    expect(elsewhere).not.toBe(used);
    expect(() => new HssConnection(stackOf(stack.node.root as App, 'b'), 'own')).not.toThrow();
  });
});

describe('props of a connection', () => {
  const token = Lazy.stringValue({ produce: () => 'x' });

  test.each<[HssConnectionProps | object, RegExp]>([
    [{ timeoutSeconds: 0 }, /timeoutSeconds is 0, .* 0.1 to 3600/],
    [{ timeoutSeconds: 3601 }, /timeoutSeconds is 3601/],
    [{ timeoutSeconds: NaN }, /timeoutSeconds is NaN/],
    [{ timeoutSeconds: '30' }, /timeoutSeconds is "30", .*number from/],
    [{ deadlineSeconds: 86401 }, /deadlineSeconds is 86401, .* 0.1 to 86400/],
    [{ concurrency: 0 }, /concurrency is 0, .*whole number from 1 to 64/],
    [{ concurrency: 1.5 }, /concurrency is 1.5/],
    [{ concurrency: 65 }, /concurrency is 65/],
    [{ maxRetries: -1 }, /maxRetries is -1, .* 0 to 20/],
    [{ maxRetries: 21 }, /maxRetries is 21/],
    [{ maxRows: 0 }, /maxRows is 0, .* 1 to 2000200/],
    [{ maxRows: 2000201 }, /maxRows is 2000201/],
    [{ region: 'evil.example.com/' }, /region is "evil.example.com\/"/],
    [{ region: '' }, /region is ""/],
    [{ region: 7 }, /region is 7/],
    [{ projectId: '../x' }, /projectId is "..\/x"/],
    [{ projectId: '' }, /projectId is ""/],
    [{ projectId: 'x'.repeat(257) }, /projectId .* 1 to 256 characters/],
    [{ enterpriseProjectId: '' }, /enterpriseProjectId is "", .* 1 to 256 characters/],
    [{ enterpriseProjectId: 'x'.repeat(257) }, /enterpriseProjectId .* 1 to 256 characters/],
    [{ endpoint: 'hss.example.com' }, /endpoint is not allowed: it is not a URL/],
    [{ endpoint: 'http://hss.example.com' }, /credentials in the open/],
    [{ endpoint: 'ftp://127.0.0.1' }, /endpoint is not allowed/],
    [{ endpoint: 'https://me:secret@hss.example.com' }, /a user name or a password/],
    [{ endpoint: 7 }, /endpoint is not allowed/],
    [{ region: token }, /region is a token/],
    [{ projectId: token }, /projectId is a token/],
    [{ endpoint: `https://${token}` }, /endpoint is a token/],
    [{ endpoint: 'https://hss.${var.region}.myhuaweicloud.com' }, /endpoint is a token/],
    [{ enterpriseProjectId: token }, /enterpriseProjectId is a token/],
    [{ maxRows: Token.asNumber({ resolve: () => 7 }) }, /maxRows is a token/],
    [{ credentials: HssCredentials.token(token) }, /credentials is a token/],
    [{ credentials: HssCredentials.accessKey('AK', token) }, /credentials is a token/],
    [{ credentials: 'secret' }, /credentials is not an instance of HssCredentials/],
    [{ credentials: { token: 'secret' } }, /credentials is not an instance of HssCredentials/],
    [{ source: { cicdImages: [] } }, /source is not an instance of HssSource/],
  ])('are refused: %j', (props, expected) => {
    const stack = stackOf();
    const error = thrown(() => new HssConnection(stack, 'hss', props));
    expect(error.message).toMatch(/^HSS_INVALID_ARGUMENT: /);
    expect(error.message).toMatch(expected);
    expect(error.message).toContain('construct: shop/hss');
    expect(error.message).not.toContain('secret');
    // The incomplete connection must not be found.
    expect(HssConnection.of(stack).node.id).toBe('HssConnectionFromEnvironment');
  });

  test('at the ends of their ranges, null and undefined are accepted', () => {
    const stack = stackOf();
    const accepted: object[] = [
      { timeoutSeconds: 0.1, deadlineSeconds: 86400, concurrency: 64, maxRetries: 0, maxRows: 1 },
      { region: undefined, credentials: undefined, source: undefined, maxRows: undefined },
      { enterpriseProjectId: 'all_granted_eps', endpoint: 'http://127.0.0.1:1/base/' },
    ];
    accepted.forEach((props, index) => new HssConnection(stack, `c${index}`, props));
    expect(stack.node.children).toHaveLength(accepted.length);
  });
});

describe('credentials', () => {
  const secrets = ['S3CRET-TOKEN', 'S3CRET-AK', 'S3CRET-SK', 'S3CRET-STS'];
  const [token, ak, sk, sts] = secrets;

  function everythingIn(folder: string): string {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((file) => statSync(file).isFile())
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
  }

  test.each<[string, HssCredentials | undefined]>([
    ['token', HssCredentials.token(token)],
    ['accessKey', HssCredentials.accessKey(ak, sk, sts)],
    ['environment', undefined],
  ])(
    'given by %s appear neither in synthesized files nor in inspected objects',
    (_, credentials) => {
      const variables = { HW_ACCESS_KEY: ak, HW_SECRET_KEY: sk, HW_SECURITY_TOKEN: sts };
      within(credentials ? {} : variables, () => {
        const { app, stack, gate: fixtureGate } = gated();
        new Deployment(stack, 'web', fixtureGate.require(GOOD));
        const live = new HssConnection(new Construct(stack, 'live'), 'hss', {
          credentials,
          // Nothing listens there.
          endpoint: 'http://127.0.0.1:9',
          projectId: 'p',
          maxRetries: 0,
        });
        const registries = new DataHssImageRegistries(stack, 'registries', { connection: live });
        const images = gate(new Construct(stack, 'empty'), { connection: live }, 'other');
        const unreachable = thrown(() => registries.rows);
        expect(unreachable.code).toBe('HSS_UNREACHABLE');
        app.synth();

        const seen = [
          everythingIn(app.outdir),
          ...[live, registries, images, stack, app, credentials, unreachable].flatMap((thing) => [
            inspect(thing, { depth: Infinity, showHidden: true, getters: false }),
            Object.keys(thing ?? {}).join(),
            jsonOf(thing),
          ]),
          String(unreachable.stack),
        ].join('\n');
        expect(seen).toContain('"image"');
        expect(secrets.filter((secret) => seen.includes(secret))).toEqual([]);
      });
    },
  );

  /** Constructs are circular: their values one by one, as far as JSON gets. */
  function jsonOf(thing: unknown): string {
    const seen = new Set<unknown>();
    return JSON.stringify(thing, (_, value: unknown) => {
      if (typeof value !== 'object' || value === null) return value;
      if (seen.has(value)) return undefined;
      seen.add(value);
      return value;
    });
  }

  test('from a Terraform variable are refused without being shown', () => {
    const stack = stackOf();
    const variable = new TerraformVariable(stack, 'hss_token', { sensitive: true });
    const credentials = HssCredentials.token(variable.stringValue);
    const error = thrown(() => new HssConnection(stack, 'hss', { credentials }));
    expect(error.message).not.toContain('TfToken');
  });
});

test('all lookups of a connection use its source', () => {
  const stack = stackOf();
  new HssConnection(stack, 'hss', { source: HssSource.fixture({}) });
  expect(new DataHssCicdImages(stack, 'images').rows).toEqual([]);
});

describe('the environment of a connection', () => {
  const NAMES = ['HW_ENTERPRISE_PROJECT_ID', 'HW_REGION_NAME', 'HSS_ENDPOINT', 'HW_CLOUD'];
  const before = NAMES.map((name) => process.env[name]);
  beforeEach(() => NAMES.forEach((name) => delete process.env[name]));
  afterAll(() =>
    NAMES.forEach((name, at) => {
      if (before[at] === undefined) delete process.env[name];
      else process.env[name] = before[at];
    }),
  );

  test.each([
    [' eps-1\n', 'eps-1'],
    [' ', undefined],
  ])('reads HW_ENTERPRISE_PROJECT_ID %j as %j', (value, expected) => {
    process.env.HW_ENTERPRISE_PROJECT_ID = value;
    const connection = new HssConnection(stackOf(), 'hss', { source: HssSource.fixture({}) });
    expect(connection._enterpriseProjectId()).toBe(expected);
  });

  const warningsOf = (props: HssConnectionProps): string[] =>
    new HssConnection(stackOf(), 'hss', props).node.metadata.map(({ data }) => String(data));

  test('warns of an unknown region, on stderr too', () => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const expected = [expect.stringMatching(/region cn-nort-4; the nearest names are cn-north-4/)];
    expect(warningsOf({ region: 'cn-nort-4' })).toEqual(expected);
    expect(write).toHaveBeenCalledTimes(1);
    process.env.HW_REGION_NAME = 'cn-nort-4';
    expect(warningsOf({})).toEqual(expected);
    write.mockRestore();
    expect(warningsOf({ region: 'cn-north-4' })).toEqual([]);
    expect(warningsOf({ source: HssSource.fixture({}) })).toEqual([]);
  });
});
