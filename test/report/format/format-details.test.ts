import { HssError } from '../../../src/contract/error';
import { Decision, FileLine, RULES } from '../../../src/policy';
import { render } from '../../../src/report/render';
import { RenderOptions } from '../../../src/report/render-options';
import { RunReport } from '../../../src/report/run-report';
import { WAIVER, mixed, run } from '../run-support';
import { report, reported } from '../support';

/** A run of SARIF, as far as it is looked into here. */
interface Run {
  readonly tool: {
    readonly driver: {
      readonly rules: { readonly id: string; readonly help: { readonly markdown: string } }[];
    };
  };
  readonly results: {
    readonly ruleId: string;
    readonly level: string;
    readonly message: { readonly text: string };
    readonly locations: {
      readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
    }[];
    readonly partialFingerprints: { readonly primaryLocationLineHash: string };
    readonly suppressions?: object[];
  }[];
  readonly invocations: {
    readonly toolExecutionNotifications: { readonly message: { readonly text: string } }[];
  }[];
}

/** What each format tells, and how it is told apart from what the others do. */

/** Names files in a folder relative to it, as the command line does in a repository. */
const below = (folder: string): RenderOptions => ({
  pathOf: (file) => (file.startsWith(folder) ? file.slice(folder.length + 1) : file),
});

const checked = (change: Parameters<typeof reported>[0]): RunReport =>
  run({
    command: 'check',
    subject: undefined,
    parts: [
      report({
        images: [{ verdict: reported({ path: undefined, ...change }).verdict, gate: 'g' }],
      }),
    ],
  });

describe('a table', () => {
  test('begins with the result, and has the worst first', async () => {
    const text = await render('table', run());
    expect(text.split('\n')[0]).toBe(
      'DENIED  5 images: 1 denied, 1 undecided, 1 warned, 1 waived, 1 allowed; 3 resources undeterminable (1 denied, 1 warned, 1 waived); 1 conflict; 1 resource ignored',
    );
    const order = [...text.matchAll(/│ (denied|undecided|warned|waived|allowed|ignored) /g)];
    expect(order.map(([, word]) => word)).toEqual([
      ...['denied', 'denied', 'denied', 'undecided', 'warned', 'warned', 'waived', 'waived'],
      ...['allowed', 'ignored'],
    ]);
  });

  test.each([40, 80, 100, 200])(
    'is at most %d columns wide, and cuts nothing off',
    async (width) => {
      const reference = `registry.example/${'b'.repeat(300)}:1`;
      const text = await render('table', checked({ reference }), { width });
      const drawn = text.split('\n').filter((line) => /^[│┌├└]/.test(line));
      for (const line of drawn) expect(line.length).toBeLessThanOrEqual(width);
      expect(text.match(/b/g)!.length).toBeGreaterThanOrEqual(300);
    },
  );

  test('is coloured only where that is asked for', async () => {
    expect(await render('table', run(), { colour: true })).toContain('\u001b[31mdenied\u001b[39m');
    expect(await render('table', run())).not.toContain('\u001b');
  });

  test('lines up names of other scripts', async () => {
    const text = await render('table', checked({ reference: 'r.io/生产/网页:1' }), { width: 120 });
    expect(text).toContain('│ r.io/生产/网页:1 │ denied');
  });

  test('names an image once that stands in several places', async () => {
    const images = ['a', 'b', 'c', 'd', 'e'].map((path) => reported({ path }));
    const text = await render('table', run({ parts: [report({ images })] }));
    expect(text.match(/r\.io\/shop\/web:1/g)).toHaveLength(1);
    expect(text).toContain('and 2 more');
  });
});

