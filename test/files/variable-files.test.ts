import { guardedVariables, isVariableFile } from '../../src/files/variable-files';

/** What Terraform makes of such files is tried in test/terraform/stack-files.test.ts. */

test.each([
  ['terraform.tfvars', true],
  ['terraform.tfvars.json', true],
  ['zz.auto.tfvars', true],
  ['zz.auto.tfvars.json', true],
  ['.zz.auto.tfvars', true],
  ['.auto.tfvars', true],
  ['zz.tfvars', false],
  ['.terraform.tfvars', false],
  ['zz.auto.tfvars~', false],
  ['zz.AUTO.tfvars', false],
])('that %s is read without a flag is %s', (name, read) => {
  expect(isVariableFile(name)).toBe(read);
});

const [ENDPOINT, TOKEN] = ['hss_endpoint', 'hss_token'];

describe('HCL', () => {
  test.each([
    ['hss_endpoint = "x"', [ENDPOINT]],
    ['a = 1\nhss_token="x"\n', [TOKEN]],
    ['\ufeffhss_endpoint\t= "x"', [ENDPOINT]],
    ['a = 1\r\n  hss_endpoint = "x"\r\nhss_token = null', [ENDPOINT, TOKEN]],
    ['/* a */ hss_endpoint = "x"', [ENDPOINT]],
    ['/*\n# a */ hss_endpoint = "x"', [ENDPOINT]],
    ['/*\n// a\n*/ /* b */ hss_endpoint = "x"', [ENDPOINT]],
    ['hss_endpoint /* a\n# b\n*/ /* c */ = "x"', [ENDPOINT]],
    ['hss_endpoint /* = */ = "x"', [ENDPOINT]],
    ['a = "/*"\nhss_endpoint = "x"\nb = "*/"', [ENDPOINT]],
    ['a = <<E\n/*\nE\nhss_endpoint = "x"\n# */', [ENDPOINT]],
    ['/*\n#\u2028*/ hss_endpoint = "x"', [ENDPOINT]],
    ['# a\u2028\nhss_endpoint = "x"', [ENDPOINT]],
  ])('%j sets %j', (text, variables) => {
    expect(guardedVariables('a.auto.tfvars', text)).toEqual(variables);
  });

  test.each([
    '',
    'region = "cn-north-4"',
    '# hss_endpoint = "x"\n  // hss_token = "x"',
    'my_hss_endpoint = "x"\nhss_endpoint_2 = "x"\nhss-token = 1',
    'a = "hss_endpoint = x"',
    'a = { hss_token = "x" }',
    'a = "x" # hss_token = "x"',
  ])('%j sets neither', (text) => {
    expect(guardedVariables('a.auto.tfvars', text)).toEqual([]);
  });

  test('a text of many comments takes no time', () => {
    const text = `hss_endpoint ${'/**/ '.repeat(50_000)}`;
    expect(guardedVariables('a.auto.tfvars', text)).toEqual([]);
  }, 5_000);
});

describe('JSON', () => {
  test.each([
    ['{"hss_endpoint": "x"}', [ENDPOINT]],
    ['{"hss_\\u0074oken": null}', [TOKEN]],
    ['[{"a": 1}, {"hss_endpoint": "x"}]', [ENDPOINT]],
    ['{"a": {"hss_endpoint": "x"}}', []],
    ['{"//": "hss_token"}', []],
    ['5', []],
  ])('%s sets %j', (text, variables) => {
    expect(guardedVariables('a.auto.tfvars.json', text)).toEqual(variables);
  });

  test('a text that is not JSON is in doubt', () => {
    expect(() => guardedVariables('a.auto.tfvars.json', '{')).toThrow(SyntaxError);
  });
});
