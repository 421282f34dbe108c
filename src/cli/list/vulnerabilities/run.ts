import { Row } from '../../../contract/row';
import { VULNERABILITY_PROPS } from '../../../contract/vulnerabilities/hss-image-vulnerability';
import { ImageSource, parseReference } from '../../../policy';
import { counted } from '../../../util/text';
import { AskedUpstream } from '../../shared/asked-upstream';
import { ConnectionFlags, enterpriseProjectOf, snapshotOf } from '../../shared/connection-options';
import { FormatFlags, outputsOf } from '../../shared/output/formats-option';
import { checkOutputs } from '../../shared/output/options';
import { readPolicyAt } from '../../shared/policy/policy-file';
import { asResultProcess } from '../../shared/result-process';
import { RunFlags, sayUnlessQuiet } from '../../shared/run-options';
import { ListFormat } from '../formats';
import { printRows } from '../print-rows';
import { rowsInMemory } from '../rows-in-memory';
import { VULNERABILITY_COLUMNS } from './columns';
import { listVulnerabilitiesOf } from './listing';
import { VulnerabilityFilters, filterVulnerabilities } from './rows';

/** What commander parses from the options of `hss-gate list vulnerabilities`. */
export interface ListVulnerabilitiesFlags
  extends ConnectionFlags, FormatFlags<ListFormat>, RunFlags, VulnerabilityFilters {
  readonly imageSource?: ImageSource;
  readonly policy?: string;
}

const FIELDS = ['platform', ...VULNERABILITY_PROPS.filter((prop) => prop !== 'anomalies')];

/** Prints the vulnerabilities of an image. */
export async function runListVulnerabilities(
  image: string,
  flags: ListVulnerabilitiesFlags,
): Promise<void> {
  asResultProcess();
  const say = sayUnlessQuiet(flags);
  const reference = parseReference(image);
  const { imageSource, policy } = flags;
  const outputs = outputsOf(flags, 'table');
  checkOutputs(outputs, [policy, snapshotOf(flags)]);
  const { registryHosts } = policy === undefined ? {} : readPolicyAt(policy, () => undefined);
  const upstream = new AskedUpstream(flags);
  try {
    const listing = await listVulnerabilitiesOf(reference, await upstream.open(), {
      imageSources: imageSource === undefined ? Object.values(ImageSource) : [imageSource],
      ...(registryHosts === undefined ? {} : { registryHosts }),
      ...enterpriseProjectOf(flags),
    });
    if (listing.incomplete !== undefined) {
      say(`warning: the list may lack vulnerabilities: ${listing.incomplete}`);
    }
    const { rows, unknownCves } = filterVulnerabilities(listing.rows, flags);
    if (unknownCves > 0) {
      say(
        `warning: HSS does not say the CVEs of ${counted(unknownCves, 'row')}, or not readably; left out here`,
      );
    }
    if (flags.cve !== undefined && rows.length === 0) {
      const others = hasOtherFilters(flags) ? ' that passes the other filters' : '';
      say(`no row${others} has ${flags.cve}`);
    }
    const stored = await rowsInMemory(rows as readonly object[] as readonly Row[]);
    await printRows(stored, { outputs, columns: VULNERABILITY_COLUMNS, fields: FIELDS });
  } finally {
    await upstream.close();
  }
}

function hasOtherFilters({ severity, package: name, handled }: VulnerabilityFilters): boolean {
  return [severity, name, handled].some((one) => one !== undefined);
}
