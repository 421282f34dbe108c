import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './reader';

/** Checks every npx command that a reader may copy: none may fetch a stranger's package. */

const SHOWN = ['README.md', 'action.yml', 'cdktf.json', 'docs', 'examples', 'src', 'schema'];

/** An installed command, or a package by name and version, or by the path of its tarball. */
const SAFE =
  /^npx (?:--no -- [a-zA-Z]|(?:--yes )?(?:-p|--package) (?:"cdktf-hss@\$GATE_VERSION"|cdktf-hss@[\dV]|\.{0,2}\/\S*cdktf-hss-\S+\.tgz) ?\S* ?-- hss-gate)/;

function textsBelow(path: string): [string, string][] {
  const whole = join(root, path);
  if (/\.\w+$/.test(path)) return [[path, readFileSync(whole, 'utf8')]];
  return readdirSync(whole, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [file, readFileSync(file, 'utf8')]);
}

const isUnsafe = (call: string): boolean => !SAFE.test(call);

/** The npx commands in a text, without mentions of npx in prose. */
const callsIn = (text: string): string[] =>
  [...text.matchAll(/\bnpx(?: +[-\w"'./@$][^\n`]*)/g)]
    .map(([call]) => call)
    .filter((call) => / (?:-|hss-gate|cdktf|tsx|jest|tsc)/.test(call));

test('npx is only used in forms that fetch nothing unknown', () => {
  const calls = SHOWN.flatMap(textsBelow).flatMap(([file, text]) =>
    callsIn(text).map((call) => ({ file, call })),
  );
  expect(calls.length).toBeGreaterThan(40);
  expect(calls.filter(({ call }) => isUnsafe(call))).toEqual([]);
});

test.each([
  ['npx hss-gate check x', true],
  ['npx tsx main.ts', true],
  ['npx --yes hss-gate check x', true],
  ['npx -p cdktf-hss -- hss-gate check', true],
  ['npx --no -- hss-gate check x', false],
  ['npx -p cdktf-hss@0.2.0 -- hss-gate check', false],
  ['npx --yes --package cdktf-hss@0.2.0 -- hss-gate check', false],
  ['npx -p ./cdktf-hss-0.2.0.tgz -- hss-gate check', false],
])('%s may fetch something unknown: %s', (call, unsafe) => {
  expect(callsIn(`run ${call}`).some(isUnsafe)).toBe(unsafe);
});
