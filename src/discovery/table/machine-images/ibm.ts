import type { MachineImages } from '../../finders/finder';

/**
 * IBM-Cloud/ibm (commit 9f9b7ecfc, website/docs/r). Images of machines by ID or name, and images
 * that Code Engine builds and pushes.
 */
export const IBM_MACHINE_IMAGES: MachineImages = [
  ['ibm_code_engine_build', 'output_image'],
  ['ibm_compute_bare_metal', 'image_template_id'],
  ['ibm_compute_vm_instance', 'image_id'],
  ['ibm_container_alb_create', 'ingress_image'],
  ['ibm_container_cluster'],
  ['ibm_container_vpc_cluster'],
  ['ibm_is_bare_metal_server', 'image'],
  ['ibm_is_bare_metal_server_initialization', 'image'],
  ['ibm_is_instance', 'image'],
  ['ibm_is_instance_template', 'image'],
  ['ibm_pi_instance', 'pi_image_id'],
];
