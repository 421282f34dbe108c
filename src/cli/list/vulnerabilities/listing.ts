import { joinedRows } from '../../../asking/vulnerabilities/joined-rows';
import { HssError } from '../../../contract/error';
import { HssImageVulnerability } from '../../../contract/vulnerabilities/hss-image-vulnerability';
import { mergeVulnerabilities } from '../../../contract/vulnerabilities/merge';
import { ImageUpstream, SharedQuestions, askForImages } from '../../../judging';
import { ImageReference } from '../../../policy';
import { ScanRecord } from '../../../policy/model/scan-record';
import { disagreement, isSameScan } from '../../../policy/vulnerabilities/agreement';
import {
  vulnerabilityKey,
  vulnerabilityQuestions,
} from '../../../policy/vulnerabilities/questions';
import { ImageRecords, RecordChoice, imageRecords } from './image-records';

/** A vulnerability in one package of an image. */
export interface ListedRow extends HssImageVulnerability {
  /** For an index, the digest of the affected platform. */
  readonly platform?: string;
}

/** The vulnerabilities of an image. */
export interface VulnerabilityListing {
  readonly rows: readonly ListedRow[];
  /** Why rows may be missing; undefined if the scan is complete. */
  readonly incomplete?: string;
}

/** Options for finding an image. */
export interface ListingOptions extends RecordChoice {
  readonly enterpriseProjectId?: string;
}

/**
 * Lists the vulnerabilities of an image and of its platforms. HSS's answers must agree on one scan.
 * If they don't, everything is queried once more.
 * @throws HSS_NOT_FOUND, HSS_UNSTABLE_LIST, and errors of the queries
 */
export async function listVulnerabilitiesOf(
  reference: ImageReference,
  upstream: ImageUpstream,
  options: ListingOptions,
): Promise<VulnerabilityListing> {
  const first = await listOnce(reference, upstream, options);
  const listed = 'problem' in first ? await listOnce(reference, upstream, options) : first;
  if (!('problem' in listed)) return listed;
  throw new HssError('HSS_UNSTABLE_LIST', `${reference.text}: ${listed.problem}`, {
    advice:
      upstream.source === 'replay'
        ? 'record the snapshot again'
        : 'try again once HSS has finished its scan of the image',
  });
}

async function listOnce(
  reference: ImageReference,
  upstream: ImageUpstream,
  options: ListingOptions,
): Promise<VulnerabilityListing | { readonly problem: string }> {
  const image = await findImage(reference, upstream, options);
  // The platforms of an index share the queries about the project.
  const questions = new SharedQuestions(upstream);
  const lists = await Promise.all(
    image.records.map(async (record) => ({
      record,
      rows: await listRecord(record, questions, options),
    })),
  );
  for (const { record, rows } of lists) {
    const problem = disagreement(record, rows);
    if (problem !== undefined) return { problem };
  }
  if (upstream.source === 'live') {
    const after = await findImage(reference, upstream, options);
    if (!areSameScans(image.records, after.records)) {
      return { problem: 'its row changed while its vulnerabilities were listed' };
    }
  }
  const { platforms, incomplete } = image;
  return {
    rows: lists.flatMap(({ record: { imageDigest }, rows }) =>
      imageDigest !== undefined && platforms.includes(imageDigest)
        ? rows.map((row) => ({ platform: imageDigest, ...row }))
        : rows,
    ),
    ...(incomplete === undefined ? {} : { incomplete }),
  };
}

async function findImage(
  reference: ImageReference,
  upstream: ImageUpstream,
  options: ListingOptions,
): Promise<ImageRecords> {
  const { imageSources, enterpriseProjectId } = options;
  const answers = await askForImages([reference], upstream, {
    lists: imageSources,
    ...(enterpriseProjectId === undefined ? {} : { enterpriseProjectId }),
  });
  const answer = answers.get(reference)!;
  if ('error' in answer) throw answer.error;
  return imageRecords(reference, answer.listed, options, Date.now());
}

async function listRecord(
  record: ScanRecord,
  shared: SharedQuestions,
  { enterpriseProjectId }: ListingOptions,
): Promise<HssImageVulnerability[]> {
  const questions = vulnerabilityQuestions(record, {
    ...(enterpriseProjectId === undefined ? {} : { enterpriseProjectId }),
  });
  if ('problem' in questions) {
    throw new HssError('HSS_NOT_FOUND', questions.problem, {
      advice: 'the row of the image in hss-gate list images or list registry-images shows its ID',
    });
  }
  const answer = await shared.listAll([
    questions.unhandled,
    questions.handled,
    ...questions.project,
  ]);
  if ('error' in answer) throw answer.error;
  const [unhandled, handled, ...project] = answer.rows;
  return mergeVulnerabilities({ unhandled, handled, project: joinedRows(project) });
}

function areSameScans(before: readonly ScanRecord[], after: readonly ScanRecord[]): boolean {
  const now = new Map(after.map((record) => [vulnerabilityKey(record), record]));
  return (
    before.length === after.length &&
    before.every((record) => {
      const same = now.get(vulnerabilityKey(record));
      return same !== undefined && isSameScan(record, same);
    })
  );
}
