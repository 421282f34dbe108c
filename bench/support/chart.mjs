// Draws the goals as bars in SVG: how much of each goal is used. It has colours for light and dark,
// and a word besides the colour.
import { amount, goalText, shareOfGoal } from './result.mjs';

const WIDTH = 960;
const LABELS = 430;
const RIGHT = 190;
const ROW = 26;
const TOP = 64;
/**
 * The longest bar, which ends with an arrow: a goal that is missed by far must not flatten all
 * others.
 */
const LONGEST = 2;

const STYLE = `
  .ground { fill: #ffffff } text { fill: #1f2328; font: 13px system-ui, sans-serif }
  .title { font-size: 16px; font-weight: 600 } .soft { fill: #59636e }
  .met { fill: #1a7f37 } .missed { fill: #bc4c00 } .goal { stroke: #1f2328; stroke-dasharray: 4 3 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117 } text { fill: #e6edf3 } .soft { fill: #9198a1 }
    .met { fill: #3fb950 } .missed { fill: #f0883e } .goal { stroke: #e6edf3 }
  }`;

export function chart(results) {
  const goals = results.filter(({ goal }) => goal !== undefined);
  const height = TOP + goals.length * ROW + 40;
  const scale = (WIDTH - LABELS - RIGHT) / LONGEST;
  const met = goals.filter((one) => one.met).length;
  const title = `${met} of ${goals.length} goals are met`;
  const bars = goals.map((one, index) => bar(one, TOP + index * ROW, scale)).join('\n');
  const goalX = LABELS + scale;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title desc">
<title id="title">${title}</title>
<desc id="desc">${escape(goals.map(sentence).join(' '))}</desc>
<style>${STYLE}
</style>
<rect class="ground" width="${WIDTH}" height="${height}" rx="6"/>
<text class="title" x="16" y="28">${title}: how much of what each allows is used</text>
<text class="soft" x="${goalX}" y="52" text-anchor="middle">the goal</text>
${bars}
<line class="goal" x1="${goalX}" x2="${goalX}" y1="${TOP - 6}" y2="${height - 34}"/>
<text class="soft" x="16" y="${height - 12}">A bar up to the line meets its goal, and shorter is better. Medians; measured by npm run bench.</text>
</svg>
`;
}

function bar(one, y, scale) {
  const share = shareOfGoal(one);
  const width = Math.max(1, Math.min(share, LONGEST) * scale);
  const value = `${amount(one.median, one.unit)} (${goalText(one)})${share > LONGEST ? ' →' : ''}`;
  return `<g>
<text x="${LABELS - 8}" y="${y + 15}" text-anchor="end">${escape(one.short ?? one.what)}</text>
<rect class="${one.met ? 'met' : 'missed'}" x="${LABELS}" y="${y + 3}" width="${width.toFixed(1)}" height="16" rx="2"/>
<text x="${WIDTH - RIGHT + 8}" y="${y + 15}">${one.met ? '✓' : '✗'} ${escape(value)}</text>
</g>`;
}

function sentence(one) {
  return `${one.what}: ${amount(one.median, one.unit)}, goal ${goalText(one)}, ${one.met ? 'met' : 'missed'}.`;
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
