import { HssError } from '../../contract/error';
import { globFault, globMatcher } from '../../policy/model/glob';

/** A list of globs over construct paths. */
export class PathGlobs {
  private readonly matchers: readonly ((path: string) => boolean)[];

  /** @throws HSS_INVALID_ARGUMENT with the prop and the fault of the glob */
  constructor(prop: string, globs: unknown) {
    const list: unknown = globs ?? [];
    if (!Array.isArray(list)) throw bad(`${prop} is not a list`);
    this.matchers = list.map((glob: unknown) => {
      if (typeof glob !== 'string' || glob === '')
        throw bad(`${prop} contains an item that is not a glob`);
      const fault = globFault(glob);
      if (fault !== undefined) throw bad(`${prop} contains ${JSON.stringify(glob)}: ${fault}`);
      return globMatcher(glob);
    });
  }

  public match(path: string): boolean {
    return this.matchers.some((matches) => matches(path));
  }
}

function bad(summary: string): HssError {
  return new HssError('HSS_INVALID_ARGUMENT', summary, {
    advice: 'use globs over construct paths, such as shop/sandbox/**',
  });
}
