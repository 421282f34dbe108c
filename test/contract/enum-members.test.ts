import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withMembers } from '../../src/contract/enum-members';

interface Type {
  readonly fqn?: string;
  readonly collection?: { readonly elementtype: Type };
}

interface Assembly {
  readonly types: {
    readonly [fqn: string]: {
      readonly kind: string;
      readonly datatype?: boolean;
      readonly members?: readonly { readonly name: string }[];
      readonly properties?: readonly { readonly name: string; readonly type: Type }[];
    };
  };
}

const { types } = JSON.parse(
  readFileSync(join(__dirname, '..', '..', '.jsii'), 'utf8'),
) as Assembly;
const enums = jest.requireActual<{
  readonly [name: string]: { readonly [member: string]: string };
}>('../../src/contract/enums');

/** Each enum field of each row struct, as other languages know them. */
const FIELDS = Object.entries(types)
  .filter(([fqn, { datatype }]) => datatype === true && /\.Hss\w+(?<!Props)$/.test(fqn))
  .flatMap(([fqn, { properties }]) =>
    (properties ?? []).flatMap(({ name, type }) => {
      const of = type.collection?.elementtype.fqn ?? type.fqn ?? '';
      return types[of]?.kind === 'enum' ? [[fqn, name, of.split('.')[1]] as const] : [];
    }),
  );

test('the assembly has rows with enum fields', () => {
  expect(FIELDS.length).toBeGreaterThan(10);
});

test.each(FIELDS)('%s.%s is spelled by the members of %s', (_, prop, name) => {
  for (const [member, value] of Object.entries(enums[name])) {
    expect(withMembers({ [prop]: value })).toEqual({ [prop]: member });
  }
});

test('nested rows are converted too, and other values are kept', () => {
  const row = {
    imageName: 'success',
    vulNum: 3,
    latestVersion: true,
    anomalies: ['scan_status: unknown'],
    associationImages: [{ scanStatus: 'success', imageName: 'x' }],
  };
  expect(withMembers(row)).toEqual({
    ...row,
    associationImages: [{ scanStatus: 'SUCCESS', imageName: 'x' }],
  });
});
