import { HssCicdImage } from '../contract/cicd-image';
import { HssError, HssErrorCode, asHssError, isTooManyRows } from '../contract/error';
import { Query } from '../contract/query';
import { Row } from '../contract/row';
import { ImageReference } from '../policy';
import { ListedRows } from '../policy/records';
import { imageQueries } from '../policy/judge/questions';
import type { Upstream } from '../proxy';

/** Who is asked: HSS, or a snapshot of it. */
export type ImageUpstream = Pick<Upstream, 'source' | 'recordedAt' | 'list'>;

/** What HSS lists of an image, or why it could not be asked. */
export type ImageAnswer = { readonly listed: ListedRows } | { readonly error: HssError };

export interface AskOptions {
  readonly enterpriseProjectId?: string;
}

/**
 * So many images are asked for at once. The client sends fewer requests than that at a time; but a list's deadline runs
 * from when it is asked for, and thousands that wait for each other would miss it.
 */
const AT_ONCE = 16;

/** Errors that every other question will meet too. */
const FINAL: ReadonlySet<HssErrorCode> = new Set<HssErrorCode>([
  'HSS_NO_CREDENTIALS',
  'HSS_AUTH_FAILED',
  'HSS_FORBIDDEN',
]);
/** Errors that may pass, after as many attempts as the client makes. */
const LASTING: ReadonlySet<HssErrorCode> = new Set<HssErrorCode>([
  'HSS_UNREACHABLE',
  'HSS_TIMEOUT',
  'HSS_THROTTLED',
]);
/** So many of them in a row, and HSS is down: the attempts for thousands of images would take hours. */
const TOO_MANY = 8;

/** Asks for images, each once, several at a time. One that can't be asked for has an error, and the others their rows. */
export async function askForImages(
  references: readonly ImageReference[],
  source: ImageUpstream,
  options: AskOptions = {},
): Promise<ReadonlyMap<ImageReference, ImageAnswer>> {
  const asking = new Asking(source, options);
  const answers = new Map<ImageReference, ImageAnswer>();
  // One iterator for all, so that each reference is taken once.
  const next = references.values();
  const askOn = async (): Promise<void> => {
    for (const reference of next) answers.set(reference, await asking.answerTo(reference));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, askOn));
  return answers;
}

class Asking {
  /** Equal questions are one. */
  private readonly asked = new Map<string, Promise<readonly Row[]>>();
  private failures = 0;
  private given: HssError | undefined;

  constructor(
    private readonly source: ImageUpstream,
    private readonly options: AskOptions,
  ) {}

  public async answerTo(reference: ImageReference): Promise<ImageAnswer> {
    if (this.given !== undefined) return { error: this.given };
    try {
      const cicdImages = await this.rowsOf(reference);
      this.failures = 0;
      return { listed: { cicdImages, registryImages: [], imageRegistries: [] } };
    } catch (thrown) {
      const error = asHssError(thrown, 'while HSS was asked');
      this.failures = LASTING.has(error.code) ? this.failures + 1 : 0;
      if (FINAL.has(error.code) || this.failures >= TOO_MANY) this.given = error;
      return { error };
    }
  }

  /** The same questions in the same order as a gate asks them at synth. */
  private async rowsOf(reference: ImageReference): Promise<readonly HssCicdImage[]> {
    try {
      // Of all versions: another one of the same digest may hold the scan that decides.
      return await this.all(reference, { byTag: false });
    } catch (error) {
      if (reference.digest !== undefined || !isTooManyRows(error)) throw error;
      return this.all(reference, { byTag: true });
    }
  }

  private async all(
    reference: ImageReference,
    { byTag }: { readonly byTag: boolean },
  ): Promise<readonly HssCicdImage[]> {
    const { enterpriseProjectId } = this.options;
    const queries = imageQueries(reference, {
      byTag,
      ...(enterpriseProjectId === undefined ? {} : { enterpriseProjectId }),
    });
    const lists = await Promise.all(queries.map((query) => this.list(query)));
    // A row that two of them list counts once.
    const rows = new Map(lists.flat().map((row) => [JSON.stringify(row), row]));
    return [...rows.values()] as HssCicdImage[];
  }

  private list(query: Query): Promise<readonly Row[]> {
    const key = JSON.stringify(query);
    let list = this.asked.get(key);
    if (list === undefined) {
      list = this.source.list(query);
      this.asked.set(key, list);
    }
    return list;
  }
}
