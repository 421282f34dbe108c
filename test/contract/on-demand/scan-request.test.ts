import { writeExactly } from '../../../src/client/http/json';
import { RegistryType } from '../../../src/contract/enums';
import { scanBody, synchronizeBody } from '../../../src/contract/on-demand/scan-request';

test('a synchronization lists its registries, and never requests all', () => {
  const registries = [{ registryId: 'r-1', registryType: RegistryType.HARBOR }];
  expect(synchronizeBody(registries)).toEqual({
    sync_all_registries: false,
    registry_info: [{ registry_id: 'r-1', registry_type: 'Harbor' }],
  });
});

test.each(['1', '9007199254740993', '9223372036854775807'])(
  'the ID %s of a row stands in a scan with all its digits',
  (id) => {
    const body = writeExactly(scanBody([{ id, imageDigest: `sha256:${id}` }]));
    expect(body).toContain(`"id":${id},`);
    expect(body).toContain(`"image_digest":"sha256:${id}"`);
  },
);

test('a scan identifies its images by their rows, without missing fields or results', () => {
  const body = scanBody([
    {
      id: '7',
      imageId: 'i',
      imageDigest: 'sha256:a',
      namespace: '',
      imageName: 'web',
      imageVersion: '1',
      registryId: 'r-1',
      registryName: 'prod',
      registryType: RegistryType.SWR_ENTERPRISE,
      instanceId: 'e-1',
      vulNum: 3,
    },
  ]);
  expect(JSON.parse(writeExactly(body))).toEqual({
    scan_scope: 0x7fffffff,
    is_all: false,
    image_info: [
      {
        id: 7,
        image_digest: 'sha256:a',
        image_name: 'web',
        image_version: '1',
        registry_id: 'r-1',
        registry_name: 'prod',
        registry_type: 'SwrEnterprise',
        instance_id: 'e-1',
      },
    ],
  });
});
