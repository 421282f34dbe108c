import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulatorData } from '../../../src/simulator';
import { folderWith, hssGate } from '../../support/gated-plans';
import { envOf, Hss, startHss } from '../../support/hss';
import {
  AMD64,
  CONFIG,
  IDENTITY,
  INDEX,
  LAYER,
  LIE,
  PASSWORD,
  TestRegistry,
  USER,
  digestOf,
  startRegistry,
} from './registry';

/** `hss-gate doctor --image`: what an image can be pulled by, asked of a registry. */

const UNKNOWN = digestOf('removed');
const row = (image_version: string, image_digest: string) => ({
  namespace: 'shop',
  image_name: 'web',
  image_version,
  image_digest,
  latest_update_time: 1,
});
const DATA = {
  cicd_images: [
    ...[digestOf(INDEX), digestOf(AMD64), CONFIG, LAYER, UNKNOWN].map((digest, at) =>
      row(String(at + 1), digest),
    ),
    row('6', 'a1b2c3'),
    row('moved', digestOf(INDEX)),
    row('8', LIE),
    row('gone', digestOf(INDEX)),
  ],
} as unknown as SimulatorData;

let hss: Hss;
let registry: TestRegistry;
beforeAll(async () => {
  hss = await startHss({ data: DATA });
  registry = await startRegistry();
});

const LOGGED_IN = { auth: Buffer.from(`${USER}:${PASSWORD}`).toString('base64') };

/** The part of the doctor's report that is about the image. */
async function ask(
  reference: string,
  config: object | string = {},
  env: { readonly [name: string]: string } = {},
): Promise<{ exitCode: number | null; told: string; all: string }> {
  const docker = folderWith({ 'config.json': config as string });
  const { exitCode, stdout, stderr } = await hssGate(docker, ['doctor', '--image', reference], {
    PATH: docker,
    ...envOf(hss),
    DOCKER_CONFIG: docker,
    ...env,
  });
  const all = stdout + stderr;
  for (const secret of [PASSWORD, LOGGED_IN.auth, IDENTITY, 'a-bearer-token']) {
    expect(all).not.toContain(secret);
  }
  return { exitCode, told: stdout.slice(stdout.indexOf('Image ')), all };
}

const loggedIn = (to = registry): object => ({ auths: { [to.domain]: LOGGED_IN } });

test.each([
  ['1', /✓ digest +sha256:\w+ can be pulled: it is an index of 1 platforms: linux\/amd64\n/, 0],
  [
    '2',
    /✓ digest +sha256:\w+ can be pulled: it is the manifest of one platform \(linux\/amd64\)\n/,
    0,
  ],
  [
    '3',
    new RegExp(
      `✗ digest +${CONFIG} is the image ID \\(the configuration's digest\\) of ${digestOf(AMD64)}: the image can't`,
    ),
    1,
  ],
  ['4', /✗ digest +sha256:\w+ is a blob of the registry/, 1],
  ['5', /✗ digest +sha256:\w+ is unknown to the registry/, 1],
  ['6', /✗ listed by HSS +its row has no valid digest/, 1],
  ['7', /✗ listed by HSS +.*not.*list.*\n +what to do:/i, 1],
  [
    '8',
    /✗ registry +HSS_BAD_RESPONSE: \S+ answers for sha256:\w+ with something of another digest/,
    1,
  ],
  ['gone', /! tag +the registry does not have the tag gone\n {2}✓ digest/, 0],
])('the tag %s is reported', async (tag, expected, code) => {
  const { exitCode, told } = await ask(`${registry.domain}/shop/web:${tag}`, loggedIn());
  expect(told).toMatch(expected);
  expect(exitCode).toBe(code);
});

test('the index of a tag and what HSS reports of it are both shown where they differ', async () => {
  const { told } = await ask(`${registry.domain}/shop/web:5`, loggedIn());
  expect(told).toContain(
    `! tag                   5 is ${digestOf(INDEX)}, an index of 1 platforms: linux/amd64; HSS reports another digest`,
  );
});

