import type { MachineImages } from '../../finders/finder';

/**
 * oracle/oci (commit 8de3c480b4, website/docs/r). Images of machines, desktops and databases by
 * ID, and the name of the image of a build.
 */
export const OCI_MACHINE_IMAGES: MachineImages = [
  ['oci_containerengine_cluster'],
  [
    'oci_containerengine_node_pool',
    'node_image_id',
    'node_image_name',
    'node_source.image_id',
    'node_source_details.image_id',
  ],
  ['oci_core_instance', 'image'],
  [
    'oci_core_instance_configuration',
    'instance_details.launch_details.source_details.image_id',
    'instance_details.options.launch_details.source_details.image_id',
  ],
  ['oci_core_instance_pool'],
  ['oci_database_autonomous_container_database', 'database_software_image_id'],
  ['oci_database_db_home', 'database.database_software_image_id', 'database_software_image_id'],
  ['oci_database_exadb_vm_cluster', 'grid_image_id'],
  ['oci_datacc_vm_instance', 'image_id'],
  ['oci_desktops_desktop_pool', 'image.image_id', 'image.image_name'],
  ['oci_devops_build_pipeline_stage', 'image'],
];
