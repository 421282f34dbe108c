import { embeddedJson, embeddedYaml } from './embedded';
import { Finder, embedded } from './finder';
import { Findings } from './findings';
import { flat, follow, get, textOf } from './follow';
import { likeness } from './likeness';
import { Node, fromValue, slotOf } from './node';
import { visitTexts } from './unknown-type';

/** Why a chart can't be seen through. */
const CHART =
  'a chart deploys images that no value names; say which with declareImages, or deploy its rendered manifests';

/** A chart: never determinable by itself, but images in its values are found, judged and pinned. */
export function chart(...finders: Finder[]): Finder {
  return (body, found, around) => {
    found.undeterminable(CHART);
    // What can't be read in the values is no further reason: the images are to be declared in any case.
    const inValues = new Findings();
    for (const finder of finders) finder(body, inValues, around);
    for (const { reference, at = [] } of inValues.images) found.add(reference, at);
  };
}

/** Values as YAML texts (`helm_release.values`). */
export function valuesYaml(attribute: string): Finder {
  return withImages(embedded(attribute, embeddedYaml, lookAtValues));
}

/** Values as a JSON text (`huaweicloud_cce_release.values_json`). */
export function valuesJson(attribute: string): Finder {
  return withImages(embedded(attribute, embeddedJson, lookAtValues));
}

/** Values as a map (`huaweicloud_cce_addon.values.custom`). */
export function valuesMap(attribute: string): Finder {
  return (body, found) => lookAtValues(follow([body], attribute.split('.')).ends, found);
}

/** Blocks with a name and a value: `set { name = "image" value = "nginx:1" }`. */
export function valueBlocks(attribute: string): Finder {
  return (body, found) => {
    for (const block of follow([body], [attribute]).ends) {
      if (block.kind !== 'map') continue;
      const name = textOf(block, 'name');
      if (name === undefined) continue;
      for (const value of flat(get(block, 'value'))) {
        if (value.kind !== 'text' || value.token) continue;
        // The value is judged as if it stood where its name says.
        const path = name.split(/[.[\]]+/).filter((step) => step !== '');
        const named = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value.raw);
        visitTexts(fromValue(named, { template: value.template }), (node) => {
          if (node.kind === 'text' && likeness(node) === 'image') {
            found.add(value.text, [slotOf(value)]);
          }
        });
      }
    }
  };
}

function lookAtValues(nodes: readonly Node[], found: Findings): void {
  for (const root of nodes) {
    visitTexts(root, (node) => {
      if (node.kind === 'text' && !node.token && likeness(node) === 'image') {
        found.add(node.text, [slotOf(node)]);
      }
    });
  }
}

/** Only for values in which the word stands: two megabytes of YAML take seconds to read. */
function withImages(finder: Finder): Finder {
  return (body, found, around) => {
    let named = false;
    visitTexts(body, (node) => {
      named ||= node.kind === 'text' && /image|\\[ux]/i.test(node.raw);
    });
    if (named) finder(body, found, around);
  };
}
