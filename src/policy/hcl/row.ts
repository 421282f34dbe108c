import { ANOMALY_FIELD, WHOLE_ROW, anomalyText } from '../../contract/anomaly';
import { FieldSpec, ScalarSpec } from '../../contract/fields';
import { REGISTRY_IMAGES } from '../../contract/registry-image';
import { POLICY_FIELDS, REGISTRY_POLICY_FIELDS } from '../model/fields';
import { ImageSource } from '../model/image-source';
import {
  Hcl,
  all,
  any,
  atLeast,
  atMost,
  attribute,
  call,
  cond,
  equals,
  filter,
  forEach,
  index,
  interpolate,
  isPresent,
  let_,
  list,
  literalOf,
  matches,
  not,
  object,
  spread,
  stringLiteral,
  tryOf,
  verbatim,
} from './expression';

/**
 * The greatest integer that JavaScript represents exactly, which `src/contract/row.ts` requires
 * too.
 */
const MAX_EXACT = Number.MAX_SAFE_INTEGER;

/** Names of the HCL variables for a row's fields as given, and for whether each is sound. */
const GIVEN = 'v';
const SOUND = 'ok';

/**
 * Both lists have one contract for the fields that are judged in both; registry images have more
 * fields.
 */
const specOf = (name: string): FieldSpec =>
  Object.values(REGISTRY_IMAGES.fields).find((spec) => spec.name === name)!;
const READ = [...POLICY_FIELDS, ...REGISTRY_POLICY_FIELDS]
  .map(specOf)
  .filter((spec): spec is ScalarSpec => spec.kind !== 'objectList' && spec.kind !== 'int64Id');
/** A field that only explains a finding. Nothing is decided by it, so any value is accepted. */
const SCANNABLE = 'scannable';
const SPECS = [...READ, specOf(SCANNABLE) as ScalarSpec];

/** The field with the images that an index names. */
const PLATFORMS = 'association_images';
const DIGEST = SPECS.find(({ name }) => name === 'image_digest')!;
const VUL_NUM = SPECS.find(({ name }) => name === 'vul_num')!;
const MALWARE = SPECS.find(({ name }) => name === 'malicious_file_num')!;

/** The field that only `hss-gate exec` adds to a row. */
const VULNERABILITIES = 'vulnerabilities';

/**
 * Returns HCL for a raw row of HSS as rules read it, like `readRow`:
 *
 * - each field that policies read, null if it is missing or violates the contract
 * - `list`: the list that the row is in
 * - `platforms`: the digests of the images that an index names, each empty if it is not valid
 * - `platform_malware`: the most malicious files that the row gives for one of them
 * - `anomalies`: the violations of the contract; a row from `hss-gate exec` already has some
 * - `unsound`: the fields that the anomalies are about
 * - `path`: namespace and name together
 * - `vulnerabilities`: their counts by `hss-gate exec`
 * - `listed_vul_num`: `vul_num` of this row alone, by which they were listed, even if another row
 *   with the same scan time has more
 *
 * The other fields of the images that an index names are not checked: only `hss-gate exec` judges
 * an index.
 */
export function soundRow(raw: Hcl, imageList: Hcl): Hcl {
  const isRegistry = isRegistryList(imageList);
  const given = (name: string): Hcl => {
    const value = tryOf(attribute(raw, name), 'null');
    return [...REGISTRY_POLICY_FIELDS, SCANNABLE].includes(name)
      ? cond(isRegistry, value, 'null')
      : value;
  };
  const platforms = attribute(GIVEN, PLATFORMS);
  return let_(
    GIVEN,
    object({ ...ofSpecs(({ name }) => given(name)), [PLATFORMS]: given(PLATFORMS) }),
    () =>
      let_(SOUND, object(ofSpecs((spec) => isSound(givenOf(spec), spec))), () =>
        let_('said', anomaliesOf(raw), (said) =>
          object({
            list: imageList,
            ...ofSpecs((spec) => cond(soundOf(spec), typed(spec), 'null')),
            platforms: digestsOf(platforms),
            platform_malware: mostMalware(platforms),
            anomalies: said,
            unsound: forEach('one', said, fieldInDoubtHcl),
            path: pathOfRow(),
            vulnerabilities: tryOf(attribute(raw, VULNERABILITIES), 'null'),
            listed_vul_num: cond(soundOf(VUL_NUM), typed(VUL_NUM), 'null'),
          }),
        ),
      ),
  );
}