describe('SARIF', () => {
  const read = async (given: RunReport, options = {}): Promise<Run> =>
    (JSON.parse(await render('sarif', given, options)) as { runs: [Run] }).runs[0];

  test('describes every rule, and has a result for each finding and all else', async () => {
    const { tool, results, invocations } = await read(run());
    expect(tool.driver.rules.map(({ id }) => id)).toEqual([
      ...RULES.map(({ id }) => id),
      ...['images-determinable', 'image-undecided', 'deployment-refused'],
    ]);
    for (const { help } of tool.driver.rules) expect(help.markdown).not.toBe('');
    expect(results.map(({ ruleId, level }) => `${level} ${ruleId}`)).toEqual([
      'error max-severity',
      'error scan-fresh',
      'error images-determinable',
      'error deployment-refused',
      'error image-undecided',
      'warning image-listed',
      'warning reference-pinned',
      'warning images-determinable',
      'warning max-vulnerabilities',
      'warning images-determinable',
    ]);
    expect(invocations[0]).toMatchObject({ executionSuccessful: false, exitCode: 2 });
  });

  test('suppresses what is waived, and says why and where', async () => {
    const { results } = await read(run());
    const waived = results.filter(({ suppressions }) => suppressions !== undefined);
    expect(waived.map(({ ruleId }) => ruleId)).toEqual([
      'max-vulnerabilities',
      'images-determinable',
    ]);
    for (const { suppressions } of waived) {
      expect(suppressions).toEqual([
        {
          kind: 'external',
          status: 'accepted',
          justification: WAIVER,
          location: {
            physicalLocation: {
              artifactLocation: { uri: 'policies/team.yaml' },
              region: { startLine: 12 },
            },
          },
        },
      ]);
    }
  });

  test.each<{
    readonly given: string;
    readonly change: Partial<RunReport>;
    readonly options: object;
    readonly uri: string;
    readonly startLine: number;
  }>([
    {
      given: 'a plan',
      change: { subject: 'plans/a b%.json' },
      options: {},
      uri: 'plans/a%20b%25.json',
      startLine: 1,
    },
    {
      given: 'a plan below the directory',
      change: { subject: '/w/d/p.json' },
      options: below('/w'),
      uri: 'd/p.json',
      startLine: 1,
    },
    {
      given: 'a plan elsewhere',
      change: { subject: '/x/p.json' },
      options: below('/w'),
      uri: 'file:///x/p.json',
      startLine: 1,
    },
    {
      given: 'a plan on Windows',
      change: { subject: 'C:\\w\\d\\p.json' },
      options: below('C:\\w'),
      uri: 'd/p.json',
      startLine: 1,
    },
    {
      given: 'another drive',
      change: { subject: 'D:\\p.json' },
      options: below('C:\\w'),
      uri: 'file:///D:/p.json',
      startLine: 1,
    },
    {
      given: 'a path with a dot',
      change: { subject: './p.json' },
      options: {},
      uri: 'p.json',
      startLine: 1,
    },
    {
      given: 'a name like a scheme',
      change: { subject: 'a:b.json' },
      options: {},
      uri: 'a%3Ab.json',
      startLine: 1,
    },
    {
      given: 'standard input',
      change: { subject: 'standard input' },
      options: {},
      uri: 'image-policy.yaml',
      startLine: 1,
    },
    {
      given: 'a check',
      change: { subject: undefined },
      options: {},
      uri: 'image-policy.yaml',
      startLine: 1,
    },
  ])('places a result in $given', async ({ change, options, uri, startLine }) => {
    const { results } = await read(run(change), options);
    expect(results[0].locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri },
      region: { startLine },
    });
  });

  test('places a result in the stack of its own, and in the exception that expired', async () => {
    const stack = 'cdktf.out/stacks/shop/cdk.tf.json';
    const inStack = await read(run({ subject: 'cdktf.out', parts: [{ ...mixed(), stack }] }));
    expect(inStack.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(stack);
    const { results } = await read(run({ subject: undefined }));
    expect(results[1].locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: 'team.yaml' },
      region: { startLine: 7 },
    });
  });

  test('names a result the same when time passes and the image is built anew', async () => {
    const printOf = async (given: RunReport): Promise<string> =>
      (await read(given)).results[0].partialFingerprints.primaryLocationLineHash;
    const at = (reference: string, address = 'a.b', evaluatedAt = run().evaluatedAt): RunReport =>
      run({ evaluatedAt, parts: [report({ images: [reported({ reference }, address)] })] });
    const first = await printOf(at('r.io/web:1'));
    expect(await printOf(at('r.io/web:2', 'a.b', '2027-01-01T00:00:00.000Z'))).toBe(first);
    expect(await printOf(at('r.io/other:1'))).not.toBe(first);
    expect(await printOf(at('r.io/web:1', 'a.c'))).not.toBe(first);
  });

  test('makes no link of a name, and leaves brackets of addresses alone', async () => {
    const link = await read(checked({ reference: '[a](https://evil.example)' }));
    expect(link.results[0].message.text).toContain('\\[a\\](https');
    const address = await read(checked({ reference: 'a["b"]' }));
    expect(address.results[0].message.text).toContain('a["b"]');
  });

  test('holds no more results than GitHub takes, and says so', async () => {
    const findings = Array.from({ length: 26_000 }, () => ({ ruleId: 'x', message: 'm' }));
    const { results, invocations } = await read(checked({ findings }));
    expect(results).toHaveLength(25_000);
    expect(invocations[0].toolExecutionNotifications[0].message.text).toContain('1000 results');
  });
});

