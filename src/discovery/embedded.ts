import { UnreadableText, readJson } from './json-text';
import { Node, TextNode } from './node';
import { masked } from './template';
import type * as YamlText from './yaml-text';

/** What a string holds that is itself JSON or YAML, or why that can't be said. */
export type Embedded = { readonly nodes: readonly Node[] } | { readonly problem: string };

export function embeddedJson(host: TextNode): Embedded {
  return read(host, (source) => [readJson(host, source)]);
}

export function embeddedYaml(host: TextNode): Embedded {
  // Loaded with the first YAML text: few stacks have one, and the parser is slow to load.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
  const { readYaml } = require('./yaml-text') as typeof YamlText;
  return read(host, (source) => readYaml(host, source));
}

function read(host: TextNode, parse: (source: string) => Node[]): Embedded {
  // cdktf puts its tokens into JSON texts as they are (`"value":"${aws_db_instance.db.address}"`), so a token
  // somewhere in the text is usual, and only one in the place of an image or of a container hides anything.
  const source = host.template ? masked(host.raw) : host.raw;
  if (source === undefined) {
    return { problem: 'it holds a template directive that only Terraform can evaluate' };
  }
  if (host.token && /^\s*\uE000+\s*$/.test(source)) {
    return { problem: 'it is an expression that only Terraform can evaluate' };
  }
  try {
    return { nodes: parse(source) };
  } catch (error) {
    if (error instanceof UnreadableText) return { problem: error.message };
    throw error;
  }
}
