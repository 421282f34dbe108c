import { discoverValues } from '../../../../src/discovery';
import { references } from '../../support';

const IMAGE = 'swr.cn-north-4.myhuaweicloud.com/shop/web:1.4.2';
const SIDE = 'swr.cn-north-4.myhuaweicloud.com/shop/proxy:2';
const POD = `kind: Deployment\nspec: {template: {spec: {containers: [{image: '${IMAGE}'}]}}}`;
const pod = { containers: [{ image: IMAGE }], init_containers: { image: SIDE } };
const environment = { job_environment_configuration_details: { image: IMAGE } };
const nodes = { job_node_group_configuration_details_list: [environment] };

/** A body of each type, and the images that its finders read in it. */
const FOUND: [type: string, body: unknown, images: string[]][] = [
  ['alicloud_eci_container_group', pod, [IMAGE, SIDE]],
  ['alicloud_eci_image_cache', { images: [IMAGE, SIDE] }, [IMAGE, SIDE]],
  ['alicloud_edas_k8s_application', { image_url: IMAGE }, [IMAGE]],
  ['alicloud_ess_eci_scaling_configuration', pod, [IMAGE, SIDE]],
  [
    'alicloud_ess_instance_refresh',
    { desired_configuration_containers: [{ image: IMAGE }] },
    [IMAGE],
  ],
  ['alicloud_fc_function', { custom_container_config: [{ image: IMAGE }] }, [IMAGE]],
  ['alicloud_fcv2_function', { custom_container_config: { image: IMAGE } }, [IMAGE]],
  ['alicloud_fcv3_function', { custom_container_config: [{ image: IMAGE }] }, [IMAGE]],
  ['alicloud_sae_application', { package_type: 'Image', image_url: IMAGE }, [IMAGE]],
  [
    'huaweicloud_cae_component_action',
    { spec: JSON.stringify({ source: { type: 'image', url: IMAGE } }) },
    [IMAGE],
  ],
  [
    'huaweicloud_cae_component_deployment',
    { spec: JSON.stringify({ source: { type: 'softwarePackage', url: 'https://x/app.jar' } }) },
    [],
  ],
  ['opentelekomcloud_fgs_function_v2', { custom_image: { url: IMAGE } }, [IMAGE]],
  ['tencentcloud_lighthouse_instance', { containers: [{ container_image: IMAGE }] }, [IMAGE]],
  ['tencentcloud_scf_function', { image_config: { image_uri: IMAGE } }, [IMAGE]],
  ['volcengine_vefaas_function', { source_type: 'image', source: IMAGE }, [IMAGE]],
  ['volcengine_vefaas_function', { source_type: 'tos', source: 'bucket:key' }, []],
  [
    'google_clouddeploy_custom_target_type',
    {
      tasks: { render: { container: { image: IMAGE } }, deploy: { container: [{ image: SIDE }] } },
    },
    [IMAGE, SIDE],
  ],
  [
    'google_clouddeploy_delivery_pipeline',
    {
      serial_pipeline: {
        stages: [
          { strategy: { standard: { predeploy: { tasks: [{ container: { image: IMAGE } }] } } } },
          {
            strategy: {
              canary: {
                canary_deployment: {
                  analysis: { custom_checks: [{ task: { container: { image: SIDE } } }] },
                },
              },
            },
          },
        ],
      },
    },
    [SIDE, IMAGE],
  ],
  ['google_dataflow_flex_template_job', { sdk_container_image: IMAGE }, [IMAGE]],
  ['google_dataproc_gdc_spark_application', { dependency_images: [IMAGE] }, [IMAGE]],
  ['google_network_services_wasm_plugin', { versions: [{ image_uri: IMAGE }] }, [IMAGE]],
  [
    'google_vertex_ai_reasoning_engine',
    { spec: { container_spec: { image_uri: IMAGE } } },
    [IMAGE],
  ],
  ['google_workstations_workstation_config', { container: { image: IMAGE } }, [IMAGE]],
  ['ibm_code_engine_app', { image_reference: IMAGE }, [IMAGE]],
  ['ibm_code_engine_job', { image_reference: IMAGE }, [IMAGE]],
  ['ibm_function_action', { exec: [{ image: IMAGE }] }, [IMAGE]],
  ['oci_batch_batch_task_environment', { image_url: IMAGE }, [IMAGE]],
  [
    'oci_container_instances_container_instance',
    { containers: [{ image_url: IMAGE }, { image_url: SIDE }] },
    [IMAGE, SIDE],
  ],
  ['oci_datascience_job', environment, [IMAGE]],
  ['oci_datascience_job', { job_node_configuration_details: nodes }, [IMAGE]],
  [
    'oci_datascience_job_run',
    { job_environment_configuration_override_details: { image: IMAGE } },
    [IMAGE],
  ],
  ['oci_datascience_job_run', { job_node_configuration_override_details: nodes }, [IMAGE]],
  [
    'oci_datascience_model_deployment',
    {
      model_deployment_configuration_details: {
        environment_configuration_details: { image: IMAGE },
      },
    },
    [IMAGE],
  ],
  [
    'oci_datascience_pipeline',
    { step_details: [{ step_container_configuration_details: { image: IMAGE } }] },
    [IMAGE],
  ],
  ['oci_devops_deploy_artifact', { deploy_artifact_source: { image_uri: IMAGE } }, [IMAGE]],
  ['oci_functions_function', { image: IMAGE }, [IMAGE]],
  ['scaleway_container', { image: IMAGE }, [IMAGE]],
  ['scaleway_container', { registry_image: IMAGE, registry_sha256: 'any' }, [IMAGE]],
  ['scaleway_job_definition', { image_uri: IMAGE }, [IMAGE]],
  ['yandex_serverless_container', { image: { url: IMAGE } }, [IMAGE]],
  ['coolify_mysql_database', { image: IMAGE }, [IMAGE]],
  ['coolify_postgresql_database', { image: IMAGE }, [IMAGE]],
  ['dokku_app', { deploy: { type: 'docker_image', docker_image: IMAGE } }, [IMAGE]],
  ['dokku_postgres', { image: 'postgres:17' }, ['postgres:17']],
  ['fly_machine', { image: IMAGE }, [IMAGE]],
  ['koyeb_service', { definition: { docker: { image: IMAGE } } }, [IMAGE]],
  ['portainer_docker_image', { image: IMAGE }, [IMAGE]],
  ['portainer_edge_update_schedules', { agent_image: IMAGE, updater_image: SIDE }, [IMAGE, SIDE]],
  ['portainer_kubernetes_application', { manifest: POD }, [IMAGE]],
  ['portainer_kubernetes_cronjob', { manifest: POD }, [IMAGE]],
  ['portainer_kubernetes_job', { manifest: POD }, [IMAGE]],
  ['railway_service', { source_image: IMAGE }, [IMAGE]],
  ['render_web_service', { runtime_source: { image: { image_url: IMAGE } } }, [IMAGE]],
  [
    'render_private_service',
    { runtime_source: { image: { image_url: 'ghcr.io/a/b', tag: '1' } } },
    ['ghcr.io/a/b:1'],
  ],
  ['databricks_cluster', { docker_image: { url: IMAGE } }, [IMAGE]],
  ['databricks_instance_pool', { preloaded_docker_image: [{ url: IMAGE }] }, [IMAGE]],
  [
    'databricks_job',
    {
      job_cluster: [{ new_cluster: { docker_image: { url: IMAGE } } }],
      task: [{ new_cluster: [{ docker_image: { url: SIDE } }] }],
    },
    [IMAGE, SIDE],
  ],
  ['harness_chaos_action_template', { container_action: [{ image: IMAGE }] }, [IMAGE]],
  ['harness_chaos_fault_template', { spec: { chaos: { kubernetes: { image: IMAGE } } } }, [IMAGE]],
  [
    'harness_service_discovery_agent',
    { config: { collector_image: IMAGE, log_watcher_image: SIDE } },
    [IMAGE, SIDE],
  ],
  ['octopusdeploy_process_step', { container: { image: IMAGE } }, [IMAGE]],
  ['proxmox_oci_image', { reference: IMAGE }, [IMAGE]],
  ['proxmox_virtual_environment_oci_image', { reference: IMAGE }, [IMAGE]],
  [
    'snowflake_service',
    { from_specification: { text: `spec: {containers: [{name: web, image: '${IMAGE}'}]}` } },
    [IMAGE],
  ],
  [
    'spotinst_oceancd_verification_template',
    {
      metrics: {
        provider: {
          job: { spec: { job_template: { template_spec: { containers: { image: IMAGE } } } } },
        },
      },
    },
    [IMAGE],
  ],
  [
    'rancher2_cluster',
    {
      desired_agent_image: SIDE,
      rke_config: { addons: POD, services: { etcd: { image: IMAGE } } },
    },
    [SIDE, IMAGE, IMAGE],
  ],
  ['rancher2_cluster_v2', { rke_config: { additional_manifest: POD } }, [IMAGE]],
  [
    'rke_cluster',
    {
      services: { kubelet: { image: IMAGE, infra_container_image: SIDE } },
      services_etcd: { image: IMAGE },
      system_images: [{ flannel: SIDE, ingress: '' }],
      addons: POD,
    },
    [IMAGE, SIDE, IMAGE, SIDE, IMAGE],
  ],
  ['k3d_cluster', { image: IMAGE, registries: { create: { image: SIDE } } }, [IMAGE, SIDE]],
  ['k3d_node', { image: IMAGE }, [IMAGE]],
  ['kind_cluster', { node_image: IMAGE }, [IMAGE]],
  ['kind_load', { image: IMAGE }, [IMAGE]],
  ['minikube_cluster', { base_image: IMAGE }, [IMAGE]],
  ['talos_machine', { image: IMAGE }, [IMAGE]],
  ['cloudfoundry_app', { docker_image: IMAGE }, [IMAGE]],
  [
    'oci_datascience_pipeline_run',
    { step_override_details: [{ step_container_configuration_details: { image: IMAGE } }] },
    [IMAGE],
  ],
  ['awscc_ecs_task_definition', { container_definitions: [{ image: IMAGE }] }, [IMAGE]],
  ['awscc_lambda_function', { code: { image_uri: IMAGE } }, [IMAGE]],
  [
    'awscc_batch_job_definition',
    {
      container_properties: { image: IMAGE },
      ecs_properties: { task_properties: [{ containers: [{ image: SIDE }] }] },
    },
    [IMAGE, SIDE],
  ],
  [
    'awscc_sagemaker_model',
    { primary_container: { image: IMAGE }, containers: [{ image: SIDE }] },
    [IMAGE, SIDE],
  ],
  ['carvel_kapp', { config_yaml: POD }, [IMAGE]],
  ['k14s_kapp', { config_yaml: POD }, [IMAGE]],
  ['k14s_app', { yaml: POD }, [IMAGE]],
  ['k8s_manifest', { content: POD }, [IMAGE]],
];

