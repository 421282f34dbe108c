/** An image that waits for its answers step by step. */
interface AdvancingImage {
  /** @returns whether requests are running */
  advance(): boolean;
  prepareAt(path: string): void;
}

/**
 * Runs the requests about images so that they overlap: the first answers of all images are read
 * before the second requests, and so on, and all requests start before the first verdict.
 */
export function advanceAll(
  cases: readonly { readonly image: AdvancingImage; readonly path: string }[],
): void {
  let underWay = [...new Set(cases.map(({ image }) => image))];
  while (underWay.length > 0) underWay = underWay.filter((image) => image.advance());
  for (const { image, path } of cases) image.prepareAt(path);
}
