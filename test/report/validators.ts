import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import { validateXML } from 'xmllint-wasm';

const root = join(__dirname, '..', '..');
const schemas = join(root, 'test', 'support', 'schemas');

const formats = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  // RFC 3986's characters, with percent signs only where they encode.
  'uri-reference': /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/,
  uri: /^[a-z][a-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/,
};

/** OASIS's schema is of draft 4, of which it uses nothing but the names of these two keywords. */
const { id, ...sarifSchema } = JSON.parse(
  readFileSync(join(schemas, 'sarif-schema-2.1.0.json'), 'utf8'),
) as { id: string };

const validateSarif = new Ajv({
  allErrors: true,
  strict: false,
  // One of the schema's patterns is none by the rules for Unicode.
  unicodeRegExp: false,
  formats,
}).compile({ ...sarifSchema, $id: id, $schema: 'http://json-schema.org/draft-07/schema#' });

const validateReport = new Ajv2020({ allErrors: true, strict: true, formats }).compile(
  JSON.parse(readFileSync(join(root, 'schema', 'hss-report.schema.json'), 'utf8')) as object,
);

const validateGitlab = new Ajv({ allErrors: true, strict: false }).compile(
  JSON.parse(readFileSync(join(schemas, 'gitlab-container-scanning.json'), 'utf8')) as object,
);

/** What GitLab's schema of container-scanning reports has against a document. */
export function gitlabProblems(document: unknown): object[] {
  validateGitlab(document);
  return validateGitlab.errors ?? [];
}

/** What OASIS's schema has against a document. */
export function sarifProblems(document: unknown): object[] {
  validateSarif(document);
  return validateSarif.errors ?? [];
}

/** What the published schema has against a document. */
export function reportProblems(document: unknown): { readonly instancePath: string }[] {
  validateReport(document);
  return validateReport.errors ?? [];
}

/** What Jenkins' schema and windyroad's have against documents. */
export async function xmlProblems(
  documents: readonly { fileName: string; contents: string }[],
): Promise<string[]> {
  const xml = documents.map(({ fileName, contents }) => ({ fileName, contents }));
  const results = await Promise.all(
    ['junit-10.xsd', 'JUnit.xsd'].map((file) =>
      validateXML({
        xml,
        schema: { fileName: file, contents: readFileSync(join(schemas, file), 'utf8') },
        maxMemoryPages: 16_384,
      }),
    ),
  );
  return results.flatMap(({ valid, errors }) =>
    valid ? [] : [...errors.map(({ rawMessage }) => rawMessage), 'not valid'],
  );
}
