import type * as Documents from './document';

/**
 * Reads a text as YAML 1.2. Loads the parser with the first text, because that is slow and a policy
 * from props does not need it. Never throws.
 */
export function loadAndReadDocument(text: string): Documents.PolicyDocument {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import loads it at once
  const documents = require('./document') as typeof Documents;
  return documents.readDocument(text);
}
