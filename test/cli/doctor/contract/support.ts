import type { ContractReport } from '../../../../src/cli/doctor/contract/model';
import type { SimulatorOptions } from '../../../../src/simulator';
import { folderWith, hssGate } from '../../../support/gated-plans';
import { Hss, envOf, startHss } from '../../../support/hss';
import type { Ended } from '../../../support/processes';

/** `hss-gate doctor --contract` as a process, beside a simulator. */

const folder = folderWith({});

export function contractSurvey(hss: Hss, ...args: readonly string[]): Promise<Ended> {
  return hssGate(folder, ['doctor', '--contract', ...args], envOf(hss));
}

/** The report about a simulator, as JSON. */
export async function reportOf(
  settings: SimulatorOptions,
  ...args: readonly string[]
): Promise<{
  readonly report: ContractReport;
  readonly exitCode: number | null;
  readonly hss: Hss;
}> {
  const hss = await startHss(settings);
  const { exitCode, stdout, stderr } = await contractSurvey(hss, '--format', 'json', ...args);
  expect(stderr).toBe('');
  return { report: JSON.parse(stdout) as ContractReport, exitCode, hss };
}

/** The report's section on one list. */
export function listIn(report: ContractReport, list: string): ContractReport['lists'][number] {
  return report.lists.find((one) => one.list === list)!;
}
