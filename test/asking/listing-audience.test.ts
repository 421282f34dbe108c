import { ListingAudience } from '../../src/asking/listing-audience';

/** Which images share a listing, and which are asked for by name. */

const joined = (audience: ListingAudience, ...questions: string[]): boolean[] =>
  questions.map((question) => audience.join(question));

test('three images ask by name, and the others share', () => {
  const audience = new ListingAudience();
  expect(joined(audience, 'a', 'b', 'a', 'c', 'b', 'd', 'a', 'd')).toEqual([
    ...[false, false, false, false, false],
    ...[true, false, true],
  ]);
});

test('a listing is worth it for two different images', () => {
  const audience = new ListingAudience();
  joined(audience, 'a', 'b', 'c', 'd', 'd');
  expect(audience.isWorthListing).toBe(false);
  audience.join('e');
  expect(audience.isWorthListing).toBe(true);
});

test('one that leaves asks by name from then on', () => {
  const audience = new ListingAudience();
  joined(audience, 'a', 'b', 'c', 'd', 'e');
  audience.leave('d');
  expect(audience.has('d')).toBe(false);
  expect(joined(audience, 'd', 'e', 'f')).toEqual([false, true, true]);
});
