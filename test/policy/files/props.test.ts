import { ImagePolicyException, ImagePolicyProps, policyFromProps } from '../../../src/policy';
import { NOW, exception, policyProps } from '../fixtures';

describe('the props of a policy', () => {
  const refuses = (props: unknown, message: string) =>
    expect(() => policyFromProps(props as ImagePolicyProps, NOW)).toThrow(message);
  test('are checked as a file is, and named', () => {
    refuses({}, 'HSS_POLICY_INVALID: maxSeverity is missing');
    refuses({ maxSeverity: 'low' }, 'HSS_POLICY_INVALID: maxSeverity: expected one of');
    refuses(policyProps({ maxVulnerabilities: -1 }), 'maxVulnerabilities: expected a whole number');
    refuses(
      policyProps({ exceptions: [exception({ owner: '' })] }),
      'exceptions[0].owner: it is blank',
    );
    refuses(
      policyProps({ exceptions: [exception({ expires: '9999-12-31' })] }),
      'exceptions[0].expires: 9999',
    );
    refuses({ ...policyProps(), maxSeverty: 1 }, 'did you mean maxSeverity?');
    refuses({ extends: 'a.yaml' }, 'HSS_POLICY_INVALID: extends: supported only in a policy file');
    refuses({ ...policyProps(), waivable: [] }, 'waivable: supported only in a policy file');
    refuses({ ...policyProps(), overridable: [] }, 'overridable: supported only in a policy file');
    refuses(
      policyProps({ exceptions: [{ ...exception(), origin: 'x:1' } as ImagePolicyException] }),
      'unknown key "origin"',
    );
    refuses(
      policyProps({ exceptions: [exception({ rules: ['snapshot-fresh'] })] }),
      "exceptions[0].rules[0]: snapshot-fresh can't be waived",
    );
    refuses(
      { ...policyProps(), maxVulnerabilities: -1.8881545897087504e289 },
      'maxVulnerabilities',
    );
  });
  test('are refused where they are not data', () => {
    refuses(undefined, 'expected a map of settings');
    refuses(null, 'expected a map of settings');
    refuses([], 'expected a map of settings');
    refuses('x', 'expected a map of settings');
    refuses(
      { ...policyProps(), maxVulnerabilities: 1n },
      'maxVulnerabilities: expected plain data',
    );
    refuses({ ...policyProps(), registryNames: () => [] }, 'registryNames: expected plain data');
    refuses(
      policyProps({ exceptions: [exception({ expires: new Date() as unknown as string })] }),
      'exceptions[0].expires: expected plain data',
    );
    refuses(policyProps({ registryNames: [undefined as unknown as string] }), 'registryNames[0]');
    const circle: { [key: string]: unknown } = { ...policyProps() };
    circle.exceptions = [circle];
    refuses(circle, 'exceptions[0]');
  });
  test('may be a checked policy, which stays the same', () => {
    const policy = policyFromProps(policyProps({ exceptions: [exception()] }), NOW);
    expect(policyFromProps(policy, NOW + 1e15)).toBe(policy);
    refuses({ ...policy, maxVulnerabilities: -1 }, 'maxVulnerabilities: expected');
  });
  test('are left out as undefined or null, but not as false or 0', () => {
    const given = policyFromProps(
      {
        ...policyProps(),
        maxVulnerabilities: undefined,
        maxScanAgeHours: null as unknown as undefined,
        requireDigest: false,
        maxUnsafeSettings: 0,
      },
      NOW,
    );
    expect(given).toMatchObject({
      maxScanAgeHours: 168,
      requireDigest: false,
      maxUnsafeSettings: 0,
    });
    expect(given).not.toHaveProperty('maxVulnerabilities');
  });
});
