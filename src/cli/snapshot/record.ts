import { ImageLists } from '../../asking/image-search';
import { HssError } from '../../contract/error';
import { ENDPOINTS } from '../../contract/endpoints';
import { EndpointId } from '../../contract/fields';
import { Query, checkQuery } from '../../contract/query';
import { ImageUpstream, askForImages, judgeImages } from '../../judging';
import { checkSnapshotTarget, writeSnapshot } from '../../lookup/snapshot-file';
import {
  Enforcement,
  ImageReference,
  Judgement,
  Pinning,
  Policy,
  parseReference,
} from '../../policy';
import { ImageSource } from '../../policy/model/image-source';
import { findPolicyFile, readPolicyAt } from '../shared/policy/policy-file';
import { referencesFrom } from '../shared/references';
import { saySource } from '../shared/asked-upstream';
import {
  ConnectionFlags,
  connectionOf,
  enterpriseProjectOf,
  isBelowSnapshot,
  snapshotOf,
} from '../shared/connection-options';
import { openClient } from '../shared/open-client';
import { RunFlags, sayUnlessQuiet } from '../shared/run-options';
import { asResultProcess } from '../shared/result-process';
import { Recording } from './recording';
import { plain } from '../../util/safe-text';
import { counted } from '../../util/text';

/** What commander parses from the options of `hss-gate snapshot record`. */
export interface RecordFlags extends ConnectionFlags, RunFlags {
  readonly allImages?: true;
  readonly registryImages?: true;
  readonly registries?: true;
  /** File of the policy whose queries are recorded. */
  readonly policy?: string;
  /** Default: both lists. */
  readonly imageSource?: readonly ImageSource[];
  readonly syncTask: readonly string[];
  readonly maxRows: number;
}

/** Records HSS's answers. If one is missing, nothing is written. */
export async function recordSnapshot(
  file: string,
  images: readonly string[],
  flags: RecordFlags,
): Promise<void> {
  asResultProcess();
  // Under exec --snapshot, old answers would be recorded as new ones.
  if (snapshotOf(flags) !== undefined || isBelowSnapshot(flags)) {
    throw new HssError('HSS_INVALID_ARGUMENT', 'nothing can be recorded from a snapshot', {
      advice: 'leave --snapshot out, and HSS_SNAPSHOT_MODE=replay',
    });
  }
  const references = (await referencesFrom(images)).map(parseReference);
  const queries = listsOf(flags);
  const policy = policyOf(flags, references);
  if (policy === undefined && references.length > 0) warnOfLackingLists(sayUnlessQuiet(flags));
  if (references.length === 0 && queries.length === 0) {
    throw new HssError('HSS_INVALID_ARGUMENT', 'there is nothing to record', {
      advice: 'name images, or give --all-images, --registry-images, --registries or --sync-task',
    });
  }
  const opened = await openClient({ ...connectionOf(flags), maxRows: flags.maxRows });
  const { client, deadline } = opened;
  try {
    const origin = await client.origin(deadline());
    if (flags.verbose) saySource({ source: 'live', ...origin, ...enterpriseProjectOf(flags) });
    checkSnapshotTarget(file, origin.projectId);
    const recording = new Recording(opened);
    await Promise.all(queries.map((query) => recording.listWhole(query)));
    const source: ImageUpstream = { source: 'live', list: (query) => recording.list(query) };
    const outcomes =
      policy === undefined
        ? await askForRows(references, source, flags)
        : await judgeBy(policy, references, source, flags);
    for (const outcome of outcomes) if ('error' in outcome) throw outcome.error;
    const { lookups, recordedAt } = recording;
    writeSnapshot(file, { ...origin, recordedAt, lookups });
    const rows = lookups.reduce((sum, lookup) => sum + lookup.rows.length, 0);
    sayUnlessQuiet(flags)(
      `${file}: recorded ${counted(lookups.length, 'lookup')} with ${counted(rows, 'row')} of project ${origin.projectId}`,
    );
  } finally {
    await client.close();
  }
}

/**
 * Reads the policy whose queries are recorded, if one is given.
 * @throws HSS_INVALID_ARGUMENT if there are no images to check by it, or if --image-source
 * contradicts it
 */
function policyOf(
  { policy, imageSource }: RecordFlags,
  references: readonly ImageReference[],
): Policy | undefined {
  if (policy === undefined) return undefined;
  if (references.length === 0) {
    throw new HssError('HSS_INVALID_ARGUMENT', '--policy needs images to record', {
      advice: 'name the images that are checked by it, or leave --policy out',
    });
  }
  if (imageSource !== undefined) {
    throw new HssError('HSS_INVALID_ARGUMENT', '--policy and --image-source exclude each other', {
      advice: "leave --image-source out: the policy's imageSources count",
    });
  }
  // Its feed has no effect on the queries.
  return readPolicyAt(policy, () => undefined);
}

/**
 * Warns if a check would find a policy that needs vulnerabilities, because the snapshot would not
 * answer it.
 */
function warnOfLackingLists(say: (message: string) => void): void {
  try {
    const file = findPolicyFile();
    if (file === undefined || readPolicyAt(file).vulnerabilities === undefined) return;
    say(
      `warning: ${plain(file)} asks for vulnerabilities, which are not recorded without --policy ${plain(file)}`,
    );
  } catch (error) {
    // Nothing is judged by this policy here, so an error in it must not prevent the recording.
    if (!(error instanceof HssError)) throw error;
  }
}

/** Queries the rows of images, as any check does if its policy ignores vulnerabilities. */
async function askForRows(
  references: readonly ImageReference[],
  source: ImageUpstream,
  flags: RecordFlags,
): Promise<Outcome[]> {
  const answers = await askForImages(references, source, {
    lists: imageSourcesOf(flags),
    ...enterpriseProjectOf(flags),
    onlyByName: true,
  });
  return [...answers.values()];
}

/** Sends all queries of a check by a policy, and ignores the verdicts. */
function judgeBy(
  policy: Policy,
  references: readonly ImageReference[],
  source: ImageUpstream,
  flags: RecordFlags,
): Promise<Outcome[]> {
  return judgeImages(
    references.map(({ text }) => ({ reference: text })),
    {
      source,
      policy,
      enforcement: Enforcement.DENY,
      pinning: Pinning.DIGEST,
      ...enterpriseProjectOf(flags),
      now: Date.now,
      onlyByName: true,
    },
  );
}

type Outcome = { readonly error: HssError } | ImageLists | { readonly judgement: Judgement };

function imageSourcesOf({ imageSource }: RecordFlags): readonly ImageSource[] {
  return imageSource ?? Object.values(ImageSource);
}

function listsOf(flags: RecordFlags): Query[] {
  const more = enterpriseProjectOf(flags);
  const images = flags.allImages ? imageSourcesOf(flags) : [];
  const registryImages = images.includes(ImageSource.REGISTRY);
  const lists: { readonly [list in EndpointId]?: boolean } = {
    'cicd-images': images.includes(ImageSource.CICD),
    'registry-images': registryImages || flags.registryImages,
    // A check of registry images needs the registries' addresses, too.
    'image-registries': registryImages || flags.registries,
  };
  const endpoints = (Object.keys(lists) as EndpointId[]).filter((endpoint) => lists[endpoint]);
  return [
    ...endpoints.map((endpoint) => checkQuery(ENDPOINTS[endpoint], more)),
    ...flags.syncTask.map((taskId) =>
      checkQuery(ENDPOINTS['sync-task-registries'], { taskId, ...more }),
    ),
  ];
}
