import fc from 'fast-check';
import { successOf } from '../../src/client/http/answer';
import { AttemptFailure } from '../../src/client/http/failure';
import { pageOf } from '../../src/client/paging/page';
import { HssCicdImage } from '../../src/contract/cicd-image';
import { ENDPOINTS } from '../../src/contract/endpoints';
import { EndpointId } from '../../src/contract/fields';
import { readRows } from '../../src/contract/recheck';
import { Row } from '../../src/contract/row';
import { Decision } from '../../src/policy';
import { HOUR, NOW, judged, sha } from '../policy/fixtures';
import { mutated, mutatedText, odd, outcomeOf, runs } from './support';

/** Whatever a server answers: rows that the contract allows, or an HssError; and no verdict for what is unsound. */

const TOKEN = 'a-token-of-ours';

/** From the bytes of an answer to typed rows, as the client goes. */
function rowsOf(
  body: Buffer<ArrayBuffer>,
  endpoint: EndpointId,
  headers = {},
  status = 200,
): Row[] {
  try {
    const { json } = successOf({ status, headers, body, ms: 0 }, 'GET it', [TOKEN]);
    return readRows(ENDPOINTS[endpoint], { endpoint, values: {} }, pageOf(json, 'GET it').rows);
  } catch (thrown) {
    throw thrown instanceof AttemptFailure ? thrown.error : thrown;
  }
}

const GOOD = {
  namespace: 'shop',
  image_name: 'web',
  image_version: '1.4',
  image_digest: sha('a'),
  registry_name: 'own',
  scan_status: 'success',
  severity_level: 'Low',
  latest_scan_time: NOW - HOUR,
  latest_update_time: NOW - 2 * HOUR,
  vul_num: 3,
  unsafe_setting_num: 1,
  malicious_file_num: 0,
};
const page = (...rows: unknown[]) => ({ total_num: rows.length, data_list: rows });
const GOOD_PAGE = page(GOOD, { ...GOOD, image_id: 'other', image_version: '2' });
/** Mostly the one whose rows are judged. */
const endpoints = fc.oneof(
  { weight: 3, arbitrary: fc.constant<EndpointId>('cicd-images') },
  fc.constantFrom(...(Object.keys(ENDPOINTS) as EndpointId[])),
);

const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ maxLength: 60, unit: 'binary' }).map((text) => Buffer.from(text)),
  odd.map((value) => Buffer.from(JSON.stringify(value))),
  { weight: 6, arbitrary: mutated(GOOD_PAGE).map((value) => Buffer.from(JSON.stringify(value))) },
  mutatedText(JSON.stringify(GOOD_PAGE)).map((text) => Buffer.from(text)),
);

/** Whether a typed row holds nothing but what its table allows. */
function isSound(row: Row, endpoint: EndpointId): boolean {
  return Object.entries(row).every(([prop, value]) => {
    if (prop === 'anomalies') return Array.isArray(value) && value.length > 0;
    const field = Object.hasOwn(ENDPOINTS[endpoint].fields, prop)
      ? ENDPOINTS[endpoint].fields[prop]
      : undefined;
    switch (field?.kind) {
      case 'string':
        return typeof value === 'string';
      case 'integer':
        return Number.isSafeInteger(value) && (value as number) >= field.min;
      case 'boolean':
        return typeof value === 'boolean';
      case 'enum':
        return field.values.includes(value as string);
      default:
        return false;
    }
  });
}

test('any body is sound rows or an HssError', () => {
  fc.assert(
    fc.property(bodies, endpoints, (body, endpoint) => {
      const outcome = outcomeOf(() => rowsOf(body, endpoint));
      if ('error' in outcome) expect(outcome.error.code).toBe('HSS_BAD_RESPONSE');
      else expect(outcome.value.filter((row) => !isSound(row, endpoint))).toEqual([]);
    }),
    runs(2500),
  );
});

