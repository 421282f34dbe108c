/** An image whose answers can be waited for step by step. */
interface AdvancingImage {
  /** @returns whether there is more to be waited for */
  advance(): boolean;
  prepareAt(path: string): void;
}

/**
 * Asks all that is to be asked about images, so that it overlaps: the first answers of all before any second question, and so on,
 * and all questions before any verdict.
 */
export function advanceAll(
  cases: readonly { readonly image: AdvancingImage; readonly path: string }[],
): void {
  let underWay = [...new Set(cases.map(({ image }) => image))];
  while (underWay.length > 0) underWay = underWay.filter((image) => image.advance());
  for (const { image, path } of cases) image.prepareAt(path);
}
