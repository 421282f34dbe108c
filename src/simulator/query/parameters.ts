import { invalidParameter } from '../refusal';
import { QueryPairs } from './query';
import { Endpoint } from './routes';

/**
 * The query parameters of the API's documentation, each with its range. Written from the
 * documentation and not from the client's table, so that a mistake in either shows up as a 400.
 */

/** The range of one parameter. */
type Range =
  | { readonly is: 'text'; readonly min: number; readonly max: number }
  | { readonly is: 'integer'; readonly min: bigint; readonly max: bigint }
  | { readonly is: 'list'; readonly max: number }
  | { readonly is: 'boolean' }
  | { readonly is: 'enum'; readonly values: readonly string[]; readonly many?: boolean };

/** Checked parameters by name. */
export type Parameters = ReadonlyMap<string, string>;

const text = (min: number, max: number): Range => ({ is: 'text', min, max });
const integer = (min: bigint, max: bigint): Range => ({ is: 'integer', min, max });
const oneOf = (...values: string[]): Range => ({ is: 'enum', values });
const boolean: Range = { is: 'boolean' };
const time = integer(0n, 9223372036854775807n);
const taskTime = integer(0n, 4070880000000n);
const registryTypes: Range = {
  is: 'enum',
  values: ['Harbor', 'Jfrog', 'SwrPrivate', 'SwrShared', 'SwrEnterprise', 'Other'],
  many: true,
};

const vulnerabilityType = oneOf('linux_vul', 'app_vul');
const handleStatus = oneOf('unhandled', 'handled');

const COMMON: { readonly [name: string]: Range } = {
  enterprise_project_id: text(1, 256),
  offset: integer(0n, 2000000n),
  limit: integer(10n, 200n),
};

/** The parameters of both lists of images. */
const IMAGES: { readonly [name: string]: Range } = {
  namespace: text(1, 128),
  image_name: text(1, 128),
  image_version: text(1, 64),
  sort_key: oneOf('latest_scan_time'),
  sort_dir: oneOf('asc', 'desc'),
  latest_version: boolean,
  // 2147483547, not ...647, as in the documentation.
  image_size: integer(0n, 2147483547n),
  scan_status: oneOf('unscan', 'success', 'scanning', 'failed', 'waiting_for_scan'),
  start_latest_update_time: time,
  end_latest_update_time: time,
  start_latest_scan_time: time,
  end_latest_scan_time: time,
  has_malicious_file: boolean,
  has_unsafe_setting: boolean,
  has_vul: boolean,
  severity_level: oneOf('Security', 'Low', 'Medium', 'High'),
  risky: boolean,
};

