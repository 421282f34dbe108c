import { SeverityLevel, VulnerabilitySeverity } from '../../src/contract/enums';
import { ImageVerdict, JudgedVulnerability, VulnerabilityStatus } from '../../src/policy';
import { scanFacts } from '../../src/report/row-facts';
import { DAY, NOW, judged, sha } from '../policy/fixtures';
import { vulnerability } from './vulnerability-support';

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

const { CRITICAL, LOW } = VulnerabilitySeverity;
test.each<[level: SeverityLevel | undefined, change: Partial<JudgedVulnerability>, shown?: string]>(
  [
    [SeverityLevel.HIGH, { severity: CRITICAL }, 'Critical'],
    [SeverityLevel.HIGH, { severity: CRITICAL, status: VulnerabilityStatus.EXCEPTED }, 'Critical'],
    [SeverityLevel.HIGH, { severity: CRITICAL, status: VulnerabilityStatus.HANDLED }, 'High'],
    [SeverityLevel.HIGH, { severity: LOW }, 'High'],
    [SeverityLevel.HIGH, { severity: undefined }, 'High'],
    [undefined, { severity: LOW }, 'Low'],
    [undefined, { severity: 'odd' as never }, undefined],
  ],
)('of an image that is %s with a vulnerability of %j it is %s', (severityLevel, change, shown) => {
  const { verdict } = judged();
  const image = { ...verdict.image, severityLevel };
  const vulnerabilities = [vulnerability(change)];
  expect(scanFacts({ ...verdict, image, vulnerabilities }).severity).toBe(shown);
});
