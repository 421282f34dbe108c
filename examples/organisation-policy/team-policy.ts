import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Writes the team's policy beside a copy of the organisation's, and returns its path. In a repository of yours this is a
 * file, `shop.yaml`; an exception has a date, and an example that is to work tomorrow has to make it.
 */
export function writeTeamPolicy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'organisation-policy-'));
  copyFileSync(join(__dirname, 'base.yaml'), join(folder, 'base.yaml'));
  const inThirtyDays = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const path = join(folder, 'shop.yaml');
  writeFileSync(
    path,
    `version: 1
extends: ./base.yaml
maxVulnerabilities: 40 # higher than the base's, which lists it as overridable
exceptions:
  - image: shop/worker:2.*
    rules: [max-severity]
    owner: team-shop
    reason: the fix of its base image ships in 2.1
    expires: ${inThirtyDays}
    scope: shop/batch/** # not where customers reach it
`,
  );
  return path;
}
