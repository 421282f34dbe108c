import { HssClient } from '../../client/client';
import type { Settings } from '../../client/settings/settings';
import { ImageSource } from '../../policy/model/image-source';
import { ScanRecord } from '../../policy/model/scan-record';
import { scanRecords } from '../../policy/records';
import { askForImages } from '../../judging';
import { ImageReference, isSoundDigest, parseReference, selectRow } from '../../policy';
import { Manifest, Registry, registryCredential } from '../../registry';
import { enterpriseProjectOf } from '../shared/connection-options';
import type { DoctorRun } from './connection';
import { Finding, failed, finding } from './finding';
import type { DoctorFlags } from './flags';

/** The most platforms of an index whose manifests are searched for an image ID. */
const MAX_PLATFORMS = 20;

/** Asks an image's registry whether the image can be pulled by the digest that HSS reports. */
export async function* imageFindings(
  text: string,
  settings: Settings,
  flags: DoctorFlags,
  run: DoctorRun,
): AsyncGenerator<Finding> {
  let reference: ImageReference;
  let row: ScanRecord | undefined;
  try {
    reference = parseReference(text);
    const listed = await listedRow(reference, settings, flags, run);
    yield listed.finding;
    row = listed.row;
  } catch (error) {
    yield failed('listed by HSS', error);
    return;
  }
  let registry: Registry | undefined;
  try {
    const found = await registryCredential(reference.domain, process.env);
    registry = new Registry(reference.domain, reference.path, found?.credential, settings);
    const who =
      found === undefined
        ? "without a credential: docker's configuration has none for it"
        : `with the credential of ${found.origin}`;
    const tagged = reference.tag === undefined ? undefined : await registry.manifest(reference.tag);
    yield finding('ok', 'registry', `${reference.domain} answers, queried ${who}`);
    if (reference.tag !== undefined) yield tagFinding(reference.tag, tagged, row);
    if (row?.imageDigest !== undefined)
      yield await digestFinding(registry, row.imageDigest, tagged);
  } catch (error) {
    yield failed('registry', error);
  } finally {
    await registry?.close();
  }
}

/** Finds the row that a check would judge for the image. */
async function listedRow(
  reference: ImageReference,
  settings: Settings,
  flags: DoctorFlags,
  { policy, deadline }: DoctorRun,
): Promise<{ readonly finding: Finding; readonly row?: ScanRecord }> {
  const name = 'listed by HSS';
  const client = new HssClient(settings);
  try {
    const answers = await askForImages(
      [reference],
      {
        source: 'live',
        endpoint: settings.shownEndpoint,
        ...(settings.region === undefined ? {} : { region: settings.region }),
        list: (query) => deadline.run((left) => client.list(query, left)),
      },
      { lists: policy?.imageSources ?? Object.values(ImageSource), ...enterpriseProjectOf(flags) },
    );
    const answer = answers.get(reference)!;
    if ('error' in answer) throw answer.error;
    const records = scanRecords(answer.listed, policy ?? {});
    const { row, problem } = selectRow(reference, records, policy?.registryNames);
    if (row === undefined) {
      return {
        finding: finding(
          'failure',
          name,
          problem!,
          'check its name; or have HSS synchronize and scan its registry, or submit the image in the pipeline that builds it',
        ),
      };
    }
    if (!isSoundDigest(row.imageDigest)) {
      return {
        finding: finding(
          'failure',
          name,
          'its row has no valid digest',
          'requireDigest in the policy denies it; scan the image again',
        ),
      };
    }
    return { finding: finding('ok', name, `digest ${row.imageDigest}`), row };
  } finally {
    await client.close();
  }
}

function tagFinding(
  tag: string,
  manifest: Manifest | undefined,
  row: ScanRecord | undefined,
): Finding {
  if (manifest === undefined) {
    return finding('warning', 'tag', `the registry does not have the tag ${tag}`);
  }
  const text = `${tag} is ${manifest.digest}, ${kindOf(manifest)}`;
  const digest = row?.imageDigest;
  const within = manifest.entries.some((entry) => entry.digest === digest);
  if (digest === undefined || digest === manifest.digest || within) {
    return finding('ok', 'tag', text);
  }
  return finding('warning', 'tag', `${text}; HSS reports another digest`);
}

async function digestFinding(
  registry: Registry,
  digest: string,
  tagged: Manifest | undefined,
): Promise<Finding> {
  const name = 'digest';
  const manifest = await registry.manifest(digest);
  if (manifest !== undefined) {
    const platform = tagged?.entries.find((entry) => entry.digest === digest)?.platform;
    const of = platform === undefined ? '' : ` (${platform})`;
    return finding('ok', name, `${digest} can be pulled: it is ${kindOf(manifest)}${of}`);
  }
  const owner = await manifestOfConfig(registry, digest, tagged);
  if (owner !== undefined) {
    return finding(
      'failure',
      name,
      `${digest} is the image ID (the configuration's digest) of ${owner}: the image can't be pulled by it`,
      `the reference that a gate pins could not be pulled; the right digest is ${owner}. Use pinning NONE for this image, and report it to Huawei Cloud's support`,
    );
  }
  if (await registry.hasBlob(digest)) {
    return finding(
      'failure',
      name,
      `${digest} is a blob of the registry (an image ID or a layer), not a manifest: the image can't be pulled by it`,
      "the reference that a gate pins could not be pulled. Use pinning NONE for this image, and report it to Huawei Cloud's support",
    );
  }
  return finding(
    'failure',
    name,
    `${digest} is unknown to the registry`,
    'the image was removed since its scan, or HSS scanned it in another registry',
  );
}

/**
 * Finds the manifest of the tag whose configuration has this digest.
 * @returns the manifest's digest
 */
async function manifestOfConfig(
  registry: Registry,
  digest: string,
  tagged: Manifest | undefined,
): Promise<string | undefined> {
  if (tagged?.config === digest) return tagged.digest;
  for (const entry of (tagged?.entries ?? []).slice(0, MAX_PLATFORMS)) {
    const manifest = await registry.manifest(entry.digest);
    if (manifest?.config === digest) return manifest.digest;
  }
  return undefined;
}

function kindOf({ kind, entries }: Manifest): string {
  if (kind === 'manifest') return 'the manifest of one platform';
  const platforms = entries.flatMap(({ platform }) => platform ?? []);
  return `an index of ${platforms.length} platforms: ${platforms.join(', ')}`;
}