/** Stands in for a missing row, so that expressions about rows can be evaluated anyway. */
export const NO_ROW: Hcl = object({
  list: stringLiteral(''),
  ...ofSpecs(() => 'null'),
  platforms: list(),
  platform_malware: 0,
  anomalies: list(),
  unsound: list(),
  path: stringLiteral(''),
  vulnerabilities: 'null',
  listed_vul_num: 'null',
});

/** Returns HCL for whether a row is a registry image. */
export function isRegistryRow(row: Hcl): Hcl {
  return isRegistryList(attribute(row, 'list'));
}

/**
 * Returns HCL for whether a field of a row from `soundRow` is unsound, so that its real value is
 * unknown.
 */
export function isUnsoundHcl(row: Hcl, field: string): Hcl {
  const contains = (name: string): Hcl =>
    call('contains', attribute(row, 'unsound'), stringLiteral(name));
  return any(contains(field), contains(WHOLE_ROW));
}

/**
 * Returns HCL for the field that an anomaly is about, as `anomalyField` does: Terraform gets only
 * the text from the proxy.
 */
export function fieldInDoubtHcl(anomaly: Hcl): Hcl {
  const found = call('regex', stringLiteral(ANOMALY_FIELD.source), anomaly);
  return tryOf(index(found, 0), stringLiteral(WHOLE_ROW));
}

function ofSpecs(value: (spec: ScalarSpec) => Hcl): { readonly [name: string]: Hcl } {
  return Object.fromEntries(SPECS.map((spec) => [spec.name, value(spec)]));
}

function givenOf({ name }: ScalarSpec): Hcl {
  return attribute(GIVEN, name);
}

function soundOf({ name }: ScalarSpec): Hcl {
  return attribute(SOUND, name);
}

/** Converts a field to the type of its contract, so that expressions about it have one type. */
function typed(spec: ScalarSpec): Hcl {
  return tryOf(call(TYPES[spec.kind], givenOf(spec)), 'null');
}

const TYPES: { readonly [kind in ScalarSpec['kind']]: string } = {
  string: 'tostring',
  enum: 'tostring',
  integer: 'tonumber',
  boolean: 'tobool',
};

function isRegistryList(imageList: Hcl): Hcl {
  return equals(imageList, stringLiteral(ImageSource.REGISTRY));
}

/** Returns the digests in the items of a list; empty for anything else. */
function digestsOf(platforms: Hcl): Hcl {
  const digest = (platform: Hcl): Hcl => tryOf(attribute(platform, DIGEST.name), 'null');
  const textOf = (platform: Hcl): Hcl =>
    cond(
      isSound(digest(platform), DIGEST),
      tryOf(call('tostring', digest(platform)), stringLiteral('')),
      stringLiteral(''),
    );
  return tryOf(
    forEach('p', platforms, textOf, () => isList(platforms)),
    list(),
  );
}

/** Returns the most malicious files that an index gives for one of its images. */
function mostMalware(platforms: Hcl): Hcl {
  const count = (platform: Hcl): Hcl => tryOf(attribute(platform, MALWARE.name), 'null');
  const counts = forEach(
    'p',
    platforms,
    (platform) => tryOf(call('tonumber', count(platform)), 0),
    (platform) => all(isList(platforms), isSound(count(platform), MALWARE)),
  );
  return tryOf(call('max', spread(call('concat', list(0), counts))), 0);
}

