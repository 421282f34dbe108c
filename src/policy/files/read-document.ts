import type * as Documents from './document';

/**
 * Reads a text as YAML 1.2. The parser is loaded with the first text, because it loads slowly and a policy of props does not need it.
 * Never throws.
 */
export function loadAndReadDocument(text: string): Documents.PolicyDocument {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
  const documents = require('./document') as typeof Documents;
  return documents.readDocument(text);
}
