import { Decision } from '../../../src/policy';
import { coverageSentence } from '../../../src/report/coverage/coverage';
import { Format, render } from '../../../src/report/render';
import { ReportedResource } from '../../../src/report/coverage/resource-report';
import { RunReport } from '../../../src/report/run-report';
import { SHA, report, resource, undeterminable } from '../support';
import { HOSTILE, WAIVER, mixed, run, runWithText } from '../run-support';
import { reportProblems } from '../validators';

/** How each resource came out, in the formats that tell. */

const of = (resources: readonly ReportedResource[], more: object = {}): RunReport =>
  run({ outcome: 'allowed', parts: [report({ stack: 'plan.json', resources, ...more })] });
const shown = (format: Format, given: RunReport): Promise<string> =>
  render(format, given, { coverage: true });
const many = (count: number, change: (at: number) => Partial<ReportedResource>) =>
  Array.from({ length: count }, (_, at) => resource({ address: `a.b[${at}]`, ...change(at) }));
const section = (text: string): string => text.slice(text.search(/\n\d+ resources?: /) + 1);

test('a table lists the groups with their details, worst first', async () => {
  const text = await render('table', run(), { coverage: true, width: 100 });
  expect(section(text).split('\n\nErrors')[0]).toBe(
    `7 resources: 3 in doubt (1 denied, 1 warned, 1 waived), 1 with declared images, 1 with images, 1 ignored, 1 harmless

In doubt: denied (1)
  helm_release.ingress
    ✗ chart may deploy images that its values do not name
    the rest is harmless (no rule matches)

In doubt: warned (1)
  kubernetes_manifest.batch
    ✗ manifest.spec is known only when Terraform applies
    the rest is harmless (no rule matches)

In doubt: waived (1)
  helm_release.mesh
    – chart may deploy images that its values do not name
    waived by ${WAIVER}
    the rest is harmless (no rule matches)

Images declared (1)
  helm_release.db (shop/db)
    – chart may deploy images that its values do not name
    declared by platform: chart 4.11 deploys nothing else
    registry.example/shop/db:9 (declared)
    the rest is harmless (no rule matches)

Images found (1)
  kubernetes_deployment_v1.cart
    spec[0].template[0].spec[0].container[0].image: registry.example/shop/cart@${SHA}
    registry.example/shop/init:1 (named by hss-verdicts.json)
    note: spec[0]: lifecycle.ignore_changes keeps later values of it out
    the rest is harmless (the table of types: attributes of kubernetes_deployment_v1)

Ignored (1)
  docker_container.local
    the gate ignores it: nothing in it is judged

Harmless (1)
  null_resource.once
    the table of types: null_resource runs nothing`,
  );
});

