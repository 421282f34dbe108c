// From the C# that jsii-pacmak writes (8) to the C# that Mono's compiler reads (7). The types and members stay.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Types of which C# 7 has a nullable form too, besides the enums. */
const VALUE_TYPES = ['bool', 'double', 'System.DateTime'];

/**
 * Writes the sources in folders, at any depth, in C# 7.
 *
 * @param {readonly string[]} folders
 * @param {string} to the folder to write to
 */
export function downgrade(folders, to) {
  mkdirSync(to);
  const texts = folders.flatMap(sourcesIn);
  const valueTypes = new Set([...VALUE_TYPES, ...texts.flatMap(enumsOf)]);
  texts.forEach((text, index) => {
    writeFileSync(join(to, `${index}.cs`), downgraded(text, valueTypes));
  });
}

function sourcesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.cs'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}

function enumsOf(text) {
  const [, namespace, name] = /^namespace ([\w.]+)[\s\S]*?^ {4}public enum (\w+)/m.exec(text) ?? [];
  return name === undefined ? [] : [`${namespace}.${name}`];
}

function downgraded(text, valueTypes) {
  const withoutDocumentation = text.replace(/^\s*\/\/\/.*\n/gm, '');
  const withoutProxy = /^ {4}public interface /m.test(text)
    ? withoutDocumentation.replace(/\n {8}\[JsiiTypeProxy[\s\S]*$/, '\n    }\n}\n')
    : withoutDocumentation;
  return (
    withoutRuntimeChecks(withoutProxy)
      // What can be null is no matter of types before C# 8.
      .replace(/([\w.]+|[\]>])\?(?=[\s[\]>,)(])/g, (nullable, type) =>
        valueTypes.has(type) ? nullable : type,
      )
      .replace(/\)!/g, ')')
      // Members of an interface have no bodies.
      .replace(/\b(get|set)\s*\{\s*(return null|throw [^;]*);\s*\}/g, '$1;')
  );
}

/** Checks of unions, in patterns that Mono's compiler does not know. */
function withoutRuntimeChecks(text) {
  const begin = text.search(/if \([\w.]*Configuration\.RuntimeTypeChecking\)/);
  if (begin < 0) return text;
  let depth = 0;
  let end = text.indexOf('{', begin);
  do {
    if (text[end] === '{') depth += 1;
    if (text[end] === '}') depth -= 1;
    end += 1;
  } while (depth > 0);
  return withoutRuntimeChecks(text.slice(0, begin) + text.slice(end));
}
