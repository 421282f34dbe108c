import { KNOWN_TYPES, discoverValues, pin } from '../../../src/discovery';
import { ALICLOUD } from '../../../src/discovery/table/deploying/alicloud';
import { AWSCC } from '../../../src/discovery/table/deploying/awscc';
import { OCI } from '../../../src/discovery/table/deploying/oci';
import { PORTAINER } from '../../../src/discovery/table/deploying/portainer';
import { RANCHER2 } from '../../../src/discovery/table/deploying/rancher2';
import { SMALL_PROVIDERS } from '../../../src/discovery/table/deploying/small-providers';
import { TENCENTCLOUD } from '../../../src/discovery/table/deploying/tencentcloud';
import { DEPLOYS_ELSEWHERE } from '../../../src/discovery/table/deploys-elsewhere';
import { DIGEST, documentOf, listedBlocks, only, places, references } from '../support';

const IMAGE = 'swr.cn-north-4.myhuaweicloud.com/shop/web:1.4.2';
const PINNED = `swr.cn-north-4.myhuaweicloud.com/shop/web@${DIGEST}`;
const SIDE = 'swr.cn-north-4.myhuaweicloud.com/shop/proxy:2';

const pod = { container: { name: 'web', image: IMAGE }, init_container: [{ image: SIDE }] };
const workload = {
  metadata: { name: 'web' },
  spec: {
    selector: { match_labels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: pod },
  },
};
const cronJob = { spec: { schedule: '@daily', job_template: { spec: workload.spec } } };
const containers = { containers: [{ name: 'web', image: IMAGE }] };
const definitions = JSON.stringify([
  { name: 'web', image: IMAGE, environment: [{ name: 'IMAGE_QUALITY', value: 'no/image:1' }] },
  { name: 'proxy', image: SIDE },
]);
const azureApp = (kind: string): [string, unknown, string[]] => [
  kind,
  { template: { container: { image: IMAGE }, init_container: [{ image: SIDE }] } },
  ['template.container.image', 'template.init_container[0].image'],
];
const webApp = {
  site_config: {
    application_stack: {
      docker_image_name: 'shop/web:1.4.2',
      docker_registry_url: 'https://swr.cn-north-4.myhuaweicloud.com',
    },
  },
};
const functionApp = {
  site_config: {
    application_stack: {
      docker: {
        registry_url: 'https://swr.cn-north-4.myhuaweicloud.com/',
        image_name: 'shop/web',
        image_tag: '1.4.2',
      },
    },
  },
};
const legacyApp = { site_config: { linux_fx_version: `DOCKER|${IMAGE}` } };
const STACK = 'site_config.application_stack';
const PODS = ['spec.container.image', 'spec.init_container[0].image'];
const WORKLOADS = PODS.map((path) => path.replace('spec', 'spec.template.spec'));
const CRON_JOBS = WORKLOADS.map((path) => `spec.job_template.${path}`);