describe('credentials', () => {
  test('are sent where they belong: the password to the token service alone, the token to the registry alone', async () => {
    const own = await startRegistry();
    const { told } = await ask(`${own.domain}/shop/web:1`, loggedIn(own));
    expect(told).toContain(`answers, queried with the credential of`);
    expect(
      own.asked.map(({ line, authorization }) => `${line} ${authorization?.split(' ')[0]}`),
    ).toEqual([
      'GET /v2/shop/web/manifests/1 undefined',
      'GET /token?service=test&scope=repository%3Ashop%2Fweb%3Apull Basic',
      'GET /v2/shop/web/manifests/1 Bearer',
      `GET /v2/shop/web/manifests/${digestOf(INDEX)} Bearer`,
    ]);
  });

  test('that are missing are reported with what to do', async () => {
    const { exitCode, told } = await ask(`${registry.domain}/shop/web:1`, {});
    expect(exitCode).toBe(1);
    expect(told).toMatch(/✗ registry +HSS_AUTH_FAILED: .*\n +what to do: run docker login 127/);
  });

  test('that are wrong are tried once', async () => {
    const own = await startRegistry();
    const auth = Buffer.from('robot:wrong-password').toString('base64');
    const { told } = await ask(`${own.domain}/shop/web:1`, { auths: { [own.domain]: { auth } } });
    expect(told).toMatch(/✗ registry +HSS_AUTH_FAILED: /);
    expect(own.asked.filter(({ line }) => line.includes('/token'))).toHaveLength(1);
  });

  test('are sent as Basic where the registry asks for it', async () => {
    const own = await startRegistry('basic');
    const config = { auths: { [`https://${own.domain}/v1/`]: LOGGED_IN } };
    expect((await ask(`${own.domain}/shop/web:1`, config)).exitCode).toBe(0);
  });

  test('are not sent to a registry that wants none', async () => {
    const own = await startRegistry('none');
    const { exitCode, told } = await ask(`${own.domain}/shop/web:1`, {});
    expect(exitCode).toBe(0);
    expect(told).toContain("queried without a credential: docker's configuration has none for it");
  });

  test.each([
    { secretKind: 'a password', by: 'credsStore', user: USER, secret: PASSWORD },
    { secretKind: 'an identity token', by: 'credHelpers', user: '<token>', secret: IDENTITY },
  ])('are taken as $secretKind of a helper that $by names', async ({ by, user, secret }) => {
    const bin = folderWith({
      'docker-credential-test': [
        '#!/bin/sh',
        'read -r host',
        `[ "$1 $host" = "get ${registry.domain}" ] || { echo credentials not found; exit 1; }`,
        `echo '{"ServerURL":"x","Username":"${user}","Secret":"${secret}"}'`,
      ].join('\n'),
    });
    chmodSync(join(bin, 'docker-credential-test'), 0o755);
    const config =
      by === 'credsStore' ? { credsStore: 'test' } : { credHelpers: { [registry.domain]: 'test' } };
    const { exitCode, told } = await ask(`${registry.domain}/shop/web:1`, config, { PATH: bin });
    expect(told).toContain('with the credential of docker-credential-test, named in');
    expect(exitCode).toBe(0);
  });

  test.each([
    [{ credsStore: '../evil' }, 'the configuration of docker names no proper helper'],
    [{ credsStore: 'missing' }, "docker-credential-missing can't be run"],
    ['{', 'config.json is not a JSON object'],
  ])('in %j are reported, not quoted', async (config, said) => {
    const began = performance.now();
    const { exitCode, told } = await ask(`${registry.domain}/shop/web:1`, config);
    expect(exitCode).toBe(1);
    expect(told).toContain(said);
    // No timer outlives what it was for.
    expect(performance.now() - began).toBeLessThan(12_000);
  });

  test('are not sent to another host by a redirect', async () => {
    const elsewhere = await startRegistry('none');
    const own = await startRegistry('token', elsewhere);
    const { exitCode } = await ask(`${own.domain}/shop/web:moved`, loggedIn(own));
    expect(exitCode).toBe(0);
    expect(elsewhere.asked).toEqual([
      { line: 'GET /v2/shop/web/manifests/1', authorization: undefined },
    ]);
  });
});

test('a host without a registry is an error', async () => {
  const { exitCode, told } = await ask('127.0.0.1:9/shop/web:1', {});
  expect(exitCode).toBe(1);
  expect(told).toMatch(/✗ registry +HSS_UNREACHABLE: 127\.0\.0\.1:9 can't be reached/);
});
