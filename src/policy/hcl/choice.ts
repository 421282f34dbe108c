import { SOUND_DIGEST } from '../model/digest';
import { ImageSource } from '../model/image-source';
import { UNKNOWN_NUMBER } from './candidates';
import { isKnownText, isSure, nameOfImage } from './candidate-text';
import {
  Hcl,
  all,
  any,
  atLeast,
  attribute,
  call,
  cases,
  equals,
  filter,
  forEach,
  index,
  interpolate,
  isNotEmpty,
  isNull,
  lessThan,
  lets,
  list,
  literalOf,
  matches,
  moreThan,
  not,
  object,
  orText,
  spread,
  stringLiteral,
  tryOf,
  unequal,
} from './expression';
import { isRegistryRow, isUnsoundHcl } from './row';
import { isoTimeHcl } from './time';

const EMPTY = stringLiteral('');

/** The most digests that a message names. */
const NAMED = 5;

/**
 * Returns the rows that choose the digest, as `selectRow` does: `chosen`, and `problem`, why none
 * does (empty if some do). By tag, the newest index takes precedence over its platforms, and both
 * lists must agree.
 */
export function choiceHcl(found: Hcl, image: Hcl, byTag: Hcl): Hcl {
  const digestOf = (row: Hcl): Hcl => orText(attribute(row, 'image_digest'), '');
  const updated = (row: Hcl): Hcl => attribute(row, 'updated');
  const isNamed = (row: Hcl): Hcl => call('contains', 'named', digestOf(row));
  const isTop = (row: Hcl): Hcl => call('contains', 'top', digestOf(row));
  const problemOf = (choice: Hcl): Hcl => attribute(choice, 'problem');
  const isChosen = all(
    isNotEmpty('indexes'),
    equals(problemOf('first'), EMPTY),
    // If indexes name each other, no candidate is left.
    isNotEmpty(attribute('first', 'chosen')),
    call('alltrue', forEach('n', attribute('first', 'chosen'), isTop)),
  );
  const what = nameOfImage(image);
  const later = interpolate`${what} is ambiguous: it is an index, and a platform of it was updated under the same tag later; push the tag again, or name the digest`;
  return lets(
    [
      [
        'indexes',
        filter('n', found, (row) =>
          all(
            byTag,
            isSure(row),
            isSoundDigestHcl(attribute(row, 'image_digest')),
            isNotEmpty(soundPlatforms(row)),
          ),
        ),
      ],
      ['newest', call('max', spread(call('concat', list(0), forEach('n', 'indexes', updated))))],
      ['newest_indexes', filter('n', 'indexes', (row) => equals(updated(row), 'newest'))],
      ['top', forEach('n', 'newest_indexes', digestOf)],
      ['named', call('flatten', forEach('n', 'newest_indexes', soundPlatforms))],
      [
        'first',
        agreed(
          filter('n', found, (row) => not(isNamed(row))),
          image,
          byTag,
        ),
      ],
      ['other', agreed(found, image, byTag)],
      ['is_index', isChosen],
      [
        'later',
        filter('n', found, (row) =>
          all('is_index', isNamed(row), isRegistryRow(row), moreThan(updated(row), 'newest')),
        ),
      ],
    ],
    object({
      chosen: call(
        'concat',
        filter('n', attribute('first', 'chosen'), () => 'is_index'),
        filter('n', attribute('other', 'chosen'), () => not('is_index')),
      ),
      problem: cases(
        [
          [isNotEmpty('later'), later],
          [any('is_index', equals(problemOf('other'), EMPTY)), EMPTY],
          [all(isNotEmpty('indexes'), unequal(problemOf('first'), EMPTY)), problemOf('first')],
        ],
        problemOf('other'),
      ),
    }),
  );
}

/**
 * Returns the candidates that choose the digest (`chosen`), and why none does (`problem`). By tag,
 * the lists must agree.
 */