/** What each type typically looks like, and where its images stand. */
const IMAGES: [type: string, body: unknown, at: string[]][] = [
  ['kubernetes_pod', { spec: pod }, PODS],
  ['kubernetes_pod_v1', { spec: pod }, PODS],
  ['kubernetes_deployment', workload, WORKLOADS],
  ['kubernetes_deployment_v1', workload, WORKLOADS],
  ['kubernetes_stateful_set', workload, WORKLOADS],
  ['kubernetes_stateful_set_v1', workload, WORKLOADS],
  ['kubernetes_daemonset', workload, WORKLOADS],
  ['kubernetes_daemon_set_v1', workload, WORKLOADS],
  ['kubernetes_job', workload, WORKLOADS],
  ['kubernetes_job_v1', workload, WORKLOADS],
  ['kubernetes_replication_controller', workload, WORKLOADS],
  ['kubernetes_replication_controller_v1', workload, WORKLOADS],
  ['kubernetes_cron_job', cronJob, CRON_JOBS],
  ['kubernetes_cron_job_v1', cronJob, CRON_JOBS],
  [
    'huaweicloud_cciv2_pod',
    { ...containers, init_containers: { image: SIDE }, ephemeral_containers: [{ image: SIDE }] },
    ['containers[0].image', 'init_containers.image', 'ephemeral_containers[0].image'],
  ],
  [
    'huaweicloud_cciv2_deployment',
    { template: { spec: containers } },
    ['template.spec.containers[0].image'],
  ],
  ['huaweicloud_cciv2_image_snapshot', { images: [{ image: IMAGE }] }, ['images[0].image']],
  ['huaweicloud_cce_image_cache', { images: [IMAGE, SIDE] }, ['images[0]', 'images[1]']],
  ['huaweicloud_fgs_function', { custom_image: { url: IMAGE } }, ['custom_image.url']],
  ['huaweicloud_fgs_function_v2', { custom_image: { url: IMAGE } }, ['custom_image.url']],
  [
    'huaweicloud_cae_component',
    { spec: { source: { type: 'image', url: IMAGE } } },
    ['spec.source.url'],
  ],
  [
    'huaweicloud_servicestage_component_instance',
    { artifact: [{ type: 'image', storage: 'swr', url: IMAGE }] },
    ['artifact[0].url'],
  ],
  [
    'huaweicloud_servicestagev3_component',
    { source: JSON.stringify({ kind: 'image', storage: 'swr', url: IMAGE }) },
    ['source → url'],
  ],
  [
    'huaweicloud_modelarts_algorithm',
    { job_config: { engine: { image_url: IMAGE } } },
    ['job_config.engine.image_url'],
  ],
  [
    'huaweicloud_modelarts_training_job',
    { algorithm: { engine: { image_url: IMAGE } } },
    ['algorithm.engine.image_url'],
  ],
  [
    'huaweicloud_modelarts_model',
    { model_type: 'Image', source_location: IMAGE },
    ['source_location'],
  ],
  [
    'huaweicloud_modelartsv2_service',
    { group_configs: { unit_configs: { image: { source: 'SWR', swr_path: IMAGE } } } },
    ['group_configs.unit_configs.image.swr_path'],
  ],
  ['huaweicloud_dli_flinkjar_job', { image: IMAGE }, ['image']],
  [
    'aws_ecs_task_definition',
    { container_definitions: definitions },
    ['container_definitions → [0].image', 'container_definitions → [1].image'],
  ],
  [
    'aws_ecs_express_gateway_service',
    { primary_container: { image: IMAGE } },
    ['primary_container.image'],
  ],
  [
    'aws_batch_job_definition',
    { container_properties: JSON.stringify({ Image: IMAGE, vcpus: 1 }) },
    ['container_properties → Image'],
  ],
  [
    'aws_batch_job_definition',
    { ecs_properties: JSON.stringify({ taskProperties: [containers] }) },
    ['ecs_properties → taskProperties[0].containers[0].image'],
  ],
  [
    'aws_batch_job_definition',
    {
      node_properties: JSON.stringify({
        nodeRangeProperties: [
          { container: { image: IMAGE } },
          { ecsProperties: { taskProperties: [containers] } },
          {
            eksProperties: { podProperties: { ...containers, initContainers: [{ image: SIDE }] } },
          },
        ],
      }),
    },
    [
      'node_properties → nodeRangeProperties[0].container.image',
      'node_properties → nodeRangeProperties[1].ecsProperties.taskProperties[0].containers[0].image',
      'node_properties → nodeRangeProperties[2].eksProperties.podProperties.containers[0].image',
      'node_properties → nodeRangeProperties[2].eksProperties.podProperties.initContainers[0].image',
    ],
  ],
  [
    'aws_batch_job_definition',
    { eks_properties: { pod_properties: { ...containers, init_containers: { image: SIDE } } } },
    [
      'eks_properties.pod_properties.containers[0].image',
      'eks_properties.pod_properties.init_containers.image',
    ],
  ],
  ['aws_lambda_function', { package_type: 'Image', image_uri: IMAGE }, ['image_uri']],
  [
    'aws_apprunner_service',
    { source_configuration: { image_repository: { image_identifier: IMAGE } } },
    ['source_configuration.image_repository.image_identifier'],
  ],
  [
    'aws_lightsail_container_service_deployment_version',
    { container: [{ container_name: 'web', image: IMAGE }] },
    ['container[0].image'],
  ],
  [
    'aws_sagemaker_model',
    { primary_container: { image: IMAGE }, container: [{ image: SIDE }] },
    ['primary_container.image', 'container[0].image'],
  ],
  ['aws_sagemaker_image_version', { base_image: IMAGE }, ['base_image']],
  [
    'aws_sagemaker_data_quality_job_definition',
    { data_quality_app_specification: { image_uri: IMAGE } },
    ['data_quality_app_specification.image_uri'],
  ],
  ['aws_codebuild_project', { environment: { image: IMAGE } }, ['environment.image']],
  [
    'aws_emrserverless_application',
    { image_configuration: { image_uri: IMAGE } },
    ['image_configuration.image_uri'],
  ],
  [
    'aws_bedrockagentcore_agent_runtime',
    { agent_runtime_artifact: [{ container_configuration: [{ container_uri: IMAGE }] }] },
    ['agent_runtime_artifact[0].container_configuration[0].container_uri'],
  ],
  ['aws_imagebuilder_container_recipe', { parent_image: IMAGE }, ['parent_image']],
  [
    'google_cloud_run_service',
    { template: { spec: containers } },
    ['template.spec.containers[0].image'],
  ],
  ['google_cloud_run_v2_service', { template: containers }, ['template.containers[0].image']],
  [
    'google_cloud_run_v2_job',
    { template: { template: containers } },
    ['template.template.containers[0].image'],
  ],
  ['google_cloud_run_v2_worker_pool', { template: containers }, ['template.containers[0].image']],
  [
    'google_app_engine_flexible_app_version',
    { deployment: { container: { image: IMAGE } } },
    ['deployment.container.image'],
  ],
  [
    'google_firebase_app_hosting_build',
    { source: { container: { image: IMAGE } } },
    ['source.container.image'],
  ],
  [
    'google_bigquery_routine',
    { spark_options: { container_image: IMAGE } },
    ['spark_options.container_image'],
  ],
  [
    'google_dataproc_batch',
    { runtime_config: { container_image: IMAGE } },
    ['runtime_config.container_image'],
  ],
  [
    'google_dataproc_session_template',
    { runtime_config: { container_image: IMAGE } },
    ['runtime_config.container_image'],
  ],
  [
    'google_dataplex_task',
    {
      notebook: { infrastructure_spec: { container_image: { image: IMAGE } } },
      spark: { infrastructure_spec: { container_image: { image: SIDE } } },
    },
    [
      'notebook.infrastructure_spec.container_image.image',
      'spark.infrastructure_spec.container_image.image',
    ],
  ],
  ['google_cloudbuild_trigger', { build: { step: [{ name: IMAGE }] } }, ['build.step[0].name']],
  [
    'google_vertex_ai_endpoint_with_model_garden_deployment',
    { model_config: { container_spec: { image_uri: IMAGE } } },
    ['model_config.container_spec.image_uri'],
  ],
  [
    'azurerm_container_group',
    { container: [{ image: IMAGE }], init_container: { image: SIDE } },
    ['container[0].image', 'init_container.image'],
  ],
  azureApp('azurerm_container_app'),
  azureApp('azurerm_container_app_job'),
  ['azurerm_linux_web_app', webApp, [`${STACK}.docker_image_name`]],
  ['azurerm_linux_web_app_slot', webApp, [`${STACK}.docker_image_name`]],
  ['azurerm_windows_web_app', webApp, [`${STACK}.docker_image_name`]],
  ['azurerm_windows_web_app_slot', webApp, [`${STACK}.docker_image_name`]],
  ...['azurerm_linux_function_app', 'azurerm_linux_function_app_slot'].map(
    (type): [string, unknown, string[]] => [
      type,
      functionApp,
      [`${STACK}.docker.image_name and ${STACK}.docker.image_tag`],
    ],
  ),
  ...['app_service', 'app_service_slot', 'function_app', 'function_app_slot'].map(
    (type): [string, unknown, string[]] => [
      `azurerm_${type}`,
      legacyApp,
      ['site_config.linux_fx_version'],
    ],
  ),
  ['azurerm_logic_app_standard', legacyApp, ['site_config.linux_fx_version']],
  [
    'azurerm_spring_cloud_container_deployment',
    { server: 'swr.cn-north-4.myhuaweicloud.com', image: 'shop/web:1.4.2' },
    ['image'],
  ],
  [
    'azurerm_batch_pool',
    {
      container_configuration: { container_image_names: [IMAGE] },
      start_task: { container: [{ image_name: SIDE }] },
    },
    ['container_configuration.container_image_names[0]', 'start_task.container[0].image_name'],
  ],
  ['docker_image', { name: IMAGE }, ['name']],
  ['docker_container', { image: IMAGE }, ['image']],
  [
    'docker_service',
    { task_spec: { container_spec: { image: IMAGE } } },
    ['task_spec.container_spec.image'],
  ],
  [
    'docker_buildx_builder',
    {
      docker_container: { image: IMAGE },
      kubernetes: { image: SIDE, qemu: { image: SIDE } },
    },
    ['docker_container.image', 'kubernetes.image', 'kubernetes.qemu.image'],
  ],
  [
    'kubernetes_manifest',
    { manifest: { apiVersion: 'v1', kind: 'Pod', spec: containers } },
    ['manifest.spec.containers[0].image'],
  ],
  [
    'kubectl_manifest',
    { yaml_body: `kind: Pod\nspec:\n  containers:\n    - image: ${IMAGE}\n` },
    ['yaml_body → spec.containers[0].image'],
  ],
  [
    'kustomization_resource',
    { manifest: JSON.stringify({ kind: 'Pod', spec: containers }) },
    ['manifest → spec.containers[0].image'],
  ],
  ...['instance', 'instance_template', 'region_instance_template', 'instance_from_template'].map(
    (type): [string, unknown, string[]] => [
      `google_compute_${type}`,
      {
        boot_disk: { initialize_params: { image: 'debian-cloud/debian-12' } },
        metadata: {
          'gce-container-declaration': `spec:\n  containers:\n  - image: '${IMAGE}'\n`,
        },
      },
      ['metadata.gce-container-declaration → spec.containers[0].image'],
    ],
  ),
];

