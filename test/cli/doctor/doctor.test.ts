import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { POLICY, POLICY_TEXT, folderWith, hssGate } from '../../support/gated-plans';
import { closeLater, envOf, Hss, startHss } from '../../support/hss';
import { TEST_CERTIFICATE, TEST_KEY } from '../../simulator/tls';

/** `hss-gate doctor` as it is used: stdout, stderr and exit codes. The tools beside it are stand-ins. */

/** A folder of programs that print a text. */
function programs(scripts: { readonly [name: string]: string }): string {
  const folder = folderWith({});
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

const terraform = (version: string): string =>
  programs({ terraform: `echo '{"terraform_version":"${version}"}'` });

const PATH = terraform('1.11.4');

const withTools = (hss: Hss): { readonly [name: string]: string } => ({
  PATH,
  ...envOf(hss),
});

const folder = folderWith({ 'image-policy.yaml': POLICY });
const doctor = (env: { readonly [name: string]: string }, ...args: string[]) =>
  hssGate(folder, ['doctor', ...args], { PATH, ...env });

let hss: Hss;
beforeAll(async () => {
  hss = await startHss({ rows: 3 });
});

test('every check passes where all is well', async () => {
  const { exitCode, stdout, stderr } = await doctor(withTools(hss));
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout.replace(/in \d+ ms/, 'in … ms')).toBe(
    [
      'Configuration',
      '  ✓ credential            a token, from HW_AUTH_TOKEN',
      "  ! region                not set: images of SWR in HSS's registry list can't be matched",
      '                          what to do: set HW_REGION_NAME, or give --region',
      `  ✓ endpoint              ${hss.endpoint}, from HSS_ENDPOINT`,
      `  ✓ project               ${hss.options.projectId}, from HW_PROJECT_ID`,
      '  ✓ enterprise project    not set: HSS uses the default one',
      '  ✓ proxy                 none',
      `  ✓ policy                ${POLICY_TEXT}`,
      'HSS',
      `  ✓ endpoint              ${hss.endpoint} answers in … ms`,
      '  ✓ TLS                   none: plain http stays on this machine',
      "  ✓ clock                 matches the endpoint's",
      `  ✓ project               ${hss.options.projectId}`,
      '  ✓ list images           permitted; 3 rows',
      '  ✓ list registry images  permitted; 3 rows',
      '  ✓ list registries       permitted; 3 rows',
      '  ✓ list sync tasks       permitted; tried with a task that does not exist',
      'Tools',
      `  ✓ node                  ${process.versions.node}`,
      '  ✓ terraform             1.11.4',
      '  - framework             no npm package cdktf or cdktn is installed here',
      'no check failed',
      '',
    ].join('\n'),
  );
});

test('the JSON output has each value with its source, and of the key only its last four characters', async () => {
  const { stdout } = await doctor(
    {
      HSS_ENDPOINT: hss.endpoint,
      HW_REGION_NAME: 'cn-north-4',
      HW_ACCESS_KEY: 'AKIDAKIDAKIDAKID1234',
      HW_SECRET_KEY: 'very-secret-key',
      HW_SECURITY_TOKEN: 'very-secret-token',
      HTTP_PROXY: 'http://user:proxy-password@proxy.example:3128',
    },
    ...['--format', 'json', '--project-id', 'by-option', '--region', 'cn-south-1'],
  );
  const { ok, sections } = JSON.parse(stdout) as {
    ok: boolean;
    sections: { title: string; findings: { name: string; text: string; outcome: string }[] }[];
  };
  expect(ok).toBe(false);
  const [{ findings }] = sections;
  expect(findings.map(({ name, text }) => `${name}: ${text}`)).toEqual([
    'credential: access key …1234 with a security token, from HW_ACCESS_KEY',
    'region: cn-south-1, from --region',
    `endpoint: ${hss.endpoint}, from HSS_ENDPOINT`,
    'project: by-option, from --project-id',
    'enterprise project: not set: HSS uses the default one',
    'proxy: none: HTTP_PROXY or ALL_PROXY is set, and neither is used',
    `policy: ${POLICY_TEXT}`,
  ]);
  expect(stdout).not.toMatch(/very-secret|AKID1|proxy-password/);
});

const TOKEN = { HW_AUTH_TOKEN: 'tok' };
const REGION = { HW_REGION_NAME: 'cn-north-4' };
const ENDPOINT = { HSS_ENDPOINT: 'http://127.0.0.1:9' };
const BAD_PROJECT =
  'HSS_INVALID_ARGUMENT: projectId is "p/q", which is not allowed: expected 1 to 256 characters out of A-Z a-z 0-9 - . _ ~';

