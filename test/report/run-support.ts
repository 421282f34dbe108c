import { ScanStatus, SeverityLevel } from '../../src/contract/enums';
import { HssError } from '../../src/contract/error';
import { Decision, FileLine } from '../../src/policy';
import { AnswerSource } from '../../src/report/answered-by';
import { ReportedFeed } from '../../src/report/feed';
import { RunReport } from '../../src/report/run-report';
import { SHA, report, reported, resource, undeterminable, withText } from './support';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-22T08:30:00.000Z');

/** A server that answers, with IDs as long as they are. */
export const LIVE: AnswerSource = {
  source: 'live',
  endpoint: 'https://hss.cn-north-4.myhuaweicloud.com',
  projectId: '0123456789abcdef0123456789abcdef',
  enterpriseProjectId: 'd3b07384-d113-4ec6-a5d8-0a1b2c3d4e5f',
};

/** A snapshot of three days. */
export const SNAPSHOT: AnswerSource = {
  source: 'replay',
  endpoint: 'https://hss.example',
  projectId: 'p',
  recordedAt: NOW - 3 * DAY,
};

export const WAIVER =
  'owner payments until 2026-12-31: the fix is in review (policies/team.yaml:12)';

/** Where the exception is written that the waiver names. */
export const WAIVER_ORIGIN: FileLine = { file: 'policies/team.yaml', line: 12 };

/** A feed of known exploited CVEs. */
export const FEED: ReportedFeed = {
  file: 'feeds/kev.json',
  releasedAt: Date.parse('2026-11-20T08:00:00.000Z'),
  sha256: 'fedcba98'.repeat(8),
};

export function run(change: Partial<RunReport> = {}): RunReport {
  return {
    command: 'plan',
    version: '0.2.0',
    evaluatedAt: '2026-11-22T08:30:00.000Z',
    policy: { file: 'image-policy.yaml', hash: '0123456789abcdef'.repeat(4) },
    answeredBy: [LIVE],
    subject: 'plan.json',
    parts: [mixed()],
    outcome: 'denied',
    ...change,
  };
}

const CHART = [{ where: 'chart', reason: 'may deploy images that its values do not name' }];
const UNKNOWN = [{ where: 'manifest.spec', reason: 'is known only when Terraform applies' }];

/** Of each group one, not the worst first. */
const RESOURCES = [
  resource({
    address: 'null_resource.once',
    type: 'null_resource',
    harmless: 'the table of types: null_resource runs nothing',
  }),
  resource({ address: 'docker_container.local', type: 'docker_container', outcome: 'ignored' }),
  resource({
    address: 'kubernetes_deployment_v1.cart',
    type: 'kubernetes_deployment_v1',
    outcome: 'images',
    found: [
      {
        reference: `registry.example/shop/cart@${SHA}`,
        where: 'spec[0].template[0].spec[0].container[0].image',
      },
      { reference: 'registry.example/shop/init:1' },
    ],
    harmless: 'the table of types: attributes of kubernetes_deployment_v1',
    notes: ['spec[0]: lifecycle.ignore_changes keeps later values of it out'],
  }),
  resource({
    address: 'helm_release.db',
    type: 'helm_release',
    path: 'shop/db',
    outcome: 'images',
    found: [{ reference: 'registry.example/shop/db:9' }],
    doubts: CHART,
    declaredBy: 'platform: chart 4.11 deploys nothing else',
  }),
  resource({
    address: 'helm_release.mesh',
    type: 'helm_release',
    outcome: 'undeterminable',
    doubts: CHART,
    waivedBy: WAIVER,
  }),
  resource({
    address: 'kubernetes_manifest.batch',
    type: 'kubernetes_manifest',
    outcome: 'undeterminable',
    doubts: UNKNOWN,
  }),
  resource({
    address: 'helm_release.ingress',
    type: 'helm_release',
    outcome: 'undeterminable',
    doubts: CHART,
  }),
].map((one) => ({ ...one, gate: 'hss-gate plan' }));

