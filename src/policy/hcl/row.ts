import { CICD_IMAGES } from '../../contract/cicd-image';
import { FieldSpec } from '../../contract/fields';
import { POLICY_FIELDS } from '../model/fields';
import { Hcl, all, let_, stringLiteral, texts } from './expression';

/** What `src/contract/row.ts` says of a number that JavaScript can't hold. */
const MAX_EXACT = Number.MAX_SAFE_INTEGER;

const SPECS: readonly FieldSpec[] = POLICY_FIELDS.map((name) =>
  Object.values(CICD_IMAGES.fields).find((spec) => spec.name === name)!,
);

/**
 * A raw row of HSS as what rules read, as `readRow` makes it: each field that policies read, null where it is missing or
 * breaks the contract; `anomalies`, which say what broke it; `unsound`, the fields that those are about; `path`, namespace
 * and name in one. A row that `hss-gate exec` has read already brings anomalies along.
 */
export function soundRow(raw: Hcl): Hcl {
  const given = SPECS.map(({ name }) => `${name} = try(${raw}.${name}, null)`).join(', ');
  const sound = SPECS.map((spec) => `${spec.name} = ${isSound(`v.${spec.name}`, spec)}`).join(', ');
  const faults = SPECS.map(
    (spec) =>
      `{ is = v.${spec.name} != null && !ok.${spec.name}, text = "${faultText(`v.${spec.name}`, spec)}" }`,
  ).join(', ');
  const brought = `try(${raw}.anomalies, null)`;
  const isRow = `startswith(jsonencode(${raw}), "{")`;
  const told = [
    `[for one in [{ is = !${isRow}, text = "row: expected an object, got \${${shown(raw)}}" }, ${faults}] : one.text if one.is]`,
    `[for one in try([for a in ${brought} : a], []) : try(tostring(one), "row: an anomaly is no text")]`,
    `[for one in ["row: its anomalies are no list"] : one if ${brought} != null && !startswith(jsonencode(${brought}), "[")]`,
  ];
  // Each of one type, so that expressions about it are of one type too.
  const fields = SPECS.map(
    ({ name, kind }) =>
      `${name} = ok.${name} ? try(${kind === 'integer' ? 'tonumber' : 'tostring'}(v.${name}), null) : null`,
  ).join(', ');
  const name = (field: string): Hcl =>
    `(ok.${field} && v.${field} != null ? try(tostring(v.${field}), "") : "")`;
  const path = `trimprefix("\${${name('namespace')}}/\${${name('image_name')}}", "/")`;
  return let_('v', `{ ${given} }`, () =>
    let_('ok', `{ ${sound} }`, () =>
      let_(
        'said',
        `concat(${told.join(', ')})`,
        () =>
          `{ ${fields}, anomalies = said, unsound = [for one in said : ${fieldInDoubtHcl('one')}], path = ${path} }`,
      ),
    ),
  );
}

/** A row where there is none, so that what is said about rows can be evaluated all the same. */
export const NO_ROW: Hcl = `{ ${SPECS.map(({ name }) => `${name} = null`).join(', ')}, anomalies = [], unsound = [], path = "" }`;

/** HCL: whether a field of a sound row could hold anything. */
export function isUnsoundHcl(row: Hcl, field: string): Hcl {
  return `(contains(${row}.unsound, ${stringLiteral(field)}) || contains(${row}.unsound, "row"))`;
}

/** HCL: the field that an anomaly is about; `row` when it names none, because it could then be about any. */
export function fieldInDoubtHcl(anomaly: Hcl): Hcl {
  return `try(regex("^([^:]*):", ${anomaly})[0], "row")`;
}

/**
 * Whether a value is what the contract allows. Terraform takes "5" for 5, so the JSON is asked for its type. Lengths are
 * counted in characters by a pattern, because Terraform's own count is of what people see as one.
 */
function isSound(value: Hcl, spec: FieldSpec): Hcl {
  const json = `jsonencode(${value})`;
  const isText = `startswith(${json}, "\\"")`;
  switch (spec.kind) {
    case 'string':
      return all(isText, `can(regex("^(?s:.{${spec.min ?? 0},${spec.max}})$", ${value}))`);
    case 'enum':
      return all(isText, `try(contains(${texts(spec.values)}, ${value}), false)`);
    case 'integer':
      return all(
        `can(regex("^-?[0-9]", ${json}))`,
        `try(${value} >= ${spec.min} && ${value} <= ${Math.min(spec.max, MAX_EXACT)} && floor(${value}) == ${value}, false)`,
      );
    case 'boolean':
      return `contains(["true", "false"], ${json})`;
  }
}

/** A template, to stand in quotes. */
function faultText(value: Hcl, spec: FieldSpec): string {
  return `${spec.name}: expected ${expectedOf(spec)}, got \${${shown(value)}}`;
}

function expectedOf(spec: FieldSpec): string {
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
  return `substr(jsonencode(${value}), 0, 60)`;
}
