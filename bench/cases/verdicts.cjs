// A number of verdicts, each of a different image, by a policy with a number of exceptions, in a
// process that has not judged before. A quarter of the images violates the policy, and half of
// those are waived.
const policies = require('../../lib/policy');
const { cicdRecord } = require('../../lib/policy/records/cicd-record');
const { report, settings } = require('../support/case.cjs');

const DAY = 24 * 3_600_000;
const now = Date.now();
const expires = new Date(now + 30 * DAY).toISOString().slice(0, 10);
const exceptions = Array.from({ length: settings.exceptions }, (_, index) => ({
  image: [`shop/app-${index}-*:1.*`, `shop/*-${index}:2.?`][index % 2],
  rules: ['max-severity', 'max-malicious-files'],
  owner: 'payments',
  reason: 'the fix ships in the next version',
  expires,
  ...(index % 4 === 0 ? { scope: 'shop/**' } : {}),
}));
const policy = policies.policyFromProps({ maxSeverity: 'Low', exceptions }, now);
const cases = Array.from({ length: settings.verdicts }, (_, index) => {
  const name = `app-${index % 400}-${index}`;
  return {
    reference: policies.parseReference(`swr.cn-north-4.myhuaweicloud.com/shop/${name}:1.4`),
    records: [
      cicdRecord({
        namespace: 'shop',
        imageName: name,
        imageVersion: '1.4',
        imageDigest: `sha256:${index.toString(16).padStart(64, '0')}`,
        registryName: 'prod-swr',
        scanStatus: 'success',
        severityLevel: index % 4 === 0 ? 'High' : 'Low',
        vulNum: 3,
        unsafeSettingNum: 1,
        maliciousFileNum: 0,
        latestUpdateTime: now - DAY,
        latestScanTime: now - DAY / 2,
      }),
    ],
    path: `shop/${name}/deployment`,
  };
});

const started = performance.now();
const verdicts = cases.map(({ reference, records, path }) =>
  policies.judge({
    reference,
    records,
    path,
    policy,
    now,
    source: 'fixture',
    enforcement: policies.Enforcement.DENY,
    pinning: policies.Pinning.DIGEST,
  }),
);
const ms = performance.now() - started;
report({ ms, denied: verdicts.filter(({ decision }) => decision === 'DENY').length });
