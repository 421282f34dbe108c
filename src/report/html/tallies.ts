import { counted } from '../../util/text';
import { Counts, imagesText } from '../counts';
import { State } from '../entries';
import { Markup, NOTHING, markup } from './markup';

type Tally = readonly (readonly [state: State, count: number])[];

/** Renders the numbers of a run. Each total is the sum of the numbers below it. */
export function talliesOf(counts: Counts): Markup {
  const { denied, undecided, warned, waived, allowed, undeterminable, conflicts, ignored } = counts;
  const inDoubt = undeterminable.denied + undeterminable.warned + undeterminable.waived;
  return markup`<div class="tallies">
${tally(imagesText(counts), [
  ['denied', denied],
  ['undecided', undecided],
  ['warned', warned],
  ['waived', waived],
  ['allowed', allowed],
])}${
    inDoubt === 0
      ? NOTHING
      : tally(`${counted(inDoubt, 'resource')} in doubt`, [
          ['denied', undeterminable.denied],
          ['warned', undeterminable.warned],
          ['waived', undeterminable.waived],
        ])
  }${conflicts === 0 ? NOTHING : tally(counted(conflicts, 'conflict'), [['denied', conflicts]])}${
    ignored === 0
      ? NOTHING
      : tally(`${counted(ignored, 'resource')} not judged`, [['ignored', ignored]])
  }</div>`;
}

function tally(total: string, states: Tally): Markup {
  return markup`<div class="tally"><p>${total}</p>
<dl class="counts">${states.map(
    ([state, count]) =>
      markup`<div class="${count > 0 ? state : ''}"><dt>${state}</dt><dd>${count}</dd></div>`,
  )}</dl></div>
`;
}
