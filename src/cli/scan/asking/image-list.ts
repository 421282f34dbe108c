import { HssImageRegistry, IMAGE_REGISTRIES } from '../../../contract/registry';
import { namingPermission } from '../../../client/permission';
import { HssRegistryImage, REGISTRY_IMAGES } from '../../../contract/registry-image';
import { isTooManyRows } from '../../../contract/error';
import { Query, checkQuery } from '../../../contract/query';
import type { ImageReference } from '../../../policy';
import { platformNames } from '../../../asking/platform-names';
import { SearchedImage, imageQueries } from '../../../policy/judge/questions';
import { ImageSource } from '../../../policy/model/image-source';
import { ScanHss } from './scan-hss';

type Listing = Pick<ScanHss, 'list' | 'enterpriseProjectId'>;

/** Lists the registries of the project. */
export async function listRegistries({
  list,
  enterpriseProjectId,
}: Listing): Promise<readonly HssImageRegistry[]> {
  const query = checkQuery(IMAGE_REGISTRIES, { enterpriseProjectId });
  return namingPermission(IMAGE_REGISTRIES.operation, () => list(query));
}

/**
 * Lists the registry images that references may name, and the platforms of indexes among them,
 * without duplicates.
 */
export async function listRegistryImages(
  references: readonly ImageReference[],
  hss: Listing,
): Promise<HssRegistryImage[]> {
  const asked = new Map<string, Promise<readonly HssRegistryImage[]>>();
  const listOnce = (query: Query): Promise<readonly HssRegistryImage[]> => {
    const key = JSON.stringify(query);
    const list =
      asked.get(key) ?? namingPermission(REGISTRY_IMAGES.operation, () => hss.list(query));
    asked.set(key, list);
    return list;
  };
  const listAll = async (image: SearchedImage): Promise<HssRegistryImage[]> => {
    const all = async (byTag: boolean): Promise<HssRegistryImage[]> =>
      (await Promise.all(queriesOf(image, byTag, hss).map(listOnce))).flat();
    try {
      return await all(false);
    } catch (error) {
      if (image.tag === undefined || image.digest !== undefined || !isTooManyRows(error)) {
        throw error;
      }
      return all(true);
    }
  };
  const lists = await Promise.all(
    references.map(async (reference) => {
      const rows = await listAll(reference);
      const names = platformNames(reference, [], rows);
      const others = await Promise.all(names.map((path) => listAll({ text: path, path })));
      return [...rows, ...others.flat()];
    }),
  );
  const rows = lists.flat();
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

/** Returns the queries that a gate sends for the same list. */
function queriesOf(
  image: SearchedImage,
  byTag: boolean,
  { enterpriseProjectId }: Listing,
): Query[] {
  return imageQueries(image, {
    list: ImageSource.REGISTRY,
    byTag,
    ...(enterpriseProjectId === undefined ? {} : { enterpriseProjectId }),
  });
}
