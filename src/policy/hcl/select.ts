import { ScanStatus } from '../../contract/enums';
import { SEVERITY_ORDER } from '../rules/max-severity';
import { Hcl, all, any, lets, orText, stringLiteral, texts } from './expression';
import { isUnsoundHcl } from './row';
import { isoTimeHcl } from './time';

/** Later than any time and more than any count: what is unknown comes first. */
const UNKNOWN = '99999999999999999999';

/** What a candidate is sorted by; each of it is more where it is worse. */
const WIDTH = 20;

/**
 * The rows of `rows` that are the image, or could be, as `candidates` finds them: each with `doubts`, how many of the fields
 * that would decide it are unsound; `updated`; and `rank`, by which `select` sorts.
 * @param image has `path`, and `digest` or `tag`; the other is null; and `asked`, the tag whose rows come first of equally
 *   bad ones, or null
 */
function candidates(rows: Hcl, image: Hcl, registryNames: readonly string[] | undefined): Hcl {
  const namespace = `(n.namespace == null ? "" : n.namespace)`;
  const name = `(n.image_name == null ? "" : n.image_name)`;
  const path = `${image}.path`;
  const tests: { readonly doubt: Hcl; readonly agrees: Hcl }[] = [
    {
      doubt: isUnsoundHcl('n', 'namespace'),
      agrees: any(
        `!${isUnsoundHcl('n', 'image_name')}`,
        `${namespace} == ""`,
        `startswith(${path}, "\${${namespace}}/")`,
      ),
    },
    {
      doubt: isUnsoundHcl('n', 'image_name'),
      agrees: `(${isUnsoundHcl('n', 'namespace')} ? ${name} != "" && (${path} == ${name} || endswith(${path}, "/\${${name}}")) : n.path == ${path})`,
    },
    {
      doubt: `(${image}.digest == null ? ${isUnsoundHcl('n', 'image_version')} : ${isUnsoundHcl('n', 'image_digest')})`,
      agrees: `(${image}.digest == null ? n.image_version == ${image}.tag : n.image_digest == ${image}.digest)`,
    },
  ];
  if (registryNames !== undefined) {
    tests.push({
      doubt: isUnsoundHcl('n', 'registry_name'),
      agrees: `contains(${texts(registryNames)}, n.registry_name == null ? "" : n.registry_name)`,
    });
  }
  const doubts = tests.map(({ doubt }) => `(${doubt} ? 1 : 0)`).join(' + ');
  const isCandidate = all(...tests.map(({ doubt, agrees }) => any(doubt, agrees)));
  return (
    `[for n in ${rows} : merge(n, { doubts = ${doubts}, ` +
    `updated = n.latest_update_time == null ? ${UNKNOWN} : n.latest_update_time, ` +
    `rank = ${rankOf('n', image, doubts)} }) if ${isCandidate}]`
  );
}

/** As `byScanThenWorst` compares, but for the version: the last in the order of texts is the one that counts. */
function rankOf(row: Hcl, image: Hcl, doubts: Hcl): Hcl {
  const number = (value: Hcl): Hcl => `format("%0${WIDTH}d", ${value})`;
  const known = (field: string): Hcl =>
    number(`(${row}.${field} == null ? ${UNKNOWN} : ${row}.${field})`);
  const severity = SEVERITY_ORDER.map((level, index) => `${stringLiteral(level)} = ${index}`).join(
    ', ',
  );
  return `join(" ", [${[
    known('latest_scan_time'),
    number(doubts),
    number(`(${row}.scan_status == ${stringLiteral(ScanStatus.SUCCESS)} ? 0 : 1)`),
    number(
      `(${row}.severity_level == null ? ${UNKNOWN} : lookup({ ${severity} }, ${row}.severity_level, ${UNKNOWN}))`,
    ),
    known('malicious_file_num'),
    known('vul_num'),
    known('unsafe_setting_num'),
    number(`length(${row}.anomalies)`),
    number(`(${image}.asked != null && ${row}.image_version == ${image}.asked ? 1 : 0)`),
  ].join(', ')}])`;
}

/**
 * Which row is judged, as `select` picks it: `row`, a list of it alone or empty; `problem`, why there is none; and `scans`,
 * the rows of the chosen digest in any registry.
 * @param rows expression of the sound rows
 * @param image has `path`, `tag`, `digest`, `asked`
 */
