import type { MachineImages } from '../../finders/finder';

/**
 * spotinst/spotinst (@cdktf/provider-spotinst 14.11.1, every path with `image` in the schemas of
 * all its resources). AMIs, and images of Azure and Google Cloud.
 */
export const SPOTINST_MACHINE_IMAGES: MachineImages = [
  ['spotinst_elastigroup_aws', 'image_id', 'images.image.id'],
  [
    'spotinst_elastigroup_azure_v3',
    'image.custom.image_name',
    'image.gallery_image.gallery_name',
    'image.gallery_image.image_name',
    'image.gallery_image.resource_group_name',
    'image.gallery_image.spot_account_id',
    'image.gallery_image.version',
  ],
  ['spotinst_elastigroup_gcp', 'disk.initialize_params.source_image'],
  ['spotinst_elastigroup_gke', 'disk.initialize_params.source_image', 'node_image'],
  ['spotinst_managed_instance_aws', 'image_id'],
  ['spotinst_mrscaler_aws'],
  ['spotinst_ocean_aks_np'],
  ['spotinst_ocean_aws', 'image_id'],
  ['spotinst_ocean_aws_launch_spec', 'image_id', 'images.image_id'],
  ['spotinst_ocean_ecs', 'image_id'],
  ['spotinst_ocean_ecs_launch_spec', 'image_id', 'images.image_id'],
  ['spotinst_ocean_gke_import'],
  ['spotinst_ocean_gke_launch_spec', 'source_image'],
  [
    'spotinst_stateful_node_azure',
    'image.custom_image.custom_image_resource_group_name',
    'image.custom_image.name',
    'image.gallery.image_name',
    'image.marketplace_image.offer',
    'image.marketplace_image.publisher',
    'image.marketplace_image.sku',
    'image.marketplace_image.version',
  ],
];
