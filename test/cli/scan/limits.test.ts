import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { digest } from '../../support/gated-plans';
import { envOf } from '../../support/hss';
import { HSS_GATE } from '../../support/simulator';
import { DATA, ID, WEB, folder, kindsOf, posts, row, scan, startScanned } from './support';
import type { SimulatorData } from '../../../src/simulator';

/** What `hss-gate scan` leaves undone for want of free scans, or of time. */

const BY_DIGEST = `${WEB}@${digest('a')}`;

test('more images than free scans: the refusal says how many, and shows its error once', async () => {
  const names = ['b', 'c', 'd', 'e', '0'];
  const rows = names.map((char, at) => row(20 + at, `app-${char}`, char));
  const data = { ...DATA, registry_images: rows } as SimulatorData;
  const hss = await startScanned({ free_quota_num: 2 }, {}, data);
  const images = names.map((char) => `harbor.example/shop/app-${char}@${digest(char)}`);
  const { exitCode, stdout } = await scan(hss, '-o', 'json', ...images);
  expect([exitCode, await kindsOf(hss)]).toEqual([1, ['scan']]);
  const { parts } = JSON.parse(stdout) as { parts: [{ undecided: { message: string }[] }] };
  const [first, ...others] = parts[0].undecided.map(({ message }) => message);
  const summary = 'HSS refuses the request: 2 free scans are left and 5 are needed';
  expect(first).toContain(`HSS_INVALID_ARGUMENT: ${summary}\n`);
  expect(first).toContain('what to do: name fewer images, or have pay-per-scan turned on');
  expect(others).toEqual(
    Array<string>(4).fill(`HSS_INVALID_ARGUMENT: as for ${images[0]}: ${summary}`),
  );
});

test('a dry run says how many scans would be billed beyond the free ones', async () => {
  const hss = await startScanned({ free_quota_num: 0 });
  const { stdout } = await scan(hss, '--dry-run', BY_DIGEST);
  expect(stdout).toContain('at most 1 scan; 0 are free, so at most 1 would be billed\n');
});

test('--wait 0s scans no tag whose registry it synchronizes, and says so', async () => {
  const other = row(31, 'pinned', 'd');
  const registry_images = [...DATA.registry_images!, other];
  const hss = await startScanned({}, {}, { ...DATA, registry_images });
  const pinned = `harbor.example/shop/pinned@${digest('d')}`;
  const args = ['--wait', '0s', '--max-scans', '1', WEB, pinned];
  const dry = await scan(hss, '--dry-run', ...args);
  const { stderr } = await scan(hss, ...args);
  const line = `${WEB}: synchronize registry name-r-1 (r-1): its tag may have moved since its registry was synchronized; left out of the scan, because --wait 0s does not wait for it\n`;
  expect(dry.stdout).toContain(line);
  expect(stderr).toContain(line);
  expect(await kindsOf(hss)).toEqual(['synchronize', 'scan']);
  const [, { body }] = await posts(hss);
  expect(JSON.parse(body!)).toMatchObject({ image_info: [{ image_digest: digest('d') }] });
  expect(body).not.toContain(ID);
});

test('Ctrl-C says what an earlier run asked for and goes on, too', async () => {
  const hss = await startScanned({ images: { [ID]: { never: true } } });
  await scan(hss, '--wait', '0s', BY_DIGEST);
  const env = { PATH: process.env.PATH!, HOME: '/nowhere', ...envOf(hss) };
  const child = spawn(process.execPath, [HSS_GATE, 'scan', BY_DIGEST], { cwd: folder, env });
  const err: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
  while (!err.join('').includes(': wait: its scan is in progress'))
    await once(child.stderr, 'data');
  child.kill('SIGINT');
  const [exitCode] = (await once(child, 'close')) as [number | null];
  expect(exitCode).toBe(130);
  expect(err.join('')).toContain('goes on in HSS: the scan of shop/web:1, asked for earlier\n');
  expect(await kindsOf(hss)).toEqual(['scan']);
});
