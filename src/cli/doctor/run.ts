import { environmentFrom } from '../../client/settings/environment';
import { HssError } from '../../contract/error';
import type { Settings } from '../../client/settings/settings';
import { configurationFindings } from './configuration';
import { Finding, finding, findingText } from './finding';
import type { DoctorFlags } from './flags';
import { policyFinding, toolFindings } from './tools';
import { inCommandWords } from '../shared/command-words';
import { TRY_IT } from '../shared/error-text';
import { commandDeadline, connectionOf } from '../shared/connection-options';
import { EXIT } from '../shared/exit-codes';
import { Output, outputsOf } from '../shared/output/formats-option';
import { checkOutputs } from '../shared/output/options';
import { print } from '../shared/output/print';
import { TextFormat, writeTextOrJson } from '../shared/output/text-or-json';
import { asResultProcess } from '../shared/result-process';
import { mayColour } from '../../util/colour';
import { counted, verbFor } from '../../util/text';

/** Runs all checks, prints each finding as it comes, and sets the exit code. */
export async function runDoctor(flags: DoctorFlags): Promise<void> {
  asResultProcess();
  const outputs = outputsOf(flags, 'text');
  checkOutputs(outputs, [flags.policy]);
  const report = new Report(outputs);
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
    problem = error instanceof HssError ? inCommandWords(error, []) : error;
  }
  const { found: policyFound, policy } = policyFinding(flags.policy);
  report.section('Configuration');
  report.add(
    ...(await configurationFindings(flags, environment, { settings, problem, policy })),
    policyFound,
  );
  // Found before the deadline starts, which is for requests to HSS.
  const tools = await toolFindings();
  const deadline = commandDeadline(flags);
  report.section('HSS');
  if (settings === undefined) {
    const isUnconfigured = problem instanceof HssError && problem.details.isUnconfigured === true;
    report.add(
      finding('skipped', 'endpoint', 'not checked: see above', isUnconfigured ? TRY_IT : undefined),
    );
  } else {
    const { connectionFindings } = await import('./connection');
    for await (const found of connectionFindings(settings, flags, { policy, deadline }))
      report.add(found);
  }
  report.section('Tools');
  report.add(...tools);
  if (flags.image !== undefined) {
    report.section(`Image ${flags.image}`);
    if (settings === undefined || report.hasFailed('HSS')) {
      report.add({ name: 'image', outcome: 'skipped', text: "not checked: HSS can't be queried" });
    } else {
      const { imageFindings } = await import('./image');
      for await (const found of imageFindings(flags.image, settings, flags, { policy, deadline })) {
        report.add(found);
      }
    }
  }
  await report.end();
}

function isTextOnStdout({ format, file }: Output<TextFormat>): boolean {
  return format === 'text' && file === undefined;
}

class Report {
  private readonly sections: { readonly title: string; readonly findings: Finding[] }[] = [];
  private readonly colour = mayColour(process.stdout, process.env);

  /** Whether the text is printed on stdout, finding by finding. */
  private readonly isShown: boolean;

  constructor(private readonly outputs: readonly Output<TextFormat>[]) {
    this.isShown = outputs.some(isTextOnStdout);
  }

  public section(title: string): void {
    this.sections.push({ title, findings: [] });
    if (this.isShown) process.stdout.write(`${title}\n`);
  }

  public add(...findings: readonly Finding[]): void {
    this.sections.at(-1)!.findings.push(...findings);
    if (!this.isShown) return;
    for (const found of findings) process.stdout.write(findingText(found, this.colour));
  }

  public hasFailed(title: string): boolean {
    return this.failures(title) > 0;
  }

  public async end(): Promise<void> {
    const failures = this.failures();
    if (this.isShown) await print(this.summary());
    await writeTextOrJson(
      this.outputs.filter((one) => !isTextOnStdout(one)),
      {
        text: () => this.text(),
        json: () => ({ ok: failures === 0, sections: this.sections }),
      },
    );
    process.exitCode = failures === 0 ? EXIT.allowed : EXIT.failed;
  }

  private text(): string {
    const lines = this.sections.flatMap(({ title, findings }) => [
      `${title}\n`,
      ...findings.map((found) => findingText(found, false)),
    ]);
    return [...lines, this.summary()].join('');
  }

  private summary(): string {
    const failures = this.failures();
    if (failures === 0) return 'no check failed\n';
    return `${counted(failures, 'check')} ${verbFor(failures, 'fails', 'fail')}\n`;
  }

  private failures(title?: string): number {
    return this.sections
      .filter((section) => title === undefined || section.title === title)
      .flatMap(({ findings }) => findings)
      .filter(({ outcome }) => outcome === 'failure').length;
  }
}
