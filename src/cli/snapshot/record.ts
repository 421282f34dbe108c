import { HssError } from '../../contract/error';
import { ENDPOINTS } from '../../contract/endpoints';
import { EndpointId } from '../../contract/fields';
import { Query, checkQuery } from '../../contract/query';
import { Row } from '../../contract/row';
import { askForImages } from '../../judging';
import { SnapshotLookup, queryKey } from '../../lookup/snapshot';
import { checkSnapshotTarget, writeSnapshot } from '../../lookup/snapshot-file';
import { parseReference } from '../../policy';
import { ImageSource } from '../../policy/model/image-source';
import { referencesFrom } from '../shared/references';
import { saySource } from '../shared/asked-upstream';
import {
  ConnectionFlags,
  connectionOf,
  enterpriseProjectOf,
  isBelowSnapshot,
  snapshotOf,
} from '../shared/connection-options';
import { OpenClient, openClient } from '../shared/open-client';
import { RunFlags, sayUnlessQuiet } from '../shared/run-options';
import { asResultProcess } from '../shared/result-process';
import { counted } from '../../util/text';

/** What commander makes of the options of `hss-gate snapshot record`. */
export interface RecordFlags extends ConnectionFlags, RunFlags {
  readonly allImages?: true;
  readonly registryImages?: true;
  readonly registries?: true;
  /** Both lists when it is left out. */
  readonly imageSource?: readonly ImageSource[];
  readonly syncTask: readonly string[];
  readonly maxRows: number;
}

/** Records what HSS answers: all of it, or nothing is written. */
export async function recordSnapshot(
  file: string,
  images: readonly string[],
  flags: RecordFlags,
): Promise<void> {
  asResultProcess();
  // Below exec --snapshot old answers would be recorded as new ones.
  if (snapshotOf(flags) !== undefined || isBelowSnapshot(flags)) {
    throw new HssError('HSS_INVALID_ARGUMENT', 'nothing can be recorded from a snapshot', {
      advice: 'leave --snapshot out, and HSS_SNAPSHOT_MODE=replay',
    });
  }
  const references = (await referencesFrom(images)).map(parseReference);
  const queries = listsOf(flags);
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
    await Promise.all(queries.map((query) => recording.list(query)));
    const answers = await askForImages(
      references,
      { source: 'live', list: (query) => recording.list(query) },
      { lists: imageSourcesOf(flags), ...enterpriseProjectOf(flags), onlyByName: true },
    );
    for (const answer of answers.values()) if ('error' in answer) throw answer.error;
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

/** Lists rows, and keeps what was asked and answered. Equal questions are one. */
class Recording {
  private readonly asked = new Map<string, Promise<readonly Row[]>>();
  private readonly answered: SnapshotLookup[] = [];
  private began = Infinity;

  constructor(private readonly opened: OpenClient) {}

  public list(query: Query): Promise<readonly Row[]> {
    const key = queryKey(query);
    let rows = this.asked.get(key);
    if (rows === undefined) this.asked.set(key, (rows = this.ask(query)));
    return rows;
  }

  public get lookups(): readonly SnapshotLookup[] {
    return this.answered;
  }

  public get recordedAt(): string {
    return new Date(this.began).toISOString();
  }

  private async ask(query: Query): Promise<readonly Row[]> {
    this.began = Math.min(this.began, Date.now());
    const rows = await this.opened.client.list(query, this.opened.deadline());
    this.answered.push({ query, rows });
    return rows;
  }
}

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
    // Who judges registry images asks where they are pulled from.
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
