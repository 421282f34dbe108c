import { CICD_IMAGES } from './cicd-image';
import { EndpointId, EndpointSpec } from './fields';
import { IMAGE_REGISTRIES } from './registry';
import { REGISTRY_IMAGES } from './registry-image';
import { SYNC_TASK_REGISTRIES } from './sync-task-registry';

/** The endpoints that list rows, by ID. */
export const ENDPOINTS: { readonly [id in EndpointId]: EndpointSpec } = {
  'image-registries': IMAGE_REGISTRIES,
  'cicd-images': CICD_IMAGES,
  'registry-images': REGISTRY_IMAGES,
  'sync-task-registries': SYNC_TASK_REGISTRIES,
};
