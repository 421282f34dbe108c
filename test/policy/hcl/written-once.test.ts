import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../package/support';

/** HCL is built from the pieces of one module. What they mean to Terraform: test/terraform/expressions.test.ts. */

const MODULE = 'policy/hcl/expression.ts';

const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && /^(policy|constructs)\//.test(file) && file !== MODULE,
);

/** How HCL looks that is put together by hand: an escaped hole, a call in a hole, a loop, an operator beside a hole. */
const BY_HAND = /\\[$%]\{|'\$\{\w+\(|\[for \w|\} (==|!=|<=|>=|<|>|&&|\|\||\?) /;

test('no other file puts HCL together by hand', () => {
  expect(files.length).toBeGreaterThan(80);
  const written = files.flatMap((file) =>
    readFileSync(join(root, 'src', file), 'utf8')
      .split('\n')
      .filter((line) => /['"`]/.test(line) && BY_HAND.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(written).toEqual([]);
});
