import { HssClient } from '../../../client/client';
import type { SharedDeadline } from '../../../client/retry/shared-deadline';
import { environmentFrom } from '../../../client/settings/environment';
import { isSigningProxy } from '../../../client/settings/options';
import { findSettings } from '../../../client/settings/settings';
import { HssError } from '../../../contract/error';
import {
  commandDeadline,
  connectionOf,
  enterpriseProjectOf,
} from '../../shared/connection-options';
import { EXIT } from '../../shared/exit-codes';
import { outputsOf } from '../../shared/output/formats-option';
import { checkOutputs } from '../../shared/output/options';
import { writeTextOrJson } from '../../shared/output/text-or-json';
import { asResultProcess } from '../../shared/result-process';
import { packageVersion } from '../../shared/version';
import { checkSecondsOf } from '../connection';
import { DoctorFlags, SURVEY_SECONDS } from '../flags';
import { gatherAnswers } from './gather';
import { contractReport } from './report';
import { reportText } from './text';

/**
 * Refuses the proxy of `hss-gate exec`, which reads and filters lists itself: its answers reveal
 * little about HSS's.
 * @throws HSS_INVALID_ARGUMENT
 */
function refuseSigningProxy(endpoint: URL): void {
  if (!isSigningProxy(endpoint)) return;
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    "the endpoint is the proxy of hss-gate exec, whose answers are not HSS's own",
    { advice: 'run hss-gate doctor --contract outside of hss-gate exec' },
  );
}

/** Starts the deadline of the survey, which sends more requests than other commands. */
export function surveyDeadline({ deadline = SURVEY_SECONDS }: DoctorFlags): SharedDeadline {
  return commandDeadline({ deadline });
}

/**
 * Compares HSS's answers with its API's documentation, and prints the differences without names or
 * IDs.
 */
export async function runContractSurvey(flags: DoctorFlags): Promise<void> {
  asResultProcess();
  const outputs = outputsOf(flags, 'text');
  checkOutputs(outputs, []);
  const options = connectionOf(flags);
  const shared = surveyDeadline(flags);
  const askedAt = Date.now();
  let requests = 0;
  const settings = await findSettings(
    {
      ...options,
      // Limits the time until the survey ends if HSS becomes unreachable, because it sends many
      // requests.
      maxRetries: 2,
      observe: (request) => {
        requests += 1;
        options.observe?.(request);
      },
    },
    environmentFrom(process.env),
  );
  refuseSigningProxy(settings.endpoint);
  const checkSeconds = checkSecondsOf(settings);
  const deadline = () => shared.next(checkSeconds);
  const client = new HssClient(settings);
  try {
    const { projectId } = await client.origin(deadline());
    const { enterpriseProjectId } = enterpriseProjectOf(flags);
    const { syncTask } = flags;
    const gathered = await gatherAnswers(client, deadline, {
      ...(enterpriseProjectId === undefined ? {} : { enterpriseProjectId }),
      ...(syncTask === undefined ? {} : { syncTask }),
    });
    const given = [projectId, enterpriseProjectId, syncTask, settings.projectName];
    const report = contractReport(
      {
        ...gathered,
        requests,
        region: settings.region,
        askedAt,
        privateTexts: given.filter((text) => text !== undefined),
      },
      packageVersion(),
    );
    await writeTextOrJson(outputs, { text: () => reportText(report), json: () => report });
    process.exitCode = report.ok ? EXIT.allowed : EXIT.failed;
  } finally {
    await client.close();
  }
}
