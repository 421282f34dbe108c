import { join } from 'node:path';
import { folderWith, hssGate } from '../../support/gated-plans';
import { Hss, envOf, startHss } from '../../support/hss';
import { HSS_GATE } from '../../support/simulator';

/** Registry images as the command line lists and records them, to the last digit of an ID. */

const HIGH_ID = '9223372036854775806';
const INDEX = {
  id: HIGH_ID,
  namespace: 'shop',
  image_name: 'web',
  image_version: '1.4',
  image_digest: 'sha256:aa',
  registry_name: 'prod',
  is_multiple_arch: true,
  association_images: [{ id: 7, image_digest: 'sha256:bb' }, { vul_num: -1 }],
};
const ROW = {
  id: HIGH_ID,
  namespace: 'shop',
  imageName: 'web',
  imageVersion: '1.4',
  imageDigest: 'sha256:aa',
  registryName: 'prod',
  isMultipleArch: true,
  associationImages: [{ id: '7', imageDigest: 'sha256:bb' }, {}],
  anomalies: [
    'association_images[1].vul_num: expected a whole number from 0 to 2147483647, got -1',
  ],
};

const here = folderWith({});
let hss: Hss;
beforeAll(async () => {
  hss = await startHss();
  await fetch(`${hss.endpoint}/__simulator/data`, {
    method: 'PUT',
    body: JSON.stringify({ registry_images: [INDEX] }).replace(`"${HIGH_ID}"`, HIGH_ID),
  });
});

const listed = (...args: string[]) =>
  hssGate(here, ['list', 'registry-images', ...args], envOf(hss));

test('json has every field', async () => {
  const { stdout, exitCode } = await listed('--format', 'json');
  expect({ exitCode, rows: JSON.parse(stdout) as object }).toEqual({
    exitCode: 0,
    rows: { total: 1, rows: [ROW] },
  });
});

test('a table says how many images an index has', async () => {
  const { stdout } = await listed();
  const [head, line] = stdout.split('\n');
  expect(head).toMatch(/^IMAGE +REGISTRY .* SYNCED +ARCHS +DIGEST +ID +ANOMALIES$/);
  expect(line).toMatch(new RegExp(`^shop/web:1\\.4 +prod .* 2 +sha256:aa +${HIGH_ID} +assoc`));
});

test('csv has the images of an index as JSON', async () => {
  const { stdout } = await listed('--format', 'csv');
  expect(stdout).toContain('"[{""id"":""7"",""imageDigest"":""sha256:bb""},{}]"');
});

test('a snapshot of them lists the same, by itself and behind exec', async () => {
  const file = join(here, 'hss.json');
  const recorded = await hssGate(
    here,
    ['snapshot', 'record', file, '--registry-images'],
    envOf(hss),
  );
  expect(recorded).toMatchObject({ exitCode: 0 });
  const again = ['list', 'registry-images', '--format', 'json'];
  const direct = await hssGate(here, [...again, '--snapshot', file], {});
  expect(JSON.parse(direct.stdout)).toEqual({ total: 1, rows: [ROW] });
  const exec = ['exec', '--snapshot', file, '--', process.execPath, HSS_GATE];
  const behind = await hssGate(here, [...exec, ...again], {});
  expect(JSON.parse(behind.stdout)).toEqual({ total: 1, rows: [ROW] });
});
