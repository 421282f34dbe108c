import { Decision, ImageVerdict } from '../../src/policy';
import { countsText } from '../../src/report/counts';
import { entriesOf, groupedEntriesOf } from '../../src/report/entries';
import { StackReport, imagesByResource } from '../../src/report/stack-report';
import { report, reported } from './support';

/** An image is told once of each resource that deploys it. */

const SEVERE = { ruleId: 'max-severity', message: 'its severity is High' };
const TAG = { ruleId: 'reference-pinned', message: 'a tag would be deployed' };
const WAIVED = { ruleId: 'scan-fresh', message: 'old', waivedBy: 'owner o' };

const occurrence = (
  change: Partial<ImageVerdict> & { readonly address?: string; readonly gate?: string } = {},
): ReturnType<typeof reported> => {
  const { address = 'terraform_data.d', gate = 'g', ...verdict } = change;
  const one = reported({ reference: 'r.io/web:1', path: 'shop/d', ...verdict });
  return { ...one, address, gate };
};

const withImages = (...images: StackReport['images']): StackReport => report({ images });

test('an image in several places of a resource is one entry', () => {
  const part = withImages(occurrence(), occurrence(), occurrence({ findings: [] }));
  expect(imagesByResource(part)).toHaveLength(1);
  expect(entriesOf(part)).toHaveLength(1);
  expect(groupedEntriesOf(part)).toHaveLength(1);
  expect(countsText([part])).toMatch(/^1 image [a-z]+$/);
});

test.each([
  ['first', 0],
  ['last', 1],
])('it has all findings, and the worse decision, with that %s', (_, at) => {
  const allowed = occurrence({
    decision: Decision.ALLOW,
    findings: [WAIVED],
    pinnedReference: 'r.io/web@sha256:a',
  });
  const denied = occurrence({ decision: Decision.DENY, findings: [TAG, SEVERE] });
  const origin = { file: 'p.yaml', line: 3 };
  const images = [denied, { ...allowed, origins: [origin] }];
  const [merged, ...others] = imagesByResource({
    images: at === 0 ? images : [...images].reverse(),
  });
  expect(others).toEqual([]);
  expect(merged.verdict).toMatchObject({
    decision: Decision.DENY,
    pinnedReference: 'r.io/web@sha256:a',
    findings: [WAIVED, SEVERE, TAG],
  });
  expect(merged.origins).toEqual([origin, undefined, undefined]);
});

test.each([
  ['resources', { address: 'terraform_data.other' }],
  ['constructs', { path: 'shop/other' }],
  ['gates', { gate: 'other' }],
  ['references', { reference: 'r.io/web:2' }],
  ['digests', { image: { imageDigest: 'sha256:other' } }],
])('images of different %s are different entries', (_, change) => {
  expect(imagesByResource({ images: [occurrence(), occurrence(change)] })).toHaveLength(2);
});

test('images that no resource holds are different entries', () => {
  const { address, ...named } = occurrence();
  expect(address).toBeDefined();
  expect(imagesByResource({ images: [named, named] })).toHaveLength(2);
});
