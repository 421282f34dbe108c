import { HssError } from '../../../contract/error';

/**
 * Unquoted characters at which Terraform's own splitting ends the text or starts a substitution.
 */
const SPECIAL = new Set(['`', '(', ')', ';', '&', '|', '<', '>']);

/**
 * Splits the value of an environment variable into words, as Terraform splits `TF_CLI_ARGS`: at
 * spaces, with quotes and backslashes, and without expansion.
 * @throws HSS_INVALID_ARGUMENT for an open quote or unquoted shell syntax
 */
export function splitWords(text: string, variable: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  let escaped = false;
  for (const char of text) {
    if (escaped) {
      word = (word ?? '') + char;
      escaped = false;
    } else if (char === '\\' && quote !== "'") {
      escaped = true;
    } else if (quote === undefined && /[ \t\r\n]/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if ((char === '"' || char === "'") && (quote ?? char) === char) {
      quote = quote === undefined ? char : undefined;
      word ??= '';
    } else if (quote === undefined && SPECIAL.has(char)) {
      throw unsupported(variable, `an unquoted ${JSON.stringify(char)}`);
    } else {
      word = (word ?? '') + char;
    }
  }
  if (escaped || quote !== undefined) throw unsupported(variable, 'an open quote or escape');
  if (word !== undefined) words.push(word);
  return words;
}

function unsupported(variable: string, what: string): HssError {
  return new HssError('HSS_INVALID_ARGUMENT', `${variable} contains ${what}`, {
    advice: 'quote the value, or pass the arguments on the command line',
  });
}
