import { CICD_IMAGES, CicdImagesParameter } from './cicd-image';
import { EndpointId, EndpointSpec, IntegerSpec } from './fields';
import { IMAGE_REGISTRIES, ImageRegistriesParameter } from './registry';
import { REGISTRY_IMAGES, RegistryImagesParameter } from './registry-image';
import { SYNC_TASK_REGISTRIES, SyncTaskRegistriesParameter } from './sync-task-registry';
import {
  IMAGE_VULNERABILITIES,
  ImageVulnerabilitiesParameter,
} from './vulnerabilities/image-vulnerability';
import { PROJECT_VULNERABILITIES } from './vulnerabilities/project-vulnerability';
import { VULNERABILITY_CVES } from './vulnerabilities/vulnerability-cve';

/** The endpoints that list rows, by ID. */
export const ENDPOINTS: { readonly [id in EndpointId]: EndpointSpec } = {
  'image-registries': IMAGE_REGISTRIES,
  'cicd-images': CICD_IMAGES,
  'registry-images': REGISTRY_IMAGES,
  'sync-task-registries': SYNC_TASK_REGISTRIES,
  'image-vulnerabilities': IMAGE_VULNERABILITIES,
  'project-vulnerabilities': PROJECT_VULNERABILITIES,
  'vulnerability-cves': VULNERABILITY_CVES,
};

function imageCount(name: string): IntegerSpec {
  return { kind: 'integer', name, min: 0, max: 65535 };
}

/** ShowImageAssetStatistics: the number of images of each kind in HSS. It does not list rows. */
export const IMAGE_STATISTICS = {
  operation: 'ShowImageAssetStatistics',
  path: '/image/asset/statistics',
  fields: {
    localNum: imageCount('local_num'),
    cicdNum: imageCount('cicd_num'),
    registryNum: imageCount('registry_num'),
  },
} as const;

/** Names of the parameters of the endpoints that have a lookup, by ID. */
export interface EndpointParameters {
  readonly 'image-registries': ImageRegistriesParameter;
  readonly 'cicd-images': CicdImagesParameter;
  readonly 'registry-images': RegistryImagesParameter;
  readonly 'sync-task-registries': SyncTaskRegistriesParameter;
  readonly 'image-vulnerabilities': ImageVulnerabilitiesParameter;
}
