import { jsonLine } from '../../../src/client/paging/row-text';
import { COLUMNS } from '../../../src/cli/list/columns';
import { table } from '../../../src/cli/list/table';

describe('a table on a terminal', () => {
  const lines = [
    {
      registryName: 'a-registry-with-a-long-name',
      registryType: 'Harbor',
      status: 'success',
      id: 'x'.repeat(40),
    },
    { registryName: '镜像仓镜像仓镜像仓镜像仓', registryType: 'Other', status: 'fail', id: 'y' },
  ];
  const rows = {
    count: 2,
    lines: function* () {
      for (const line of lines) yield Buffer.from(`${jsonLine(line)}\n`);
    },
    close: () => undefined,
  };

  test('is cut to its width, the widest columns first', () => {
    expect([...table(rows, COLUMNS['image-registries'], 80)].join('')).toBe(
      [
        'NAME                  TYPE    ADDRESS  STATUS   REASON  IMAGES  SYNCED  ID',
        'a-registry-with-a-l…  Harbor  -        success  -       -       -       xxxxxxx…',
        '镜像仓镜像仓镜像仓…   Other   -        fail     -       -       -       y',
        '',
      ].join('\n'),
    );
  });

  test('keeps a column readable where all of them can’t be', () => {
    const [head] = [...table(rows, COLUMNS['image-registries'], 20)];
    expect(head).toBe('NAME      TYPE    ADDRESS  STATUS   REASON  IMAGES  SYNCED  ID\n');
  });
});
