import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImagePolicyProps, KnownExploited } from '../../src';
import { GOOD, PINNED, apiRow, image, temporaryFolder, within } from '../constructs/support';
import { feedFileText } from '../policy/vulnerabilities/feeds';
import { SimulatorProcess } from '../support/simulator';
import { HttpProvider, Workspace, httpProvider } from '../support/terraform';
import { behindProxy, initialize, running, said, stateOf, synthesized } from './gated-stack';

/** A stack whose policy limits vulnerabilities one by one, in the real terraform behind `hss-gate exec`. */

jest.setTimeout(120_000);

const DAY = 86_400_000;
const KNOWN = {
  'CVE-2026-1001': { severity_level: 'High', cve_list: [cve('CVE-2026-1001', 400)] },
  'CVE-2026-1002': { severity_level: 'High', cve_list: [cve('CVE-2026-1002', 3)] },
  'HCE2-SA-2026-7': {
    severity_level: 'Critical',
    cve_list: [cve('CVE-2026-1003', 90), cve('CVE-2026-1004', 90)],
  },
  'CVE-2026-1005': { severity_level: 'Low', cve_list: [cve('CVE-2026-1005', 9)] },
};
const LIMITS: Partial<ImagePolicyProps> = {
  vulnerabilities: { max: { critical: 0, high: 1 }, graceDays: { high: 14 } },
  exceptions: [
    {
      image: 'shop/web:1.*',
      vulnerabilities: ['CVE-2026-1003', 'CVE-2026-1004'],
      owner: 'payments',
      reason: 'not reachable',
      expires: new Date(Date.now() + 20 * DAY).toISOString().slice(0, 10),
    },
  ],
};

function cve(cve_id: string, daysAgo: number): object {
  return { cve_id, publish_time: Date.now() - daysAgo * DAY };
}

let provider: HttpProvider;
let simulator: SimulatorProcess;

beforeAll(async () => {
  provider = await httpProvider();
  simulator = await SimulatorProcess.start(['--rows', '1']);
});
afterAll(async () => {
  await simulator.stop();
  await provider.stop();
});
afterEach(() => simulator.reset());

/** HSS lists these vulnerabilities of the image, and as many in its row. */
const lists = (...ids: (keyof typeof KNOWN)[]): Promise<void> =>
  simulator.data({
    cicd_images: [{ ...apiRow(image({ vulNum: ids.length })), image_id: 'img' }],
    vulnerabilities: KNOWN,
    image_vulnerabilities: { img: ids },
  });

async function stackOf(
  limits: Partial<ImagePolicyProps>,
  options: readonly string[] = [],
): Promise<{ readonly dir: string; readonly stack: Workspace }> {
  const dir = synthesized(simulator, { limits });
  await initialize(dir, provider);
  return { dir, stack: behindProxy(dir, provider, simulator.env, options) };
}

test('a stack is applied with excepted and young vulnerabilities, denied with others, and destroyed', async () => {
  await lists('CVE-2026-1001', 'CVE-2026-1002', 'HCE2-SA-2026-7', 'CVE-2026-1005');
  const { dir, stack } = await stackOf(LIMITS);
  expect(await stack.apply()).toMatchObject({ status: 0 });
  expect(running(dir)).toEqual([PINNED]);
  expect(JSON.stringify(stateOf(dir))).not.toContain('HCE2-SA-2026-7');

  await simulator.data({
    cicd_images: [{ ...apiRow(image({ vulNum: 2 })), image_id: 'img' }],
    vulnerabilities: {
      ...KNOWN,
      'CVE-2026-1002': { severity_level: 'High', cve_list: [cve('CVE-2026-1002', 15)] },
    },
    image_vulnerabilities: { img: ['CVE-2026-1001', 'CVE-2026-1002'] },
  });
  const refused = await stack.plan();
  expect(refused.status).toBe(1);
  expect(said(refused)).toContain(
    `${PINNED} is denied by the policy: max-vulnerabilities-by-severity: too many vulnerabilities: ` +
      '2 High, at most 1 allowed (CVE-2026-1001, CVE-2026-1002)',
  );

  // A row that does not fit its list is no answer.
  await simulator.data({
    cicd_images: [{ ...apiRow(image({ vulNum: 9 })), image_id: 'img' }],
    vulnerabilities: KNOWN,
    image_vulnerabilities: { img: ['CVE-2026-1005'] },
  });
  const undecided = await stack.plan();
  expect(undecided.status).toBe(1);
  expect(said(undecided)).toMatch(/could not be decided: HSS_UNSTABLE_LIST: .*says 9 .*lists 1/);
  expect(await stack.destroy()).toMatchObject({ status: 0 });
  expect(running(dir)).toEqual([]);
});

test('what is known to be exploited is judged by the feed that exec is given', async () => {
  const folder = temporaryFolder();
  const written = (name: string, cves: readonly string[]): string => {
    const file = join(folder, name);
    const dateReleased = new Date(Date.now() - DAY).toISOString();
    writeFileSync(file, feedFileText(cves, { dateReleased }));
    return file;
  };
  await lists('CVE-2026-1005');
  const feed = written('old.json', ['CVE-2026-9999']);
  const limits = { vulnerabilities: { knownExploited: KnownExploited.DENY, feed } };
  const { dir, stack } = await stackOf(limits, ['--feed', feed]);
  expect(await stack.apply()).toMatchObject({ status: 0 });
  const behind = (...options: string[]): Workspace =>
    behindProxy(dir, provider, simulator.env, options);
  const refused = await behind('--feed', written('new.json', ['CVE-2026-1005'])).plan();
  expect(said(refused)).toMatch(
    /known-exploited: vulnerabilities by the feed of \S+ that hss-gate exec was given \(sha256 [0-9a-f]{64}\): 1 known to be exploited \(CVE-2026-1005\)/,
  );
  const without = await behind().plan();
  expect(without.status).toBe(1);
  expect(said(without)).toMatch(/could not be decided: .*no feed.*--feed FILE/);
  expect(await behind('--feed', join(folder, 'nowhere.json')).destroy()).toMatchObject({
    status: 0,
  });
});

test('with a token the plan says why vulnerabilities need exec', async () => {
  await lists('CVE-2026-1005');
  const stack = new Workspace(synthesized(simulator, { limits: LIMITS }), provider, {
    TF_VAR_hss_token: simulator.env.HW_AUTH_TOKEN,
  });
  expect(await stack.init()).toMatchObject({ status: 0 });
  const undecided = await stack.plan();
  expect(undecided.status).toBe(1);
  expect(said(undecided)).toContain(
    'vulnerabilities can only be judged one by one at plan through hss-gate exec',
  );
});

test('a snapshot of the synthesis is all that a plan needs', async () => {
  await lists('CVE-2026-1001', 'CVE-2026-1002', 'HCE2-SA-2026-7');
  const file = join(temporaryFolder(), 'hss.json');
  const dir = within({ HSS_SNAPSHOT: file, HSS_SNAPSHOT_MODE: 'record' }, () =>
    synthesized(simulator, { limits: LIMITS, images: [GOOD] }),
  );
  await simulator.faults({ kind: 'status', status: 500 });
  const stack = behindProxy(dir, provider, {}, ['--snapshot', file]);
  await initialize(dir, provider);
  expect(await stack.plan()).toMatchObject({ status: 0, stderr: expect.any(String) });
});
