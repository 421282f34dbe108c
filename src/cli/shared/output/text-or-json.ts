import { jsonText } from '../../../report/json-text';
import { Output } from './formats-option';
import { print } from './print';
import { say } from './say';
import { unwrittenText, writeResult } from './write';

export const TEXT_FORMATS = ['text', 'json'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

/**
 * Writes a result as text or JSON to stdout and to files. Names a file that can't be written on
 * stderr, and writes the others anyway.
 */
export async function writeTextOrJson(
  outputs: readonly Output<TextFormat>[],
  { text, json }: { readonly text: () => string; readonly json: () => unknown },
): Promise<void> {
  for (const { format, file } of outputs) {
    const result = format === 'json' ? jsonText(json()) : text();
    if (file === undefined) {
      await print(result);
      continue;
    }
    try {
      writeResult(file, result);
    } catch (error) {
      say(unwrittenText(format, file, error));
    }
  }
}
