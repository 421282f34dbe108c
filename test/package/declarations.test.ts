import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './support';

/** What a user's compiler reads of this package, and which packages that names. */
function reached(): { readonly files: readonly string[]; readonly packages: readonly string[] } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const next = [join(root, 'lib', 'index.d.ts')];
  for (let file = next.pop(); file !== undefined; file = next.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    // Samples stand in comments.
    const text = readFileSync(file, 'utf8').replace(/\/\*[^]*?\*\//g, '');
    for (const [, from] of text.matchAll(
      /(?:\bfrom|\bimport\(?|<reference types=)\s*['"]([^'"]+)/g,
    )) {
      if (!from.startsWith('.')) packages.add(from);
      else {
        const target = join(dirname(file), from);
        next.push(existsSync(`${target}.d.ts`) ? `${target}.d.ts` : join(target, 'index.d.ts'));
      }
    }
  }
  return { files: [...files], packages: [...packages] };
}

test('the declarations that a user’s compiler reads depend on constructs alone', () => {
  const { files, packages } = reached();
  expect(files.length).toBeGreaterThan(50);
  expect(packages).toEqual(['constructs']);
});

test('so does the assembly, from which the packages of other languages are made', () => {
  const assembly = JSON.parse(readFileSync(join(root, '.jsii'), 'utf8')) as {
    dependencies: object;
    dependencyClosure: object;
  };
  expect(Object.keys(assembly.dependencies)).toEqual(['constructs']);
  expect(Object.keys(assembly.dependencyClosure)).toEqual(['constructs']);
});
