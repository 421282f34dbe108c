import { MACHINE_LISTS } from '../../../../src/discovery/table/machines';

test.each(Object.entries(MACHINE_LISTS))('%s is sorted', (_name, list) => {
  const types = list.map(([type]) => type);
  expect(types).toEqual([...types].sort());
});
