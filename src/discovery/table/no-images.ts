/**
 * Types of which it is known that they deploy no container image, though attributes of theirs look like
 * one, or hold texts of any kind. Everything else that isn't in the table is judged by its looks.
 */
export const NO_IMAGES: readonly RegExp[] = [
  // hashicorp/kubernetes 2.38.0: all but the workloads. ConfigMaps and Secrets hold texts of any kind, volumes an
  // `rbd_image`, and Kubernetes runs none of that.
  /^kubernetes_(annotations|api_service|certificate_signing_request|cluster_role|cluster_role_binding|config_map|config_map_v1_data|csi_driver|default_service_account|endpoint_slice|endpoints|env|horizontal_pod_autoscaler|ingress|ingress_class|labels|limit_range|mutating_webhook_configuration|namespace|network_policy|node_taint|persistent_volume|persistent_volume_claim|pod_disruption_budget|pod_security_policy|priority_class|resource_quota|role|role_binding|runtime_class|secret|secret_v1_data|service|service_account|storage_class|token_request|validating_webhook_configuration)(_v[0-9a-z]+)?$/,
  /^docker_(config|network|secret|volume)$/,

  // huaweicloud/huaweicloud 1.97.1. Images of machines and phones, and what is done with images in registries.
  /^huaweicloud_(as|blockstorage|bms|cbr|compute|cph|ecs|evs|evsv3|iec|images|ims|imsv21|workspace)_/,
  /^huaweicloud_cce_(access_policy|chart|autopilot_chart|(autopilot_)?cluster|cluster_v3|namespace|node|nodes|partition|pvc)(_|$)/,
  /^huaweicloud_cci(v2)?_(agency|config_map|hpa|namespace|network|observability_configuration|persistent_volume|persistent_volume_claim|pool_binding|pvc|secret|service)$/,
  /^huaweicloud_swr_(?!image_trigger$)/,
  // Their `image_id` is the ID of an image that ModelArts knows, of its own or registered there.
  /^huaweicloud_modelarts_(devserver|notebook|resource_pool|training_image_store)/,
  /^huaweicloud_(hss|secmaster|vod)_/,

  // hashicorp/aws 6.25.0. AMIs and pictures, settings of registries, and images that are named by ARN or by name.
  /^aws_(ami|appstream|cognito|ebs|ec2|ecr|ecrpublic|inspector2|instance|launch|lexv2models|medialive|rds|securityhub|spot|workspaces)(_|$)/,
  /^aws_imagebuilder_(?!container_recipe$)/,
  /^aws_sagemaker_(app|app_image_config|domain|image|space|user_profile)$/,
  /^aws_(autoscaling_group|batch_compute_environment|cloud9_environment_ec2|codebuild_fleet|eks_node_group|iam_\w+)$/,

  // hashicorp/google 6.50.0. Images of machines, and versions of Google's own.
  /^google_(compute|container|composer|gkeonprem|dataproc_cluster|dataproc_workflow_template|artifact_registry)(_|$)/,
  /^google_(transcoder|discovery_engine|data_loss_prevention)_/,

  // hashicorp/azurerm 4.55.0. Images of machines, and Azure's own; the registry's tasks build and push.
  /^azurerm_(\w+_)?(virtual_machine|virtual_machine_scale_set|virtual_desktop\w*)$/,
  /^azurerm_(image|managed_disk|shared_image\w*|dev_center\w*|dev_test\w*|kubernetes_cluster|kubernetes_cluster_node_pool|kubernetes_fleet\w*|service_fabric\w*|workloads_sap\w*|kusto_cluster|sentinel\w*|container_registry\w*|healthcare_fhir_service|mssql_virtual_machine\w*)$/,

  // Machines of other clouds: their `image` is an operating system (each provider's docs/resources of the type).
  /^(digitalocean_(droplet|droplet_autoscale|custom_image)|hcloud_(server|snapshot)|linode_(instance|image)|vultr_instance|upcloud_server|exoscale_(compute|compute_instance|instance_pool)|ovh_cloud_project_instance)$/,
  /^(scaleway_(instance|baremetal)|openstack_(compute|images|blockstorage)|vsphere|libvirt|proxmox|nutanix|oci_core|yandex_compute|ibm_is|tencentcloud_(instance|cvm)|alicloud_(instance|ecs|image)|cloudstack|opennebula|xenorchestra|maas|equinix_metal|packet)_?\w*$/,
];
