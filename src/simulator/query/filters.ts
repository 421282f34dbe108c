import { isJsonObject, numberOf } from '../data/exact-json';
import { DEFAULT_PROJECT, SimulatedRow, TYPE_FIELD, projectOfRow } from '../data/rows';
import { HANDLED_FIELD, typeOfFinding } from '../vulnerabilities/derive';
import { Parameters } from './parameters';
import { ListEndpoint } from './routes';

/**
 * Whether a name filter matches the complete name or a part of it. HSS's documentation does not
 * say.
 */
export type NameMatch = 'exact' | 'partial';

/** Returns whether a row passes. */
export type Predicate = (row: SimulatedRow) => boolean;

/** Makes the predicate of one parameter's value. */
type Filter = (value: string, match: NameMatch) => Predicate;

const same =
  (field: string): Filter =>
  (value) =>
  (row) =>
    row[field] === value;

const name =
  (field: string): Filter =>
  (value, match) =>
  (row) => {
    const given = row[field];
    return match === 'partial'
      ? typeof given === 'string' && given.includes(value)
      : given === value;
  };

/** For parameters whose length may be 0: an empty value does not filter. */
const optional =
  (filter: Filter): Filter =>
  (value, match) =>
    value === '' ? () => true : filter(value, match);

const anyOf =
  (field: string): Filter =>
  (value) => {
    const wanted = new Set<unknown>(value.split(','));
    return (row) => wanted.has(row[field]);
  };

const flag =
  (field: string): Filter =>
  (value) =>
  (row) =>
    row[field] === (value === 'true');

/** `true` selects rows above zero, `false` rows with zero. A row without the field never passes. */
const some =
  (field: string): Filter =>
  (value) =>
  (row) => {
    const given = numberOf(row[field]);
    return given !== undefined && given > 0 === (value === 'true');
  };

const compare =
  (field: string, test: (given: number | bigint, wanted: bigint) => boolean): Filter =>
  (value) => {
    const wanted = BigInt(value);
    return (row) => {
      const given = numberOf(row[field]);
      return given !== undefined && test(given, wanted);
    };
  };

const since = (field: string): Filter => compare(field, (given, wanted) => given >= wanted);
const until = (field: string): Filter => compare(field, (given, wanted) => given <= wanted);

const risky: Filter = (value) => (row) => {
  const level = row.severity_level;
  return typeof level === 'string' && (level !== 'Security') === (value === 'true');
};

/** Documented as a partial match, regardless of the other filters. */
const part =
  (field: string): Filter =>
  (value) =>
    name(field)(value, 'partial');

const typeOf: Filter = (value) => (row) => typeOfFinding(row) === value;

const handled =
  (word: string): Filter =>
  (value) =>
  (row) =>
    (row[HANDLED_FIELD] === true) === (value === word);

const anyCve: Filter = (value, match) => (row) =>
  Array.isArray(row.cve_list) &&
  row.cve_list.some((cve: unknown) => isJsonObject(cve) && name('cve_id')(value, match)(cve));

const anyLabel: Filter = (value) => {
  const wanted = new Set<unknown>(value.split(','));
  return (row) =>
    Array.isArray(row.label_list) && row.label_list.some((label: unknown) => wanted.has(label));
};

/** The filters of both lists of images. */
const IMAGES: { readonly [name: string]: Filter } = {
  namespace: name('namespace'),
  image_name: name('image_name'),
  image_version: name('image_version'),
  latest_version: flag('latest_version'),
  // Loose on purpose, because == compares a number and a bigint by value.
  image_size: compare('image_size', (given, wanted) => given == wanted),
  scan_status: same('scan_status'),
  start_latest_update_time: since('latest_update_time'),
  end_latest_update_time: until('latest_update_time'),
  start_latest_scan_time: since('latest_scan_time'),
  end_latest_scan_time: until('latest_scan_time'),
  has_malicious_file: some('malicious_file_num'),
  has_unsafe_setting: some('unsafe_setting_num'),
  has_vul: some('vul_num'),
  severity_level: same('severity_level'),
  risky,
};

const FILTERS: {
  readonly [endpoint in ListEndpoint]: { readonly [name: string]: Filter };
} = {
  registries: {
    registry_name: name('registry_name'),
    registry_id: same('id'),
    registry_type: anyOf('registry_type'),
    registry_addr: name('registry_addr'),
    status: same('status'),
  },
  cicd: {
    ...IMAGES,
    image_id: optional(same('image_id')),
    cicd_name: optional(name('cicd_name')),
    pipeline_type: same('pipeline_type'),
    risky,
  },
  'registry-images': {
    ...IMAGES,
    registry_name: name('registry_name'),
    image_type: same('image_type'),
    start_latest_sync_time: since('latest_sync_time'),
    end_latest_sync_time: until('latest_sync_time'),
    instance_id: optional(same('instance_id')),
    instance_name: optional(name('instance_name')),
    is_multarch: flag('is_multiple_arch'),
  },
  sync: {
    registry_name: name('registry_name'),
    registry_type: anyOf('registry_type'),
    sync_status: same('sync_status'),
  },
  tasks: {
    global_image_type: same('image_type'),
    type: same(TYPE_FIELD),
    task_type: same('task_type'),
    task_name: name('task_name'),
    task_id: same('task_id'),
    // The meaning of these times is not documented. Here, they select rows that begin, or end, no
    // earlier.
    create_time: since('begin_time'),
    end_time: since('end_time'),
    task_status: (value) => (row) => (row.task_status === 100) === (value === 'finished'),
    scan_scope: compare('scan_scope', (given, wanted) => given == wanted),
  },
  'image-vulnerabilities': {
    repair_necessity: same('repair_necessity'),
    vul_id: optional(part('vul_id')),
    app_name: optional(name('app_name')),
    type: typeOf,
    handle_status: handled('handled'),
  },
  'project-vulnerabilities': {
    type: typeOf,
    handle_status: handled('handled'),
    severity_level: same('severity_level'),
    vul_id: optional(name('vul_id')),
    vul_name: optional(name('vul_name')),
    cve_id: optional(anyCve),
    label_list: optional(anyLabel),
    // Ignoring a vulnerability is the only simulated way to handle it.
    status: handled('vul_status_ignored'),
    cluster_id: optional(same('cluster_id')),
  },
  'vulnerability-cves': {},
};

/** Returns the predicates of a request, without the enterprise project's. */
export function predicatesOf(
  endpoint: ListEndpoint,
  parameters: Parameters,
  match: NameMatch,
  ignored: ReadonlySet<string>,
): Predicate[] {
  return Object.entries(FILTERS[endpoint]).flatMap(([parameter, filter]) => {
    const value = parameters.get(parameter);
    return value === undefined || ignored.has(parameter) ? [] : [filter(value, match)];
  });
}

/** Returns the enterprise project's predicate; undefined if all projects are requested. */
export function projectPredicate(
  parameters: Parameters,
  ignored: ReadonlySet<string>,
): { readonly project: string; readonly test: Predicate } | undefined {
  const project = parameters.get('enterprise_project_id') ?? DEFAULT_PROJECT;
  return project === 'all_granted_eps' || ignored.has('enterprise_project_id')
    ? undefined
    : { project, test: (row) => projectOfRow(row) === project };
}
