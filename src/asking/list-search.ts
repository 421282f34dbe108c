import { HssError, isTooManyRows } from '../contract/error';
import { Query } from '../contract/query';
import { Row } from '../contract/row';
import { ImageSource } from '../policy/model/image-source';
import { SearchedImage, imageQueries } from '../policy/judge/questions';
import { distinctRows } from './distinct-rows';
import { errorOutlook } from '../contract/errors/error-outlook';
import { ProjectImages } from './project-images';

/** The search for one image in one list, as data. */
export interface ListQuestion {
  readonly list: ImageSource;
  readonly image: SearchedImage;
  readonly enterpriseProjectId?: string;
}

/** The progress of the search for one image in one list. */
export type SearchState =
  /** Waits for the listing of the whole project. */
  | { readonly name: 'sharing' }
  /** Asks by name: another version with the same digest may have the scan that decides. */
  | { readonly name: 'asking all versions' }
  /** Asks by name and tag, because there are too many versions. */
  | { readonly name: 'asking' }
  | { readonly name: 'settled'; readonly rows: readonly Row[] }
  | { readonly name: 'failed'; readonly error: HssError };

/**
 * The result of the listing of a whole project: its images, an error, or that each image has to be
 * asked for by name.
 */
export type ListingShare =
  { readonly images: ProjectImages } | { readonly error: HssError } | { readonly byName: true };

/** The rows that a list answers to each query, or its error. */
export type ListAnswer =
  { readonly rows: readonly (readonly Row[])[] } | { readonly error: HssError };

export const ASK_BY_NAME: ListingShare = { byName: true };

export const ASKING_ALL_VERSIONS: SearchState = { name: 'asking all versions' };

/**
 * The most rows of a shared listing: 20 pages of 200, which overlap by a row. More would cost more
 * than asking by name.
 */
export const MOST_SHARED_ROWS = 20 * 199;

/** Returns the result of a listing for the images that share it. */
export function listingShare(
  listing: { readonly rows: readonly Row[] } | { readonly error: HssError },
): ListingShare {
  if ('rows' in listing) return { images: new ProjectImages(listing.rows) };
  // Any other error may come from rows of other images.
  return errorOutlook(listing.error.code).affectsAll ? listing : ASK_BY_NAME;
}

/** Returns the state of a search after the result of the shared listing. */
export function afterShare({ image }: ListQuestion, share: ListingShare): SearchState {
  if ('error' in share) return { name: 'failed', error: share.error };
  const rows = 'images' in share ? share.images.of(image) : undefined;
  return rows === undefined ? ASKING_ALL_VERSIONS : { name: 'settled', rows };
}

/** Returns the state of a search after the answers to its queries. */
export function afterAnswer(
  { image }: ListQuestion,
  state: SearchState,
  answer: ListAnswer,
): SearchState {
  if ('rows' in answer) return { name: 'settled', rows: distinctRows(answer.rows.flat()) };
  const { error } = answer;
  const isNarrower = image.tag !== undefined && image.digest === undefined;
  if (state.name === 'asking all versions' && isNarrower && isTooManyRows(error)) {
    return { name: 'asking' };
  }
  return { name: 'failed', error };
}

/** Returns the queries of a state; none where it is settled, failed, or shares a listing. */
export function queriesIn(question: ListQuestion, state: SearchState): readonly Query[] {
  const byTag = state.name === 'asking';
  if (!byTag && state.name !== 'asking all versions') return [];
  const { list, image, enterpriseProjectId } = question;
  return imageQueries(image, {
    list,
    byTag,
    ...(enterpriseProjectId === undefined ? {} : { enterpriseProjectId }),
  });
}
