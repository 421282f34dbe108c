import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const inDays = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const policy = `version: 1
vulnerabilities:
  max: { critical: 0, high: 0, medium: 5 } # other severities are not checked
  graceDays: { critical: 3, high: 14 } # since the oldest CVE was published
  knownExploited: deny
  feed: ./known-exploited.json
exceptions:
  - image: shop/web:1.4.*
    vulnerabilities: [CVE-2026-12345]
    owner: team-shop
    reason: not reachable, the app opens no TIFF files; the fix ships in 1.6
    expires: ${inDays(30)}
`;

const feed = {
  title: 'Known exploited vulnerabilities of this example',
  catalogVersion: '1',
  dateReleased: new Date().toISOString(),
  count: 1,
  vulnerabilities: [{ cveID: 'CVE-2021-44228', dateAdded: '2021-12-10' }],
};

/**
 * Writes image-policy.yaml and the feed that it names, and returns the path of the policy. In your
 * repository, the policy is a file and the feed is a download of CISA's catalog. Here both are
 * generated, because their dates must stay valid.
 */
export function writePolicy(): string {
  const path = join(__dirname, 'image-policy.yaml');
  writeFileSync(path, policy);
  writeFileSync(join(__dirname, 'known-exploited.json'), JSON.stringify(feed, null, 2));
  return path;
}
