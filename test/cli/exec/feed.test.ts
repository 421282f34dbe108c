import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { admitPlan } from '../../../src/cli/exec/apply/admit-plan';
import { ExecFeed } from '../../../src/cli/exec/exec-feed';
import { namedFeedSource } from '../../../src/cli/shared/policy/feed-option';
import { HandledVulnerabilities, KnownExploited } from '../../../src/policy';
import {
  JUDGING_PARAMETER,
  judgingText,
} from '../../../src/policy/vulnerabilities/plan/plan-judging';
import { feedFileText } from '../../policy/vulnerabilities/feeds';
import { GOOD, planOf } from '../../support/gated-plans';
import { envOf, startHss } from '../../support/hss';
import { Variables, exec, node } from './support';

/** Where `hss-gate exec` takes the feed of known exploited vulnerabilities from. */

const folder = mkdtempSync(join(tmpdir(), 'hss-exec-feed-'));
const written = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
const FEED = written('kev.json', feedFileText());
written('same.json', feedFileText());
written('other.json', `${feedFileText()}\n`);
const BROKEN = written('broken.json', '{');
const policyText = (feed: string): string =>
  `version: 1\nvulnerabilities:\n  knownExploited: deny\n  feed: ${feed}\n`;
const policyWith = (feed: string | undefined): string =>
  written(
    `policy-${feed ?? 'none'}.yaml`,
    feed === undefined ? 'version: 1\nmaxSeverity: Low\n' : policyText(feed),
  );
/** Asks the proxy as the precondition of a policy with known exploited vulnerabilities does. */
const ASK = `(async () => {
  const { HW_PROJECT_ID, TF_VAR_hss_endpoint: gate } = process.env;
  const judging = '${judgingText({ handled: HandledVulnerabilities.COUNT, knownExploited: KnownExploited.DENY, exceptions: [] })}';
  const answer = await fetch(gate + '/v5/' + HW_PROJECT_ID + '/image/cicd/images?namespace=shop&image_name=web&${JUDGING_PARAMETER}=' + judging);
  console.log(answer.status, await answer.text());
})()`;
const feedOf = ({ feed, policy }: { feed?: string; policy?: string[] }) =>
  new ExecFeed({ feed: namedFeedSource(feed), policy }, () => undefined).read();

test.each([
  [{ feed: FEED }, FEED],
  [{ policy: [policyWith('kev.json')] }, 'kev.json'],
  [{ policy: [policyWith(undefined), policyWith('kev.json')] }, 'kev.json'],
  [{ policy: [policyWith('same.json'), policyWith('kev.json')] }, 'same.json'],
  [{ feed: FEED, policy: [policyWith('kev.json'), policyWith('other.json')] }, FEED],
])('of %j the feed is %s', async (options, file) => {
  expect(await feedOf(options)).toMatchObject({ file, cves: new Set(['CVE-2026-1000']) });
});

test.each<[options: { feed?: string; policy?: string[] }, message: RegExp]>([
  [{ feed: BROKEN }, /^HSS_INVALID_ARGUMENT: --feed .*broken\.json: the file is not valid JSON/],
  [{ policy: [policyWith(undefined)] }, /policy-none\.yaml names none.*--feed FILE/s],
  [{ policy: [] }, /no policy was found/],
  [
    { policy: [policyWith('kev.json'), policyWith('other.json')] },
    /different feeds: kev\.json \(.*\) and other\.json \(.*--feed FILE/s,
  ],
  [{ policy: [policyWith('broken.json')] }, /^HSS_POLICY_INVALID: .*not valid JSON/],
  [{ policy: [join(folder, 'nowhere.yaml')] }, /^HSS_POLICY_INVALID/],
])('of %j there is no feed', async (options, message) => {
  await expect(feedOf(options)).rejects.toThrow(message);
});

describe('the command', () => {
  let env: Variables;
  beforeAll(async () => {
    env = envOf(await startHss({ rows: 1 }));
  });
  const ran = (file: string) => exec(['--feed', file, ...node('console.log("ran")')], env);

  test('begins with a feed that can not be read, and says at once what that leads to', async () => {
    const { exitCode, stdout, stderr } = await ran(BROKEN);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'ran\n' });
    expect(stderr).toMatch(
      /^hss-gate exec: HSS_INVALID_ARGUMENT: --feed .*download the catalog again.*can't be decided\n/,
    );
  });

  test('answers questions that need that feed with the error', async () => {
    const { stdout } = await exec(['--feed', BROKEN, ...node(ASK)], env);
    expect(stdout).toMatch(/^200 {"error":{"code":"HSS_INVALID_ARGUMENT","message":"[^"]*--feed /);
  });

  test('judges saved plans by that feed, whatever their policy names', async () => {
    const file = written('nowhere.yaml', policyText('/nowhere/kev.json'));
    const plan = written('plan.json', JSON.stringify(planOf([GOOD])));
    const admitted = (feed: string | undefined) =>
      admitPlan(Buffer.from(JSON.stringify(planOf([GOOD]))), plan, {
        policy: [file],
        feed: namedFeedSource(feed),
        upstream: () => Promise.reject(new Error('HSS is asked')),
        say: () => undefined,
      });
    await expect(admitted(undefined)).rejects.toThrow(/^HSS_POLICY_INVALID: .*can't be read/);
    await expect(admitted(BROKEN)).rejects.toThrow(/^HSS_INVALID_ARGUMENT: --feed /);
    await expect(admitted(FEED)).rejects.toThrow('HSS is asked');
  });

  test('takes one feed', async () => {
    expect(await ran(FEED)).toMatchObject({ exitCode: 0, stdout: 'ran\n' });
    const twice = await exec(['--feed', FEED, '--feed', FEED, ...node('0')], env);
    expect(twice).toMatchObject({
      exitCode: 125,
      stderr: expect.stringContaining('given only once'),
    });
  });
});
