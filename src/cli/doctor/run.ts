import { environmentFrom } from '../../client/settings/environment';
import type { Settings } from '../../client/settings/settings';
import { configurationFindings } from './configuration';
import { Finding, findingText } from './finding';
import type { DoctorFlags } from './flags';
import { policyFinding, toolFindings } from './tools';
import { connectionOf } from '../shared/connection-options';
import { jsonText } from '../../report/json-text';
import { EXIT } from '../shared/exit-codes';
import { print } from '../shared/output/print';
import { asResultProcess } from '../shared/result-process';
import { mayColour } from '../../util/colour';
import { counted, verbFor } from '../../util/text';

/** Looks at everything, tells each finding when it is there, and sums up in the exit code. */
export async function runDoctor(flags: DoctorFlags): Promise<void> {
  asResultProcess();
  const report = new Report(flags);
  const environment = environmentFrom(process.env);
  const options = connectionOf(flags);
  const { findSettings } = await import('../../client/settings/settings');
  let settings: Settings | undefined;
  let problem: unknown;
  try {
    settings = await findSettings(
      { ...options, maxRetries: 1, warn: () => undefined },
      environment,
    );
  } catch (error) {
    problem = error;
  }
  const { found: policyFound, policy } = policyFinding(flags.policy);
  report.section('Configuration');
  report.add(
    ...(await configurationFindings(flags, environment, { settings, problem, policy })),
    policyFound,
  );
  report.section('HSS');
  if (settings === undefined) {
    report.add({ name: 'endpoint', outcome: 'skipped', text: 'not asked: see above' });
  } else {
    const { connectionFindings } = await import('./connection');
    for await (const found of connectionFindings(settings, flags, policy)) report.add(found);
  }
  report.section('Tools');
  report.add(...(await toolFindings()));
  if (flags.image !== undefined) {
    report.section(`Image ${flags.image}`);
    if (settings === undefined || report.hasFailed('HSS')) {
      report.add({ name: 'image', outcome: 'skipped', text: 'not asked: HSS can’t be asked' });
    } else {
      const { imageFindings } = await import('./image');
      for await (const found of imageFindings(flags.image, settings, flags, policy)) {
        report.add(found);
      }
    }
  }
  await report.end();
}

class Report {
  private readonly sections: { readonly title: string; readonly findings: Finding[] }[] = [];
  private readonly colour = mayColour(process.stdout, process.env);

  constructor(private readonly flags: DoctorFlags) {}

  public section(title: string): void {
    this.sections.push({ title, findings: [] });
    if (this.flags.format === 'text') process.stdout.write(`${title}\n`);
  }

  public add(...findings: readonly Finding[]): void {
    this.sections.at(-1)!.findings.push(...findings);
    if (this.flags.format !== 'text') return;
    for (const found of findings) process.stdout.write(findingText(found, this.colour));
  }

  public hasFailed(title: string): boolean {
    return this.failures(title) > 0;
  }

  public async end(): Promise<void> {
    const failures = this.failures();
    if (this.flags.format === 'json') {
      const told = { ok: failures === 0, sections: this.sections };
      await print(jsonText(told));
    } else {
      const said = `${counted(failures, 'check')} ${verbFor(failures, 'fails', 'fail')}`;
      await print(failures === 0 ? 'no check fails\n' : `${said}\n`);
    }
    process.exitCode = failures === 0 ? EXIT.allowed : EXIT.failed;
  }

  private failures(title?: string): number {
    return this.sections
      .filter((section) => title === undefined || section.title === title)
      .flatMap(({ findings }) => findings)
      .filter(({ outcome }) => outcome === 'failure').length;
  }
}