describe.each(IMAGES)('the type %s', (type, body, at) => {
  const document = documentOf(type, body);

  test('has its images found and pinned', () => {
    const found = only(document);
    expect(found).toMatchObject({ outcome: 'images', address: `${type}.it`, type });
    expect(places(found)).toEqual(at.map((path) => prefixed(type, path)));
    expect(new Set(references(found))).toEqual(
      new Set(JSON.stringify(body).includes('proxy') ? [IMAGE, SIDE] : [IMAGE]),
    );

    const pinned = pin(
      document,
      found.images.map((image) => ({ at: image.at!, reference: PINNED })),
    );
    expect(references(only(pinned))).toEqual(found.images.map(() => PINNED));
    expect(places(only(pinned))).toEqual(places(found));
  });

  test('has them found in plan values, with every block in a list', () => {
    // Maps that are attributes stay maps in a plan.
    const map = /^(kubernetes_manifest|google_compute)/.test(type);
    const values = map ? body : listedBlocks(body);
    const found = discoverValues(type, values);
    expect(found.outcome).toBe('images');
    expect(references(found)).toEqual(references(only(document)));
  });

  test('is undeterminable with a token in place of an image', () => {
    const hidden = JSON.parse(
      JSON.stringify(body).replaceAll(IMAGE, '${var.image}').replaceAll('1.4.2', '${var.tag}'),
    );
    const found = only(documentOf(type, hidden));
    expect(found.outcome).toBe('undeterminable');
    expect(found.reason).toMatch(/\$\{var\.(image|tag)\}.*only Terraform/);
  });
});