function agreed(found: Hcl, image: Hcl, byTag: Hcl): Hcl {
  const what = nameOfImage(image);
  const updated = (row: Hcl): Hcl => attribute(row, 'updated');
  const problem = (part: Hcl): Hcl => attribute(part, 'problem');
  const newest = (part: Hcl): Hcl => attribute(part, 'newest');
  const isDoubtful = (rows: Hcl): Hcl => not(call('anytrue', forEach('n', rows, isSure)));
  const digest = (position: number): Hcl =>
    tryOf(index('both', position), stringLiteral('unknown'));
  const digestOf = (row: Hcl): Hcl => orText(attribute(row, 'image_digest'), '');
  const firstDigest = tryOf(digestOf(index('chosen', 0)), EMPTY);
  const isUnknownIndex = (row: Hcl): Hcl =>
    all(
      byTag,
      isIndexHcl(row),
      not(isNotEmpty(soundPlatforms(row))),
      unequal(digestOf(row), firstDigest),
    );
  return lets(
    [
      ['candidates', found],
      ['parts', forEach('g', groupsOf('candidates', byTag), choiceOf(image), isNotEmpty)],
      ['problems', forEach('p', 'parts', problem, (part) => unequal(problem(part), EMPTY))],
      [
        'sure',
        call(
          'flatten',
          forEach('p', 'parts', newest, (part) => not(isDoubtful(newest(part)))),
        ),
      ],
      // As within one list, a candidate in doubt is ignored if it is older than a certain one.
      ['since', call('max', spread(call('concat', list(0), forEach('n', 'sure', updated))))],
      [
        'counted',
        forEach('p', 'parts', newest, (part) =>
          any(
            not(isNotEmpty('sure')),
            not(isDoubtful(newest(part))),
            call(
              'anytrue',
              forEach('n', newest(part), (row) => atLeast(updated(row), 'since')),
            ),
          ),
        ),
      ],
      ['doubtful', filter('c', 'counted', isDoubtful)],
      [
        'chosen',
        call(
          'flatten',
          list(
            call('slice', 'doubtful', 0, call('min', 1, call('length', 'doubtful'))),
            filter('c', 'counted', () => not(isNotEmpty('doubtful'))),
          ),
        ),
      ],
      ['both', digestsOf('chosen')],
      ['unknown', filter('n', 'candidates', isUnknownIndex)],
    ],
    object({
      chosen: 'chosen',
      problem: cases(
        [
          [isNotEmpty('problems'), tryOf(index('problems', 0), EMPTY)],
          [isNotEmpty('doubtful'), EMPTY],
          [
            moreThan(call('length', 'both'), 1),
            interpolate`${what} is ambiguous: the CI/CD images have it as ${digest(0)}, the registry images as ${digest(1)}; imageSources or registryNames in the policy says which count`,
          ],
          [
            isNotEmpty('unknown'),
            interpolate`${what} is ambiguous: HSS lists it as an index without its platforms, too: synchronize its registry, or name the digest`,
          ],
        ],
        EMPTY,
      ),
    }),
  );
}

/** Whether a row says that its image is an index. */
export function isIndexHcl(row: Hcl): Hcl {
  return any(
    equals(attribute(row, 'is_multiple_arch'), 'true'),
    isNotEmpty(attribute(row, 'platforms')),
  );
}

/** Returns the valid digests that a row's index names, without its own. */
function soundPlatforms(row: Hcl): Hcl {
  return filter('p', attribute(row, 'platforms'), (digest) =>
    all(isSoundDigestHcl(digest), unequal(digest, attribute(row, 'image_digest'))),
  );
}

function isSoundDigestHcl(digest: Hcl): Hcl {
  return matches(SOUND_DIGEST.source, digest);
}

/**
 * Groups the candidates to compare with each other: by tag those of each list, by digest all of
 * them.
 */