test.each<[given: string, env: { readonly [name: string]: string }, lines: readonly string[]]>([
  [
    'nothing',
    {},
    [
      '✗ configuration: HSS_NO_CREDENTIALS: no credential for Huawei Cloud was found',
      '✗ region: not set',
      '- endpoint: not known: needs a region',
      '- project: not set; looking it up in IAM needs a region',
    ],
  ],
  [
    'a credential',
    TOKEN,
    [
      '✓ credential: a token, from HW_AUTH_TOKEN',
      '✗ region: not set',
      '- endpoint: not known: needs a region',
      '- project: not set; looking it up in IAM needs a region',
    ],
  ],
  [
    'a credential and a project ID that is not valid',
    { ...TOKEN, HW_PROJECT_ID: 'p/q' },
    [
      '✓ credential: a token, from HW_AUTH_TOKEN',
      '✗ region: not set',
      '- endpoint: not known: needs a region',
      `✗ project: ${BAD_PROJECT}`,
    ],
  ],
  [
    'a credential, a region and a project ID that is not valid',
    { ...TOKEN, ...REGION, HW_PROJECT_ID: 'p/q' },
    [
      '✓ credential: a token, from HW_AUTH_TOKEN',
      '✓ region: cn-north-4, from HW_REGION_NAME',
      '- endpoint: not known: see the error above',
      `✗ project: ${BAD_PROJECT}`,
    ],
  ],
  [
    'a credential, and a region and a project ID that are not valid',
    { ...TOKEN, HW_REGION_NAME: 'cn north', HW_PROJECT_ID: 'p/q' },
    [
      '✗ configuration: HSS_INVALID_ARGUMENT: region is "cn north", which is not allowed: expected a region ID such as cn-north-4',
      '✓ credential: a token, from HW_AUTH_TOKEN',
      '✓ region: cn north, from HW_REGION_NAME',
      '- endpoint: not known: see the error above',
      `✗ project: ${BAD_PROJECT}`,
    ],
  ],
  [
    'a region',
    REGION,
    [
      '✗ configuration: HSS_NO_CREDENTIALS: no credential for Huawei Cloud was found',
      '✓ region: cn-north-4, from HW_REGION_NAME',
      '- endpoint: not known: see the error above',
      '✓ project: not set: IAM is asked for the project of the region',
    ],
  ],
  [
    'a credential and an endpoint',
    { ...TOKEN, ...ENDPOINT },
    [
      '✓ credential: a token, from HW_AUTH_TOKEN',
      "! region: not set: images of SWR in HSS's registry list can't be matched",
      '✓ endpoint: http://127.0.0.1:9, from HSS_ENDPOINT',
      '- project: not set; looking it up in IAM needs a region',
    ],
  ],
])('where only %s is set, each line says what is missing', async (_given, env, lines) => {
  const { exitCode, stdout } = await doctor(env);
  expect(exitCode).toBe(1);
  const [, configuration] = /^Configuration\n([^]*?)^HSS$/m.exec(stdout)!;
  const found = [...configuration.matchAll(/^ {2}(\S) (\S+(?: \S+)*) {2,}(.*)$/gm)];
  const shown = found.map(([, sign, name, text]) => `${sign} ${name}: ${text}`);
  expect(shown.filter((line) => !/(?:enterprise project|proxy|policy): /.test(line))).toEqual(
    lines,
  );
});

test('the file of a profile is named', async () => {
  const file = join(folder, 'credentials');
  writeFileSync(file, '[basic]\nak = ABCDEFGHIJKL\nsk = secret\nregion = cn-north-4\n');
  const { stdout } = await doctor({
    HSS_ENDPOINT: 'http://127.0.0.1:9',
    HUAWEICLOUD_SDK_CREDENTIALS_FILE: file,
  });
  expect(stdout).toContain(`access key …IJKL, from ${file} [basic]\n`);
  expect(stdout).toContain(`cn-north-4, from the profile in ${file} [basic]\n`);
});

