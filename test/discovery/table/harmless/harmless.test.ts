import { RUNS_NOTHING, RUNS_NOTHING_LISTS } from '../../../../src/discovery/table/harmless';

/** Names like those of workloads: deployments of settings, and jobs that move keys, images or logs. */
const CHECKED = [
  'aws_api_gateway_deployment',
  'aws_apigatewayv2_deployment',
  'cloudflare_logpush_job',
  'datadog_logs_custom_pipeline',
  'datadog_logs_integration_pipeline',
  'google_kms_key_ring_import_job',
  'ibm_is_image_export_job',
  'vault_pki_secret_backend_config_cluster',
];

test.each(Object.entries(RUNS_NOTHING_LISTS))('%s is sorted', (_name, list) => {
  expect(list).toEqual([...list].sort());
});

test('no harmless type is called after something that runs', () => {
  const runs =
    /_(addon|cluster|cron_job|daemon_?set|deployment|function|job|launch_template|notebook|pipeline|pod|release_set|stack|state_machine|stateful_set|task_definition)(_v\d+)?$/;
  expect([...RUNS_NOTHING].filter((type) => runs.test(type)).sort()).toEqual(CHECKED);
});
