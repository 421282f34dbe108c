import { Node, TextNode } from '../nodes/node';
import { foldKey, meaningOf } from '../walk/key';
import { formOf, isWholeReference } from '../walk/value';
import { encodedIn, encodedPartsOf } from './base64-text';
import { isEncoded, readEncoded } from './hcl-text';
import { UnreadableText, readJson } from './json-text';
import { MASK, masked } from './template';
import type * as YamlText from './yaml-text';

/** The content of a text. */
export type TextReading =
  | { readonly nodes: readonly Node[]; readonly language: Language }
  /** The text can't be read, and could name images. */
  | { readonly problem: string }
  /** A plain text. */
  | undefined;

/** `encoded` is an argument of Terraform's `jsonencode`, in which no value can end its string. */
export type Language = 'json' | 'yaml' | 'encoded';

const EXPRESSION =
  'is an expression that only Terraform can evaluate: write plain text, or use Fn.jsonencode';
const DIRECTIVE = 'contains a template directive that only Terraform can evaluate';
/** Maximum nesting of texts, because each level must be unescaped. */
const MAX_LEVELS = 8;

/** Reads a text that must be JSON. */
export function readAsJson(host: TextNode): TextReading {
  return read(host, (source) => ({ nodes: [readJson(host, source)], language: 'json' }));
}

/** Reads a text that must be YAML, which includes JSON. */
export function readAsYaml(host: TextNode): TextReading {
  return read(host, (source) => ({ nodes: yamlNodes(host, source), language: 'yaml' }));
}

/**
 * Reads any text: as JSON, YAML or Base64 of them by its form, and only if it could name images.
 */