function isList(value: Hcl): Hcl {
  return call('startswith', call('jsonencode', value), stringLiteral('['));
}

/** Returns the violations of the contract, and the anomalies that the row already has. */
function anomaliesOf(raw: Hcl): Hcl {
  const brought = tryOf(attribute(raw, 'anomalies'), 'null');
  const isRow = call('startswith', call('jsonencode', raw), stringLiteral('{'));
  const platforms = attribute(GIVEN, PLATFORMS);
  const noRow = interpolate`${verbatim(WHOLE_ROW)}: expected an object, got ${shown(raw)}`;
  const faults = [
    object({ is: not(isRow), text: noRow }),
    ...READ.map((spec) =>
      object({
        is: all(isPresent(givenOf(spec)), not(soundOf(spec))),
        text: faultText(givenOf(spec), spec),
      }),
    ),
    object({
      is: all(isPresent(platforms), not(isList(platforms))),
      text: interpolate`${verbatim(`${PLATFORMS}: expected a list, got `)}${shown(platforms)}`,
    }),
  ];
  const items = tryOf(
    forEach('a', brought, (anomaly) => anomaly),
    list(),
  );
  return call(
    'concat',
    forEach(
      'one',
      list(...faults),
      (fault) => attribute(fault, 'text'),
      (fault) => attribute(fault, 'is'),
    ),
    forEach('one', items, (anomaly) =>
      tryOf(
        call('tostring', anomaly),
        stringLiteral(anomalyText(WHOLE_ROW, 'an anomaly is no text')),
      ),
    ),
    filter('one', literalOf([anomalyText(WHOLE_ROW, 'its anomalies are no list')]), () =>
      all(isPresent(brought), not(isList(brought))),
    ),
  );
}

function pathOfRow(): Hcl {
  const part = (name: string): Hcl => {
    const value = attribute(GIVEN, name);
    return cond(
      all(attribute(SOUND, name), isPresent(value)),
      tryOf(call('tostring', value), stringLiteral('')),
      stringLiteral(''),
    );
  };
  const joined = interpolate`${part('namespace')}/${part('image_name')}`;
  return call('trimprefix', joined, stringLiteral('/'));
}

/**
 * Whether a value is what the contract allows. Terraform treats "5" as 5, so the type is read from
 * the JSON. A pattern counts the characters of a text, because Terraform's `length` counts grapheme
 * clusters.
 */
function isSound(value: Hcl, spec: ScalarSpec): Hcl {
  const json = call('jsonencode', value);
  const isText = call('startswith', json, stringLiteral('"'));
  switch (spec.kind) {
    case 'string':
      return all(isText, matches(`^(?s:.{${spec.min ?? 0},${spec.max}})$`, value));
    case 'enum':
      return all(isText, tryOf(call('contains', literalOf(spec.values), value), 'false'));
    case 'integer': {
      const isInRange = all(
        atLeast(value, spec.min),
        atMost(value, Math.min(spec.max, MAX_EXACT)),
        equals(call('floor', value), value),
      );
      return all(matches('^-?[0-9]', json), tryOf(isInRange, 'false'));
    }
    case 'boolean':
      return call('contains', literalOf(['true', 'false']), json);
  }
}

function faultText(value: Hcl, spec: ScalarSpec): Hcl {
  const expected = `${spec.name}: expected ${expectedOf(spec)}, got `;
  return interpolate`${verbatim(expected)}${shown(value)}`;
}

function expectedOf(spec: ScalarSpec): string {
  switch (spec.kind) {
    case 'string':
      return `${spec.min ?? 0} to ${spec.max} characters`;
    case 'enum':
      return `one of ${spec.values.join(', ')}`;
    case 'integer':
      return `a whole number from ${spec.min} that is exact`;
    case 'boolean':
      return 'true or false';
  }
}

function shown(value: Hcl): Hcl {
  return call('substr', call('jsonencode', value), 0, 60);
}
