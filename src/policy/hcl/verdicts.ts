import { PLAIN_IN_HCL } from '../../util/safe-text';
import { Policy } from '../model/policy';
import { ImageReference, domainForm } from '../model/reference';
import { INDEX_ONLY_BY_EXEC, NO_FEED } from './answer';
import { HclException, exceptionsFor } from './exceptions';
import {
  Hcl,
  all,
  asJson,
  attribute,
  call,
  cond,
  dataAsJson,
  equals,
  filter,
  forEach,
  forMap,
  index,
  interpolate,
  let_,
  list,
  moreThan,
  not,
  object,
  stringLiteral,
  tryOf,
  unequal,
} from './expression';
import { FindingsContext, findingsOf, platformFindingsOf } from './findings';
import { undecidedHcl } from './vulnerability-counts';
import { platformSelection, selection } from './select';

/** An image that a stack deploys at one construct, as Terraform judges it. */
export interface PlannedImage {
  /** The deployed reference; if it was pinned, with the judged digest. */
  readonly reference: ImageReference;
  /** Path of the construct that deploys it. */
  readonly path?: string;
  /** Keys of the questions whose answers list its rows. */
  readonly questions: readonly string[];
  /** IDs of the registries in HSS from which the image is pulled. */
  readonly registryIds: readonly string[];
  /** The platforms of an index that were judged at synth. */
  readonly platforms?: readonly PlannedPlatform[];
}

/** A platform of an index, as Terraform judges it. */
export interface PlannedPlatform {
  readonly digest: string;
  /** Names, `namespace/name`, that its rows may have. */
  readonly names: readonly string[];
  /** Keys of the questions whose answers list its rows. */
  readonly questions: readonly string[];
}

/** The input of verdicts. */
export interface VerdictContext {
  /** Expression of a map from a question's key to its answer: see `answerOf`. */
  readonly answers: Hcl;
  /** ms since 1970. */
  readonly now: Hcl;
}

/** Locals by name, as a configuration contains them. */
export interface Locals {
  readonly [name: string]: unknown;
}

/** Returns the key of a platform's verdict. */
export function platformKey(imageKey: string, { digest }: Pick<PlannedPlatform, 'digest'>): string {
  return `${imageKey} platform ${digest}`;
}

/**
 * Returns the locals in which Terraform judges images by a policy, as `judgeInFull` does. The last
 * one, `<prefix>_verdicts`, has an object with `allowed` and `message` for each image and for each
 * platform of an index. An index is allowed if its verdict and those of its platforms all are.
 * @param images by the key of their verdict
 */
export function verdictLocals(
  prefix: string,
  policy: Policy,
  images: { readonly [key: string]: PlannedImage },
  { answers, now }: VerdictContext,
): Locals {
  const local = (name: string): Hcl => `local.${prefix}_${name}`;
  const forImages = (body: (key: Hcl, image: Hcl) => Hcl): Hcl =>
    forMap('k', 'image', local('images'), body);
  const selected = (key: Hcl): Hcl => index(local('rows'), key);
  const contextOf = (image: Hcl): FindingsContext => {
    const answer = index(answers, index(attribute(image, 'questions'), 0));
    return {
      policy,
      now,
      // There is no answer for an image without questions.
      source: tryOf(attribute(answer, 'source'), stringLiteral('live')),
      snapshotTime: tryOf(attribute(answer, 'recorded_at'), 'null'),
      feed: tryOf(attribute(answer, 'feed'), NO_FEED),
    };
  };
  const verdicts = forImages((key, image) =>
    verdictOf(
      image,
      call(
        'concat',
        problemsOf(answers, image),
        indexProblem(answers, image, selected(key)),
        rowProblem(policy, selected(key)),
      ),
      index(local('findings'), key),
    ),
  );
  const platforms = Object.fromEntries(
    Object.entries(images).flatMap(([key, image]) =>
      (image.platforms ?? []).map((platform) => [
        platformKey(key, platform),
        platformDataOf(policy, key, image, platform),
      ]),
    ),
  );
  const ofImages = {
    [`${prefix}_images`]: Object.fromEntries(
      Object.entries(images).map(([key, image]) => [key, dataOf(policy, image)]),
    ),
    [`${prefix}_rows`]: asJson(
      forImages((_, image) =>
        let_('listed', rowsOfAnswers(answers, image), (listed) =>
          selection(listed, image, policy.registryNames),
        ),
      ),
    ),
    [`${prefix}_findings`]: asJson(
      forImages((key, image) => findingsOf(image, selected(key), contextOf(image))),
    ),
  };
  // Few stacks have an index, and the expressions are long.
  if (Object.keys(platforms).length === 0) {
    return { ...ofImages, [`${prefix}_verdicts`]: asJson(verdicts) };
  }
  const forPlatforms = (body: (key: Hcl, platform: Hcl) => Hcl): Hcl =>
    forMap('k', 'platform', local('platforms'), body);
  return {
    ...ofImages,
    [`${prefix}_platforms`]: platforms,
    [`${prefix}_platform_rows`]: asJson(
      forPlatforms((_, platform) =>
        let_('listed', rowsOfAnswers(answers, platform), (listed) =>
          platformSelection(listed, platform, policy.registryNames),
        ),
      ),
    ),
    [`${prefix}_platform_findings`]: asJson(
      forPlatforms((key, platform) =>
        platformFindingsOf(
          platform,
          index(local('platform_rows'), key),
          selected(attribute(platform, 'index')),
          contextOf(platform),
        ),
      ),
    ),
    [`${prefix}_verdicts`]: asJson(
      call(
        'merge',
        verdicts,
        forPlatforms((key, platform) =>
          verdictOf(
            platform,
            call(
              'concat',
              problemsOf(answers, platform),
              rowProblem(policy, index(local('platform_rows'), key)),
            ),
            index(local('platform_findings'), key),
          ),
        ),
      ),
    ),
  };
}

