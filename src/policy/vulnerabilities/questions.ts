import {
  HandleStatus,
  RegistryType,
  VulnerabilityType,
  VulnerableImageType,
} from '../../contract/enums';
import { HssRegistryImage } from '../../contract/registry-image';
import { asHssError } from '../../contract/error';
import { Query, checkQuery, isPathSegment } from '../../contract/query';
import { IMAGE_VULNERABILITIES } from '../../contract/vulnerabilities/image-vulnerability';
import { PROJECT_VULNERABILITIES } from '../../contract/vulnerabilities/project-vulnerability';
import { VULNERABILITY_CVES } from '../../contract/vulnerabilities/vulnerability-cve';
import { ImageSource } from '../model/image-source';
import { ScanRecord } from '../model/scan-record';
import { show } from '../../util/text';

/** The account for which HSS is queried. */
export interface AskedProject {
  readonly enterpriseProjectId?: string;
}

/** The queries for the vulnerabilities of one record. */
export interface VulnerabilityQuestions {
  readonly unhandled: Query;
  readonly handled: Query;
  /** The queries about all images of the record's list, shared by its images. */
  readonly project: readonly Query[];
}

/** Returns the queries for the vulnerabilities of a record, or why they are impossible. */
export function vulnerabilityQuestions(
  record: ScanRecord,
  { enterpriseProjectId }: AskedProject = {},
): VulnerabilityQuestions | { readonly problem: string } {
  const problem = questionProblem(record);
  if (problem !== undefined) return { problem };
  return {
    unhandled: listQuestion(record, HandleStatus.UNHANDLED, enterpriseProjectId),
    handled: listQuestion(record, HandleStatus.HANDLED, enterpriseProjectId),
    project: projectQuestions(record.list, { enterpriseProjectId }),
  };
}

/** Returns why HSS can't be queried for the vulnerabilities of a record; undefined if it can. */
export function questionProblem(record: ScanRecord): string | undefined {
  const { imageId } = record.row;
  if (imageId === undefined || imageId === '') {
    return "HSS gives no ID of the image, without which its vulnerabilities can't be listed";
  }
  if (!isPathSegment(imageId)) {
    return `its image ID ${show(imageId)} can't be part of a URL`;
  }
  if (imageTypeOf(record) === undefined) {
    return 'HSS lists vulnerabilities of SWR, Harbor, JFrog and CI/CD images alone';
  }
  try {
    listQuestion(record, HandleStatus.UNHANDLED);
    return undefined;
  } catch (error) {
    // HSS's rows can contain values that its API refuses, such as half a surrogate pair in a
    // version.
    return `its vulnerabilities can't be queried: ${asHssError(error, 'while the question was checked').summary}`;
  }
}

/** @throws HSS_INVALID_ARGUMENT if the row has values that the API refuses */
function listQuestion(
  record: ScanRecord,
  handleStatus: HandleStatus,
  enterpriseProjectId?: string,
): Query {
  const { namespace = '', imageName = '', imageVersion: tagName = '', row } = record;
  const { imageId, instanceId } = row as HssRegistryImage;
  return checkQuery(IMAGE_VULNERABILITIES, {
    imageType: imageTypeOf(record),
    imageId,
    instanceId: instanceId === '' ? undefined : instanceId,
    namespace,
    imageName,
    tagName,
    handleStatus,
    enterpriseProjectId,
  });
}

/**
 * Returns the queries for all vulnerabilities of a list of images: the API takes one type and
 * handling status at a time.
 */
export function projectQuestions(
  list: ImageSource,
  { enterpriseProjectId }: AskedProject = {},
): Query[] {
  return Object.values(VulnerabilityType).flatMap((type) =>
    Object.values(HandleStatus).map((handleStatus) =>
      checkQuery(PROJECT_VULNERABILITIES, {
        type,
        handleStatus,
        imageType: list,
        enterpriseProjectId,
      }),
    ),
  );
}

/**
 * Returns the query for the CVEs of a vulnerability; undefined for an ID that can't be part of a
 * URL.
 */
export function cveQuestion(
  vulId: string,
  { enterpriseProjectId }: AskedProject = {},
): Query | undefined {
  if (!isPathSegment(vulId)) return undefined;
  return checkQuery(VULNERABILITY_CVES, { vulId, enterpriseProjectId });
}

/** Returns the key of a record's image in answers about vulnerabilities. */
export function vulnerabilityKey(record: ScanRecord): string {
  const { list, namespace, imageName, imageVersion, row } = record;
  const { imageId, imageType, instanceId } = row as HssRegistryImage;
  return JSON.stringify([list, imageType, imageId, instanceId, namespace, imageName, imageVersion]);
}

function imageTypeOf({ list, row }: ScanRecord): VulnerableImageType | undefined {
  if (list === ImageSource.CICD) return VulnerableImageType.CICD;
  const { imageType, registryType } = row as HssRegistryImage;
  const given = Object.values(VulnerableImageType).find((one) => `${one}` === `${imageType}`);
  return given ?? (registryType === undefined ? undefined : IMAGE_TYPES[registryType]);
}

/** The value for a row without its own. */
const IMAGE_TYPES: { readonly [type in RegistryType]: VulnerableImageType | undefined } = {
  [RegistryType.SWR_PRIVATE]: VulnerableImageType.PRIVATE_IMAGE,
  [RegistryType.SWR_SHARED]: VulnerableImageType.SHARED_IMAGE,
  [RegistryType.SWR_ENTERPRISE]: VulnerableImageType.INSTANCE_IMAGE,
  [RegistryType.HARBOR]: VulnerableImageType.HARBOR,
  [RegistryType.JFROG]: VulnerableImageType.JFROG,
  [RegistryType.OTHER]: undefined,
};
