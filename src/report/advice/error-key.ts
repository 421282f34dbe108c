import { HssError } from '../../contract/error';
import { UndecidedImage } from '../stack-report';
import { counted, enumerationPieces } from '../../util/text';

/** Maximum number of images that a report names for one error. */
const MAX_NAMED = 3;

/**
 * Returns a key that is equal for the same error of different images: code, request and answer. It
 * excludes what differs by image or place: the parameters of the request, the construct, request
 * IDs, times and attempts.
 */
export function errorKey({ code, summary, details }: HssError): string {
  const { query, status, serviceCode, serviceMessage } = details;
  const request = query?.replace(/\?.*$/s, '');
  return JSON.stringify([code, summary, request, status, serviceCode, serviceMessage]);
}

/** Names the images of one error: all of a few, or the first of many. */
export function imageListText(images: readonly string[]): string {
  return `${imageListTitle(images)}: ${namesText(images)}`;
}

/** Returns the label before the names of the images of one error. */
export function imageListTitle({ length }: readonly string[]): string {
  return length === 1 ? 'image' : counted(length, 'image');
}

/** Names a few images and counts the others. */
export function namesText(images: readonly string[]): string {
  return namePieces(images).join('');
}

/** Returns the text of `namesText` in pieces: a name and the words after it, in turn. */
export function namePieces(images: readonly string[]): string[] {
  return enumerationPieces(images, MAX_NAMED);
}

/** Undecided images with the same error. */
export interface ErrorGroup {
  /** The error of the first image. */
  readonly error: HssError;
  readonly images: readonly UndecidedImage[];
  /** The places of the images, each once. */
  readonly places: readonly string[];
}

/** Groups undecided images by their errors or, with `perImage`, by image and error. */
export function groupErrors(
  images: readonly UndecidedImage[],
  { perImage = false } = {},
): ErrorGroup[] {
  const groups = new Map<string, UndecidedImage[]>();
  for (const image of images) {
    const key = JSON.stringify([errorKey(image.error), perImage ? image.reference : '']);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [image]);
    else group.push(image);
  }
  return [...groups.values()].map((group) => ({
    error: group[0].error,
    images: group,
    places: [...new Set(group.map(({ path }) => path))],
  }));
}
