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

function duplicates(names: readonly string[]): string[] {
  return names.filter((name, at) => names.indexOf(name) !== at);
}

function both(one: readonly string[], other: readonly string[]): string[] {
  const names = new Set(other);
  return one.filter((name) => names.has(name));
}

describe('the lists of types', () => {
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
});
