import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RUNS_NOTHING_LISTS } from '../../../../../src/discovery/table/harmless';

const FOLDER = join(__dirname, '../../../../../src/discovery/table/harmless/clouds');

const lists = Object.entries(RUNS_NOTHING_LISTS).map(([name, types]) => ({
  name,
  cloud: name.split('_')[0].toLowerCase(),
  types,
}));
const ofOneCloud = lists.filter(({ cloud }) => /^(aws|azurerm|google|huaweicloud)$/.test(cloud));
const ofSeveral = lists.filter(({ cloud }) => /^(asian|large|small)$/.test(cloud));

test('every file of a cloud is one of the lists', () => {
  expect(readdirSync(FOLDER)).toHaveLength(ofOneCloud.length + ofSeveral.length);
});

test.each(ofOneCloud)('$name lists types of its cloud alone', ({ cloud, types }) => {
  expect(types.filter((type) => !type.startsWith(`${cloud}_`))).toEqual([]);
});

test('a cloud stands in one of the lists of several clouds', () => {
  const clouds = ofSeveral.flatMap(({ types }) => [
    ...new Set(types.map((type) => type.split('_')[0])),
  ]);
  expect(clouds).toEqual([...new Set(clouds)]);
});