function prefixed(type: string, path: string): string {
  return path
    .split(' and ')
    .map((part) => `resource.${type}.it.${part}`)
    .join(' and ');
}

/** Typical bodies that deploy no image. */
const NONE: [type: string, body: unknown][] = [
  ['aws_lambda_function', { filename: 'function.zip', image_uri: null }],
  ['aws_codebuild_project', { environment: { image: 'aws/codebuild/standard:7.0' } }],
  ['aws_apprunner_service', { source_configuration: { code_repository: {} } }],
  ['azurerm_app_service', { site_config: { linux_fx_version: 'NODE|20-lts' } }],
  ['azurerm_linux_web_app', { site_config: { application_stack: { node_version: '20-lts' } } }],
  ['azurerm_app_service_source_control', { github_action_configuration: { linux_action: true } }],
  ['azurerm_app_service_source_control_slot', {}],
  ['docker_registry_image', { name: IMAGE }],
  ['docker_tag', { source_image: IMAGE, target_image: 'a/b:c' }],
  ['google_compute_instance', { boot_disk: { initialize_params: { image: 'debian-cloud/x' } } }],
  ['google_compute_disk', { image: '${data.google_compute_image.debian.self_link}' }],
  ['google_cloudfunctions2_function', { build_config: { docker_repository: 'projects/p/x' } }],
  ['google_notebooks_instance', { vm_image: { image_name: 'x' } }],
  ['google_notebooks_environment', {}],
  ['google_notebooks_runtime', {}],
  ['google_workbench_instance', {}],
  ['huaweicloud_cae_component', { spec: { source: { type: 'code', url: 'https://git/x' } } }],
  ['huaweicloud_modelarts_model', { model_type: 'PyTorch', source_location: 'obs://b/m' }],
  ['huaweicloud_cce_cluster', { name: 'c' }],
  ['huaweicloud_cce_node', { extend_params: [{ node_image_id: '${var.image}' }] }],
  ['huaweicloud_cci_namespace', { name: 'n' }],
  ['huaweicloud_cciv2_namespace', { name: 'n' }],
  ['huaweicloud_compute_instance', { image_name: 'Ubuntu 22.04', image_id: '${var.image}' }],
  ['huaweicloud_swr_image_auto_sync', { repository: 'web', target_region: 'x' }],
  ['huaweicloud_swr_image_permissions', { repository: 'web' }],
  ['huaweicloud_swr_image_trigger', { enabled: 'false' }],
  ['kubernetes_config_map_v1', { data: { image: IMAGE, 'pod.yaml': 'containers:\n- image: x' } }],
  ['kubernetes_secret', { data: { IMAGE } }],
];

