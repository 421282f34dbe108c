import { queryString } from '../../../client/http/percent';
import { PlanTarget } from '../../../client/settings/plan-target';
import { HssCicdImage } from '../../../contract/cicd-image';
import { PAGE_LIMIT } from '../../../contract/fields';
import { HssError } from '../../../contract/error';
import { Query, checkQuery, parametersOf, pathOf } from '../../../contract/query';
import { HssRegistryImage } from '../../../contract/registry-image';
import { ImageReference } from '../../../policy';
import { rowName } from '../../../policy/judge/candidate';
import { IMAGE_LISTS, SearchedImage, imageQueries } from '../../../policy/judge/questions';
import { INDEX_ONLY_BY_EXEC, VULNERABILITIES_ONLY_BY_EXEC } from '../../../policy/hcl';
import { ImageSource } from '../../../policy/model/image-source';
import { ImagePlatform, ImageVerdict } from '../../../policy/model/verdict';
import {
  JUDGING_PARAMETER,
  MAX_JUDGING_LENGTH,
  AskedJudging,
  judgingText,
} from '../../../policy/vulnerabilities/plan/plan-judging';

/** A query about an image that Terraform sends. */
export interface PlanQuestion {
  /** The list that it queries. */
  readonly list: ImageSource;
  /** Path below the proxy's address. The proxy returns only the rows of this image and digest. */
  readonly path: string;
  /**
   * URL at HSS, which has no filter by digest. Null if the endpoint is not known, or if only the
   * proxy can answer.
   */
  readonly url: string | null;
  /** Reason why only the proxy can answer. Empty if HSS can answer too. */
  readonly only_exec: string;
}

/** The target and settings of queries. */
export interface QuestionContext {
  /** The lists to query (`imageSources` of the policy). */
  readonly lists: readonly ImageSource[];
  readonly target: PlanTarget;
  readonly enterpriseProjectId: string | undefined;
  /**
   * Settings by which the proxy judges vulnerabilities. Undefined if the policy does not check
   * single vulnerabilities.
   */
  readonly judging?: AskedJudging;
}

/** The row by which an image was judged, and its list. */
type JudgedRow = Pick<ImageVerdict, 'image' | 'imageSource'>;

/**
 * Returns the queries about an image, at least one per list. In the list of the judged row, the
 * namespace and name are known. In another list, there is a query for each way to divide the path
 * into namespace and name.
 * @param reference the deployed reference, with the judged digest if it is pinned
 * @param judged the row that was judged at synth
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
      questionOf(query, { list, digest, version, context }),
    ),
  );
}

/**
 * Returns the queries about a platform of an index: each list, with each name of the platform.
 * @param names paths that its rows may have
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
        // There may be rows with another name.
        const isItsName = image !== undefined && rowName(image) === path;
        return nameQueries(list, platform, isItsName ? { image, imageSource } : {}, context);
      })
      .map((query) => {
        const { path, only_exec } = questionOf(query, { list, digest, context });
        return { list, path, url: null, only_exec: only_exec || INDEX_ONLY_BY_EXEC };
      }),
  );
}

/** Returns a query by the names in the row, or one for each way to divide the path. */
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

/** The version of an image that a query is about. */
interface QuestionedVersion {
  readonly list: ImageSource;
  readonly digest: string | undefined;
  readonly version?: string;
  readonly context: QuestionContext;
}

/**
 * Returns a query. By digest, the proxy searches all versions, as the synth does, because the scan
 * that decides may be of another tag of the digest. HSS itself returns one page, and an image may
 * have more versions than a page has rows, so the query to HSS is for one version.
 */
function questionOf(
  query: Query,
  { list, digest, version, context: { target, judging } }: QuestionedVersion,
): PlanQuestion {
  const spec = IMAGE_LISTS[list];
  const path = `/v5/${target.projectId}${pathOf(spec, query)}`;
  const named = parametersOf(spec, query);
  const ofVersion = parametersOf(spec, withVersion(list, query, version));
  const small: [string, string][] =
    digest === undefined ? ofVersion : [...named, ['image_digest', digest]];
  if (judging !== undefined) {
    const asked = queryString([...small, [JUDGING_PARAMETER, judgingParameter(judging, named)]]);
    return { list, path: `${path}?${asked}`, url: null, only_exec: VULNERABILITIES_ONLY_BY_EXEC };
  }
  const page = queryString([...ofVersion, ['limit', String(PAGE_LIMIT)], ['offset', '0']]);
  return {
    list,
    path: `${path}?${queryString(small)}`,
    url: target.endpoint === undefined ? null : `${target.endpoint}${path}?${page}`,
    only_exec: '',
  };
}

/**
 * Returns the judging parameter. If it is too long, it is an error and not truncated, because the
 * plan would then decide differently from the synth.
 */
function judgingParameter(
  judging: AskedJudging,
  named: readonly (readonly [string, string])[],
): string {
  const text = judgingText(judging);
  if (text.length <= MAX_JUDGING_LENGTH) return text;
  const ids = judging.exceptions.reduce((count, one) => count + one.ids.length, 0);
  const image = named.map(([name, value]) => `${name}=${value}`).join(' ');
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    `the exceptions for the image ${image} list ${ids} vulnerabilities, more than a query at plan can contain`,
    {
      advice:
        'remove expired exceptions and those for other versions of the image, or synthesize without atPlan and check plans with hss-gate plan',
    },
  );
}

/** Maximum length of a version in a query. No row has a longer one. */
const MAX_VERSION = 64;

function withVersion(list: ImageSource, query: Query, version: string | undefined): Query {
  if (version === undefined || version === '' || version.length > MAX_VERSION) return query;
  return checkQuery(IMAGE_LISTS[list], { ...query.values, imageVersion: version });
}
