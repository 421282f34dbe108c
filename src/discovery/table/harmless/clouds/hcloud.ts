/**
 * hetznercloud/hcloud (commit f81c9af4, docs). Images, disks and registries, and the most used
 * types of keys, networks and DNS.
 */
export const HCLOUD_RUNS_NOTHING: readonly string[] = [
  'hcloud_certificate',
  'hcloud_firewall',
  'hcloud_firewall_attachment',
  'hcloud_floating_ip',
  'hcloud_load_balancer',
  'hcloud_load_balancer_network',
  'hcloud_load_balancer_service',
  'hcloud_load_balancer_target',
  'hcloud_managed_certificate',
  'hcloud_network',
  'hcloud_network_route',
  'hcloud_network_subnet',
  'hcloud_placement_group',
  'hcloud_primary_ip',
  'hcloud_rdns',
  'hcloud_server_network',
  'hcloud_snapshot',
  'hcloud_ssh_key',
  'hcloud_uploaded_certificate',
  'hcloud_volume',
  'hcloud_volume_attachment',
  'hcloud_zone',
  'hcloud_zone_record',
  'hcloud_zone_rrset',
];
