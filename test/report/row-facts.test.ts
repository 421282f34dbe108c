import { SeverityLevel } from '../../src/contract/enums';
import { ImageVerdict } from '../../src/policy';
import { scanFacts } from '../../src/report/row-facts';
import { DAY, NOW, judged, sha } from '../policy/fixtures';

test('of an index the worst severity and the oldest scan of its platforms are shown', () => {
  const { verdict } = judged();
  const platforms: ImageVerdict['platforms'] = [
    { names: ['shop/web'], image: { severityLevel: SeverityLevel.LOW, latestScanTime: NOW } },
    {
      names: ['shop/web'],
      image: { severityLevel: SeverityLevel.HIGH, latestScanTime: NOW - DAY },
    },
    { names: ['shop/web'] },
  ];
  expect(scanFacts({ ...verdict, platforms })).toEqual({
    severity: 'High',
    scannedAt: NOW - DAY,
    scannedOn: '2026-11-21',
    digest: sha('a'),
  });
  expect(scanFacts({ ...verdict, platforms: [{ names: ['shop/web'] }] })).toEqual({
    digest: sha('a'),
  });
  expect(scanFacts(verdict)).toMatchObject({ severity: 'Security', scannedAt: NOW - DAY });
});
