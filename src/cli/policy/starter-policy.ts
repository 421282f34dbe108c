import { DAY_MS } from '../../util/time';

/** A link, because the package does not contain the documents. */
const POLICY_DOCUMENT = 'https://github.com/cdktf-hss/cdktf-hss/blob/main/docs/policy.md';

/** How far ahead the sample exception expires: as far as the default maxExceptionDays allows. */
const SAMPLE_DAYS = 90;

/**
 * Returns the text of a first policy. A setting that is commented out is either the default or not
 * checked; the comments say which.
 * @param schema the schema's path, relative to the policy; omitted if the package is not installed
 * in the project
 * @param now when it is written, in ms since 1970: the sample exception expires 90 days later
 */
export function starterPolicy(schema: string | undefined, now: number): string {
  const expires = new Date(now + SAMPLE_DAYS * DAY_MS).toISOString().slice(0, 10);
  const modeline =
    schema === undefined
      ? '# For completion in editors: hss-gate policy schema > image-policy.schema.json\n# yaml-language-server: $schema=./image-policy.schema.json'
      : `# yaml-language-server: $schema=${schema}`;
  return `${modeline}
#
# Which container images may be deployed, by what Huawei Cloud HSS found in them.
# Check this file with hss-gate policy lint. All settings:
# ${POLICY_DOCUMENT}
version: 1

# The highest severity that an image may have:
# Security < Low < Medium < High. HSS knows no level above High.
maxSeverity: Low

# The number of vulnerabilities that an image may have. Not checked by default.
maxVulnerabilities: 50

# The number of failed baseline checks that an image may have. Not checked by
# default.
# maxUnsafeSettings: 5

# These are the defaults.
# maxMaliciousFiles: 0
# maxScanAgeHours: 168       # the latest scan is at most seven days old
# maxSnapshotAgeHours: 24    # for decisions by a recorded snapshot
# requireDigest: true        # deploy the digest that was scanned, not a tag
# imageSources: [cicd, registry]
# maxExceptionDays: 90

# The registries that images may be pulled from. Any by default.
# allowedRegistries:
#   - swr.cn-north-4.myhuaweicloud.com

# Exceptions waive rules for some images until the end of a day (UTC).
# hss-gate policy explain IMAGE shows the rules that an image violates.
# exceptions:
#   - image: shop/web:1.4.*  # a glob over namespace/name:version, or a digest
#     rules: [max-severity, max-vulnerabilities]
#     owner: payments
#     reason: the fix ships in 1.5
#     expires: ${expires}   # at most maxExceptionDays from today
`;
}
