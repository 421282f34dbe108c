import { Table } from '../../../src/discovery/finders/finder';
import { AWS } from '../../../src/discovery/table/aws';
import { AZURERM } from '../../../src/discovery/table/azurerm';
import { CHARTS } from '../../../src/discovery/table/charts';
import { DOCKER } from '../../../src/discovery/table/docker';
import { DEPLOYS_ELSEWHERE } from '../../../src/discovery/table/elsewhere';
import { GOOGLE } from '../../../src/discovery/table/google';
import { RUNS_NOTHING_LISTS } from '../../../src/discovery/table/harmless';
import { HUAWEICLOUD } from '../../../src/discovery/table/huaweicloud';
import { GITOPS_TYPES, KUBERNETES } from '../../../src/discovery/table/kubernetes';
import { MACHINE_LISTS } from '../../../src/discovery/table/machines';
import { AZURERM_3, MORE } from '../../../src/discovery/table/more';

const NAME = /^[a-z][a-z0-9-]*(_[a-z0-9]+)+$/;
const PATH = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/;

const harmless = Object.values(RUNS_NOTHING_LISTS).flat();
const machines = Object.values(MACHINE_LISTS).flat();
const elsewhere = DEPLOYS_ELSEWHERE.map(([type]) => type);
const withFinders = (tables: readonly Table[]): string[] =>
  tables
    .flatMap((table) => table.filter(([, ...finders]) => finders.length > 0))
    .map(([type]) => type);
const before = withFinders([
  AWS,
  AZURERM,
  CHARTS,
  DOCKER,
  GITOPS_TYPES,
  GOOGLE,
  HUAWEICLOUD,
  KUBERNETES,
]);
const more = withFinders(MORE);

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

function duplicates(names: readonly string[]): string[] {
  return names.filter((name, at) => names.indexOf(name) !== at);
}

function both(one: readonly string[], other: readonly string[]): string[] {
  const names = new Set(other);
  return one.filter((name) => names.has(name));
}

describe('the lists of types', () => {
  test.each(Object.entries(RUNS_NOTHING_LISTS))('%s is sorted', (_name, list) => {
    expect(list).toEqual([...list].sort());
  });

  test.each(Object.entries(MACHINE_LISTS))('%s is sorted', (_name, list) => {
    const types = list.map(([type]) => type);
    expect(types).toEqual([...types].sort());
  });

  test('the types that deploy what stands elsewhere are sorted', () => {
    expect(elsewhere).toEqual([...elsewhere].sort());
  });

  test('every name is one of Terraform, and every path too', () => {
    const names = [...harmless, ...machines.map(([type]) => type), ...elsewhere, ...more];
    expect(names.filter((name) => !NAME.test(name))).toEqual([]);
    const paths = machines.flatMap(([, ...all]) => all);
    expect(paths.filter((path) => !PATH.test(path))).toEqual([]);
    expect(DEPLOYS_ELSEWHERE.filter(([, reason]) => reason === '')).toEqual([]);
  });

  test('no type is in a list twice', () => {
    expect(duplicates(harmless)).toEqual([]);
    expect(duplicates(machines.map(([type]) => type))).toEqual([]);
    expect(duplicates(elsewhere)).toEqual([]);
    expect(duplicates([...before, ...more])).toEqual([]);
    for (const [type, ...paths] of machines) expect([type, duplicates(paths)]).toEqual([type, []]);
  });

  test('nothing that is harmless is known to deploy or start something', () => {
    expect(both(harmless, [...before, ...more])).toEqual([]);
    expect(both(harmless, elsewhere)).toEqual([]);
    expect(
      both(
        harmless,
        machines.map(([type]) => type),
      ),
    ).toEqual([]);
  });

  test('what deploys from elsewhere has no entry of another kind', () => {
    expect(both(elsewhere, [...before, ...more, ...machines.map(([type]) => type)])).toEqual([]);
  });

  test('the finders for version 3 of azurerm are for types that have others', () => {
    expect(both(withFinders([AZURERM_3]), withFinders([AZURERM]))).toEqual(
      withFinders([AZURERM_3]),
    );
  });

  test('no harmless type is called after something that runs', () => {
    const runs =
      /_(addon|cluster|cron_job|daemon_?set|deployment|function|job|launch_template|notebook|pipeline|pod|release_set|stack|state_machine|stateful_set|task_definition)(_v\d+)?$/;
    expect(harmless.filter((type) => runs.test(type)).sort()).toEqual(CHECKED);
  });
});