/** One of each. */
export function mixed(): RunReport['parts'][number] {
  const row = (severityLevel: SeverityLevel, days: number): object => ({
    imageDigest: SHA,
    severityLevel,
    scanStatus: ScanStatus.SUCCESS,
    latestScanTime: NOW - days * DAY,
    vulNum: 3,
  });
  return report({
    stack: 'plan.json',
    images: [
      reported(
        {
          reference: `registry.example/shop/cart@${SHA}`,
          decision: Decision.ALLOW,
          findings: [],
          image: row(SeverityLevel.LOW, 1),
          pinnedReference: `registry.example/shop/cart@${SHA}`,
          path: undefined,
        },
        'kubernetes_deployment_v1.cart',
      ),
      reported(
        {
          reference: 'registry.example/shop/web:1.25.3',
          findings: [
            {
              ruleId: 'max-severity',
              message: 'its severity is High; at most Medium is allowed',
              actual: 'High',
              limit: 'Medium',
            },
            {
              ruleId: 'scan-fresh',
              message:
                'the latest scan is 240 hours old; at most 168 hours are allowed (waived until 2026-11-01 by payments, team.yaml:7)',
              actual: '240 hours',
              limit: '168 hours',
            },
          ],
          image: row(SeverityLevel.HIGH, 10),
          path: undefined,
        },
        'module.shop["eu"].kubernetes_deployment_v1.web[0]',
        [undefined, { file: 'team.yaml', line: 7 }],
      ),
      reported(
        {
          reference: 'registry.example/shop/pay:7',
          decision: Decision.ALLOW,
          findings: [
            {
              ruleId: 'max-vulnerabilities',
              message: 'it has 3 vulnerabilities; at most 0 are allowed',
              actual: '3',
              limit: '0',
              waivedBy: WAIVER,
            },
          ],
          image: row(SeverityLevel.MEDIUM, 2),
        },
        'kubernetes_deployment_v1.pay',
        [WAIVER_ORIGIN],
      ),
      reported(
        {
          reference: 'docker.io/library/redis:7',
          decision: Decision.WARN,
          findings: [
            { ruleId: 'image-listed', message: 'HSS does not list the image' },
            {
              ruleId: 'reference-pinned',
              message: 'a tag would be deployed, which can be moved to another image',
              actual: 'tag 7',
              limit: 'a digest',
            },
          ],
          path: undefined,
        },
        'kubernetes_pod_v1.cache',
      ),
    ],
    undecided: [
      {
        reference: 'registry.example/shop/late:2',
        path: 'kubernetes_job_v1.late',
        error: new HssError('HSS_TIMEOUT', 'HSS did not answer within 30 s', {
          query: 'GET /v5/p/image/cicd/images',
          advice: 'try again',
        }),
      },
    ],
    undeterminable: [
      undeterminable({
        address: 'helm_release.ingress',
        reason: 'a Helm chart may deploy images that its values do not name',
        doubts: CHART,
        gate: 'hss-gate plan',
      }),
      undeterminable({
        address: 'kubernetes_manifest.batch',
        reason: 'spec is known only after apply',
        doubts: UNKNOWN,
        gate: 'hss-gate plan',
        decision: Decision.WARN,
      }),
      undeterminable({
        address: 'helm_release.mesh',
        reason: 'a Helm chart may deploy images that its values do not name',
        doubts: CHART,
        gate: 'hss-gate plan',
        waivedBy: WAIVER,
        origin: WAIVER_ORIGIN,
      }),
    ],
    ignored: [{ address: 'docker_container.local', gate: 'hss-gate plan' }],
    resources: RESOURCES,
    conflicts: ['the output hss_gate is missing: the stack has no gate'],
  });
}

/** A run with a text from outside wherever one can stand. */
export function runWithText(text: string): RunReport {
  return run({
    subject: text,
    policy: { file: text, hash: text, feed: { ...FEED, file: text, sha256: text } },
    version: text,
    answeredBy: [{ ...LIVE, endpoint: text, projectId: text, enterpriseProjectId: text }],
    parts: [withText(text), withText(`${text}2`)],
  });
}

/** What an image, a file or a stack may be called by someone who means no good. */
export const HOSTILE: readonly [string, string][] = [
  ['an escape sequence', 'a\u001b[31mred\u001b[0m\u0007'],
  ['a C1 control', 'a\u009b31mred'],
  ['line breaks', 'a\n::error::b\r\n# c\rd\u2028e\u2029f\u0085g'],
  ['a script', '<script>alert(1)</script>'],
  ['the end of a page', '</script></style></title></code><img src=x onerror=alert(1)>'],
  ['quotes', `"onmouseover="alert(1) ' \` \\`],
  ['marks that turn its direction', 'a\u202egpj.exe\u2066b\u200f'],
  ['what is not seen', 'a\u200bb\ufeffc\u00ad'],
  ['the end of a CDATA section', 'a]]>b<![CDATA[c'],
  ['an entity', '&lt;b&gt; &#x1b; &amp;'],
  ['what XML forbids', 'a\u0000b\ufffec\uffff'],
  ['halves of characters', 'a\ud800b\udc00'],
  ['a percent, a colon and a comma', '50%0A: a, b'],
  ['links', '[a](https://evil.example) ![b](c) https://evil.example www.evil.example'],
  ['a mention', '@all #1'],
  ['a pipe', 'a|b\\|c'],
  ['nothing', ''],
  ['white space', ' \t '],
  ['names of objects', '__proto__'],
  ['the name of an error of a SARIF builder', 'SARIF_BUILDER_INVALID.constructor'],
  ['other scripts', '生产/网页:版本 🚢 עברית'],
  ['a great length', `a/${'b'.repeat(5_000)}`],
];
