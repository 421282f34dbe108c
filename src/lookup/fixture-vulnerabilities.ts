import { HandleStatus } from '../contract/enums';
import { Query } from '../contract/query';
import { HssCve, HssImageVulnerability } from '../contract/vulnerabilities/hss-image-vulnerability';

/** Vulnerabilities by the ID of their image. */
type ByImage = { readonly [imageId: string]: readonly HssImageVulnerability[] };

/**
 * The rows of the three lists of HSS about vulnerabilities, taken apart from those of a fixture. The list of the project has all
 * of them, whichever list of images is asked for.
 */
export function vulnerabilityRows(byImage: ByImage, { endpoint, values }: Query): object[] {
  const all = Object.values(byImage).flat();
  const isWanted = ({ handled = false }: HssImageVulnerability): boolean =>
    values.handleStatus === undefined || handled === (values.handleStatus === HandleStatus.HANDLED);
  switch (endpoint) {
    case 'image-vulnerabilities': {
      const imageId = String(values.imageId);
      const own = Object.hasOwn(byImage, imageId) ? byImage[imageId] : [];
      return own.filter(isWanted).map((row) => ({
        ...row,
        severityLevel: undefined,
        cves: undefined,
        handled: undefined,
      }));
    }
    case 'project-vulnerabilities':
      return all.filter(isWanted).map(({ vulId, severityLevel, cves }) => ({
        vulId,
        severityLevel,
        cveList: cves?.map(({ cveId, cvss }) => ({ cveId, cvss })),
      }));
    default: {
      const cves = all
        .filter(({ vulId }) => vulId === values.vulId)
        .flatMap((one) => one.cves ?? []);
      const distinct = new Map(cves.map((cve): [string | undefined, HssCve] => [cve.cveId, cve]));
      return [...distinct.values()].map(({ cveId, cvss, publishTime }) => ({
        cveId,
        cvssScore: cvss,
        publishTime,
      }));
    }
  }
}
