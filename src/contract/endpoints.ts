import { CICD_IMAGES, CicdImagesParameter } from './cicd-image';
import { EndpointId, EndpointSpec } from './fields';
import { IMAGE_REGISTRIES, ImageRegistriesParameter } from './registry';
import { REGISTRY_IMAGES, RegistryImagesParameter } from './registry-image';
import { SYNC_TASK_REGISTRIES, SyncTaskRegistriesParameter } from './sync-task-registry';

/** The endpoints that list rows, by ID. */
export const ENDPOINTS: { readonly [id in EndpointId]: EndpointSpec } = {
  'image-registries': IMAGE_REGISTRIES,
  'cicd-images': CICD_IMAGES,
  'registry-images': REGISTRY_IMAGES,
  'sync-task-registries': SYNC_TASK_REGISTRIES,
};

/** Names of an endpoint's parameters, by ID. */
export interface EndpointParameters {
  readonly 'image-registries': ImageRegistriesParameter;
  readonly 'cicd-images': CicdImagesParameter;
  readonly 'registry-images': RegistryImagesParameter;
  readonly 'sync-task-registries': SyncTaskRegistriesParameter;
}
