import { Lazy, TerraformStack, Testing } from 'cdktf';
import {
  DataHssImageVulnerabilities,
  DataHssImageVulnerabilitiesOptions,
  DataHssImageVulnerabilitiesProps,
  HandleStatus,
  HssCicdImage,
  HssConnection,
  HssImageVulnerability,
  HssRegistryImage,
  HssSource,
  RegistryImageType,
  RegistryType,
  RepairNecessity,
  VulnerabilitySeverity,
  VulnerabilityType,
  VulnerableImageType,
} from '../../../src';
import type { EndpointId } from '../../../src/contract/fields';
import { MemoryHss, Raw } from '../../support/memory-hss';
import { thrown } from '../support';

/**
 * The vulnerabilities of an image, merged from HSS's lists. The lists themselves are tested in
 * test/lookup.
 */

const { CRITICAL, HIGH, MEDIUM, LOW } = VulnerabilitySeverity;
const { IMMEDIATE_REPAIR, DELAY_REPAIR } = RepairNecessity;

const OPENSSL: HssImageVulnerability = {
  vulId: 'EulerOS-SA-1',
  severityLevel: CRITICAL,
  repairNecessity: IMMEDIATE_REPAIR,
  cves: [
    { cveId: 'CVE-2026-1', cvss: 9.8 },
    { cveId: 'CVE-2026-2', cvss: 5 },
  ],
  appName: 'openssl',
  version: '1.1.1',
  position: 'layer-1',
  description: 'a buffer overflow',
  solution: 'update openssl',
  url: 'https://example.com/1',
  handled: false,
};
const LIBSSL = { ...OPENSSL, appName: 'libssl' };
const LOG4J: HssImageVulnerability = {
  vulId: 'CVE-2021-44228',
  severityLevel: MEDIUM,
  repairNecessity: DELAY_REPAIR,
  appName: 'log4j-core',
  appPath: '/app/log4j.jar',
  handled: true,
};
const ROWS = [OPENSSL, LIBSSL, LOG4J];

function stackWith(rows: readonly HssImageVulnerability[]): TerraformStack {
  const stack = new TerraformStack(Testing.app(), 'shop');
  const source = HssSource.fixture({ imageVulnerabilities: { 'i-1': [...rows] } });
  new HssConnection(stack, 'hss', { source });
  return stack;
}

const IMAGE = { imageType: VulnerableImageType.CICD, imageId: 'i-1' };

const lookup = (
  rows: readonly HssImageVulnerability[] = ROWS,
  props: Partial<DataHssImageVulnerabilitiesProps> = {},
): DataHssImageVulnerabilities =>
  new DataHssImageVulnerabilities(stackWith(rows), 'vulns', { ...IMAGE, ...props });

test('rows have every field, and are a copy', () => {
  const vulns = lookup();
  expect(vulns.rows).toEqual(ROWS);
  expect(JSON.parse(vulns.rowsJson)).toEqual(ROWS);
  (vulns.rows[0].cves as { cvss: number }[])[0].cvss = 0;
  vulns.rows.pop();
  expect(JSON.parse(vulns.rowsJson)).toEqual(ROWS);
  expect(vulns.totalNum).toBe(3);
});

test('an ID and a CVE are returned once, however many packages have them', () => {
  const twin = { ...OPENSSL, vulId: 'EulerOS-SA-2' };
  const vulns = lookup([...ROWS, twin, { appName: 'nameless' }]);
  expect(vulns.ids).toEqual(['EulerOS-SA-1', 'EulerOS-SA-2', 'CVE-2021-44228']);
  // The ID of a vulnerability may be a CVE.
  expect([...vulns.cves].sort()).toEqual(['CVE-2021-44228', 'CVE-2026-1', 'CVE-2026-2']);
});

