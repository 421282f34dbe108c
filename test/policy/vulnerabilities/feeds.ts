/** Feeds of known exploited vulnerabilities, in the form of CISA's catalog. */

/** A catalog with some CVEs, or what a change makes of it. */
export function catalog(cves: readonly string[] = ['CVE-2026-1000'], change: object = {}): object {
  return {
    title: 'CISA Catalog of Known Exploited Vulnerabilities',
    catalogVersion: '2026.11.21',
    dateReleased: '2026-11-21T14:00:34.2846Z',
    count: cves.length,
    vulnerabilities: cves.map((cveID) => ({ cveID, vendorProject: 'Acme', cwes: ['CWE-79'] })),
    ...change,
  };
}

/** The text of a catalog, as CISA formats it. */
export function feedFileText(cves?: readonly string[], change?: object): string {
  return JSON.stringify(catalog(cves, change), undefined, 4);
}
