import { HandleStatus, VulnerabilityType } from '../contract/enums';
import { Query } from '../contract/query';
import { isRecord } from '../contract/row';
import { HssCve, HssImageVulnerability } from '../contract/vulnerabilities/hss-image-vulnerability';

/** Vulnerabilities by image ID. */
type ByImage = { readonly [imageId: string]: readonly HssImageVulnerability[] };

/**
 * Returns the rows of one of HSS's three lists about vulnerabilities, from those of a fixture. The
 * project's list has all of them, whichever image list is asked for.
 */
export function vulnerabilityRows(byImage: ByImage, { endpoint, values }: Query): object[] {
  const all = Object.values(byImage).flat().filter(isVulnerability);
  const isWanted = (row: HssImageVulnerability): boolean =>
    (values.handleStatus === undefined || handleStatusOf(row) === values.handleStatus) &&
    (values.type === undefined || typeOf(row) === values.type);
  switch (endpoint) {
    case 'image-vulnerabilities': {
      const imageId = String(values.imageId);
      const own = Object.hasOwn(byImage, imageId) ? byImage[imageId] : [];
      return own.filter(
        (row) => !isVulnerability(row) || (isWanted(row) && hasPartOfId(row, values)),
      );
    }
    case 'project-vulnerabilities':
      return all.filter(isWanted).map(({ vulId, severityLevel, cves }) => ({
        vulId,
        severityLevel,
        // A value that is not a list becomes an anomaly of its row.
        cveList: Array.isArray(cves) ? cves.map((one) => projectCve(one)) : cves,
      }));
    default: {
      const cves = all
        .filter(({ vulId }) => vulId === values.vulId)
        .flatMap((one) => (Array.isArray(one.cves) ? one.cves.filter(isRecord) : []) as HssCve[]);
      const distinct = new Map(cves.map((cve): [string | undefined, HssCve] => [cve.cveId, cve]));
      return [...distinct.values()].map(({ cveId, cvss, publishTime }) => ({
        cveId,
        cvssScore: cvss,
        publishTime,
      }));
    }
  }
}

function isVulnerability(row: unknown): row is HssImageVulnerability {
  return isRecord(row);
}

function handleStatusOf({ handled }: HssImageVulnerability): HandleStatus {
  return handled === true ? HandleStatus.HANDLED : HandleStatus.UNHANDLED;
}

/** Returns the type of a vulnerability: only those of applications have a path. */
function typeOf({ appPath }: HssImageVulnerability): VulnerabilityType {
  return appPath === undefined ? VulnerabilityType.LINUX_VUL : VulnerabilityType.APP_VUL;
}

/** Returns whether a query matches the ID of a vulnerability: HSS matches any part of it. */
function hasPartOfId(
  { vulId }: HssImageVulnerability,
  { vulId: part = '' }: Query['values'],
): boolean {
  return part === '' || (typeof vulId === 'string' && vulId.includes(part as string));
}

function projectCve(cve: HssCve): unknown {
  return isRecord(cve) ? { cveId: cve.cveId, cvss: cve.cvss } : cve;
}
