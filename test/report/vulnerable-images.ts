import { Decision, JudgedVulnerability, VulnerabilityStatus } from '../../src/policy';
import { ReportedImage } from '../../src/report/stack-report';
import { reported } from './support';
import { EACH, VULNERABILITY_WAIVER, vulnerability } from './vulnerability-support';

/** An image that is denied for its vulnerabilities. */
export function vulnerableImage(
  vulnerabilities: readonly JudgedVulnerability[] = EACH,
  change: Parameters<typeof reported>[0] = {},
  address = 'kubernetes_deployment_v1.web',
): ReportedImage {
  return reported(
    {
      reference: 'registry.example/shop/web:1.25.3',
      path: undefined,
      findings: [
        {
          ruleId: 'max-vulnerabilities-by-severity',
          message: '2 Critical vulnerabilities, at most 0 allowed (CVE-2026-33, HWSA-2026-2)',
          actual: '2 Critical',
          limit: '0 Critical',
        },
        { ruleId: 'known-exploited', message: '1 vulnerability is known to be exploited' },
        {
          ruleId: 'max-vulnerabilities-by-severity',
          message: '1 vulnerability is excepted: HWSA-2026-7',
          waivedBy: VULNERABILITY_WAIVER,
        },
      ],
      vulnerabilities: [...vulnerabilities],
      ...change,
    },
    address,
  );
}

/** An image that is allowed since its known exploited vulnerability is excepted. */
export function exceptedImage(): ReportedImage {
  const excepted = vulnerability({
    id: 'HWSA-2026-9',
    status: VulnerabilityStatus.EXCEPTED,
    exceptions: [VULNERABILITY_WAIVER],
  });
  return vulnerableImage([vulnerability({ id: 'HWSA-2026-5' }), excepted], {
    decision: Decision.ALLOW,
    findings: [
      {
        ruleId: 'known-exploited',
        message: '1 vulnerability is excepted: HWSA-2026-9',
        waivedBy: VULNERABILITY_WAIVER,
      },
    ],
  });
}