const TABLES: {
  readonly [endpoint in Exclude<Endpoint, 'iam'>]: { readonly [name: string]: Range };
} = {
  registries: {
    ...COMMON,
    registry_name: text(1, 128),
    registry_id: text(1, 64),
    registry_type: registryTypes,
    registry_addr: text(1, 256),
    status: oneOf('success', 'fail', 'accessing'),
  },
  cicd: {
    ...COMMON,
    ...IMAGES,
    image_id: text(0, 128),
    cicd_name: text(0, 128),
    pipeline_type: oneOf('jenkins', 'codearts'),
  },
  'registry-images': {
    ...COMMON,
    ...IMAGES,
    limit: integer(1n, 200n),
    registry_name: text(1, 128),
    image_type: oneOf('private_image', 'shared_image', 'instance_image', 'harbor', 'jfrog'),
    start_latest_sync_time: time,
    end_latest_sync_time: time,
    instance_id: text(0, 128),
    instance_name: text(0, 128),
    is_multarch: boolean,
  },
  sync: {
    ...COMMON,
    registry_name: text(1, 128),
    registry_type: registryTypes,
    sync_status: oneOf('finished', 'running', 'failed'),
  },
  tasks: {
    ...COMMON,
    global_image_type: oneOf('local', 'registry'),
    type: oneOf('image_sync', 'image_scan'),
    task_type: oneOf('cycle', 'manual', 'autoSync', 'manualSync'),
    task_name: text(1, 256),
    task_id: text(1, 256),
    create_time: taskTime,
    end_time: taskTime,
    task_status: oneOf('scanning', 'finished'),
    scan_scope: integer(0n, 2147483647n),
  },
  'image-vulnerabilities': {
    ...COMMON,
    image_type: oneOf(
      ...['private_image', 'shared_image', 'instance_image', 'cicd', 'harbor', 'jfrog'],
    ),
    instance_id: text(0, 128),
    namespace: text(0, 64),
    image_name: text(0, 128),
    tag_name: text(0, 64),
    repair_necessity: oneOf('immediate_repair', 'delay_repair', 'not_needed_repair'),
    vul_id: text(0, 128),
    app_name: text(0, 64),
    type: vulnerabilityType,
    handle_status: handleStatus,
  },
  'project-vulnerabilities': {
    ...COMMON,
    type: vulnerabilityType,
    handle_status: handleStatus,
    image_type: oneOf('local', 'registry', 'cicd', 'cluster'),
    severity_level: oneOf('Critical', 'High', 'Medium', 'Low'),
    vul_id: text(0, 256),
    vul_name: text(0, 256),
    cve_id: text(0, 256),
    label_list: { is: 'list', max: 10 },
    status: oneOf('vul_status_unfix', 'vul_status_ignored'),
    cluster_id: text(0, 128),
  },
  // The documentation gives no ranges. A client can rely only on those of the other lists.
  'vulnerability-cves': COMMON,
  statistics: { enterprise_project_id: text(1, 256) },
  quota: { enterprise_project_id: text(1, 256) },
  synchronize: { enterprise_project_id: text(1, 256) },
  scan: {
    enterprise_project_id: text(1, 256),
    global_image_type: oneOf('local', 'registry'),
  },
};

/** Required parameters. */
const REQUIRED: { readonly [endpoint in Endpoint]?: readonly string[] } = {
  tasks: ['type'],
  'image-vulnerabilities': ['image_type', 'namespace', 'image_name', 'tag_name'],
  'project-vulnerabilities': ['type', 'handle_status', 'image_type'],
};

/** Every parameter name of any endpoint. */
export const PARAMETER_NAMES: ReadonlySet<string> = new Set(
  Object.values(TABLES).flatMap((table) => Object.keys(table)),
);

/** Checks every parameter against its range. Refuses unknown and repeated ones, too. */
export function checkParameters(endpoint: Exclude<Endpoint, 'iam'>, pairs: QueryPairs): Parameters {
  const table = TABLES[endpoint];
  const parameters = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (!Object.hasOwn(table, name)) {
      throw invalidParameter(`${name} is not a parameter of this API`);
    }
    if (parameters.has(name)) throw invalidParameter(`${name} is given more than once`);
    const wanted = complaint(table[name], value);
    if (wanted !== undefined) {
      throw invalidParameter(`${name} must be ${wanted}, got ${JSON.stringify(value)}`);
    }
    parameters.set(name, value);
  }
  const missing = REQUIRED[endpoint]?.find((name) => !parameters.has(name));
  if (missing !== undefined) throw invalidParameter(`${missing} is missing`);
  return parameters;
}

/** Returns what the range requires, if the value is not in it. */
function complaint(range: Range, value: string): string | undefined {
  switch (range.is) {
    case 'text': {
      const length = [...value].length;
      return length < range.min || length > range.max
        ? `${range.min} to ${range.max} characters`
        : undefined;
    }
    case 'integer': {
      const isIn =
        /^[0-9]{1,19}$/.test(value) && BigInt(value) >= range.min && BigInt(value) <= range.max;
      return isIn ? undefined : `an integer from ${range.min} to ${range.max}`;
    }
    case 'list':
      return value.split(',').length > range.max ? `at most ${range.max} items` : undefined;
    case 'boolean':
      return value === 'true' || value === 'false' ? undefined : 'true or false';
    case 'enum': {
      const given = range.many ? value.split(',') : [value];
      return given.every((one) => range.values.includes(one))
        ? undefined
        : `one of ${range.values.join(', ')}`;
    }
  }
}
