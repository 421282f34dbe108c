import { HssError, asHssError } from '../contract/error';
import { Row } from '../contract/row';
import { ImageReference } from '../policy';
import { ImageSource } from '../policy/model/image-source';
import { SearchedImage, checkSegments } from '../policy/judge/questions';
import { ListedRows, ServiceLocation } from '../policy/records';
import { VulnerabilityAnswers } from '../policy/vulnerabilities/judgement';
import { distinctRows } from './distinct-rows';
import {
  ASKING_ALL_VERSIONS,
  ListAnswer,
  ListQuestion,
  ListingShare,
  SearchState,
  afterAnswer,
  afterShare,
} from './list-search';
import { withOperationAdvice } from './operation-advice';
import { platformNames } from './platform-names';

/** The rows that HSS lists for an image, or the error of asking for them. */
export type ImageAnswer = ImageLists | { readonly error: HssError };

/** The rows that HSS lists for an image. */
export interface ImageLists {
  readonly listed: ListedRows;
  /** Its vulnerabilities; undefined where they were not asked for. */
  readonly vulnerabilities?: VulnerabilityAnswers['lists'];
}

/** The search for an image, or for one of its platforms, in one list. */
export interface ListSearch {
  readonly question: ListQuestion;
  readonly state: SearchState;
}

/** The lists in which an image is searched for, and the options of the search. */
export interface SearchOptions {
  /** `imageSources` of the policy. */
  readonly lists: readonly ImageSource[];
  readonly enterpriseProjectId?: string;
  /** Whether the image shares the listing of a whole project, by list. */
  readonly shares: (list: ImageSource) => boolean;
}

/**
 * The search for one image in one or more lists. Does no I/O: it returns the queries to ask and
 * takes the answers. Once each list is settled, it also searches each list for platforms of an
 * index whose names differ from the index's.
 */
export class ImageSearch {
  private readonly searches: { readonly question: ListQuestion; state: SearchState }[];
  private readonly shares = new Map<ImageSource, ListingShare>();
  private hasPlatforms = false;
  private error: HssError | undefined;

  constructor(
    private readonly reference: ImageReference,
    private readonly options: SearchOptions,
  ) {
    // Checked here, because a shared listing would answer without asking by name, and other runs
    // would fail.
    this.error = attempt(() => checkSegments(reference));
    this.searches =
      this.error === undefined
        ? options.lists.map((list) => ({
            question: this.questionFor(list, reference),
            state: options.shares(list) ? { name: 'sharing' } : ASKING_ALL_VERSIONS,
          }))
        : [];
  }

  /**
   * The searches that wait for an answer, in the order of the lists; none once the search is over.
   */
  public get underWay(): readonly ListSearch[] {
    if (this.isOver) return [];
    return this.searches.filter(({ state }) => !isSettled(state));
  }

  /** Takes the result of the listing of a whole project. */
  public share(search: ListSearch, share: ListingShare): void {
    this.shares.set(search.question.list, share);
    this.move(search, afterShare(search.question, share));
  }

  /** Takes the answers to the queries of a search. */
  public answer(search: ListSearch, answer: ListAnswer): void {
    this.move(search, afterAnswer(search.question, search.state, answer));
  }

  public get isOver(): boolean {
    return this.error !== undefined || this.searches.every(({ state }) => isSettled(state));
  }

  /**
   * Returns what the search found, or the error of the first list that failed.
   * @param registries returns the rows of ListRegistry; called last, and only where the policy
   * reads registry images
   * @param location where the rows come from
   */
  public result(
    registries: () => readonly Row[],
    location: () => ServiceLocation | undefined,
  ): ImageAnswer {
    if (this.error !== undefined) return { error: this.error };
    let imageRegistries: readonly Row[] = [];
    if (this.options.lists.includes(ImageSource.REGISTRY)) {
      try {
        imageRegistries = registries();
      } catch (thrown) {
        const error = asHssError(thrown, 'while HSS was asked');
        return { error: registryError(error, 'image-registries', this.options.lists) };
      }
    }
    const where = location();
    return {
      listed: {
        ...this.images,
        imageRegistries,
        ...(where === undefined ? {} : { location: where }),
      },
    };
  }

  private move(search: ListSearch, state: SearchState): void {
    const moved = this.searches.find((one) => one === search)!;
    moved.state = state;
    if (state.name === 'failed') {
      const { list } = search.question;
      this.error ??=
        list === ImageSource.REGISTRY
          ? registryError(state.error, 'registry-images', this.options.lists)
          : state.error;
    }
    if (this.isOver && this.error === undefined && !this.hasPlatforms) this.searchForPlatforms();
  }

  private searchForPlatforms(): void {
    this.hasPlatforms = true;
    this.error = attempt(() => {
      const { cicdImages, registryImages } = this.images;
      for (const path of platformNames(this.reference, cicdImages, registryImages)) {
        for (const list of this.options.lists) {
          const question = this.questionFor(list, { text: path, path });
          const share = this.shares.get(list);
          const state = share === undefined ? ASKING_ALL_VERSIONS : afterShare(question, share);
          this.searches.push({ question, state });
        }
      }
    });
  }

  private get images(): Pick<ListedRows, 'cicdImages' | 'registryImages'> {
    return {
      cicdImages: this.rowsOf(ImageSource.CICD),
      registryImages: this.rowsOf(ImageSource.REGISTRY),
    };
  }

  private rowsOf(list: ImageSource): readonly Row[] {
    const found = this.searches.flatMap(({ question, state }) =>
      question.list === list && state.name === 'settled' ? [state.rows] : [],
    );
    return found.length === 1 ? found[0] : distinctRows(found.flat());
  }

  private questionFor(list: ImageSource, image: SearchedImage): ListQuestion {
    const { enterpriseProjectId } = this.options;
    return { list, image, ...(enterpriseProjectId === undefined ? {} : { enterpriseProjectId }) };
  }
}

function isSettled({ name }: SearchState): boolean {
  return name === 'settled' || name === 'failed';
}

function attempt(run: () => void): HssError | undefined {
  try {
    run();
    return undefined;
  } catch (thrown) {
    return asHssError(thrown, 'while HSS was asked');
  }
}

/**
 * Adds to an error of the registry lists how to do without them, where the policy also reads the
 * CI/CD images.
 */
function registryError(
  error: HssError,
  endpoint: 'registry-images' | 'image-registries',
  lists: readonly ImageSource[],
): HssError {
  const without = lists.includes(ImageSource.CICD)
    ? 'set imageSources: [cicd] in the policy to judge by CI/CD images alone'
    : undefined;
  return withOperationAdvice(error, endpoint, without);
}