test.each(NONE)('the type %s has the outcome none without an image', (type, body) => {
  expect(only(documentOf(type, body))).toMatchObject({ outcome: 'none', images: [] });
});

/** Types and bodies of which nothing certain can be known. */
const UNDETERMINABLE: [type: string, body: unknown, reason: RegExp][] = [
  ['nomad_job', { jobspec: 'job "x" {}' }, /Nomad's own HCL/],
  ['huaweicloud_cce_autopilot_release', { values: { image_tag: 'v1' } }, /chart/],
  ['huaweicloud_cce_autopiot_release', {}, /chart/],
  ['huaweicloud_cce_addon', { template_name: 'metrics-server' }, /chart/],
  ['huaweicloud_cce_autopilot_addon', { template_name: 'coredns' }, /chart/],
  ['aws_eks_addon', { addon_name: 'coredns' }, /chart/],
  ['azurerm_kubernetes_cluster_extension', {}, /chart/],
  ['azurerm_arc_kubernetes_cluster_extension', {}, /chart/],
  ['rancher2_app_v2', { values: 'a: b' }, /chart/],
  ['huaweicloud_swr_image_trigger', { repository: 'web' }, /pushed later/],
  ['huaweicloud_swr_image_trigger', { enabled: '${var.on}' }, /pushed later/],
  ['argocd_application', {}, /repository/],
  ['argocd_application_set', {}, /repository/],
  ['flux_bootstrap_git', {}, /repository/],
  ['azurerm_kubernetes_flux_configuration', {}, /repository/],
  ['azurerm_arc_kubernetes_flux_configuration', {}, /repository/],
  ['docker_compose', { config_paths: ['compose.yaml'] }, /Compose files/],
  ['docker_plugin', { name: 'vieux/sshfs' }, /plugin/],
  ['docker_image', { name: 'web', build: { context: '.' } }, /built by Terraform/],
  ['docker_buildx_builder', {}, /BuildKit/],
  ['azurerm_app_service', { site_config: { linux_fx_version: 'COMPOSE|eA==' } }, /Base64/],
  ['google_cloud_run_v2_service', { build_config: { base_image: 'x' } }, /from source/],
  ['google_notebooks_instance', { container_image: { repository: 'x' } }, /separate/],
  ['google_workbench_instance', { gce_setup: { container_image: {} } }, /separate/],
  ['aws_ecs_task_definition', { container_definitions: '[{' }, /not JSON/],
  ['aws_ecs_task_definition', { container_definitions: '[] []' }, /not JSON/],
  ['aws_ecs_task_definition', { container_definitions: [{ image: 'x' }] }, /form/],
  ['kubernetes_pod', { spec: '${var.spec}' }, /only Terraform/],
  ['kubernetes_pod', { spec: { container: true } }, /form/],
  ['kubernetes_pod', { spec: { container: { image: ['a', 5] } } }, /form/],
  ['kubernetes_pod', { spec: { '${var.k}': {} } }, /form/],
  ['kubernetes_pod', 'no block', /form/],
  ...['incus_instance', 'lxd_container', 'lxd_instance'].map((type): [string, unknown, RegExp] => [
    type,
    { image: 'ubuntu:24.04' },
    /image is set: it may be the image of a system container/,
  ]),
  ['incus_image', { source_image: { name: 'a' } }, /application container/],
  ['lxd_cached_image', { source_image: 'ubuntu:24.04' }, /application container/],
];

test.each(UNDETERMINABLE)('%s %j is undeterminable', (type, body, reason) => {
  const found = only(documentOf(type, body));
  expect(found.outcome).toBe('undeterminable');
  expect(found.reason).toMatch(reason);
});

/** Types of the larger providers that are not here: most are in more.test.ts, other.test.ts or cases/. */
const IN_OTHER_TEST = `
  aws_cloudcontrolapi_resource aws_cloudformation_stack aws_cloudformation_stack_set
  aws_sagemaker_pipeline azurerm_management_group_template_deployment
  azurerm_resource_group_template_deployment azurerm_subscription_template_deployment
  azurerm_tenant_template_deployment carvel_kapp google_clouddeploy_custom_target_type
  google_clouddeploy_delivery_pipeline google_data_pipeline_pipeline
  google_dataflow_flex_template_job google_dataproc_gdc_spark_application
  google_deployment_manager_deployment google_gke_hub_feature google_gke_hub_feature_membership
  google_network_services_wasm_plugin google_vertex_ai_reasoning_engine
  google_workstations_workstation_config huaweicloud_cae_component_action
  huaweicloud_cae_component_deployment huaweicloud_cce_autopilot_cluster_upgrade
  huaweicloud_cce_cluster_upgrade huaweicloud_rfs_stack k14s_app k14s_kapp k8s_manifest
  kubernetes_annotations kubernetes_env helm_release huaweicloud_cce_release
`.match(/\w+/g)!;

test('every type of the table is in a test here', () => {
  const tested = new Set([...IMAGES, ...NONE, ...UNDETERMINABLE].map(([type]) => type));
  const tables = [ALICLOUD, AWSCC, OCI, PORTAINER, RANCHER2, SMALL_PROVIDERS, TENCENTCLOUD];
  const others = [...DEPLOYS_ELSEWHERE, ...tables.flat()].map(([type]) => type);
  const inOtherTest = new Set([...others, ...IN_OTHER_TEST]);
  expect(KNOWN_TYPES.filter((type) => !tested.has(type) && !inOtherTest.has(type))).toEqual([]);
});
