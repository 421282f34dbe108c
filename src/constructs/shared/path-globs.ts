import { HssError } from '../../contract/error';
import { globFault, globMatcher } from '../../policy/model/glob';

/** Globs over construct paths. */
export class PathGlobs {
  private readonly matchers: readonly ((path: string) => boolean)[];

  /** @throws HSS_INVALID_ARGUMENT naming the prop and what is wrong with a glob */
  constructor(prop: string, globs: unknown) {
    const list: unknown = globs ?? [];
    if (!Array.isArray(list)) throw bad(`${prop} is no list`);
    this.matchers = list.map((glob: unknown) => {
      if (typeof glob !== 'string' || glob === '') throw bad(`${prop} holds what is no glob`);
      const fault = globFault(glob);
      if (fault !== undefined) throw bad(`${prop} holds ${JSON.stringify(glob)}: ${fault}`);
      return globMatcher(glob);
    });
  }

  public match(path: string): boolean {
    return this.matchers.some((matches) => matches(path));
  }
}

function bad(summary: string): HssError {
  return new HssError('HSS_INVALID_ARGUMENT', summary, {
    advice: 'give globs over construct paths, such as shop/sandbox/**',
  });
}