export function selection(
  rows: Hcl,
  image: Hcl,
  registryNames: readonly string[] | undefined,
): Hcl {
  const what = `(${image}.digest == null ? "\${${image}.path}:\${${image}.tag}" : "\${${image}.path}@\${${image}.digest}")`;
  const newest = `max(concat([0], [for n in f : n.updated if n.updated < ${UNKNOWN}])...)`;
  const many = `join(" and ", slice(s.digests, 0, min(5, length(s.digests))))`;
  const isSure = (one: Hcl): Hcl => `${one}.doubts == 0`;
  const noTelling = (one: Hcl): Hcl =>
    `"there is no telling whether the newest row that could be \${${what}} is it (\${join("; ", ${one}.anomalies)})"`;
  const ambiguous =
    `length(s.f) == 0 ? "HSS does not list \${${what}}" : ` +
    `${image}.digest == null && length(s.digests) > 1 && length(s.registries) > 1 ? ` +
    `"\${${what}} is ambiguous: several registries have it with different digests (\${${many}}); registryNames in the policy says which registries count" : ` +
    `length(s.digests) > 1 && s.timeless ? ` +
    `"\${${what}} is ambiguous: \${length(s.f)} rows have different digests (\${${many}}), and one does not say when it was updated" : ` +
    `length(${digestsOf('t')}) > 1 ? ` +
    `"\${${what}} is ambiguous: \${length(t)} rows updated at \${${isoTimeHcl('s.newest')}} have different digests" : ` +
    `!anytrue([for n in t : ${isSure('n')}]) ? ${noTelling(`concat(t, [${NO_CANDIDATE}])[0]`)} : ""`;
  const all_ = `{ f = f, digests = ${digestsOf('f')}, registries = ${registriesOf('f')}, timeless = anytrue([for n in f : n.updated == ${UNKNOWN}]), newest = ${newest} }`;
  // Without a digest there is nothing that other rows could share.
  const ofDigest = `{ path = ${image}.path, tag = null, asked = ${image}.asked, digest = ambiguous == "" ? try(t[0].image_digest, null) : null }`;
  const isKnown = `d.digest != null && d.digest != ""`;
  const others = `[for n in ${rows} : n if ${all(isKnown, any('n.image_digest == d.digest', 'length(n.unsound) > 0'))}]`;
  const counted = registryNames === undefined ? 'scans' : candidates('others', 'd', registryNames);
  return lets(
    [
      ['f', candidates(rows, image, registryNames)],
      ['s', all_],
      ['t', `[for n in s.f : n if n.updated >= s.newest]`],
      ['ambiguous', ambiguous],
      ['d', ofDigest],
      ['others', others],
      ['scans', candidates('others', 'd', undefined)],
      ['completed', `[for c in ${counted} : c if ${mayBeCompleted('c')}]`],
      ['decisive', `concat(completed, [for c in t : c if length(completed) == 0])`],
      ['first', firstOf('decisive')],
      ['one', `concat(first, [${NO_CANDIDATE}])[0]`],
      ['problem', `ambiguous != "" ? ambiguous : ${isSure('one')} ? "" : ${noTelling('one')}`],
    ],
    `{ problem = problem, scans = scans, ` +
      `row = [for n in slice(first, 0, min(1, length(first))) : ${withWorst('n', 'decisive')} if problem == ""] }`,
  );
}

/** Whether a row's scan is complete, or could be, because its status is unsound. */
function mayBeCompleted(row: Hcl): Hcl {
  return any(
    `${row}.scan_status == ${stringLiteral(ScanStatus.SUCCESS)}`,
    isUnsoundHcl(row, 'scan_status'),
  );
}

/** A row with the worst severity and counts of the rows that were scanned at its time. */
function withWorst(row: Hcl, rows: Hcl): Hcl {
  const values = (field: string): Hcl =>
    `[for m in ${rows} : m.${field} if m.latest_scan_time == ${row}.latest_scan_time]`;
  const severities = values('severity_level');
  const worst = [...SEVERITY_ORDER]
    .reverse()
    .map(
      (level) => `contains(${severities}, ${stringLiteral(level)}) ? ${stringLiteral(level)} : `,
    );
  const isKnown = (field: string): Hcl => `alltrue([for v in ${values(field)} : v != null])`;
  const most = (field: string): Hcl =>
    `${field} = ${isKnown(field)} ? try(max(${values(field)}...), null) : null`;
  return (
    `merge(${row}, { severity_level = ${isKnown('severity_level')} ? ${worst.join('')}null : null, ` +
    `${['vul_num', 'unsafe_setting_num', 'malicious_file_num'].map(most).join(', ')} })`
  );
}

/** Those of several candidates that rank first; of them only the version may still differ, and then the first text counts. */
function firstOf(rows: Hcl): Hcl {
  const version = (row: Hcl): Hcl => orText(`${row}.image_version`, '');
  return (
    `[for n in ${rows} : n if n.rank == try(reverse(sort([for m in ${rows} : m.rank]))[0], "") && ` +
    `${version('n')} == try(sort([for m in ${rows} : ${version('m')} if m.rank == n.rank])[0], "")]`
  );
}

/** Stands where there is no candidate. */
const NO_CANDIDATE: Hcl = '{ doubts = 0, anomalies = [] }';

/** The different digests; each unknown one is like no other. */
function digestsOf(rows: Hcl): Hcl {
  const isKnown = `n.image_digest != null && n.image_digest != ""`;
  return (
    `concat(distinct([for n in ${rows} : n.image_digest if ${isKnown}]), ` +
    `[for n in ${rows} : "unknown" if !(${isKnown})])`
  );
}

/** The different registries; each unsound one is like no other, and a missing one like another missing one. */
function registriesOf(rows: Hcl): Hcl {
  const unsound = isUnsoundHcl('n', 'registry_name');
  return (
    `concat(distinct([for n in ${rows} : jsonencode(n.registry_name) if !${unsound}]), ` +
    `[for n in ${rows} : "(unreadable)" if ${unsound}])`
  );
}