function dataOf(
  policy: Policy,
  { reference, path, questions, registryIds, platforms = [] }: PlannedImage,
): unknown {
  const exceptions: HclException[] = exceptionsFor(policy.exceptions, { reference, path });
  return dataAsJson({
    reference: textOf(reference),
    path: reference.path,
    domain: domainForm(reference.domain),
    tag: reference.tag ?? null,
    digest: reference.digest ?? null,
    asked: reference.digest === undefined ? (reference.tag ?? null) : null,
    registry_ids: registryIds,
    platforms: platforms.map(({ digest }) => digest),
    questions,
    exceptions,
  });
}

function platformDataOf(
  policy: Policy,
  key: string,
  { reference, path }: PlannedImage,
  { digest, names, questions }: PlannedPlatform,
): unknown {
  // If a tag is deployed, the digests of the platforms that will run are unknown.
  const platform = reference.digest === undefined ? undefined : digest;
  return dataAsJson({
    reference: textOf(reference),
    index: key,
    digest,
    paths: names,
    questions,
    exceptions: exceptionsFor(policy.exceptions, { reference, path, platform }),
  });
}

function textOf(reference: ImageReference): string {
  return reference.digest === undefined ? reference.text : `${reference.name}@${reference.digest}`;
}

/** Returns why an index can't be judged by the answers, in a list that is empty if it can. */
function indexProblem(answers: Hcl, image: Hcl, selected: Hcl): Hcl {
  const isByToken = (question: Hcl): Hcl => not(attribute(index(answers, question), 'is_exec'));
  const someByToken = call('anytrue', forEach('q', attribute(image, 'questions'), isByToken));
  return filter('p', list(stringLiteral(INDEX_ONLY_BY_EXEC)), () =>
    all(attribute(selected, 'names_platforms'), someByToken),
  );
}

/**
 * Returns why the vulnerabilities of the judged row are unknown, in a list that is empty if they
 * are known.
 */
function rowProblem({ vulnerabilities }: Policy, selected: Hcl): Hcl {
  if (vulnerabilities === undefined) return list();
  return call('flatten', forEach('n', attribute(selected, 'row'), undecidedHcl));
}

/** Returns the rows of all answers about an image. */
function rowsOfAnswers(answers: Hcl, image: Hcl): Hcl {
  return call(
    'flatten',
    forEach('q', attribute(image, 'questions'), (question) =>
      attribute(index(answers, question), 'rows'),
    ),
  );
}

/** Returns why answers about an image can't be used; empty if all can. */
function problemsOf(answers: Hcl, image: Hcl): Hcl {
  const problem = (question: Hcl): Hcl => attribute(index(answers, question), 'problem');
  return forEach('q', attribute(image, 'questions'), problem, (question) =>
    unequal(problem(question), stringLiteral('')),
  );
}

function verdictOf(image: Hcl, failed: Hcl, findings: Hcl): Hcl {
  const isUnwaived = (finding: Hcl): Hcl => equals(attribute(finding, 'waiver'), stringLiteral(''));
  const reference = attribute(image, 'reference');
  return let_('failed', failed, (problems) =>
    let_('standing', filter('f', findings, isUnwaived), (standing) => {
      const lines = forEach(
        'f',
        standing,
        (finding) =>
          interpolate`  ${attribute(finding, 'rule')}: ${plainHcl(attribute(finding, 'message'))}`,
      );
      const denied = call(
        'concat',
        list(interpolate`${reference} is denied by the policy:`),
        lines,
      );
      const count = (items: Hcl): Hcl => call('length', items);
      return object({
        allowed: all(equals(count(problems), 0), equals(count(standing), 0)),
        message: cond(
          moreThan(count(problems), 0),
          interpolate`${reference} could not be decided: ${plainHcl(index(problems, 0))}`,
          call('join', stringLiteral('\n'), denied),
        ),
      });
    }),
  );
}

/**
 * Makes a text safe as `plain` does. Terraform wraps the message, so a CI command could begin at
 * any word.
 */
function plainHcl(text: Hcl): Hcl {
  return PLAIN_IN_HCL.reduce(
    (value, [pattern, to]) => call('replace', value, stringLiteral(pattern), stringLiteral(to)),
    text,
  );
}
