import { MACHINE_IMAGE_LISTS } from '../../../../src/discovery/table/machine-images';

test.each(Object.entries(MACHINE_IMAGE_LISTS))('%s is sorted', (_name, list) => {
  const types = list.map(([type]) => type);
  expect(types).toEqual([...types].sort());
});
