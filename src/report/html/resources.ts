import {
  COVERAGE_KINDS,
  COVERAGE_TITLES,
  CoverageLine,
  DOUBT_STATES,
  LineBudget,
  ShownGroup,
  ShownResource,
  coverageOf,
  coverageSentence,
  resourcesText,
} from '../coverage/coverage';
import { RunReport } from '../run-report';
import { Markup, NOTHING, markup } from './markup';
import { badge } from './rows';

/** Renders the outcome of each resource, folded, because most readers only need the images. */
export function resourcesSection({ parts }: RunReport): Markup {
  const sentence = coverageSentence(parts);
  if (sentence === undefined) return NOTHING;
  const budget = new LineBudget();
  const groups = COVERAGE_KINDS.flatMap((kind) =>
    parts.flatMap((part) =>
      coverageOf(part, budget, { countHarmless: false, kinds: [kind] }).map((group) =>
        groupOf(group, parts.length > 1 ? part.stack : undefined),
      ),
    ),
  );
  return markup`<details id="resources">
<summary><h2>Resources</h2> <span class="soft">${sentence}</span></summary>
<div id="resource-controls" class="controls" hidden>
<div class="grow"><label for="resource-search">Filter resources by text</label><input id="resource-search" type="search" autocomplete="off" spellcheck="false"></div>
<p id="resource-status" role="status"></p>
</div>
${groups}</details>`;
}

function groupOf({ kind, count, resources, left }: ShownGroup, stack: string | undefined): Markup {
  const state = DOUBT_STATES[kind];
  const mark = state === undefined ? NOTHING : markup` ${badge(state)}`;
  const title = state === undefined ? COVERAGE_TITLES[kind] : 'In doubt';
  const place = stack === undefined ? NOTHING : markup` <bdi class="soft">${stack}</bdi>`;
  return markup`<section data-group>
<h3>${title}${mark} <span class="soft">${count}</span>${place}</h3>
<ul>
${resources.map(resourceOf)}</ul>${
    left > 0
      ? markup`\n<p class="soft">and ${resourcesText(left)} more: see the JSON report</p>`
      : NOTHING
  }
</section>
`;
}

function resourceOf({ address, path, lines }: ShownResource): Markup {
  const place = path === undefined ? NOTHING : markup` <bdi class="soft">${path}</bdi>`;
  return markup`<li data-resource><code class="rule"><bdi>${address}</bdi></code>${place}
<ul>${lines.map(lineOf)}</ul></li>
`;
}

function lineOf({ kind, where, reference, words = '' }: CoverageLine): Markup {
  const code = (text: string): Markup => markup`<code><bdi>${text}</bdi></code>`;
  if (reference !== undefined) {
    return where === undefined
      ? markup`<li>${code(reference)} (${words})</li>`
      : markup`<li>${code(where)}: ${code(reference)}</li>`;
  }
  if (kind === 'by') return markup`<li class="waiver"><bdi>${words}</bdi></li>`;
  if (kind === 'rest') return markup`<li class="soft"><bdi>${words}</bdi></li>`;
  const place = where === undefined ? NOTHING : markup`${code(where)} `;
  return markup`<li>${place}<bdi>${words}</bdi></li>`;
}