test('project names, clouds, unknown regions and overridden variables are reported', async () => {
  const { stdout } = await doctor({
    HW_AUTH_TOKEN: 'tok',
    HW_PROFILE: 'prod',
    HW_PROJECT_NAME: ' shop ',
    HW_ENTERPRISE_PROJECT_ID: ' eps ',
    HW_CLOUD: 'partner.invalid',
    HW_REGION_NAME: 'r1',
  });
  expect(stdout).toMatch(/✓ project +named shop, from HW_PROJECT_NAME: IAM is asked for its ID/);
  expect(stdout).toMatch(/✓ enterprise project +eps, from HW_ENTERPRISE_PROJECT_ID/);
  expect(stdout).toMatch(
    /✓ endpoint +https:\/\/hss\.r1\.partner\.invalid, from the region and HW_CLOUD/,
  );
  expect(stdout).toMatch(/! HW_PROFILE +not used: HW_AUTH_TOKEN comes first/);
  const { stdout: other } = await doctor({
    HW_AUTH_TOKEN: 'tok',
    HW_PROJECT_ID: 'p',
    HW_PROJECT_NAME: 'shop',
    HW_REGION_NAME: 'xx-nowhere-1',
  });
  expect(other).toMatch(/! region +xx-nowhere-1, from HW_REGION_NAME; HSS is not known to be in/);
  expect(other).toMatch(/! HW_PROJECT_NAME +not used: HW_PROJECT_ID comes first/);
});

test('an API that the cloud lacks is a failure', async () => {
  const partner = await startHss({
    rows: 3,
    faults: [{ kind: 'status', status: 404, endpoint: 'registries', errorCode: 'APIGW.0101' }],
  });
  const { exitCode, stdout } = await doctor(withTools(partner));
  expect(stdout).toMatch(/✗ list registries +HSS_BAD_RESPONSE: .* APIGW\.0101/);
  expect(exitCode).toBe(1);
});

test('an agency that can’t be assumed is a failure', async () => {
  const { exitCode, stdout } = await doctor({
    ...withTools(hss),
    HW_ASSUME_ROLE_AGENCY_NAME: 'deployer',
  });
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/✗ configuration +HSS_NO_CREDENTIALS: HW_ASSUME_ROLE_AGENCY_NAME is set/);
});

test('a missing configuration is a failure', async () => {
  const { exitCode, stdout } = await doctor({});
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /✗ configuration +HSS_NO_CREDENTIALS: .*\n +what to do: set HW_AUTH_TOKEN/,
  );
  expect(stdout).toMatch(
    /- endpoint {14}not checked: see above\n +what to do: without an account, try hss-gate simulate -- /,
  );
});

test.each([
  ['token', { HW_AUTH_TOKEN: 'wrong-token' }],
  ['key', { HW_AUTH_TOKEN: '', HW_ACCESS_KEY: 'WRONGWRONGWRONG', HW_SECRET_KEY: 'wrong' }],
])('a refused %s is tried once', async (_, wrong) => {
  const strict = await startHss({ rows: 3 });
  const { exitCode, stdout } = await doctor({ ...withTools(strict), ...wrong });
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/✗ list images +HSS_AUTH_FAILED: /);
  expect(stdout).toContain('- list registry images  not checked: see the failure above');
  expect(stdout).toContain('- list registries       not checked: see the failure above');
  expect(stdout).toContain('- list sync tasks       not checked: see the failure above');
  const signed = (await strict.requests()).filter(
    ({ headers }) => 'x-auth-token' in headers || 'authorization' in headers,
  );
  expect(signed).toHaveLength(1);
});

test.each([
  ['list images', 'cicd', 'ListCicdImages', 'list registries'],
  ['list registry images', 'registry-images', 'ListRegistryImages', 'list images'],
  ['list registries', 'registries', 'ListRegistry', 'list registry images'],
] as const)(
  'a forbidden %s is reported with the words of HSS and its permission, and the others are asked',
  async (name, endpoint, operation, other) => {
    const partly = await startHss({
      rows: 3,
      faults: [{ kind: 'status', status: 403, endpoint, errorMsg: 'no\u001b[2Jway' }],
    });
    const { exitCode, stdout } = await doctor(withTools(partly));
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      new RegExp(
        `✗ ${name} +HSS_FORBIDDEN: the credential has no permission for this request; it says: \\S+ no \\[2Jway ` +
          `\\(request id \\w+\\)\\n +what to do: grant the credential read access .*; ` +
          `the missing permission is ${operation}\\n`,
      ),
    );
    expect(stdout).toMatch(new RegExp(`✓ ${other} +permitted; 3 rows`));
    expect(stdout).toMatch(/1 check fails\n$/);
  },
);

