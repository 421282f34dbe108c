import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CICD_IMAGES } from '../../../src/contract/cicd-image';
import { REGISTRY_IMAGES } from '../../../src/contract/registry-image';
import { IMAGE_RULE_IDS, WAIVABLE_RULE_IDS } from '../../../src/policy';

interface Node {
  readonly properties: { readonly [name: string]: Node };
  readonly items: Node;
  readonly enum: string[];
  readonly examples: string[];
}

const schemaOf = (file: string): { readonly $defs: { readonly [name: string]: Node } } =>
  JSON.parse(readFileSync(join(__dirname, '../../../schema', file), 'utf8')) as never;

/** What the files that this package writes say of a row must have room for everything that a list of images may say. */
test.each(['hss-report.schema.json', 'hss-verdicts.schema.json'])('%s', (file) => {
  const { row, finding, exception } = schemaOf(file).$defs;
  const { fields } = REGISTRY_IMAGES;
  const known = new Set([...Object.keys(CICD_IMAGES.fields), ...Object.keys(fields), 'anomalies']);
  expect(Object.keys(row.properties).sort()).toEqual([...known].sort());
  const { associationImages } = fields;
  expect(Object.keys(row.properties.associationImages.items.properties).sort()).toEqual(
    associationImages.kind === 'objectList' ? Object.keys(associationImages.fields).sort() : [],
  );
  const rules = finding.properties.ruleId.examples;
  if (rules !== undefined) expect(rules).toEqual(expect.arrayContaining([...IMAGE_RULE_IDS]));
  const waived = (exception as Node | undefined)?.properties.rules.items.enum;
  if (waived !== undefined) expect(waived).toEqual(WAIVABLE_RULE_IDS);
});
