import { RegistryImageType, RegistryType } from '../../../src/contract/enums';
import { HssRegistryImage } from '../../../src/contract/registry-image';
import { ImageSource, ScanRecord } from '../../../src/policy';
import { scanRecords } from '../../../src/policy/records';
import {
  cveQuestion,
  projectQuestions,
  vulnerabilityKey,
  vulnerabilityQuestions,
} from '../../../src/policy/vulnerabilities/questions';
import { REGISTRIES, registryRow, row } from '../fixtures';

const registryRecord = (change: Partial<HssRegistryImage>): ScanRecord =>
  scanRecords(
    {
      cicdImages: [],
      registryImages: [registryRow({ imageId: 'i-1', ...change })],
      imageRegistries: REGISTRIES,
    },
    {},
  )[0];
const cicd = (change = {}): ScanRecord => ({
  ...row({ imageId: 'i-1', ...change }),
  list: ImageSource.CICD,
  row: row({ imageId: 'i-1', ...change }),
});
const asked = (record: ScanRecord) => {
  const questions = vulnerabilityQuestions(record, { enterpriseProjectId: 'e' });
  if ('problem' in questions) throw new Error(questions.problem);
  return questions;
};

test('of a CI/CD image are two, and four of its list', () => {
  const { unhandled, handled, project } = asked(cicd());
  const values = {
    imageType: 'cicd',
    imageId: 'i-1',
    namespace: 'shop',
    imageName: 'web',
    tagName: '1.4',
    enterpriseProjectId: 'e',
  };
  expect(unhandled).toMatchObject({
    endpoint: 'image-vulnerabilities',
    values: { ...values, handleStatus: 'unhandled' },
  });
  expect(handled.values).toEqual({ ...unhandled.values, handleStatus: 'handled' });
  expect(project).toEqual(projectQuestions(ImageSource.CICD, { enterpriseProjectId: 'e' }));
  expect(project.map((one) => one.values)).toEqual(
    ['linux_vul', 'app_vul'].flatMap((type) =>
      ['unhandled', 'handled'].map((handleStatus) =>
        expect.objectContaining({ type, handleStatus, imageType: 'cicd' }),
      ),
    ),
  );
});

test('of an image without names say so by empty texts', () => {
  const { values } = asked(cicd({ namespace: undefined, imageVersion: undefined })).unhandled;
  expect(values).toMatchObject({ namespace: '', tagName: '', imageName: 'web' });
});

test.each<[change: Partial<HssRegistryImage>, imageType: string]>([
  [{ imageType: RegistryImageType.HARBOR }, 'harbor'],
  [{ imageType: RegistryImageType.INSTANCE_IMAGE, instanceId: 'x' }, 'instance_image'],
  [{ imageType: undefined, registryType: RegistryType.SWR_PRIVATE }, 'private_image'],
  [{ imageType: undefined, registryType: RegistryType.SWR_SHARED }, 'shared_image'],
  [{ imageType: undefined, registryType: RegistryType.SWR_ENTERPRISE }, 'instance_image'],
  [{ imageType: undefined, registryType: RegistryType.JFROG }, 'jfrog'],
])('of the registry image %j are for the type %s', (change, imageType) => {
  const { unhandled, project } = asked(registryRecord(change));
  expect(unhandled.values.imageType).toBe(imageType);
  expect(unhandled.values.instanceId).toBe(change.instanceId);
  expect(project[0].values.imageType).toBe('registry');
});

test.each<[what: string, record: ScanRecord, problem: RegExp]>([
  ['no ID', cicd({ imageId: undefined }), /no ID of the image/],
  ['an empty ID', cicd({ imageId: '' }), /no ID of the image/],
  ['an ID with a slash', cicd({ imageId: '../x' }), /"..\/x" can't be part of a URL/],
  [
    'a registry of another kind',
    registryRecord({ imageType: undefined, registryType: RegistryType.OTHER }),
    /SWR, Harbor, JFrog and CI\/CD images alone/,
  ],
  [
    'a registry of no kind',
    registryRecord({ imageType: undefined, registryType: undefined }),
    /SWR, Harbor, JFrog and CI\/CD images alone/,
  ],
])('of an image with %s can not be asked', (_, record, problem) => {
  expect(vulnerabilityQuestions(record)).toEqual({ problem: expect.stringMatching(problem) });
});

test('about CVEs are asked of IDs that can stand in a URL', () => {
  expect(cveQuestion('EulerOS-SA-2026-1')?.values).toEqual({ vulId: 'EulerOS-SA-2026-1' });
  for (const id of ['', 'a/b', '..', 'a b', 'CVE-1?x']) expect(cveQuestion(id)).toBeUndefined();
});

test('the key tells each image apart', () => {
  const records = [
    cicd(),
    cicd({ imageId: 'i-2' }),
    cicd({ imageVersion: '1.5' }),
    registryRecord({}),
    registryRecord({ imageType: RegistryImageType.JFROG }),
    registryRecord({ instanceId: 'x' }),
  ];
  expect(new Set(records.map(vulnerabilityKey)).size).toBe(records.length);
  expect(vulnerabilityKey(cicd({ vulNum: 7 }))).toBe(vulnerabilityKey(cicd()));
});