function groupsOf(rows: Hcl, byTag: Hcl): Hcl {
  return call(
    'concat',
    forEach(
      'g',
      literalOf(Object.values(ImageSource)),
      (name) => filter('n', rows, (row) => equals(attribute(row, 'list'), name)),
      () => byTag,
    ),
    filter('g', list(rows), () => not(byTag)),
  );
}

/**
 * Returns a function that finds the newest candidates of a group, and why none of them can be
 * chosen; empty if one can.
 */
function choiceOf(image: Hcl): (group: Hcl) => Hcl {
  return (group) =>
    lets(
      [
        ['s', summaryOf(group)],
        [
          'top_rows',
          filter('n', group, (row) => atLeast(attribute(row, 'updated'), attribute('s', 'newest'))),
        ],
      ],
      object({ newest: 'top_rows', problem: conflict('s', 'top_rows', image) }),
    );
}

/** Returns the number, digests, registries and update times of a group's candidates. */
function summaryOf(rows: Hcl): Hcl {
  const updated = (row: Hcl): Hcl => attribute(row, 'updated');
  const times = forEach('n', rows, updated, (row) => lessThan(updated(row), UNKNOWN_NUMBER));
  return object({
    count: call('length', rows),
    digests: digestsOf(rows),
    registries: registriesOf(rows),
    timeless: call(
      'anytrue',
      forEach('n', rows, (row) => equals(updated(row), UNKNOWN_NUMBER)),
    ),
    newest: call('max', spread(call('concat', list(0), times))),
  });
}

/** Returns why none of a group's newest candidates can be chosen; empty if one can. */
function conflict(summary: Hcl, newest: Hcl, image: Hcl): Hcl {
  const of = (name: string): Hcl => attribute(summary, name);
  const count = (items: Hcl): Hcl => call('length', items);
  const what = nameOfImage(image);
  const shown = call('slice', of('digests'), 0, call('min', NAMED, count(of('digests'))));
  const digests = call('join', stringLiteral(' and '), shown);
  return cases(
    [
      [
        all(
          isNull(attribute(image, 'digest')),
          moreThan(count(of('digests')), 1),
          moreThan(count(of('registries')), 1),
        ),
        interpolate`${what} is ambiguous: several registries have it with different digests (${digests}); registryNames in the policy says which registries count`,
      ],
      [
        all(moreThan(count(of('digests')), 1), of('timeless')),
        interpolate`${what} is ambiguous: ${of('count')} rows have different digests (${digests}), and one does not say when it was updated`,
      ],
      [
        moreThan(count(digestsOf(newest)), 1),
        interpolate`${what} is ambiguous: ${count(newest)} rows updated at ${isoTimeHcl(of('newest'))} have different digests`,
      ],
    ],
    EMPTY,
  );
}

/** Returns the different digests. An unknown one differs from all others. */
function digestsOf(rows: Hcl): Hcl {
  const digest = (row: Hcl): Hcl => attribute(row, 'image_digest');
  const isKnown = (row: Hcl): Hcl => isKnownText(digest(row));
  return distinctOf(rows, digest, isKnown, 'unknown');
}

/**
 * Returns the different registries. An unsound one differs from all others; missing ones are equal.
 */
function registriesOf(rows: Hcl): Hcl {
  const registry = (row: Hcl): Hcl => call('jsonencode', attribute(row, 'registry_name'));
  const isSound = (row: Hcl): Hcl => not(isUnsoundHcl(row, 'registry_name'));
  return distinctOf(rows, registry, isSound, '(unreadable)');
}

/**
 * Returns the different values of the rows that fulfil a condition, and a stand-in for each other
 * row.
 */
function distinctOf(
  rows: Hcl,
  value: (row: Hcl) => Hcl,
  condition: (row: Hcl) => Hcl,
  standIn: string,
): Hcl {
  return call(
    'concat',
    call('distinct', forEach('n', rows, value, condition)),
    forEach(
      'n',
      rows,
      () => stringLiteral(standIn),
      (row) => not(condition(row)),
    ),
  );
}
