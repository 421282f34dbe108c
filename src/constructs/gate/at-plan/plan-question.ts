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

/** One question about an image, as Terraform asks it. */
export interface PlanQuestion {
  /** The list that it is about. */
  readonly list: ImageSource;
  /** Below the proxy's address. It answers with the rows of this image and digest alone. */
  readonly path: string;
  /** At HSS itself, which knows no filter by digest; null when its endpoint is not known, and where only the proxy can be asked. */
  readonly url: string | null;
  /** Why it can only be asked through the proxy; empty where HSS itself can be asked, too. */
  readonly only_exec: string;
}

/** Where and how questions are asked. */
export interface QuestionContext {
  /** The lists that count (`imageSources` of the policy). */
  readonly lists: readonly ImageSource[];
  readonly target: PlanTarget;
  readonly enterpriseProjectId: string | undefined;
  /** By what the proxy is to judge vulnerabilities; none where the policy does not look at them one by one. */
  readonly judging?: AskedJudging;
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
      questionOf(query, { list, digest, version, context }),
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
        const { path, only_exec } = questionOf(query, { list, digest, context });
        return { list, path, url: null, only_exec: only_exec || INDEX_ONLY_BY_EXEC };
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
  readonly context: QuestionContext;
}

/**
 * By digest the proxy looks through all versions, as the synth does: another tag of the digest may hold the scan that decides.
 * HSS itself gives one page, and an image may have more versions than that has rows, so it is asked for one version.
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

/** Nothing is left out where it is too long: the plan would then decide otherwise than the synthesis. */
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
    `the exceptions about the image ${image} name ${ids} vulnerabilities, more than a question at plan can hold`,
    {
      advice:
        'remove expired exceptions and those for other versions of the image, or synthesize without atPlan and judge plans by hss-gate',
    },
  );
}

/** A version that is longer than HSS takes can be no row's, and none can be asked for. */
const MAX_VERSION = 64;

function withVersion(list: ImageSource, query: Query, version: string | undefined): Query {
  if (version === undefined || version === '' || version.length > MAX_VERSION) return query;
  return checkQuery(IMAGE_LISTS[list], { ...query.values, imageVersion: version });
}
