import { queryString } from '../../../client/http/percent';
import { PlanTarget } from '../../../client/settings/plan-target';
import { CICD_IMAGES, HssCicdImage } from '../../../contract/cicd-image';
import { PAGE_LIMIT } from '../../../contract/fields';
import { Query, checkQuery, parametersOf, pathOf } from '../../../contract/query';
import { ImageReference } from '../../../policy';
import { ImageSource } from '../../../policy/model/scan-record';
import { imageQueries } from '../../../policy/judge/questions';

/** One question about an image, as Terraform asks it. */
export interface PlanQuestion {
  /** Below the proxy's address. It answers with the rows of this image and digest alone. */
  readonly path: string;
  /** At HSS itself, which knows no filter by digest; null when its endpoint is not known. */
  readonly url: string | null;
}

/**
 * What Terraform asks about an image. Where the synth judged a row, its namespace and name are known; of an image that HSS
 * did not list, every way in which its path divides is asked for.
 * @param reference what is deployed: with the digest that was judged, where it was pinned
 * @param row the row that the synth judged
 */
export function planQuestions(
  reference: ImageReference,
  row: HssCicdImage | undefined,
  target: PlanTarget,
  enterpriseProjectId: string | undefined,
): PlanQuestion[] {
  const queries =
    row === undefined
      ? imageQueries(reference, { list: ImageSource.CICD, byTag: true, enterpriseProjectId })
      : [rowQuery(row, reference, enterpriseProjectId)];
  return queries.map((query) => questionOf(query, reference.digest, target));
}

/**
 * By the names and the version in the row: HSS gives one page, and an image may have more versions than that has rows. Where
 * a tag is deployed, its version alone says which digest that is; the row that was judged may be of another one.
 */
function rowQuery(
  row: HssCicdImage,
  { tag, digest }: ImageReference,
  enterpriseProjectId: string | undefined,
): Query {
  const given = (text: string | undefined): string | undefined => (text === '' ? undefined : text);
  return checkQuery(CICD_IMAGES, {
    namespace: given(row.namespace),
    imageName: row.imageName,
    imageVersion: given(digest === undefined ? tag : row.imageVersion),
    enterpriseProjectId,
  });
}

function questionOf(query: Query, digest: string | undefined, target: PlanTarget): PlanQuestion {
  const parameters = parametersOf(CICD_IMAGES, query);
  const path = `/v5/${target.projectId}${pathOf(CICD_IMAGES, query)}`;
  const small: [string, string][] =
    digest === undefined ? parameters : [...parameters, ['image_digest', digest]];
  const page = queryString([...parameters, ['limit', String(PAGE_LIMIT)], ['offset', '0']]);
  return {
    path: `${path}?${queryString(small)}`,
    url: target.endpoint === undefined ? null : `${target.endpoint}${path}?${page}`,
  };
}
