import { firstOrNone, isKnownText, isSure, nameOfImage, doubtText } from './candidate-text';
import { candidatesHcl } from './candidates';
import { choiceHcl, isIndexHcl } from './choice';
import { decisiveOf, outcome, rowsOfDigest } from './decisive-scan';
import {
  Hcl,
  all,
  attribute,
  call,
  cases,
  cond,
  equals,
  filter,
  forEach,
  index,
  interpolate,
  isNotEmpty,
  isNull,
  let_,
  lets,
  not,
  object,
  stringLiteral,
  tryOf,
  unequal,
} from './expression';
import { isUnsoundHcl } from './row';

const EMPTY = stringLiteral('');

/**
 * Returns HCL for the row to judge, as `selectRow` selects it:
 *
 * - `row`: a list of this row alone, or an empty list
 * - `problem`: why there is none; empty if there is one
 * - `chosen`: the rows by which a tag was resolved
 * - `scans`: the rows of the chosen digest, in any list and registry
 * - `index`: whether the image is judged as an index
 * - `names_platforms`: whether a row says that the image is an index
 * - `names`: the digests of its platforms
 *
 * @param rows expression of the sound rows
 * @param image object with `path`, `tag`, `digest`, `asked`, `registry_ids`
 */
export function selection(
  rows: Hcl,
  image: Hcl,
  registryNames: readonly string[] | undefined,
): Hcl {
  const byTag = isNull(attribute(image, 'digest'));
  const registryIds = attribute(image, 'registry_ids');
  const isDecided = equals('ambiguous', EMPTY);
  // Without a digest, no other rows can be found.
  const ofDigest = object({
    path: attribute(image, 'path'),
    tag: 'null',
    asked: attribute(image, 'asked'),
    digest: cond(isDecided, tryOf(attribute(index('t', 0), 'image_digest'), 'null'), 'null'),
  });
  const isAlone = all(isDecided, not(isKnownText(attribute('d', 'digest'))));
  const counted =
    registryNames === undefined ? 'scans' : candidatesHcl('others', 'd', { registryNames });
  return lets(
    [
      ['found', candidatesHcl(rows, image, { registryNames, registryIds })],
      ['choice', choiceHcl('found', image, byTag)],
      ['t', attribute('choice', 'chosen')],
      ['ambiguous', ambiguity(image)],
      ['d', ofDigest],
      ['others', rowsOfDigest(rows, attribute('d', 'digest'))],
      [
        'scans',
        call(
          'concat',
          candidatesHcl('others', 'd', { registryNames: undefined }),
          filter('c', 't', () => isAlone),
        ),
      ],
      ...decisiveOf(counted, 't'),
      [
        'indexes',
        filter('n', call('concat', 't', filter('n', 'scans', isSurelyOfDigest)), isIndexHcl),
      ],
      [
        'problem',
        cases(
          [
            [not(isDecided), 'ambiguous'],
            [isSure('one'), EMPTY],
          ],
          doubtText('one', nameOfImage(image)),
        ),
      ],
    ],
    object({
      ...outcome(),
      chosen: filter('n', 't', () => all(byTag, equals('problem', EMPTY))),
      names_platforms: isNotEmpty('indexes'),
      // Only if nothing else chose the digest: otherwise other rows need a scan themselves.
      index: all(isNotEmpty('indexes'), call('alltrue', forEach('n', 't', isIndexHcl))),
      names: call(
        'distinct',
        call(
          'flatten',
          forEach('n', 'indexes', (one) => attribute(one, 'platforms')),
        ),
      ),
    }),
  );
}

/**
 * Returns HCL for the row to judge for a platform of an index, as `selectPlatform` selects it:
 * `row`, `problem` and `scans` as for an image, and `index`, whether the platform is an index
 * itself.
 * @param rows expression of the sound rows
 * @param platform object with `digest`, and `paths`: the names that its rows may have
 */
export function platformSelection(
  rows: Hcl,
  platform: Hcl,
  registryNames: readonly string[] | undefined,
): Hcl {
  const digest = attribute(platform, 'digest');
  const found = (names: readonly string[] | undefined): Hcl =>
    call(
      'flatten',
      forEach('way', attribute(platform, 'paths'), (path) =>
        let_('d', object({ path, tag: 'null', asked: 'null', digest }), (image) =>
          candidatesHcl('others', image, { registryNames: names }),
        ),
      ),
    );
  return lets(
    [
      ['others', rowsOfDigest(rows, digest)],
      ['scans', found(undefined)],
      ['f', registryNames === undefined ? 'scans' : found(registryNames)],
      ...decisiveOf('f', 'f'),
      [
        'indexes',
        filter('n', 'scans', (row) =>
          all(isSurelyOfDigest(row), isNotEmpty(attribute(row, 'platforms'))),
        ),
      ],
      [
        'problem',
        cases(
          [
            [not(isNotEmpty('f')), stringLiteral('HSS does not list it')],
            [isSure('one'), EMPTY],
          ],
          doubtText('one', stringLiteral('the image')),
        ),
      ],
    ],
    object({ ...outcome(), index: isNotEmpty('indexes') }),
  );
}

/** Returns why no digest was chosen; empty if one was. */
function ambiguity(image: Hcl): Hcl {
  const what = nameOfImage(image);
  const problem = attribute('choice', 'problem');
  return cases(
    [
      [not(isNotEmpty('found')), interpolate`HSS does not list ${what}`],
      [unequal(problem, EMPTY), problem],
      [not(call('anytrue', forEach('n', 't', isSure))), doubtText(firstOrNone('t'), what)],
    ],
    EMPTY,
  );
}

/** Whether a row's digest is certain. */
function isSurelyOfDigest(row: Hcl): Hcl {
  return not(isUnsoundHcl(row, 'image_digest'));
}
