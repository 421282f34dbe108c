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

  test('leaves out columns on the right where there is no room for all of them', () => {
    const [head] = [...table(rows, COLUMNS['image-registries'], 20)];
    expect(head).toBe('NAME          TYPE\n');
  });

  test.each([80, 60, 30])('of %d columns shows the whole image, and anomalies', (width) => {
    const image = {
      ...{ namespace: 'shop', imageName: 'web', imageVersion: '1.4.2-a-longer-version' },
      ...{ registryName: 'prod-swr', scanStatus: 'success', severityLevel: 'High', vulNum: 57 },
      ...{ unsafeSettingNum: 4, maliciousFileNum: 2, latestScanTime: 0, latestUpdateTime: 0 },
      imageDigest: `sha256:${'5e0c'.repeat(16)}`,
      anomalies: ['imageSize: above the maximum'],
    };
    const one = {
      ...rows,
      lines: function* () {
        yield Buffer.from(`${jsonLine(image)}\n`);
      },
    };
    const text = [...table(one, COLUMNS['cicd-images'], width)].join('');
    expect(text).toContain('shop/web:1.4.2-a-longer-version');
    expect(text).toContain('ANOMALIES');
    const widest = Math.max(...text.split('\n').map((line) => line.length));
    expect(widest).toBeLessThanOrEqual(Math.max(width, 31 + 2 + 9));
  });
});
