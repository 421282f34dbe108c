import { HssCicdImage } from '../contract/cicd-image';
import { ENDPOINTS } from '../contract/endpoints';
import { SeverityLevel, SortDir } from '../contract/enums';
import { HssError } from '../contract/error';
import { EndpointId, EndpointSpec } from '../contract/fields';
import { Query } from '../contract/query';
import { readRows } from '../contract/recheck';
import { HssImageRegistry } from '../contract/registry';
import { HssRegistryImage } from '../contract/registry-image';
import { Row } from '../contract/row';
import { HssSyncTaskRegistry } from '../contract/sync-task-registry';
import {
  CVE_PROPS,
  HssImageVulnerability,
  VULNERABILITY_PROPS,
} from '../contract/vulnerabilities/hss-image-vulnerability';
import { vulnerabilityRows } from './fixture-vulnerabilities';
import { propNames } from '../util/prop-names';

/** Rows in memory, in place of HSS: for unit tests of gated stacks, and for examples. */
export interface HssFixture {
  /**
   * What `DataHssImageRegistries` lists, and where the gate finds the address of a registry.
   * @default - none
   */
  readonly imageRegistries?: HssImageRegistry[];
  /**
   * What `DataHssCicdImages` lists and the gate judges.
   * @default - none
   */
  readonly cicdImages?: HssCicdImage[];
  /**
   * What `DataHssRegistryImages` lists and the gate judges.
   * @default - none
   */
  readonly registryImages?: HssRegistryImage[];
  /**
   * What `DataHssImageSyncTaskRegistries` lists, by task ID. A task that is not here is not found.
   * @default - none
   */
  readonly imageSyncTaskRegistries?: { [taskId: string]: HssSyncTaskRegistry[] };
  /**
   * What `DataHssImageVulnerabilities` lists and a policy with `vulnerabilities` judges, by the
   * image ID of the image's row. An image that is not here has none.
   * @default - none
   */
  readonly imageVulnerabilities?: { [imageId: string]: HssImageVulnerability[] };
}

const LISTS = propNames<HssFixture>({
  imageRegistries: true,
  cicdImages: true,
  registryImages: true,
  imageSyncTaskRegistries: true,
  imageVulnerabilities: true,
});

/**
 * Rejects an unknown list or field: if ignored, misspelled rows would be silently missing.
 * @throws HSS_INVALID_ARGUMENT naming the unknown key
 */
export function checkFixture(fixture: HssFixture): void {
  refuseUnknown('the fixture', fixture, LISTS);
  const lists: [EndpointId, readonly unknown[]][] = [
    ['image-registries', fixture.imageRegistries ?? []],
    ['cicd-images', fixture.cicdImages ?? []],
    ['registry-images', fixture.registryImages ?? []],
    ...Object.values(fixture.imageSyncTaskRegistries ?? {}).map(
      (rows): [EndpointId, readonly unknown[]] => ['sync-task-registries', rows],
    ),
  ];
  for (const [endpoint, rows] of lists) {
    for (const row of rows)
      refuseUnknownFields(`a row of ${endpoint}`, row, ENDPOINTS[endpoint].fields);
  }
  for (const row of Object.values(fixture.imageVulnerabilities ?? {}).flat()) {
    const what = 'a row of imageVulnerabilities';
    refuseUnknown(what, row, VULNERABILITY_PROPS);
    const cves: unknown = (row as HssImageVulnerability | null)?.cves;
    if (!Array.isArray(cves)) continue;
    for (const cve of cves) refuseUnknown(`one of cves of ${what}`, cve, CVE_PROPS);
  }
}

function refuseUnknownFields(what: string, row: unknown, fields: EndpointSpec['fields']): void {
  refuseUnknown(what, row, [...Object.keys(fields), 'anomalies']);
  for (const [prop, field] of Object.entries(fields)) {
    if (field.kind !== 'objectList') continue;
    const list = (row as { readonly [prop: string]: unknown } | null | undefined)?.[prop];
    if (!Array.isArray(list)) continue;
    for (const one of list)
      refuseUnknown(`one of ${prop} of ${what}`, one, Object.keys(field.fields));
  }
}

function refuseUnknown(what: string, value: unknown, known: readonly string[]): void {
  // A value that is not an object becomes an anomaly of its row.
  if (typeof value !== 'object' || value === null) return;
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new HssError('HSS_INVALID_ARGUMENT', `${what} has no ${JSON.stringify(unknown)}`, {
    advice: `use: ${known.join(', ')}`,
  });
}

/**
 * Lists a fixture's rows as the endpoint would: the query's filters apply, with exact names, and a
 * row that breaks the contract has anomalies, as a live one would.
 * @throws HSS_NOT_FOUND for a task that the fixture lacks
 */
export function listFixture(fixture: HssFixture, query: Query): Row[] {
  const spec = ENDPOINTS[query.endpoint];
  const rows = readRows(spec, query, rowsOf(fixture, query), 'prop', 'goes').filter(
    (row) =>
      Object.entries(spec.parameters).every(
        ([prop, parameter]) =>
          parameter.nameOf === undefined ||
          query.values[prop] === undefined ||
          query.values[prop] === '' ||
          row[parameter.nameOf] === query.values[prop],
      ) && matchesRisk(row, query.values.risky),
  );
  return query.values.sortKey === undefined
    ? rows
    : sortByScanTime(rows, query.values.sortDir === SortDir.DESC);
}

function rowsOf(fixture: HssFixture, query: Query): readonly object[] {
  switch (query.endpoint) {
    case 'image-registries':
      return fixture.imageRegistries ?? [];
    case 'cicd-images':
      return fixture.cicdImages ?? [];
    case 'registry-images':
      return fixture.registryImages ?? [];
    case 'sync-task-registries': {
      const tasks = fixture.imageSyncTaskRegistries ?? {};
      const taskId = String(query.values.taskId);
      if (Object.hasOwn(tasks, taskId)) return tasks[taskId];
      throw new HssError(
        'HSS_NOT_FOUND',
        `the fixture has no image synchronization task ${taskId}`,
        {
          advice: `add it to imageSyncTaskRegistries, which has: ${Object.keys(tasks).join(', ') || 'none'}`,
        },
      );
    }
    case 'image-vulnerabilities':
    case 'project-vulnerabilities':
    case 'vulnerability-cves':
      return vulnerabilityRows(fixture.imageVulnerabilities ?? {}, query);
  }
}

/**
 * Returns whether a row matches the filter for risk. HSS doesn't define risk; in a fixture it is
 * any severity above Security.
 */
function matchesRisk(row: Row, risky: unknown): boolean {
  return (
    risky === undefined ||
    (row.severityLevel !== undefined && (row.severityLevel !== SeverityLevel.SECURITY) === risky)
  );
}

function sortByScanTime(rows: Row[], descending: boolean): Row[] {
  const time = (row: Row): number =>
    typeof row.latestScanTime === 'number' ? row.latestScanTime : 0;
  return [...rows].sort((a, b) => (descending ? time(b) - time(a) : time(a) - time(b)));
}
