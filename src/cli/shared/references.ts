import { decodeText } from '../../contract/decode-text';
import { HssError } from '../../contract/error';
import { parseReference } from '../../policy/model/reference';

/** In place of a reference: those on standard input. */
const STANDARD_INPUT = '-';

/**
 * The references that are to be judged, each once, in the order in which they were first named.
 * @throws HSS_INVALID_ARGUMENT where one can't be read, or standard input names none
 */
export async function referencesFrom(given: readonly string[]): Promise<readonly string[]> {
  const references = new Set<string>();
  for (const one of new Set(given)) {
    if (one === STANDARD_INPUT) await addLines(references);
    else references.add(checked(one));
  }
  return [...references];
}

/** One reference a line; blank lines and comments are none. */
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
  // Whoever lists images and finds none has made a slip more often than not.
  if (!any) {
    throw new HssError('HSS_INVALID_ARGUMENT', 'standard input names no image', {
      advice: 'write one reference per line',
    });
  }
}

/** @throws HSS_INVALID_ARGUMENT saying where the text stands and what is wrong with it */
function checked(text: string, where = ''): string {
  try {
    parseReference(text);
    return text;
  } catch (error) {
    if (!(error instanceof HssError)) throw error;
    throw new HssError(error.code, `${where}${error.summary}`, error.details);
  }
}
