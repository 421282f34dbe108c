import { isJsonObject, parseJson, writeJson } from '../data/exact-json';
import { invalidParameter } from '../refusal';

/**
 * An image in a scan request: the fields that the API's documentation gives for registry images.
 */
export interface ScanTarget {
  /** Digits of the row's ID, as in the body. */
  readonly id: string;
  readonly image_digest: string;
  readonly registry_id: string;
}

const REGISTRY_TYPES = ['SwrPrivate', 'SwrShared', 'SwrEnterprise', 'Harbor', 'Jfrog', 'Other'];
const SCOPES = 0x7fffffff;

/** Returns the IDs of the registries that a request body names for synchronization. */
export function registriesIn(body: Buffer): string[] {
  const json = objectIn(body, ['sync_all_registries', 'registry_info']);
  if (json.sync_all_registries !== false) {
    throw invalidParameter('the simulated HSS synchronizes named registries only');
  }
  return listIn(json.registry_info, 'registry_info').map((one) => {
    if (typeof one.registry_id !== 'string' || one.registry_id === '') {
      throw invalidParameter('registry_id must be a text');
    }
    if (!REGISTRY_TYPES.includes(one.registry_type as string)) {
      throw invalidParameter(`registry_type must be one of ${REGISTRY_TYPES.join(', ')}`);
    }
    return one.registry_id;
  });
}

/** Returns the images that a request body names for scans. */
export function imagesIn(body: Buffer): ScanTarget[] {
  const json = objectIn(body, ['scan_scope', 'rate_limit', 'is_all', 'query_info', 'image_info']);
  if (json.is_all !== false) {
    throw invalidParameter('the simulated HSS scans named images only');
  }
  const scope = json.scan_scope;
  if (scope !== undefined && !(Number.isInteger(scope) && (scope as number) <= SCOPES)) {
    throw invalidParameter('scan_scope must be a bit mask');
  }
  return listIn(json.image_info, 'image_info').map((one) => {
    const id = writeJson(one.id);
    if (!/^\d{1,19}$/.test(id)) throw invalidParameter('id must be an int64');
    for (const name of ['image_digest', 'registry_id', 'image_name', 'image_version']) {
      if (typeof one[name] !== 'string') throw invalidParameter(`${name} must be a text`);
    }
    return { ...(one as unknown as ScanTarget), id };
  });
}

function objectIn(body: Buffer, names: readonly string[]): { [name: string]: unknown } {
  let json: unknown;
  try {
    json = parseJson(body.toString());
  } catch (error) {
    throw invalidParameter(`the body is not JSON: ${(error as Error).message}`);
  }
  if (!isJsonObject(json)) throw invalidParameter('the body must be an object');
  const unknown = Object.keys(json).find((name) => !names.includes(name));
  if (unknown !== undefined) throw invalidParameter(`${unknown} is not a field of this API`);
  return json;
}

function listIn(list: unknown, name: string): { [name: string]: unknown }[] {
  if (!Array.isArray(list) || list.length === 0 || !list.every(isJsonObject)) {
    throw invalidParameter(`${name} must be a list of objects`);
  }
  return list;
}