test('Markdown lists the same groups, each text from outside as text', async () => {
  const text = await shown('markdown', run());
  expect(text.slice(text.indexOf('### Resources'))).toMatch(
    /^### Resources\n\n#### ❌ In doubt: denied \(1\)\n\n- <code>helm\\_release\.ingress<\/code>\n {2}- <code>chart<\/code> may deploy images/,
  );
  expect([...text.matchAll(/^#### (.*)$/gm)].map(([, title]) => title)).toEqual([
    '❌ In doubt: denied (1)',
    '⚠️ In doubt: warned (1)',
    '⚠️ In doubt: waived (1)',
    'Images declared (1)',
    'Images found (1)',
    'Ignored (1)',
    'Harmless (1)',
  ]);
  expect(text).toContain('  - declared by platform: chart 4.11 deploys nothing else\n');
  expect(text).toContain(
    'container\\[0\\].image</code>: <code>registry.example/shop/cart\\@sha256',
  );
  expect(text).toContain('  - note: spec\\[0\\]: lifecycle');
});

test.each(HOSTILE.filter(([, text]) => text !== ''))(
  '%s makes no line and no markup of Markdown',
  async (_, text) => {
    const [plain, hostile] = await Promise.all(
      ['x', text].map((one) =>
        render('markdown', runWithText(one), { coverage: true, maxBytes: 1e6 }),
      ),
    );
    expect(hostile.split('\n').length).toBe(plain.split('\n').length);
    expect(hostile.match(/<(?!\/?(?:code|details|summary)>|br>)/g)).toBeNull();
    expect(hostile.match(/<\/?code>/g)).toHaveLength(plain.match(/<\/?code>/g)!.length);
  },
);

test.each<Format>(['table', 'markdown'])('without the flag %s has no list', async (format) => {
  const text = await render(format, run());
  expect(text).not.toContain('In doubt');
  expect(text).not.toContain('null_resource');
});

test('Markdown without the flag says how many came out how, on one line', async () => {
  const lines = (await render('markdown', run())).split('\n');
  expect(lines.filter((line) => line.startsWith('Of '))).toEqual([
    'Of 7 resources: 3 in doubt (1 denied, 1 warned, 1 waived), 1 with declared images, 1 with images, 1 ignored, 1 harmless',
  ]);
  const none = await render('markdown', of([]));
  expect(none).not.toMatch(/^Of /m);
});

test.each([
  ['short', 1, 1],
  ['long', 20, 2],
])('a table that is %s, with %i resources, has its summary %i times', async (_, count, times) => {
  const text = await shown('table', of(many(count, () => ({}))));
  expect(text.match(/^ALLOWED {2}no images$/gm)).toHaveLength(times);
});

test('a check has no resources, and no format lists any', async () => {
  const given = run({ command: 'check', subject: undefined, parts: [report()] });
  for (const format of ['table', 'markdown', 'html'] as const) {
    expect(await shown(format, given)).not.toMatch(/<details|\d resources?: |### Resources/);
  }
});

test('each stack has a list of its own', async () => {
  const parts = [mixed(), { ...mixed(), stack: 'other' }];
  expect((await shown('table', run({ parts }))).match(/^Images found/gm)).toHaveLength(2);
  expect(await shown('markdown', run({ parts }))).toContain(
    '### Resources of <code>plan.json</code>',
  );
  const html = await shown('html', run({ parts }));
  expect([...html.matchAll(/<h3>([^<]*)/g)].map(([, title]) => title.trim())).toEqual(
    [
      'In doubt',
      'In doubt',
      'In doubt',
      'Images declared',
      'Images found',
      'Ignored',
      'Harmless',
    ].flatMap((title) => [title, title]),
  );
});

describe('a count', () => {
  test('takes a resource of several gates once, as the worst of them judges it', () => {
    const part = report({
      resources: [
        resource({ gate: 'one' }),
        resource({ gate: 'two', outcome: 'undeterminable', doubts: [{ where: 'x', reason: 'y' }] }),
      ],
      undeterminable: [undeterminable({ gate: 'one', decision: Decision.WARN })],
    });
    expect(coverageSentence([part])).toBe(
      '1 resource: 1 in doubt (1 denied), 0 with images, 0 harmless',
    );
  });

  test('takes equal addresses of two stacks apart', () => {
    const part = report({ resources: [resource()] });
    expect(coverageSentence([part, { ...part, stack: 'other' }])).toBe(
      '2 resources: 0 in doubt, 0 with images, 2 harmless',
    );
  });

  test('is missing where nothing was looked at', () => {
    expect(coverageSentence([report()])).toBeUndefined();
  });
});

describe('harmless resources', () => {
  const harmless = (at: number): Partial<ReportedResource> => ({
    harmless: at % 3 === 0 ? 'the table of types: b runs nothing' : 'no rule matches',
  });

  test('are listed, up to 20', async () => {
    const text = section(await shown('table', of(many(20, harmless))));
    expect(text.match(/a\.b\[\d+\]/g)).toHaveLength(20);
  });

  test('are counted by what makes them so, from 21 on', async () => {
    const given = of(many(21, harmless));
    const text = section(await shown('table', given));
    expect(text).toContain(
      'Harmless (21)\n  14  no rule matches\n   7  the table of types: b runs nothing\n',
    );
    expect(text).not.toContain('a.b[');
    expect(await shown('markdown', given)).toContain(
      '#### Harmless (21)\n\n- 14 resources: no rule matches\n- 7 resources: the table of types: b runs nothing\n',
    );
  });

  test('are all on the page, where they can be searched', async () => {
    const text = await shown('html', of(many(500, harmless)));
    expect(text.match(/<li data-resource>/g)).toHaveLength(500);
  });

  test('do not hide a note, doubt or image among them', async () => {
    const given = of([
      ...many(30, harmless),
      resource({ address: 'a.noted', notes: ['look here'] }),
      resource({ address: 'a.doubtful', doubts: [{ where: 'x', reason: 'is odd' }] }),
      resource({
        address: 'a.image',
        outcome: 'images',
        found: [{ reference: 'r:1', where: 'i' }],
      }),
    ]);
    const text = section(await shown('table', given));
    expect(text).toContain('  a.noted\n    note: look here\n    no rule matches\n');
    expect(text).toContain('  a.doubtful\n    – x is odd\n');
    expect(text).toContain('  a.image\n    i: r:1\n');
  });
});

test('are not mentioned where a doubt is about a resource as a whole', async () => {
  const given = of([
    resource({ outcome: 'undeterminable', doubts: [{ where: '', reason: 'is put off' }] }),
  ]);
  expect(section(await shown('table', given))).toMatch(
    /^In doubt: denied \(1\)\n {2}a\.b\n {4}✗ the resource is put off\n$/m,
  );
});

describe('a huge report', () => {
  const doubts = Array.from({ length: 10_000 }, (_, at) => ({
    where: `spec.containers[${at}].image`,
    reason: 'is known only when Terraform applies',
  }));
  const found = doubts.map(({ where }) => ({ where, reference: 'r.io/a:1' }));
  const notes = doubts.map(({ where }) => where);
  const one = resource({ outcome: 'undeterminable', found, doubts, notes });

  test.each<Format>(['table', 'markdown', 'html'])(
    'is bounded in %s, which says what is left out',
    async (format) => {
      const text = await shown(format, of([one]));
      expect(text.length).toBeLessThan(50_000);
      expect(text.match(/is known only when Terraform applies/g)).toHaveLength(20);
      for (const kind of ['doubts', 'images', 'notes']) {
        expect(text).toContain(`and 9980 more ${kind}: see `);
      }
    },
  );

  test('is whole in JSON, and as the schema says', async () => {
    const content = JSON.parse(await shown('json', of([one])));
    expect(reportProblems(content)).toEqual([]);
    const [got] = content.parts[0].resources;
    expect([got.doubts.length, got.found.length, got.notes.length]).toEqual([1e4, 1e4, 1e4]);
  });

  test.each<Format>(['table', 'markdown', 'html'])(
    'in number is bounded in %s, which leaves out the worst last',
    async (format) => {
      const resources = [
        ...many(9_000, () => ({ outcome: 'images', found: found.slice(0, 20) })),
        { ...one, address: 'a.worst' },
      ];
      const begin = performance.now();
      const text = await shown(format, of(resources));
      expect(performance.now() - begin).toBeLessThan(5_000);
      expect(text.length).toBeLessThan(5_000_000);
      expect(text).toContain('a.worst');
      expect(text).toMatch(/[Aa]nd 8\d\d\d resources more/);
    },
  );

  test('in length is cut', async () => {
    const long = 'x'.repeat(100_000);
    const given = of([
      resource({
        ...{ address: long, path: long, outcome: 'undeterminable', waivedBy: long },
        ...{ found: [{ where: long, reference: long }], doubts: [{ where: long, reason: long }] },
        ...{ notes: [long], harmless: long, declaredBy: long },
      }),
    ]);
    for (const format of ['table', 'markdown', 'html'] as const) {
      expect((await shown(format, given)).length).toBeLessThan(40_000);
    }
  });
});

test('of 5,000 resources takes no time', async () => {
  const resources = many(5_000, (at) => ({
    ...(at % 2 === 0
      ? { outcome: 'images', found: [{ where: 'image', reference: `r.io/a${at}:1` }] }
      : { harmless: `the table of types: t${at % 100} runs nothing` }),
  }));
  for (const format of ['table', 'markdown', 'html', 'json'] as const) {
    const begin = performance.now();
    await shown(format, of(resources));
    expect(performance.now() - begin).toBeLessThan(2_000);
  }
});

test('keeps within the limit of Markdown, with resources too', async () => {
  const resources = many(5_000, (at) => ({
    outcome: 'images',
    found: [{ where: 'image', reference: `r.io/生产${at}:1` }],
  }));
  const text = await shown('markdown', of(resources));
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_000);
  expect(text).toMatch(
    /\nAnd \d+ resources more, omitted here: see the JSON report\.\n$/,
  );
  const small = await render('markdown', of(resources), { coverage: true, maxBytes: 560 });
  expect(Buffer.byteLength(small)).toBeLessThanOrEqual(560);
  expect(small).not.toContain('###');
});
