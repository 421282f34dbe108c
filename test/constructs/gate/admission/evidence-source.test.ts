import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { Enforcement, HssConnection, HssCredentials, HssSource } from '../../../../src';
import { SimulatorProcess } from '../../../support/simulator';
import {
  BAD,
  Deployment,
  GOOD,
  ROWS,
  apiRow,
  codeOf,
  connect,
  gate,
  stackFile,
  temporaryFolder,
  within,
} from '../../support';
import { Verdicts, verdictsOf } from './evidence-support';

/** Who answered, as the evidence names it. */

describe('the source', () => {
  const TOKEN = 'S3CRET-TOKEN';
  let hss: SimulatorProcess;
  beforeAll(async () => {
    hss = await SimulatorProcess.serving({ cicd_images: ROWS.map(apiRow) }, [], {
      HSS_SIMULATOR_TOKEN: TOKEN,
    });
  });
  afterAll(() => hss.stop());

  test('is live, recorded too, and replay; no credential is in any of it', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'snapshot.json');
    const summary = join(folder, 'summary.md');
    const seen: string[] = [];
    const run = (source: HssSource): Verdicts => {
      const app = Testing.app();
      const stack = new TerraformStack(app, 'shop');
      connect(hss, stack, { source, credentials: HssCredentials.token(TOKEN) });
      gate(stack, { enforcement: Enforcement.WARN });
      new Deployment(stack, 'web', GOOD);
      new Deployment(stack, 'bad', BAD);
      within({ HSS_GATE_SUMMARY: summary }, () => app.synth());
      seen.push(
        readFileSync(stackFile(app, 'shop', 'hss-verdicts.json'), 'utf8'),
        readFileSync(stackFile(app, 'shop'), 'utf8'),
        readFileSync(join(app.outdir, 'manifest.json'), 'utf8'),
        readFileSync(summary, 'utf8'),
      );
      return verdictsOf(app);
    };
    const [live, record, replay] = [
      HssSource.live(),
      HssSource.record(file),
      HssSource.replay(file),
    ].map(run);
    seen.push(readFileSync(file, 'utf8'));
    expect([live, record, replay].map(({ output }) => output.source)).toEqual([
      'live',
      'live',
      'replay',
    ]);
    expect(replay.gates[0].snapshotRecordedAt).toMatch(/Z$/);
    expect(live.gates[0]).not.toHaveProperty('snapshotRecordedAt');
    for (const { gates } of [live, record, replay]) {
      expect(gates[0]).toMatchObject({
        endpoint: new URL(hss.endpoint).origin,
        projectId: hss.env.HW_PROJECT_ID,
      });
    }
    expect(record.images).toEqual(live.images);
    expect(replay.images).toEqual(live.images);
    expect(replay.output.decision_hash).toBe(live.output.decision_hash);
    expect(seen.filter((text) => text.includes(TOKEN))).toEqual([]);
  });
});

describe('who answered', () => {
  let servers: SimulatorProcess[];
  beforeAll(async () => {
    const data = { cicd_images: ROWS.map(apiRow) };
    servers = await Promise.all([0, 1].map(() => SimulatorProcess.serving(data)));
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  const synth = (deploy: (stack: TerraformStack) => void) => {
    const summary = join(temporaryFolder(), 'summary.md');
    const app = Testing.app();
    const stack = new TerraformStack(app, 'shop');
    deploy(stack);
    within({ HSS_GATE_SUMMARY: summary }, () => app.synth());
    const sources = readFileSync(summary, 'utf8').match(/^Source: .*$/gm);
    return {
      gates: verdictsOf(app).gates,
      sources: sources?.map((line) => line.replace(/\\/g, '')),
    };
  };

  test('is said of each gate where several servers answered, with their enterprise projects', () => {
    const { gates, sources } = synth((stack) => {
      for (const [at, server] of servers.entries()) {
        const part = new Construct(stack, `part${at}`);
        connect(server, part, at === 0 ? {} : { enterpriseProjectId: '0' });
        gate(part);
        new Deployment(part, 'web', GOOD);
      }
    });
    const [one, two] = servers.map(({ endpoint }) => new URL(endpoint).origin);
    const projectId = servers[0].env.HW_PROJECT_ID;
    expect(gates).toMatchObject([
      { endpoint: one, projectId, source: 'live', asked: true },
      { endpoint: two, projectId, source: 'live', asked: true, enterpriseProjectId: '0' },
    ]);
    expect(gates[0]).not.toHaveProperty('enterpriseProjectId');
    expect(sources).toEqual([
      `Source: local endpoint (simulator or proxy), <code>${one}</code>, project <code>${projectId}</code>, default enterprise project`,
      `Source: local endpoint (simulator or proxy), <code>${two}</code>, project <code>${projectId}</code>, enterprise project <code>0</code>`,
    ]);
  });

  test('is nobody where there was no image to judge', () => {
    const { gates, sources } = synth((stack) => {
      connect(servers[0], stack);
      gate(stack);
    });
    expect(gates).toMatchObject([{ source: 'live', asked: false }]);
    expect(gates[0]).not.toHaveProperty('endpoint');
    expect(sources).toEqual(['Source: none (HSS was not asked)']);
  });

  test("is a snapshot in the summary of a refusal, even if it can't be read", () => {
    const summary = join(temporaryFolder(), 'summary.md');
    const app = Testing.app();
    const stack = new TerraformStack(app, 'shop');
    new HssConnection(stack, 'hss', { source: HssSource.replay('/nowhere/snapshot.json') });
    gate(stack);
    new Deployment(stack, 'web', GOOD);
    within({ HSS_GATE_SUMMARY: summary }, () => {
      expect(codeOf(() => app.synth())).toBe('HSS_SNAPSHOT_INVALID');
    });
    expect(readFileSync(summary, 'utf8')).toContain('Source: snapshot, default enterprise project');
  });
});
