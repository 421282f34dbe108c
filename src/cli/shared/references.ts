import { decodeText } from '../../contract/decode-text';
import { HssError } from '../../contract/error';
import { parseReference } from '../../policy/model/reference';

/** The argument for references on standard input. */
const STANDARD_INPUT = '-';

/**
 * Returns the references to judge, without duplicates, in the order in which they were first named.
 * @throws HSS_INVALID_ARGUMENT if one can't be parsed, or standard input names none
 */
export async function referencesFrom(given: readonly string[]): Promise<readonly string[]> {
  const references = new Set<string>();
  for (const one of new Set(given)) {
    if (one === STANDARD_INPUT) await addLines(references);
    else references.add(checked(one));
  }
  return [...references];
}

/** Adds the references on standard input: one per line, ignoring blank lines and comments. */
async function addLines(references: Set<string>): Promise<void> {
  let any = false;
  let number = 0;
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  for (const line of decodeText(Buffer.concat(chunks)).split(/\r\n|\r|\n/)) {
    number++;
    const text = line.trim();
    if (text === '' || text.startsWith('#')) continue;
    any = true;
    if (!references.has(text)) references.add(checked(text, `line ${number} of standard input: `));
  }
  // An empty list is more often a mistake than intended.
  if (!any) {
    throw new HssError('HSS_INVALID_ARGUMENT', 'standard input names no image', {
      advice: 'write one reference per line',
    });
  }
}

/**
 * Returns a reference that can be parsed.
 * @param where prefixes the error's message
 * @throws HSS_INVALID_ARGUMENT
 */
function checked(text: string, where = ''): string {
  try {
    parseReference(text);
    return text;
  } catch (error) {
    if (!(error instanceof HssError)) throw error;
    throw new HssError(error.code, `${where}${error.summary}`, error.details);
  }
}
