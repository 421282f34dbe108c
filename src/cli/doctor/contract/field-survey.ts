import { InexactNumber } from '../../../contract/exact-number';
import { EndpointSpec, FieldSpec } from '../../../contract/fields';
import { isRecord } from '../../../contract/row';
import { PrivateTexts } from './private-texts';
import { digestForm, jsonTypeOf, lengthOf, textShape } from './shape';
import { Counted, Tally } from './tally';

/** The values of one field in the rows. Counts are of the objects that may have the field. */
export interface FieldSurvey {
  /** The API's name, after the name of the inner list, if any: `association_images[].id`. */
  readonly field: string;
  readonly present: number;
  readonly null: number;
  readonly missing: number;
  /** Empty texts among the present values. */
  readonly empty: number;
  /** JSON types that the contract does not allow. A text of the wrong type has its shape. */
  readonly wrong_types: readonly Counted[];
  /** Texts that are too short or too long, and numbers that are too small or too large. */
  readonly outside?: OutsideRange;
  /** Values that are not in the contract's enum: words, or else shapes. */
  readonly unknown_values: readonly Counted[];
  /** For digests and IDs of images: their forms. */
  readonly forms: readonly Counted[];
}

/** Values beyond the contract's range. */
export interface OutsideRange {
  readonly of: 'length' | 'value';
  readonly count: number;
  readonly least: number;
  readonly greatest: number;
  readonly allowed: string;
}

/** A field that the contract does not have. */
export interface UnknownField {
  /** Its name if that is an identifier, or else the name's shape. */
  readonly field: string;
  readonly count: number;
  readonly types: readonly string[];
}

/** The fields of some objects, compared with the contract. */
export interface FieldsSurvey {
  readonly objects: number;
  /** JSON types of values in the place of an object. */
  readonly not_objects: readonly Counted[];
  readonly fields: readonly FieldSurvey[];
  readonly unknown_fields: readonly UnknownField[];
  /** Occurrences of unknown fields that are not listed. */
  readonly other_unknown_fields: number;
}

const MAX_VALUES = 20;
/** The name for all values that exceed the length of a list of counts. */
export const OTHERS = 'others';
const MAX_FORMS = 8;
const MAX_UNKNOWN_FIELDS = 20;
/** Fields whose values have one of several forms, which the API's documentation does not define. */
const WITH_FORMS = ['image_digest', 'image_id'];

/** Compares the fields of raw objects with the contract. Quotes no value except words of enums. */
export function surveyFields(
  specs: EndpointSpec['fields'],
  raws: readonly unknown[],
  texts: PrivateTexts,
  path = '',
): FieldsSurvey {
  const objects = raws.filter(isRecord);
  const notObjects = new Tally();
  for (const raw of raws) if (!isRecord(raw)) notObjects.add(jsonTypeOf(raw));
  const fields: FieldSurvey[] = [];
  const inner: FieldsSurvey[] = [];
  for (const spec of Object.values(specs)) {
    fields.push(surveyField(spec, objects, texts, path));
    if (spec.kind === 'objectList') {
      const items = objects.flatMap((one) => listItems(one, spec.name));
      inner.push(surveyFields(spec.fields, items, texts, `${path}${spec.name}[].`));
    }
  }
  const unknown = surveyUnknown(specs, objects, texts, path);
  return {
    objects: objects.length,
    not_objects: [...notObjects.report(MAX_VALUES).values, ...inner.flatMap(notObjectsOf)],
    fields: [...fields, ...inner.flatMap((one) => one.fields)],
    unknown_fields: [...unknown.listed, ...inner.flatMap((one) => one.unknown_fields)],
    other_unknown_fields: inner.reduce(
      (sum, one) => sum + one.other_unknown_fields,
      unknown.others,
    ),
  };
}

function notObjectsOf({ not_objects }: FieldsSurvey): readonly Counted[] {
  return not_objects.map(({ value, count }) => ({ value: `${value} in a list of a row`, count }));
}

/** Returns the items of a list in an object; none if the field is not a list. */
export function listItems(object: { readonly [key: string]: unknown }, name: string): unknown[] {
  const list = ownValue(object, name);
  return Array.isArray(list) ? list : [];
}

/** Returns a field's value; undefined for inherited properties. */
export function ownValue(raw: unknown, name: string): unknown {
  return isRecord(raw) && Object.hasOwn(raw, name) ? raw[name] : undefined;
}