test('bySeverity returns the rows that may have the severity', () => {
  const open = { ...OPENSSL, vulId: 'unknown-1', severityLevel: undefined, cves: undefined };
  const silent = { vulId: 'unknown-2' };
  const vulns = lookup([...ROWS, open, silent]);
  const ids = (severity: VulnerabilitySeverity): unknown[] =>
    vulns.bySeverity(severity).map(({ vulId, appName }) => appName ?? vulId);
  expect(ids(CRITICAL)).toEqual(['openssl', 'libssl', 'openssl', 'unknown-2']);
  expect(ids(HIGH)).toEqual(['openssl', 'unknown-2']);
  expect(ids(MEDIUM)).toEqual(['unknown-2', 'log4j-core']);
  expect(ids(LOW)).toEqual(['unknown-2']);
});

test.each<[unknown, RegExp]>([
  ['critical', /severity is "critical", .*Critical, High, Medium, Low/s],
  [undefined, /severity is not set/],
  [7, /severity is of type number/],
  ['${var.severity}', /severity is a token/],
])('bySeverity(%p) is refused', (severity, expected) => {
  const { code, message } = thrown(() => lookup().bySeverity(severity as VulnerabilitySeverity));
  expect(code).toBe('HSS_INVALID_ARGUMENT');
  expect(message).toMatch(expected);
  expect(message).toContain('construct: shop/vulns');
});

test.each<[Partial<DataHssImageVulnerabilitiesProps>, string[]]>([
  [{ handleStatus: HandleStatus.HANDLED }, ['log4j-core']],
  [{ handleStatus: HandleStatus.UNHANDLED }, ['openssl', 'libssl']],
  [{ type: VulnerabilityType.APP_VUL }, ['log4j-core']],
  [{ repairNecessity: DELAY_REPAIR }, ['log4j-core']],
  [{ vulId: '44228' }, ['log4j-core']],
  [{ appName: 'libssl' }, ['libssl']],
  [{ imageId: 'other' }, []],
])('the filter %j leaves %j', (props, names) => {
  expect(lookup(ROWS, props).rows.map(({ appName }) => appName)).toEqual(names);
});

describe('props that are not allowed', () => {
  const token = Lazy.stringValue({ produce: () => 'x' });
  test.each<[unknown, RegExp]>([
    [undefined, /imageType is required/],
    [null, /imageType is required/],
    [{ imageId: 'i-1' }, /imageType is required/],
    [{ imageType: 'cicd' }, /imageId is required/],
    [{ ...IMAGE, imageType: 'local' }, /imageType is "local", .*one of cicd, private_image/],
    [{ ...IMAGE, imageId: '' }, /imageId is "", /],
    [{ ...IMAGE, imageId: 'a/b' }, /imageId is "a\/b", .*A-Z a-z/],
    [{ ...IMAGE, tagName: 'x'.repeat(65) }, /tagName .*0 to 64 characters/],
    [{ ...IMAGE, namespace: 7 }, /namespace is 7/],
    [{ ...IMAGE, severityLevel: 'Critical' }, /severityLevel is not a parameter of ListImageVuln/],
    [{ ...IMAGE, repairNecessity: 'Critical' }, /repairNecessity is "Critical", .*immediate/],
    [{ ...IMAGE, connection: 'hss' }, /connection is not an instance of HssConnection/],
    [{ ...IMAGE, imageId: token }, /imageId is a token[^]*the lookup runs when the stack/],
    [{ ...IMAGE, vulId: '${var.id}' }, /vulId is a token/],
  ])('are refused: %j', (props, expected) => {
    const { code, message } = thrown(
      () => new DataHssImageVulnerabilities(stackWith([]), 'vulns', props as never),
    );
    expect(code).toBe('HSS_INVALID_ARGUMENT');
    expect(message).toMatch(expected);
    expect(message).toContain('construct: shop/vulns');
  });

  test('do not include null, which is treated as undefined', () => {
    const props = { namespace: null, handleStatus: null, connection: null };
    expect(lookup(ROWS, props as never).totalNum).toBe(3);
  });
});

