import type { Deadline } from '../../client/api';
import type { HssClient } from '../../client/client';
import { pageOf } from '../../client/paging/page';
import { ENDPOINTS } from '../../contract/endpoints';
import type { HssCicdImage } from '../../contract/cicd-image';
import { PAGE_LIMIT } from '../../contract/fields';
import { checkQuery } from '../../contract/query';
import { readRow } from '../../contract/row';
import type { HssImageRegistry } from '../../contract/registry';
import type { Policy } from '../../policy';
import { ImageSource } from '../../policy/model/image-source';
import { nearest } from '../../util/spelling';
import { counted } from '../../util/text';
import { Finding, finding } from './finding';

const NAME = 'registry names';
/**
 * The most names that are searched among images if they are not in the list of registries; each
 * takes a request.
 */
const MOST_SEARCHED = 10;

/** Runs a query with a limit. */
export type Within = <T>(query: (deadline: Deadline) => Promise<T>) => Promise<T>;

/** The client and the parameters for queries about names. */
export interface NamesQuestion {
  readonly client: Pick<HssClient, 'list' | 'page'>;
  readonly within: Within;
  /** The enterprise project, if one is set. */
  readonly values: { readonly enterpriseProjectId?: string };
}

/**
 * Checks that HSS knows the names in a policy's `registryHosts` and `registryNames`. A misspelled
 * name has no effect or denies every image, and no message about an image can point to it.
 * @throws HssError
 */
export async function registryNameFindings(
  question: NamesQuestion,
  { registryHosts = {}, registryNames = [], imageSources }: Policy,
): Promise<Finding[]> {
  const named = [
    ...Object.keys(registryHosts).map((name) => ({ prop: 'registryHosts', name })),
    ...registryNames.map((name) => ({ prop: 'registryNames', name })),
  ];
  if (named.length === 0) return [];
  const { client, within, values } = question;
  const query = checkQuery(ENDPOINTS['image-registries'], values);
  const registries = (await within((deadline) =>
    client.list(query, deadline),
  )) as readonly HssImageRegistry[];
  const known = registries.flatMap(({ registryName }) => registryName ?? []);
  const missing = named.filter(({ name }) => !known.includes(name)).slice(0, MOST_SEARCHED);
  const ofPipelines =
    imageSources.includes(ImageSource.CICD) && missing.some(({ prop }) => prop === 'registryNames')
      ? await registriesOfPipelines(question)
      : NO_PIPELINES;
  const findings: Finding[] = [];
  for (const { prop, name } of missing) {
    if (await hasRegistryImages(question, name)) continue;
    const near = nearest(name, known);
    if (prop === 'registryNames') {
      if (ofPipelines.names.includes(name)) continue;
      // It may be the registry of an image that is not on the first page.
      if (!ofPipelines.isWhole && near === undefined) continue;
    }
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    findings.push(
      finding('warning', NAME, `${prop} names ${name}, which is unknown to HSS${hint}`),
    );
  }
  if (findings.length > 0) return findings;
  return [
    finding('ok', NAME, `HSS knows all names in the policy (${counted(named.length, 'name')})`),
  ];
}

/**
 * Returns whether HSS has images of a registry. SWR's own registry may be missing from the list of
 * registries.
 */
async function hasRegistryImages(
  { client, within, values }: NamesQuestion,
  registryName: string,
): Promise<boolean> {
  const query = checkQuery(ENDPOINTS['registry-images'], { ...values, registryName });
  const { json } = await within((deadline) => client.page(query, { limit: 10 }, deadline));
  return pageOf(json, NAME).total > 0;
}

interface PipelineRegistries {
  readonly names: readonly string[];
  /** Whether `names` covers every CI/CD image. */
  readonly isWhole: boolean;
}

const NO_PIPELINES: PipelineRegistries = { names: [], isWhole: true };

/**
 * Returns the registries of CI/CD images, which may be missing from the list of registries. HSS
 * can't filter CI/CD images by registry, so only the first page is read.
 */
async function registriesOfPipelines({
  client,
  within,
  values,
}: NamesQuestion): Promise<PipelineRegistries> {
  const spec = ENDPOINTS['cicd-images'];
  const query = checkQuery(spec, values);
  const page = { limit: PAGE_LIMIT, offset: 0 };
  const { json } = await within((deadline) => client.page(query, page, deadline));
  const { rows, total } = pageOf(json, NAME);
  const names = rows.map((raw) => (readRow(spec, raw) as HssCicdImage).registryName ?? '');
  return { names, isWhole: rows.length >= total };
}
