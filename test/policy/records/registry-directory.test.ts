import { RegistryType } from '../../../src/contract/enums';
import { HssImageRegistry } from '../../../src/contract/registry';
import { HssRegistryImage } from '../../../src/contract/registry-image';
import { RegistryDirectory } from '../../../src/policy/records';
import { ServiceLocation } from '../../../src/policy/records/registry-directory';

function hosts(
  registry: Partial<HssImageRegistry>,
  more: {
    readonly images?: HssRegistryImage[];
    readonly location?: ServiceLocation;
    readonly registryHosts?: { [name: string]: string[] };
  } = {},
): readonly string[] {
  const { images = [], location, registryHosts } = more;
  return new RegistryDirectory({
    imageRegistries: [{ id: '7', ...registry }],
    registryImages: images,
    location,
    registryHosts,
  }).hostsOf('7');
}

describe('the host in an address', () => {
  test.each<[address: string, protocol: string | undefined, expected: string[]]>([
    ['harbor.example.com', undefined, ['harbor.example.com', 'harbor.example.com:443']],
    ['Harbor.Example.com', 'https', ['harbor.example.com', 'harbor.example.com:443']],
    ['harbor.example.com:443', 'https', ['harbor.example.com', 'harbor.example.com:443']],
    ['harbor.example.com:8443', 'https', ['harbor.example.com:8443']],
    ['harbor.example.com', 'http', ['harbor.example.com', 'harbor.example.com:80']],
    ['harbor.example.com:80', 'http', ['harbor.example.com', 'harbor.example.com:80']],
    ['harbor.example.com:443', 'http', ['harbor.example.com:443']],
    ['https://harbor.example.com/', 'http', ['harbor.example.com', 'harbor.example.com:443']],
    ['HTTP://harbor.example.com/v2', undefined, ['harbor.example.com', 'harbor.example.com:80']],
    ['10.0.0.5:5000', 'http', ['10.0.0.5:5000']],
    ['[fd00::1]:5000', 'https', ['[fd00::1]:5000']],
    ['index.docker.io', 'https', ['docker.io', 'docker.io:443']],
    ['ftp://harbor.example.com', undefined, []],
    ['harbor.example.com@evil.example.com', 'https', []],
    ['harbor.example.com?x', 'https', []],
    ['harbor.example.com.', 'https', []],
    ['2001:db8::1', 'https', []],
    ['not a host', undefined, []],
    ['', undefined, []],
    // These are other spellings of an address only to some.
    ['1.2.3', 'https', ['1.2.3', '1.2.3:443']],
    ['0x7f.1', 'https', ['0x7f.1', '0x7f.1:443']],
  ])('%s by %s', (registryAddr, protocol, expected) => {
    expect(hosts({ registryAddr, protocol })).toEqual(expected);
  });
});

describe('the host of SWR', () => {
  const swr = { registryType: RegistryType.SWR_PRIVATE };
  test.each<[location: ServiceLocation, expected: string[]]>([
    [
      { endpoint: 'https://hss.cn-north-4.myhuaweicloud.com' },
      ['swr.cn-north-4.myhuaweicloud.com'],
    ],
    [
      { endpoint: 'https://hss.eu-west-101.myhuaweicloud.eu' },
      ['swr.eu-west-101.myhuaweicloud.eu'],
    ],
    [{ endpoint: 'https://hss.a.cloud.example' }, ['swr.a.cloud.example']],
    [
      { endpoint: 'http://127.0.0.1:8080', region: 'cn-north-4' },
      ['swr.cn-north-4.myhuaweicloud.com'],
    ],
    [{ region: 'eu-west-101' }, ['swr.eu-west-101.myhuaweicloud.eu']],
    [{ endpoint: 'http://127.0.0.1:8080' }, []],
    [{ endpoint: 'hss-gate exec' }, []],
    [{}, []],
  ])('where HSS is at %j', (location, names) => {
    const expected = names.flatMap((name) => [name, `${name}:443`]);
    expect(hosts(swr, { location })).toEqual(expected);
    expect(hosts({ registryType: RegistryType.SWR_SHARED }, { location })).toEqual(expected);
    expect(hosts({ registryType: RegistryType.HARBOR }, { location })).toEqual([]);
    expect(hosts({}, { location, images: [{ registryId: '7', ...swr }] })).toEqual(expected);
  });

  test('of an Enterprise instance is in its rows, and of no other kind', () => {
    const instanceUrl = 'https://prod-x1.swr-pro.example.com';
    const of = (registryType: RegistryType | undefined): readonly string[] =>
      hosts({}, { images: [{ registryId: '7', registryType, instanceUrl }] });
    expect(of(RegistryType.SWR_ENTERPRISE)).toEqual([
      'prod-x1.swr-pro.example.com',
      'prod-x1.swr-pro.example.com:443',
    ]);
    expect(of(RegistryType.HARBOR)).toEqual([]);
    expect(of(undefined)).toEqual([]);
  });
});

test('a policy adds hosts by the name of a registry, in its row or in that of an image', () => {
  const registryHosts = { 'prod-harbor': ['Harbor.example.com:443', 'index.docker.io'] };
  const named = { registryName: 'prod-harbor' };
  const added = ['harbor.example.com', 'harbor.example.com:443', 'docker.io', 'docker.io:443'];
  expect(hosts({ ...named, registryAddr: '10.0.0.5:80' }, { registryHosts })).toEqual([
    ...added,
    '10.0.0.5:80',
  ]);
  expect(hosts({}, { registryHosts, images: [{ registryId: '7', ...named }] })).toEqual(added);
  expect(hosts({ registryName: 'constructor' }, { registryHosts })).toEqual([]);
});

test('registries are found by a host, however a reference spells it', () => {
  const directory = new RegistryDirectory({
    imageRegistries: [
      { id: '1', registryAddr: 'a.example.com' },
      { id: '2', registryAddr: 'a.example.com:443', protocol: 'https' },
      { id: '3', registryAddr: 'b.example.com' },
      { registryAddr: 'a.example.com' },
    ],
    registryImages: [],
  });
  expect(directory.idsAt('A.example.com')).toEqual(['1', '2']);
  expect(directory.idsAt('a.example.com:443')).toEqual(['1', '2']);
  expect(directory.idsAt('a.example.com:8443')).toEqual([]);
  expect(directory.hostsOf(undefined)).toEqual([]);
  expect(directory.hostsOf('9')).toEqual([]);
});