test('a GitHub command escapes what would end it', async () => {
  const text = await render(
    'github',
    run({
      subject: 'a,b:c%.json',
      parts: [
        report({
          undecided: [
            {
              reference: 'x:1,2',
              path: 'p',
              error: new HssError('HSS_TIMEOUT', '50%\n::error::x: a, b'),
            },
          ],
        }),
      ],
    }),
  );
  expect(text.split('\n')[0]).toBe(
    '::error file=a%2Cb%3Ac%25.json,line=1,title=Undecided%3A x%3A1%2C2::HSS_TIMEOUT: 50%25%0A: :error::x: a, b%0Adeployed by p',
  );
  expect(text.match(/^::/gm)).toHaveLength(2);
});

test.each<[what: string, origins: (FileLine | undefined)[], isWaived: boolean, place: string]>([
  ['a waiver', [{ file: 'team.yaml', line: 5 }], true, 'team.yaml,line=5'],
  ['an expired exception', [undefined, { file: 'p.yaml', line: 7 }], false, 'p.yaml,line=7'],
  ['no exception', [undefined, undefined], false, 'image-policy.yaml,line=1'],
  ['an unknown place', [], true, 'image-policy.yaml,line=1'],
])('a GitHub annotation of a check is at %s', async (_, origins, isWaived, place) => {
  const finding = { ruleId: 'max-severity', message: 'm' };
  const waived = { ...finding, waivedBy: WAIVER };
  const { verdict } = reported(
    isWaived ? { decision: Decision.ALLOW, findings: [waived] } : { findings: [waived, finding] },
  );
  const given = run({
    command: 'check',
    subject: undefined,
    policy: { ...run().policy, file: 'image-policy.yaml' },
    parts: [report({ images: [{ verdict, gate: 'g', origins }] })],
  });
  expect(await render('github', given)).toContain(` file=${place},`);
  const plan = await render('github', { ...given, command: 'plan', subject: 'plan.json' });
  expect(plan).toContain(' file=plan.json,line=1,');
});

test('GitLab gets a severity, a relative path and a line', async () => {
  const issues = JSON.parse(await render('gitlab', run({ subject: '/w/plan.json' }), below('/w')));
  expect(issues.map(({ severity }: { severity: string }) => severity)).toEqual([
    ...['critical', 'critical', 'critical', 'critical', 'major', 'minor', 'minor', 'minor', 'info'],
    'info',
  ]);
  expect(issues[0].location).toEqual({ path: 'plan.json', lines: { begin: 1 } });
  expect(issues[8].description).toContain('waived by owner payments');
});

test('JUnit fails what is denied, and passes what is waived or warned of', async () => {
  const text = await render('junit', run());
  expect(text).toContain('tests="10" failures="3" errors="1" skipped="1"');
  expect(text).toContain(
    '<testcase name="registry.example/shop/pay:7" classname="kubernetes_deployment_v1.pay" time="0"/>',
  );
  expect(/<system-out>.*waived: registry\.example\/shop\/pay:7.*<\/system-out>/s.test(text)).toBe(
    true,
  );
  expect(/<system-err>warned: docker\.io\/library\/redis:7/.test(text)).toBe(true);
});

describe('Markdown', () => {
  test('keeps within what a comment takes, and says what is left out', async () => {
    const images = Array.from({ length: 2_000 }, (_, at) =>
      reported({
        reference: `r.io/shop/生产${at}:1`,
        ...(at > 0 ? { decision: Decision.ALLOW, findings: [] } : {}),
      }),
    );
    const text = await render('markdown', run({ parts: [report({ images })] }));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_000);
    expect(text).toMatch(/And \d+ more, omitted here/);
    const all = await render('markdown', run({ parts: [report({ images })] }), { maxBytes: 1e6 });
    expect(all).not.toContain('omitted here');
  });

  test('keeps one line of a table for a name with line breaks', async () => {
    const lines = async (reference: string): Promise<number> =>
      (await render('markdown', checked({ reference }))).split('\n').length;
    expect(await lines('a\n| b |\n\n# c')).toBe(await lines('a'));
  });
});