/** What makes a type undeterminable, and a part of the reason. */
const DOUBTED: [type: string, body: unknown, reason: string][] = [
  ['alicloud_cs_kubernetes', { addons: [{ name: 'terway-eniip' }] }, 'installs add-ons'],
  ['alicloud_cs_managed_kubernetes', { addons: { name: 'x' } }, 'installs add-ons'],
  ['alicloud_cs_serverless_kubernetes', { addons: { name: 'x' } }, 'installs add-ons'],
  ['alicloud_ros_stack', { template_url: 'oss://x' }, 'not in this stack'],
  ['huaweicloud_cce_cluster_upgrade', { addons: [{ name: 'x' }] }, 'installs add-ons'],
  ['huaweicloud_cce_autopilot_cluster_upgrade', { addons: [{ name: 'x' }] }, 'installs add-ons'],
  ['huaweicloud_rfs_stack', { template_uri: 'https://x' }, 'not in this stack'],
  ['tencentcloud_kubernetes_cluster', { extension_addon: [{ name: 'x' }] }, 'installs add-ons'],
  ['tencentcloud_tem_workload', { img_repo: 'a/b', deploy_version: '1' }, 'separate attributes'],
  [
    'tencentcloud_tsf_deploy_container_group',
    { reponame: 'a/b', tag_name: '1' },
    'separate attributes',
  ],
  ['aws_cloudformation_stack', { template_url: 'https://x' }, 'not in this stack'],
  ['aws_cloudformation_stack_set', { template_url: 'https://x' }, 'not in this stack'],
  [
    'aws_sagemaker_pipeline',
    { pipeline_definition_s3_location: { bucket: 'x' } },
    'not in this stack',
  ],
  [
    'azurerm_resource_group_template_deployment',
    { template_spec_version_id: '/subscriptions/x' },
    'not in this stack',
  ],
  [
    'digitalocean_app',
    { spec: { service: { image: { registry_type: 'DOCR', repository: 'web', tag: '1' } } } },
    'separate attributes',
  ],
  ['digitalocean_app', { spec: { worker: { github: { repo: 'a/b' } } } }, 'built from source'],
  [
    'google_dataflow_flex_template_job',
    { container_spec_gcs_path: 'gs://x/template.json' },
    'not in this stack',
  ],
  [
    'google_gke_hub_feature_membership',
    { configmanagement: { config_sync: { git: { sync_repo: 'https://x' } } } },
    'not in this stack',
  ],
  [
    'google_vertex_ai_reasoning_engine',
    { spec: { source_code_spec: { inline_source: {} } } },
    'built from source',
  ],
  [
    'oci_generative_ai_hosted_deployment',
    { active_artifact: { container_uri: 'iad.ocir.io/a/b', tag: '1' } },
    'separate attributes',
  ],
  ['civo_kubernetes_cluster', { applications: 'argocd,linkerd' }, 'installs add-ons'],
  ['rancher2_cluster', { rke_config: { addons_include: ['https://x'] } }, 'not in this stack'],
  ['k3d_cluster', {}, 'default image'],
  ['kind_cluster', { node_image: '' }, 'default image'],
  ['minikube_cluster', { addons: ['ingress'] }, 'installs add-ons'],
  ['rke_cluster', { addons_include: ['https://x'] }, 'not in this stack'],
  ['clevercloud_docker', { dockerfile: 'Dockerfile' }, 'built from source'],
  ['qovery_application', {}, 'built from source'],
  ['qovery_container', { image_name: 'nginx', tag: '1' }, 'separate attributes'],
  ['qovery_helm', {}, 'chart'],
  ['qovery_job', { source: { image: { name: 'a', tag: '1' } } }, 'separate attributes'],
  ['carvel_kapp', { files: ['manifests/'] }, 'not in this stack'],
  ['coolify_mysql_database', {}, 'default image'],
  ['dokku_app', { deploy: { git_repository: 'https://x' } }, 'built from source'],
  ['dokku_redis', { image: '' }, 'default image'],
  ['koyeb_service', { definition: { git: { repository: 'a/b' } } }, 'built from source'],
  ['portainer_docker_plugin', { remote: 'rclone/docker-volume-rclone' }, 'plugin'],
  ['portainer_edge_stack', { stack_file_path: 'compose.yaml' }, 'not in this stack'],
  ['portainer_stack', { repository_url: 'https://x' }, 'not in this stack'],
  ['portainer_stack', { manifest_url: 'https://x' }, 'not in this stack'],
  ['railway_service', { source_repo: 'a/b' }, 'built from source'],
  ['render_cron_job', { runtime_source: { docker: { repo_url: 'https://x' } } }, 'built'],
  ['snowflake_service', { from_specification: { stage: '@x', file: 'y' } }, 'not in this stack'],
  ['snowflake_job_service', { from_specification_template: { text: 'x' } }, 'not in this stack'],
  ['vault_plugin', { oci_image: 'hashicorp/x', version: '1' }, 'separate attributes'],
];