describe('the clock', () => {
  /** An endpoint whose clock is so far behind ours, and the headers of what it was sent. */
  const behind = async (ms: number) => {
    const sent: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      sent.push(request.headers.authorization);
      response.setHeader('date', new Date(Date.now() - ms).toUTCString());
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closeLater(() => new Promise((resolve) => server.close(resolve)));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { stdout } = await doctor({
      HSS_ENDPOINT: endpoint,
      HW_PROJECT_ID: 'p',
      HW_ACCESS_KEY: 'AKIDAKIDAKID',
      HW_SECRET_KEY: 's',
    });
    return { sent, stdout };
  };

  test('fails without a signed request where signatures would be refused', async () => {
    const { sent, stdout } = await behind(3_600_000);
    expect(stdout).toMatch(/✗ clock +36\d\d s ahead of the endpoint's; beyond 15 minutes/);
    expect(stdout).toContain('not checked: with this clock, HSS would refuse the signature');
    expect(sent).toEqual([undefined]);
  });

  test('is reported where it is wrong by some minutes', async () => {
    const { sent, stdout } = await behind(-600_000);
    expect(stdout).toMatch(/! clock +(?:59\d|60\d) s behind the endpoint's; beyond 5 minutes/);
    expect(sent.length).toBeGreaterThan(1);
  });
});

describe('TLS', () => {
  let secure: Hss;
  beforeAll(async () => {
    secure = await startHss({ rows: 3, tls: { key: TEST_KEY, cert: TEST_CERTIFICATE } });
  });

  test('is reported with the issuer of the certificate and its end', async () => {
    const file = join(folder, 'ca.pem');
    writeFileSync(file, TEST_CERTIFICATE);
    const { exitCode, stdout } = await doctor({ ...withTools(secure), NODE_EXTRA_CA_CERTS: file });
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      '  ✓ TLS                   trusted, issued by localhost, valid until 2126-10-29T07:03:35.000Z\n',
    );
  });

  test('fails for a certificate that is not trusted', async () => {
    const { exitCode, stdout } = await doctor(withTools(secure));
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/✗ endpoint +HSS_UNREACHABLE: .*not trusted.*\n.*NODE_EXTRA_CA_CERTS/);
    expect(stdout).toContain("- list images           not checked: HSS can't be reached");
  });
});

describe('tools and files', () => {
  const nowhere = { HSS_ENDPOINT: 'http://127.0.0.1:9', HW_AUTH_TOKEN: 't', HW_PROJECT_ID: 'p' };

  test.each([
    [
      'too old',
      terraform('1.4.7'),
      /✗ terraform +1\.4\.7 is too old\n +what to do: install 1\.5\.0/,
    ],
    ['OpenTofu', programs({ tofu: `echo '{"terraform_version":"1.9.0"}'` }), /✓ tofu +1\.9\.0/],
    ['none', programs({}), /! terraform +neither terraform nor tofu is on the PATH/],
    ['broken', programs({ terraform: 'exit 3' }), /✗ terraform +terraform version -json does not/],
  ])('report a terraform that is %s', async (_, path, expected) => {
    expect((await doctor({ ...nowhere, PATH: path })).stdout).toMatch(expected);
  });

  test('report the frameworks, a policy that is wrong, and a snapshot in place of HSS', async () => {
    const other = folderWith({ 'image-policy.yaml': 'version: 1\nmaxSeverity: Huge\n' });
    for (const [name, manifest] of [
      ['cdktf', { version: '0.19.2' }],
      ['cdktn', { version: '0.24.0' }],
      ['@cdktn/provider-http', { version: '13.0.2', cdktf: { provider: { version: '3.6.2' } } }],
    ] as const) {
      const installed = join(other, 'node_modules', ...name.split('/'));
      mkdirSync(installed, { recursive: true });
      writeFileSync(join(installed, 'package.json'), JSON.stringify(manifest));
    }
    const { stdout } = await hssGate(other, ['doctor'], {
      PATH,
      ...nowhere,
      HSS_SNAPSHOT: 's.json',
      HSS_SNAPSHOT_MODE: 'replay',
    });
    expect(stdout).toMatch(
      /✗ cdktf +0\.19\.2 is too old\n +what to do: install cdktf 0\.20\.0 or newer/,
    );
    expect(stdout).toMatch(
      /✓ cdktn +0\.24\.0; data\.http by @cdktn\/provider-http 13\.0\.2 \(hashicorp\/http 3\.6\.2\)/,
    );
    expect(stdout).toMatch(/✗ policy +HSS_POLICY_INVALID: /);
    expect(stdout).toMatch(/! snapshot +s\.json answers instead of HSS/);
  });
});

test('help has examples, and fits 80 columns', async () => {
  const { stdout } = await doctor({}, '--help');
  expect(stdout).toContain('Examples:\n  $ hss-gate doctor\n');
  expect(stdout).toContain('\n  $ hss-gate doctor --contract -o json=hss-contract.json\n');
  expect(stdout.split('\n').filter(({ length }) => length > 80)).toEqual([]);
});