test('any refusal is an HssError that shows neither credential nor control characters', () => {
  const refusal = fc.record({
    status: fc.integer({ min: 100, max: 599 }).filter((status) => status !== 200),
    body: fc.oneof(
      bodies,
      mutated({ error_code: 'HSS.0001', error_msg: `you sent ${TOKEN}` }).map((value) =>
        Buffer.from(JSON.stringify(value)),
      ),
      fc
        .string({ unit: 'binary', maxLength: 40 })
        .map((error_msg) => Buffer.from(JSON.stringify({ error_msg: error_msg + TOKEN }))),
    ),
    headers: fc.dictionary(
      fc.constantFrom('retry-after', 'x-request-id', 'content-encoding', 'x-hss-gate-error'),
      fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constant(TOKEN), fc.constant('3')),
    ),
  });
  fc.assert(
    fc.property(refusal, ({ status, body, headers }) => {
      const outcome = outcomeOf(() => rowsOf(body, 'cicd-images', headers, status));
      if (!('error' in outcome)) throw new Error(`rows of HTTP ${status}`);
      expect(outcome.error.message).not.toContain(TOKEN);
      // eslint-disable-next-line no-control-regex
      expect(outcome.error.message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }),
    runs(1000),
  );
});

const LIMITS = { maxVulnerabilities: 50, maxUnsafeSettings: 5, maxMaliciousFiles: 0 };

/** Whether a raw row may pass, written without any of the package's code. */
function mayPass(raw: unknown): boolean {
  if (typeof raw !== 'object' || raw === null) return false;
  const row = raw as { readonly [field: string]: unknown };
  const isCount = (value: unknown, most: number): boolean =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
  const path = [row.namespace, row.image_name].filter((part) => part !== '' && part != null);
  return (
    path.join('/') === 'shop/web' &&
    row.image_version === '1.4' &&
    /^sha256:[0-9a-f]{64}$/.test(String(row.image_digest)) &&
    row.scan_status === 'success' &&
    (row.severity_level === 'Security' || row.severity_level === 'Low') &&
    isCount(row.latest_scan_time, NOW + 5 * 60_000) &&
    (row.latest_scan_time as number) >= NOW - 168 * HOUR &&
    isCount(row.vul_num, LIMITS.maxVulnerabilities) &&
    isCount(row.unsafe_setting_num, LIMITS.maxUnsafeSettings) &&
    isCount(row.malicious_file_num, LIMITS.maxMaliciousFiles)
  );
}

/** What is judged of an answer, and the raw rows in it. */
function judgedBy(body: string): { readonly digest?: string } {
  const rows = rowsOf(Buffer.from(body), 'cicd-images') as HssCicdImage[];
  const { verdict } = judged({ rows, policy: LIMITS });
  if (verdict.decision !== Decision.ALLOW) return {};
  return { digest: verdict.pinnedReference?.split('@')[1] };
}

test('a changed row is allowed only where each of its fields still allows it', () => {
  let allowed = 0;
  fc.assert(
    fc.property(mutated(GOOD, 3), (raw) => {
      const outcome = outcomeOf(() => judgedBy(JSON.stringify(page(raw))));
      if (!('value' in outcome) || outcome.value.digest === undefined) return;
      allowed++;
      expect(mayPass(raw)).toBe(true);
      expect(outcome.value.digest).toBe((raw as typeof GOOD).image_digest);
    }),
    runs(2000),
  );
  expect(allowed).toBeGreaterThan(0);
});

test('beside another row of the same tag, what is allowed is the row that may pass', () => {
  const other = {
    ...GOOD,
    image_digest: sha('b'),
    severity_level: 'High',
    latest_update_time: NOW,
  };
  fc.assert(
    fc.property(mutated(page(GOOD, other), 3), (raw) => {
      const outcome = outcomeOf(() => judgedBy(JSON.stringify(raw)));
      if (!('value' in outcome) || outcome.value.digest === undefined) return;
      const { digest } = outcome.value;
      const list = (raw as { readonly data_list: unknown }).data_list;
      const rows = (Array.isArray(list) ? list : [list]) as (typeof GOOD)[];
      expect(rows.filter((row) => row?.image_digest === digest).some(mayPass)).toBe(true);
    }),
    runs(1500),
  );
});

test('a change of the text lets no denied image pass', () => {
  fc.assert(
    fc.property(mutatedText(JSON.stringify(page(GOOD)), 2), (text) => {
      const outcome = outcomeOf(() => judgedBy(text));
      if (!('value' in outcome) || outcome.value.digest === undefined) return;
      const list = (JSON.parse(text) as { readonly data_list: unknown }).data_list;
      expect((Array.isArray(list) ? list : [list]).some(mayPass)).toBe(true);
    }),
    runs(2000),
  );
});