export function readByLooks(host: TextNode): TextReading {
  const { raw } = host;
  if (raw.length < MIN_TEXT) return undefined;
  if (host.template && raw.startsWith('${') && isEncoded(raw)) return read(host, () => undefined);
  const encoded = encodedIn(host);
  if (encoded !== undefined) return levelsOf(host) < MAX_LEVELS ? readByLooks(encoded) : TOO_DEEP;
  if (holdsEncodedImages(host)) return { problem: ENCODED };
  if (!mayNameImages(raw)) return undefined;
  const source = host.template ? masked(raw) : raw;
  if (source === undefined) return namesImages(raw) ? { problem: DIRECTIVE } : undefined;
  const isJson = /^[\s\ufeff]*[[{]/.test(source);
  if (!isJson && !looksLikeYaml(source)) {
    return isScript(source) || !namesImages(source) ? undefined : { problem: FOREIGN };
  }
  if (levelsOf(host) >= MAX_LEVELS) return TOO_DEEP;
  const json = isJson ? attempt(() => [readJson(host, withoutMark(source))]) : undefined;
  if (json !== undefined && 'nodes' in json) return { ...json, language: 'json' };
  const yaml =
    source.length > MAX_YAML ? { problem: TOO_LARGE } : attempt(() => yamlNodes(host, source));
  if ('nodes' in yaml && yaml.nodes.some(({ kind }) => kind === 'map' || kind === 'list')) {
    // Readers that split at each marker see an object in a document that is one scalar in YAML.
    if (yaml.nodes.some((node) => node.kind === 'text' && namesImages(node.raw))) {
      return { problem: FOREIGN };
    }
    return { ...yaml, language: 'yaml' };
  }
  if (isScript(source) || !namesImages(source)) return undefined;
  // Returns the error of the language that the text seems to be in.
  const [problem = FOREIGN] = [json, yaml].flatMap((one) =>
    one !== undefined && 'problem' in one ? [one.problem] : [],
  );
  return { problem };
}

/** Shorter texts can't contain a key and a reference. */
const MIN_TEXT = 8;
/** The parser would take seconds for longer texts, which don't occur in practice. */
const MAX_YAML = 4 << 20;
const TOO_LARGE = 'is too large to be read as YAML: declare its images';
const ENCODED =
  'contains an encoded part that seems to name images: write it as plain text, or declare them';
const TOO_DEEP: TextReading = {
  problem: 'contains texts that are nested too deeply to be read: declare the images',
};
const FOREIGN = 'seems to name images in an unsupported language: declare them';

/**
 * Returns whether a part of a text, such as of a MIME message, encodes a text that names images.
 */
function holdsEncodedImages(host: TextNode): boolean {
  return encodedPartsOf(host.raw).some((text) => mayNameImages(text) && namesImages(text));
}

function read(host: TextNode, parse: (source: string) => TextReading): TextReading {
  try {
    if (host.template && isEncoded(host.raw)) {
      return { nodes: [readEncoded(host)], language: 'encoded' };
    }
    // cdktf inserts tokens into texts without encoding (`"value":"${aws_db_instance.db.address}"`).
    const source = host.template ? masked(host.raw) : host.raw;
    if (source === undefined) return { problem: DIRECTIVE };
    if (host.token && ONLY_MASKS.test(source)) return { problem: EXPRESSION };
    return parse(withoutMark(source));
  } catch (error) {
    if (error instanceof UnreadableText) return { problem: error.message };
    throw error;
  }
}

const ONLY_MASKS = new RegExp(`^\\s*${MASK}+\\s*$`);

function attempt(
  parse: () => readonly Node[],
): { readonly nodes: readonly Node[] } | { readonly problem: string } {
  try {
    return { nodes: parse() };
  } catch (error) {
    if (error instanceof UnreadableText) return { problem: error.message };
    throw error;
  }
}

/** Replaces a byte order mark with a space, which keeps all positions. */
function withoutMark(source: string): string {
  return source.startsWith('\ufeff') && /^\ufeff\s*[[{]/.test(source)
    ? ` ${source.slice(1)}`
    : source;
}

function yamlNodes(host: TextNode, source: string): readonly Node[] {
  // Loaded with the first YAML text, because few stacks have one and the parser loads slowly.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import loads it at once
  const { readYaml } = require('./yaml-text') as typeof YamlText;
  return readYaml(host, source);
}

function levelsOf(host: TextNode): number {
  let levels = 0;
  for (let at: TextNode | undefined = host; at !== undefined; at = at.host) levels += 1;
  return levels;
}

/**
 * Matches words and characters that every text with an image contains, in any language and with any
 * escapes.
 */
const WORDS =
  /image|container|\bkind\b|docker|oci[:+]|imgpkg:|services|template_?(?:ur[il]|link)|extramanifests|"resource"|b(?:ase)?64|H4sI|\\[uUx/\n\r]|!!|!</i;

/**
 * Returns whether a text can possibly name an image, or deploy content that does. It is fast,
 * because it runs for all texts of a plan.
 */
function mayNameImages(text: string): boolean {
  return WORDS.test(text) || holdsReference(text);
}

/** Maximum length of the path of a reference. */
const MAX_PATH = 512;

/**
 * Returns whether a text contains a registry, a path and a tag or digest in sequence. Searches
 * backwards from the rarest character.
 */
function holdsReference(text: string): boolean {
  for (const { index: at } of text.matchAll(/[:@](?=\w)/g)) {
    let start = at;
    while (start > 0 && at - start < MAX_PATH && /[\w./-]/.test(text[start - 1])) start -= 1;
    const slash = text.indexOf('/', start);
    if (slash < 0 || slash >= at) continue;
    const first = text.slice(start, slash);
    const isPort = text[start - 1] === ':' && /^\d+$/.test(first);
    if (isPort || first.includes('.') || first === 'localhost') return true;
  }
  return false;
}

/** Maximum length of a reference with its quotes. */
const MAX_VALUE = 1100;
/**
 * A line that a shell, a template engine or a configuration language would read as a key and a
 * value.
 */
const LINE =
  /(?:^|[\n\r\u0085\u2028\u2029])[ \t]*(?:- +|\? +|export +|set +)*["']?([\w.-]{1,128})["']?[ \t]*[:=][ \t]*([^\n\r\u0085\u2028\u2029]*)/g;
/** A key in quotes with an escape, which can spell any letter. */
const ESCAPED_KEY = /"[^"\n]{0,256}\\(?:u00|x|U0000)[^"\n]{0,256}"\s*:/;
/** A key in quotes, and its value, anywhere in a text. */
const QUOTED_MEMBER = /(?:"([\w./-]{1,128})"|'[\w./-]{1,128}')\s*:\s*("[^"]*"|[^\s,{}[\]]*)/g;
/** An assignment of a text in quotes, as HCL has it, also in a block of one line. */
const QUOTED_VALUE = /([\w.-]{1,128})[ \t]*=[ \t]*("[^"\n]{1,1100}")/g;
/** A key and a value anywhere in a text that is nearly JSON. */
const MEMBER = /["']?([\w./-]{1,128})["']?\s*:\s*("[^"]*"|[^\s,{}[\]]*)/g;

/**
 * Returns whether a text that can't be read has keys for images or containers, or is a Kubernetes
 * object.
 */
function namesImages(text: string): boolean {
  const isJson = /^[\s\ufeff]*[[{]/.test(text);
  // One line may be any sentence with a colon.
  const takesWords = isJson || /[\n\r\u0085\u2028\u2029]/.test(text.trim());
  const keys = new Set<string>();
  // In one line, an assignment may be part of a query, as in `{image="…"}`.
  const holdsWhole = [...text.matchAll(QUOTED_VALUE)].some(([, , value]) =>
    isWholeReference(value.slice(1, -1)),
  );
  if (holdsWhole) return true;
  // A text that begins like JSON may also be INI or TOML.
  const members = [
    ...text.matchAll(LINE),
    ...text.matchAll(QUOTED_MEMBER),
    ...(takesWords ? text.matchAll(QUOTED_VALUE) : []),
    ...(isJson ? text.matchAll(MEMBER) : []),
  ];
  for (const [, key = '', rest] of members) {
    const value = rest
      .slice(0, MAX_VALUE)
      .replace(/[,;]?\s*(?:[#}\]].*)?$/, '')
      .replace(/^["']|["']$/g, '');
    const form = formOf(value);
    const isNamed = ['whole', 'reference', 'scheme', 'template'].includes(form);
    const isImage = isNamed || (takesWords && form === 'word');
    if (form === 'whole') return true;
    if (isImage && ['image', 'name', 'machine'].includes(meaningOf(key))) return true;
    if (takesWords && isContainerList(key)) return true;
    keys.add(foldKey(key));
  }
  return (keys.has('kind') && keys.has('apiversion')) || (takesWords && ESCAPED_KEY.test(text));
}

/** Returns whether a key is for a list of containers, in any of the usual spellings. */
export function isContainerList(key: string): boolean {
  return /^(?:init|ephemeral)?_?containers?(?:_?definitions?)?$|^(?:init|ephemeral)_containers?$/i.test(
    key.replace(/\u017f/g, 's'),
  );
}

/** Returns whether a text is a script. Scripts are not configurations, and are not checked. */
function isScript(text: string): boolean {
  return /^#! ?\//.test(text);
}

/**
 * Returns whether a text may be YAML: several lines, one of which may be a key with a value, or one
 * line that names an image.
 */
function looksLikeYaml(source: string): boolean {
  if (!/[\n\r\u0085\u2028\u2029]/.test(source.trim())) return namesImages(source);
  return source.includes(':');
}