function surveyField(
  spec: FieldSpec,
  objects: readonly { readonly [key: string]: unknown }[],
  texts: PrivateTexts,
  path: string,
): FieldSurvey {
  const count = { present: 0, null: 0, missing: 0, empty: 0 };
  const [types, words, forms] = [new Tally(), new Tally(), new Tally()];
  const outside: number[] = [];
  for (const object of objects) {
    const value = ownValue(object, spec.name);
    if (value === undefined) count.missing += 1;
    else if (value === null) count.null += 1;
    else {
      count.present += 1;
      if (value === '') count.empty += 1;
      if (typeof value === 'string' && WITH_FORMS.includes(spec.name)) forms.add(digestForm(value));
      const wrong = wrongType(spec, value);
      if (wrong !== undefined) types.add(wrong);
      else if (spec.kind === 'enum' && !spec.values.includes(value as string)) {
        words.add(texts.word(value as string));
      } else {
        const measure = measureOutside(spec, value);
        if (measure !== undefined) outside.push(measure);
      }
    }
  }
  return {
    field: `${path}${spec.name}`,
    ...count,
    wrong_types: listed(types, MAX_VALUES),
    ...(outside.length === 0 ? {} : { outside: rangeOf(spec, outside) }),
    unknown_values: listed(words, MAX_VALUES),
    forms: listed(forms, MAX_FORMS),
  };
}

function listed(tally: Tally, max: number): Counted[] {
  const { values, others } = tally.report(max);
  return others === 0 ? values : [...values, { value: OTHERS, count: others }];
}

/** Returns the type of a value, in words, if the contract does not allow it in the field. */
function wrongType(spec: FieldSpec, value: unknown): string | undefined {
  const type = jsonTypeOf(value);
  if (allowedTypes(spec).includes(type)) return undefined;
  return typeof value === 'string' ? `string: ${textShape(value)}` : type;
}

function allowedTypes(spec: FieldSpec): readonly string[] {
  switch (spec.kind) {
    case 'string':
    case 'enum':
      return ['string'];
    case 'integer':
      return ['whole number'];
    case 'number':
      return ['whole number', 'number'];
    case 'int64Id':
      return ['whole number', 'whole number beyond 2^53'];
    case 'boolean':
      return ['boolean'];
    case 'objectList':
      return ['array'];
  }
}

/** Returns a length or value if it is outside the contract's range. */
function measureOutside(spec: FieldSpec, value: unknown): number | undefined {
  if (spec.kind === 'string') {
    const length = lengthOf(value as string);
    return length < (spec.min ?? 0) || length > (spec.max ?? Infinity) ? length : undefined;
  }
  if (spec.kind === 'integer' && typeof value === 'number') {
    return value < spec.min || value > spec.max ? value : undefined;
  }
  if (spec.kind !== 'int64Id') return undefined;
  // An ID is never quoted: the result only says on which side of the range it is.
  const id = BigInt(value instanceof InexactNumber ? value.text : (value as number));
  if (id < 0n) return -1;
  return id > 9223372036854775807n ? 2 ** 63 : undefined;
}

function rangeOf(spec: FieldSpec, measures: readonly number[]): OutsideRange {
  const isText = spec.kind === 'string';
  const { min, max } = isText || spec.kind === 'integer' ? spec : { min: 0, max: 2 ** 63 - 1 };
  return {
    of: isText ? 'length' : 'value',
    count: measures.length,
    least: measures.reduce((a, b) => Math.min(a, b)),
    greatest: measures.reduce((a, b) => Math.max(a, b)),
    allowed: max === undefined ? `from ${min ?? 0}` : `${min ?? 0} to ${max}`,
  };
}

function surveyUnknown(
  specs: EndpointSpec['fields'],
  objects: readonly { readonly [key: string]: unknown }[],
  texts: PrivateTexts,
  path: string,
): { readonly listed: UnknownField[]; readonly others: number } {
  const known = new Set(Object.values(specs).map(({ name }) => name));
  const names = new Tally();
  const types = new Map<string, Set<string>>();
  for (const object of objects) {
    for (const name of Object.keys(object)) {
      if (known.has(name)) continue;
      const shown = texts.fieldName(name);
      names.add(shown);
      // At most as many as the tally keeps, and more than it shows.
      if (!types.has(shown) && types.size >= 1000) continue;
      types.set(shown, (types.get(shown) ?? new Set()).add(jsonTypeOf(object[name])));
    }
  }
  const { values, others } = names.report(Infinity);
  // Many names are probably keys of a map, which may be private. So only names that many rows have
  // are quoted.
  const least = values.length > MAX_UNKNOWN_FIELDS ? Math.max(2, objects.length / 10) : 1;
  const quoted = values.filter(({ count }) => count >= least).slice(0, MAX_UNKNOWN_FIELDS);
  const sum = (some: readonly Counted[]): number => some.reduce((all, { count }) => all + count, 0);
  return {
    listed: quoted.map(({ value, count }) => ({
      field: `${path}${value}`,
      count,
      types: [...(types.get(value) ?? [])].sort(),
    })),
    others: others + sum(values) - sum(quoted),
  };
}