describe('the row of another lookup', () => {
  const CICD: HssCicdImage = { imageId: 'i-1', imageType: 'cicd', vulNum: 3 };
  const REGISTRY: HssRegistryImage = {
    imageId: 'i-1',
    imageType: RegistryImageType.INSTANCE_IMAGE,
    instanceId: 'eu',
    namespace: 'shop',
    imageName: 'web',
    imageVersion: '1.4',
    vulNum: 2,
  };

  const ofCicd = (
    row: HssCicdImage,
    options?: DataHssImageVulnerabilitiesOptions,
  ): DataHssImageVulnerabilities =>
    DataHssImageVulnerabilities.ofCicdImage(stackWith(ROWS), 'vulns', row, options);
  const ofRegistry = (
    row: HssRegistryImage,
    options?: DataHssImageVulnerabilitiesOptions,
  ): DataHssImageVulnerabilities =>
    DataHssImageVulnerabilities.ofRegistryImage(stackWith(ROWS), 'vulns', row, options);

  test('identifies the image', () => {
    const hss = new MemoryHss({});
    const { connection } = hss;
    Object.setPrototypeOf(connection, HssConnection.prototype);
    const stack = stackWith([]);
    const none = { vulNum: 0 };
    const cicd = { ...CICD, ...none, namespace: 'shop' };
    DataHssImageVulnerabilities.ofCicdImage(stack, 'a', cicd, { connection });
    const registry = { ...REGISTRY, ...none };
    DataHssImageVulnerabilities.ofRegistryImage(stack, 'b', registry, {
      connection,
      vulId: 'CVE',
    });
    expect(valuesAsked(hss, 'image-vulnerabilities')).toEqual([
      'cicd i-1 shop   unhandled',
      'cicd i-1 shop   handled',
      'instance_image i-1 eu shop web 1.4 CVE unhandled',
      'instance_image i-1 eu shop web 1.4 CVE handled',
    ]);
  });

  test.each<[string, () => DataHssImageVulnerabilities]>([
    ['all of them', () => ofCicd(CICD)],
    ['without the handled ones', () => ofCicd({ ...CICD, vulNum: 2 })],
    ['each vulnerability once', () => ofCicd({ ...CICD, vulNum: 1 })],
    ['a row that has no count', () => ofCicd({ ...CICD, vulNum: undefined })],
    ['of a registry', () => ofRegistry(REGISTRY)],
    ['of a registry, by its kind', () => ofRegistry({ imageId: 'i-1', ...byKind })],
  ])('agrees with the list in the number of %s', (_, make) => {
    expect(make().rows).toEqual(ROWS);
  });
  const byKind = { registryType: RegistryType.HARBOR };

  test('with another count is HSS_UNSTABLE_LIST, unless a filter is set', () => {
    const row = { ...CICD, vulNum: 57 };
    const { code, message } = thrown(() => ofCicd(row).rows);
    expect(code).toBe('HSS_UNSTABLE_LIST');
    expect(message).toContain('its row says 57 vulnerabilities, and HSS lists 3 (1 handled)');
    expect(message).toContain('construct: shop/vulns');
    expect(ofCicd(row, { appName: 'libssl' }).totalNum).toBe(1);
    expect(thrown(() => ofCicd(row, { appName: null } as never).rows).code).toBe(code);
  });

  test.each<[string, () => unknown, RegExp]>([
    ['none', () => ofCicd(undefined as never), /row is not set[^]*DataHssCicdImages/],
    ['a text', () => ofRegistry('i-1' as never), /row is of type string/],
    ['without an ID', () => ofCicd({}), /gives no ID of the image/],
    ['with an odd ID', () => ofCicd({ imageId: 'a/b' }), /image ID "a\/b" can't be part of a URL/],
    ['of the other list', () => ofCicd(REGISTRY), /type instance_image[^]*CicdImages/],
    ['of the other list', () => ofRegistry(CICD as never), /type cicd[^]*RegistryImages/],
    [
      'of another kind of registry',
      () => ofRegistry({ imageId: 'i-1', registryType: RegistryType.OTHER }),
      /SWR, Harbor, JFrog and CI\/CD images alone/,
    ],
  ])('is refused: %s', (_, make, expected) => {
    const { code, message } = thrown(make);
    expect(code).toBe('HSS_INVALID_ARGUMENT');
    expect(message).toMatch(expected);
    expect(message).toContain('construct: shop/vulns');
  });
});

/** The values of the queries to one endpoint. */
function valuesAsked(hss: MemoryHss, endpoint: EndpointId): string[] {
  return hss.queries
    .filter((query) => query.endpoint === endpoint)
    .map(({ values }) => Object.values(values).join(' '));
}

describe('the listings', () => {
  const ZLIB: Raw = { vul_id: 'a', app_name: 'zlib', namespace: '', image_name: '' };

  function asking(
    hss: MemoryHss,
    props: Partial<DataHssImageVulnerabilitiesProps> = {},
    id = 'vulns',
    stack = stackWith([]),
  ): DataHssImageVulnerabilities {
    const { connection } = hss;
    Object.setPrototypeOf(connection, HssConnection.prototype);
    return new DataHssImageVulnerabilities(stack, id, { ...IMAGE, ...props, connection });
  }

  test('start at once: two per image, and four that all images of a kind share', () => {
    const hss = new MemoryHss({});
    const stack = stackWith([]);
    const both = ['i-1', 'i-2'].map((imageId) => asking(hss, { imageId }, imageId, stack));
    expect(hss.log).toEqual([
      'ask image i-1 unhandled',
      'ask image i-1 handled',
      'ask project cicd linux_vul unhandled',
      'ask project cicd linux_vul handled',
      'ask project cicd app_vul unhandled',
      'ask project cicd app_vul handled',
      'ask image i-2 unhandled',
      'ask image i-2 handled',
    ]);
    expect(both.map(({ totalNum }) => totalNum)).toEqual([0, 0]);
    expect(hss.asked).toHaveLength(8);
  });

  test.each<[Partial<DataHssImageVulnerabilitiesProps>, string[]]>([
    [{ handleStatus: HandleStatus.HANDLED }, ['linux_vul handled cicd', 'app_vul handled cicd']],
    [{ type: VulnerabilityType.APP_VUL }, ['app_vul unhandled cicd', 'app_vul handled cicd']],
    [
      { type: VulnerabilityType.APP_VUL, handleStatus: HandleStatus.UNHANDLED },
      ['app_vul unhandled cicd'],
    ],
    [
      { type: VulnerabilityType.APP_VUL, imageType: VulnerableImageType.JFROG },
      ['app_vul unhandled registry', 'app_vul handled registry'],
    ],
    [
      { type: VulnerabilityType.APP_VUL, enterpriseProjectId: 'all_granted_eps' },
      ['all_granted_eps app_vul unhandled cicd', 'all_granted_eps app_vul handled cicd'],
    ],
  ])('of the project follow the props %j', (props, expected) => {
    const hss = new MemoryHss({});
    asking(hss, props);
    expect(valuesAsked(hss, 'project-vulnerabilities')).toEqual(expected);
  });

  test('are read once more if a row moved between them, and then are an error', () => {
    const moving = new MovingHss(1);
    expect(asking(moving).totalNum).toBe(1);
    expect(moving.asked.filter((one) => one.startsWith('image '))).toHaveLength(4);
    const { code, message } = thrown(() => asking(new MovingHss(2)).rows);
    expect(code).toBe('HSS_UNSTABLE_LIST');
    expect(message).toMatch(/HSS lists a of zlib in both states[^]*construct: shop\/vulns/);
  });

  /** In its first answers a row is in both states. */
  class MovingHss extends MemoryHss {
    private left: number;

    constructor(times: number) {
      super({ 'image-vulnerabilities': [ZLIB] });
      this.left = times;
    }

    public override list(...[query]: Parameters<MemoryHss['list']>): ReturnType<MemoryHss['list']> {
      const rows = super.list(query);
      if (query.endpoint !== 'image-vulnerabilities') return rows;
      if (query.values.handleStatus === HandleStatus.UNHANDLED) return rows;
      this.left -= 1;
      return this.left >= 0 ? rows : [];
    }
  }
});
