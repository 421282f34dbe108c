import { Document, isCollection, parseAllDocuments, visit } from 'yaml';

export interface CorpusDocument {
  readonly value: unknown;
  readonly text: string;
}

export interface FileDocuments {
  readonly documents: readonly CorpusDocument[];
  readonly unreadable: number;
  readonly templates: number;
}

const NO_DOCUMENTS: FileDocuments = { documents: [], unreadable: 0, templates: 0 };
const UNREADABLE: FileDocuments = { documents: [], unreadable: 1, templates: 0 };

/** The most expanded aliases of a document; a document with more is treated as unreadable. */
const MAX_ALIASES = 1_000;

/** Reads the documents of a YAML or JSON file, each with its own text. */
export function readDocuments(file: string, source: string): FileDocuments {
  const text = source.replace(/^\uFEFF/, '');
  return /\.json$/i.test(file) ? readJson(text) : readYaml(text);
}

function readJson(text: string): FileDocuments {
  try {
    return { ...NO_DOCUMENTS, documents: [{ value: JSON.parse(text), text }] };
  } catch {
    return UNREADABLE;
  }
}

function readYaml(text: string): FileDocuments {
  // Every judged document has one of these keys, and most other YAML in repositories has none.
  if (!/\b(kind|services|Resources)["']?\s*:/.test(text)) {
    return NO_DOCUMENTS;
  }
  let parsed: Document.Parsed[];
  try {
    const found = parseAllDocuments(text, {
      merge: true,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    parsed = Array.isArray(found) ? found : [];
  } catch {
    return UNREADABLE;
  }
  const documents: CorpusDocument[] = [];
  let [unreadable, templates] = [0, 0];
  for (const document of parsed) {
    const [start, , end] = document.range;
    const own = text.slice(start, end);
    if (hasCollectionAsKey(document)) templates += 1;
    else if (document.errors.length > 0 && own.includes('{{')) templates += 1;
    else if (document.errors.length > 0) unreadable += 1;
    else {
      try {
        documents.push({ value: document.toJS({ maxAliasCount: MAX_ALIASES }), text: own });
      } catch {
        unreadable += 1;
      }
    }
  }
  return { documents, unreadable, templates };
}

/** Detects a template: YAML reads `{{ .Values.image }}` as a map used as a key. */
function hasCollectionAsKey(document: Document.Parsed): boolean {
  let found = false;
  visit(document, {
    Pair: (_, { key }) => {
      if (!isCollection(key)) return undefined;
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}
