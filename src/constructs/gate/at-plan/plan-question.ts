import { queryString } from '../../../client/http/percent';
import { PlanTarget } from '../../../client/settings/plan-target';
import { HssCicdImage } from '../../../contract/cicd-image';
import { PAGE_LIMIT } from '../../../contract/fields';
import { Query, checkQuery, parametersOf, pathOf } from '../../../contract/query';
import { HssRegistryImage } from '../../../contract/registry-image';
import { ImageReference } from '../../../policy';
import { rowName } from '../../../policy/judge/candidate';
import { IMAGE_LISTS, SearchedImage, imageQueries } from '../../../policy/judge/questions';
import { ImageSource } from '../../../policy/model/image-source';
import { ImagePlatform, ImageVerdict } from '../../../policy/model/verdict';

/** One question about an image, as Terraform asks it. */
export interface PlanQuestion {
  /** The list that it is about. */
  readonly list: ImageSource;
  /** Below the proxy's address. It answers with the rows of this image and digest alone. */
  readonly path: string;
  /** At HSS itself, which knows no filter by digest; null when its endpoint is not known. */
  readonly url: string | null;
  /** Whether it can only be asked through the proxy: of a platform of an index nothing but the digest is known. */
  readonly only_exec: boolean;
}

/** Where and how questions are asked. */
export interface QuestionContext {
  /** The lists that count (`imageSources` of the policy). */
  readonly lists: readonly ImageSource[];
  readonly target: PlanTarget;
  readonly enterpriseProjectId: string | undefined;
}

/** A row by which an image was judged, and the list that it is in. */
type JudgedRow = Pick<ImageVerdict, 'image' | 'imageSource'>;

/**
 * What Terraform asks about an image: each list. In the list of the row that the synth judged its namespace and name are known;
 * in another every way in which the path divides is asked for.
 * @param reference what is deployed: with the digest that was judged, where it was pinned
 * @param judged the row that the synth judged
 */
export function planQuestions(
  reference: ImageReference,
  judged: JudgedRow,
  context: QuestionContext,
): PlanQuestion[] {
  const { tag, digest } = reference;
  const version = digest === undefined ? tag : judged.image?.imageVersion;
  return context.lists.flatMap((list) =>
    nameQueries(list, reference, judged, context).map((query) =>
      questionOf(query, { list, digest, version, target: context.target }),
    ),
  );
}

/**
 * What Terraform asks about a platform of an index: each list, under each of its names.
 * @param names paths under which rows of it may stand
 */
export function platformQuestions(
  { digest, image, imageSource }: ImagePlatform,
  names: readonly string[],
  context: QuestionContext,
): PlanQuestion[] {
  return context.lists.flatMap((list) =>
    names
      .flatMap((path) => {
        const platform = { text: path, path, digest: digest as ImageReference['digest'] };
        // Under another name there may be rows, too.
        const isItsName = image !== undefined && rowName(image) === path;
        return nameQueries(list, platform, isItsName ? { image, imageSource } : {}, context);
      })
      .map((query) => {
        const { path } = questionOf(query, { list, digest, target: context.target });
        return { list, path, url: null, only_exec: true };
      }),
  );
}

/** By the names in the row, or by every way in which the path divides. */
function nameQueries(
  list: ImageSource,
  image: SearchedImage,
  judged: JudgedRow,
  { enterpriseProjectId }: QuestionContext,
): Query[] {
  return judged.image !== undefined && judged.imageSource === list
    ? [rowQuery(list, judged.image, enterpriseProjectId)]
    : imageQueries(image, { list, byTag: false, enterpriseProjectId });
}

function rowQuery(
  list: ImageSource,
  { namespace, imageName }: HssCicdImage | HssRegistryImage,
  enterpriseProjectId: string | undefined,
): Query {
  return checkQuery(IMAGE_LISTS[list], {
    namespace: namespace === '' ? undefined : namespace,
    imageName,
    enterpriseProjectId,
  });
}

/** Of which version of an image a question is. */
interface QuestionedVersion {
  readonly list: ImageSource;
  readonly digest: string | undefined;
  readonly version?: string;
  readonly target: PlanTarget;
}

/**
 * By digest the proxy looks through all versions, as the synth does: another tag of the digest may hold the scan that decides.
 * HSS itself gives one page, and an image may have more versions than that has rows, so it is asked for one version.
 */
function questionOf(
  query: Query,
  { list, digest, version, target }: QuestionedVersion,
): PlanQuestion {
  const spec = IMAGE_LISTS[list];
  const path = `/v5/${target.projectId}${pathOf(spec, query)}`;
  const named = parametersOf(spec, query);
  const ofVersion = parametersOf(spec, withVersion(list, query, version));
  const small: [string, string][] =
    digest === undefined ? ofVersion : [...named, ['image_digest', digest]];
  const page = queryString([...ofVersion, ['limit', String(PAGE_LIMIT)], ['offset', '0']]);
  return {
    list,
    path: `${path}?${queryString(small)}`,
    url: target.endpoint === undefined ? null : `${target.endpoint}${path}?${page}`,
    only_exec: false,
  };
}

/** A version that is longer than HSS takes can be no row's, and none can be asked for. */
const MAX_VERSION = 64;

function withVersion(list: ImageSource, query: Query, version: string | undefined): Query {
  if (version === undefined || version === '' || version.length > MAX_VERSION) return query;
  return checkQuery(IMAGE_LISTS[list], { ...query.values, imageVersion: version });
}
