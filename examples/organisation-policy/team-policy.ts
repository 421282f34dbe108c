import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Writes the team's policy next to a copy of the organisation's, and returns its path. In your
 * repository, this is a file, `shop.yaml`. Here it is generated, because the date of the exception
 * must stay valid.
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
maxVulnerabilities: 40 # higher than in the base, which lists it as overridable
exceptions:
  - image: shop/worker:2.*
    rules: [max-severity]
    owner: team-shop
    reason: the fix of its base image ships in 2.1
    expires: ${inThirtyDays}
    scope: shop/batch/** # only in the batch jobs
`,
  );
  return path;
}
