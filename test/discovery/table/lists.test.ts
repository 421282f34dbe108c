import { Table } from '../../../src/discovery/finders/finder';
import { DEPLOYING } from '../../../src/discovery/table/deploying';
import {
  CHART_TYPES,
  DEPLOYS_ELSEWHERE,
  GITOPS_TYPES,
} from '../../../src/discovery/table/deploys-elsewhere';
import { RUNS_NOTHING_LISTS } from '../../../src/discovery/table/harmless';
import { MACHINE_IMAGE_LISTS } from '../../../src/discovery/table/machine-images';

const NAME = /^[a-z][a-z0-9-]*(_[a-z0-9]+)+$/;
const PATH = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/;

const harmless = Object.values(RUNS_NOTHING_LISTS).flat();
const machines = Object.values(MACHINE_IMAGE_LISTS).flat();
const elsewhere = DEPLOYS_ELSEWHERE.map(([type]) => type);
const withFinders = (tables: readonly Table[]): string[] =>
  tables
    .flatMap((table) => table.filter(([, ...finders]) => finders.length > 0))
    .map(([type]) => type);
const deploying = [...withFinders(DEPLOYING), ...CHART_TYPES, ...GITOPS_TYPES];

function duplicates(names: readonly string[]): string[] {
  return names.filter((name, at) => names.indexOf(name) !== at);
}

function both(one: readonly string[], other: readonly string[]): string[] {
  const names = new Set(other);
  return one.filter((name) => names.has(name));
}

describe('the lists of types', () => {
  test('the types that deploy content from elsewhere are sorted', () => {
    expect(elsewhere).toEqual([...elsewhere].sort());
  });

  test('every name is one of Terraform, and every path too', () => {
    const names = [...harmless, ...machines.map(([type]) => type), ...elsewhere, ...deploying];
    expect(names.filter((name) => !NAME.test(name))).toEqual([]);
    const paths = machines.flatMap(([, ...all]) => all);
    expect(paths.filter((path) => !PATH.test(path))).toEqual([]);
    expect(DEPLOYS_ELSEWHERE.filter(([, reason]) => reason === '')).toEqual([]);
  });

  test('no type is in a list twice', () => {
    expect(duplicates(harmless)).toEqual([]);
    expect(duplicates(machines.map(([type]) => type))).toEqual([]);
    expect(duplicates(elsewhere)).toEqual([]);
    expect(duplicates(deploying)).toEqual([]);
    for (const [type, ...paths] of machines) expect([type, duplicates(paths)]).toEqual([type, []]);
  });

  test('nothing that is harmless is known to deploy or start something', () => {
    expect(both(harmless, deploying)).toEqual([]);
    expect(both(harmless, elsewhere)).toEqual([]);
    expect(
      both(
        harmless,
        machines.map(([type]) => type),
      ),
    ).toEqual([]);
  });

  test('types that deploy content from elsewhere have no other entry', () => {
    expect(both(elsewhere, [...deploying, ...machines.map(([type]) => type)])).toEqual([]);
  });
});
