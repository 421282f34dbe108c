import fc from 'fast-check';
import { Decision, parseReference, pinned, splits } from '../../src/policy';
import { judged, sha } from '../policy/fixtures';
import { mutatedText, odd, outcomeOf, runs } from './support';

/** Whatever stands where a reference should: it is one, or an HssError; and none is taken for another. */

const GOOD = [
  'swr.example.com/shop/web:1.4',
  `swr.example.com:5000/shop/web@${sha('a')}`,
  `shop/web:1.4@${sha('a')}`,
];
const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/;
const LONG_ENOUGH = sha('c');

const texts = fc.oneof(
  ...GOOD.map((text) => mutatedText(text, 3)),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...'aW1.:/@_-[]*'), maxLength: 30 }),
);

test('any text is a reference or an HssError', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const outcome = outcomeOf(() => parseReference(text));
      if ('error' in outcome) {
        expect(outcome.error.code).toBe('HSS_INVALID_ARGUMENT');
        // eslint-disable-next-line no-control-regex
        expect(outcome.error.message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
        return;
      }
      const { name, domain, path, tag, digest } = outcome.value;
      const written = tag === undefined || !text.includes(`:${tag}`) ? name : `${name}:${tag}`;
      expect(
        [written, name].map((start) => start + (digest === undefined ? '' : `@${digest}`)),
      ).toContain(text);
      expect(digest ?? LONG_ENOUGH).toMatch(DIGEST);
      expect(path).toMatch(/^[a-z0-9]+(?:[/._-]+[a-z0-9]+)*$/);
      // What is deployed in its place is of the same repository.
      const again = parseReference(pinned(outcome.value, sha('b')));
      expect(again).toMatchObject({ name, domain, path, digest: sha('b') });
      for (const { namespace, imageName } of splits(outcome.value)) {
        expect(namespace === undefined ? imageName : `${namespace}/${imageName}`).toBe(path);
      }
    }),
    runs(2000),
  );
});

test('any value is a reference or an HssError', () => {
  fc.assert(
    fc.property(odd, (value) => void outcomeOf(() => parseReference(value as string))),
    runs(300),
  );
});

/** References that the one good row may answer, written without any of the package's code. */
const OF_THE_ROW = new RegExp(`^(?:[^/@\\s]+/)?shop/web(?::1\\.4|(?::[\\w.-]+)?@${sha('a')})$`);

test('a changed reference is allowed only where it still names the row', () => {
  let allowed = 0;
  fc.assert(
    fc.property(fc.oneof(...GOOD.map((text) => mutatedText(text, 2))), (text) => {
      const outcome = outcomeOf(() => judged({ reference: text }).verdict);
      if (!('value' in outcome) || outcome.value.decision !== Decision.ALLOW) return;
      allowed++;
      expect(text).toMatch(OF_THE_ROW);
      expect(outcome.value.pinnedReference).toMatch(new RegExp(`@${sha('a')}$`));
    }),
    runs(2000),
  );
  expect(allowed).toBeGreaterThan(0);
});