const STACK = (values: object): unknown => ({ site_config: [{ application_stack: [values] }] });
const OLD_WEB_APPS: [type: string, body: unknown, images: string[]][] = [
  [
    'azurerm_linux_web_app',
    STACK({ docker_image: 'ghcr.io/shop/web', docker_image_tag: '1' }),
    ['ghcr.io/shop/web:1'],
  ],
  [
    'azurerm_windows_web_app_slot',
    STACK({
      docker_container_name: 'shop/web',
      docker_container_registry: 'https://ghcr.io',
      docker_container_tag: '1',
    }),
    ['ghcr.io/shop/web:1'],
  ],
  ['azurerm_linux_web_app_slot', STACK({ node_version: '20-lts' }), []],
];

test.each(FOUND)('finds the images of %s', (type, body, images) => {
  const found = discoverValues(type, body);
  expect(new Set(references(found))).toEqual(new Set(images));
  expect(found.reason).toBeUndefined();
});

test.each(DOUBTED)('doubts %s', (type, body, reason) => {
  expect(discoverValues(type, body).reason).toContain(reason);
});

test.each(OLD_WEB_APPS)('finds what version 3 of azurerm has in %s', (type, body, images) => {
  const found = discoverValues(type, body);
  expect(references(found)).toEqual(images);
  expect(found.reason).toBeUndefined();
});
