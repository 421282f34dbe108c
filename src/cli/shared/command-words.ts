import { HssError } from '../../contract/error';
import type { Upstream } from '../../proxy';

/** Options that are not named after their prop. */
const OPTIONS: { readonly [prop: string]: string } = { deadlineSeconds: '--deadline' };

/** Options of every command that queries HSS. */
const COMMON = ['region', 'projectId', 'enterpriseProjectId', 'endpoint'];

/** Matches the end of advice that suggests raising a prop that limits a lookup. */
const LIMIT = /(,)? or raise (maxRows|deadlineSeconds|timeoutSeconds|waitSeconds)( \([^)]*\))?/g;

/**
 * Rewrites an error's advice for the user of a command: options instead of props. Advice about a
 * prop that the command has no option for is left out.
 * @param options the long options of the command, such as `--max-rows`
 */
export function inCommandWords(error: HssError, options: readonly string[]): HssError {
  const { advice } = error.details;
  if (advice === undefined) return error;
  const words = advice
    .replace(LIMIT, (_, comma: string | undefined, prop: string, note = '') => {
      const option = optionOf(prop);
      if (!options.includes(option)) return '';
      return `${comma ?? ''} or raise ${option}${note as string}`;
    })
    .replace(/\bthe (\w+) prop\b/g, (text, prop: string) =>
      COMMON.includes(prop) ? optionOf(prop) : text,
    );
  if (words === advice) return error;
  return new HssError(error.code, error.summary, { ...error.details, advice: words });
}

/**
 * Returns an upstream whose errors give advice for commands that judge. Of the limits, these have
 * only `--deadline`.
 */
export function adviseInCommandWords(upstream: Upstream): Upstream {
  return {
    ...upstream,
    list: async (query, maxRows) => {
      try {
        return await upstream.list(query, maxRows);
      } catch (error) {
        throw error instanceof HssError ? inCommandWords(error, ['--deadline']) : error;
      }
    },
  };
}

function optionOf(prop: string): string {
  return OPTIONS[prop] ?? `--${prop.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
