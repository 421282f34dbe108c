/** The page's style. No colour says anything that a word does not say as well. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --text: #1b1f24; --soft: #55606e; --line: #d8dde3; --focus: #0b5cad;
  --denied: #a8071a; --denied-back: #fdeaec; --warned: #7a4d00; --warned-back: #fdf1d8;
  --allowed: #0a6630; --allowed-back: #e3f5e9; --ignored: #55606e; --ignored-back: #eceff2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161b; --card: #1a2027; --text: #e8ecf1; --soft: #a6b1be; --line: #36404c; --focus: #7db8f5;
    --denied: #ff9aa2; --denied-back: #41181d; --warned: #f3c66d; --warned-back: #3a2c0c;
    --allowed: #7fdca0; --allowed-back: #12351f; --ignored: #a6b1be; --ignored-back: #29313a;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 90rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; margin: 0 0 .25rem; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2rem 0 .75rem; font-size: 1.15rem; }
code, pre { font: .875em/1.5 ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
pre { margin: 0; white-space: pre-wrap; }
.soft { color: var(--soft); }
.meta { margin: 0; overflow-wrap: anywhere; }
.counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; margin: 1.25rem 0 0; }
.counts div { padding: .6rem .9rem; background: var(--card); border: 1px solid var(--line); border-left: .3rem solid var(--line); border-radius: .4rem; }
.counts dt { color: var(--soft); font-size: .875rem; }
.counts dd { margin: 0; font-size: 1.5rem; font-weight: 650; line-height: 1.3; font-variant-numeric: tabular-nums; }
.counts .denied, .counts .undecided { border-left-color: var(--denied); }
.counts .warned, .counts .waived { border-left-color: var(--warned); }
.counts .allowed { border-left-color: var(--allowed); }
.badge { display: inline-block; padding: .05rem .55rem; border-radius: 1rem; font-size: .875rem; font-weight: 600; white-space: nowrap; }
h1 .badge { font-size: 1.1rem; padding: .15rem .9rem; }
.badge.denied, .badge.undecided { color: var(--denied); background: var(--denied-back); }
.badge.warned, .badge.waived { color: var(--warned); background: var(--warned-back); }
.badge.allowed { color: var(--allowed); background: var(--allowed-back); }
.badge.ignored { color: var(--ignored); background: var(--ignored-back); }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); }
caption { padding: 0 0 .5rem; text-align: left; color: var(--soft); }
th, td { padding: .55rem .75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { font-size: .875rem; white-space: nowrap; }
td.zero { color: var(--soft); }
td.number, th.number { width: 6rem; text-align: right; font-variant-numeric: tabular-nums; }
.rules { width: auto; min-width: min(100%, 40rem); }
.rules th[scope=row] { font-weight: 400; }
.rules th .soft { display: block; font-size: .875rem; }
#images { table-layout: fixed; }
#images th.decision { width: 8.5rem; } #images th.severity { width: 7rem; } #images th.scanned { width: 8rem; } #images th.image { width: 34%; }
#images td { overflow-wrap: anywhere; }
ul { margin: 0; padding: 0; list-style: none; }
li + li { margin-top: .35rem; }
.places { margin-top: .25rem; font-size: .875rem; color: var(--soft); }
.rule { font-weight: 600; }
.waiver { display: block; font-size: .875rem; color: var(--warned); }
#resources li { font-size: .9375rem; }
#resources li ul, #resources li > .soft { font-size: .875rem; }
#resources { margin-top: 2rem; padding: .75rem .9rem; background: var(--card); border: 1px solid var(--line); border-radius: .4rem; overflow-wrap: anywhere; }
#resources summary { cursor: pointer; }
#resources summary h2 { display: inline; margin: 0 .5rem 0 .25rem; }
#resources h3 { display: flex; flex-wrap: wrap; align-items: baseline; gap: .5rem; margin: 1.25rem 0 .5rem; font-size: 1rem; }
#resources .controls { margin: 1rem 0 0; }
#resources section > ul > li { padding: .4rem 0; border-top: 1px solid var(--line); }
#resources section > ul > li + li { margin-top: 0; }
#resources li ul { margin: .15rem 0 0 1rem; }
#resources li li + li { margin-top: .15rem; }
.controls { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin-bottom: .75rem; }
.controls[hidden] { display: none; }
.controls label { display: block; margin-bottom: .2rem; font-size: .875rem; color: var(--soft); }
.controls .grow { flex: 1 1 14rem; }
.controls p { flex: 1 0 100%; margin: 0; color: var(--soft); }
input, select { width: 100%; min-height: 2.5rem; padding: .35rem .6rem; color: var(--text); background: var(--card); border: 1px solid var(--soft); border-radius: .35rem; font: inherit; }
th button { margin: -.3rem -.4rem; padding: .3rem .4rem; color: inherit; background: none; border: 0; border-radius: .25rem; font: inherit; cursor: pointer; }
th button::after { content: " \\2195"; color: var(--soft); }
th[aria-sort=ascending] button::after { content: " \\2191"; color: inherit; }
th[aria-sort=descending] button::after { content: " \\2193"; color: inherit; }
:focus-visible { outline: .15rem solid var(--focus); outline-offset: .1rem; }
footer { margin-top: 2rem; font-size: .875rem; color: var(--soft); overflow-wrap: anywhere; }
@media (max-width: 45rem) {
  main { padding: 1rem .75rem 2rem; }
  h1 { font-size: 1.35rem; }
  .counts { grid-template-columns: repeat(2, 1fr); gap: .5rem; }
  .rules th, .rules td { padding: .45rem .4rem; }
  .rules code { font-size: .8rem; }
  td.number, th.number { width: auto; }
  #images, #images tbody, #images tr, #images td { display: block; width: auto; }
  #images { background: none; border: 0; }
  #images caption { display: block; }
  #images thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  #images tr { margin-bottom: .75rem; padding: .6rem .8rem; background: var(--card); border: 1px solid var(--line); border-radius: .4rem; }
  #images tr[hidden] { display: none; }
  #images td { padding: .2rem 0; border: 0; }
  #images td.severity::before, #images td.scanned::before { content: attr(data-label) ": "; color: var(--soft); }
  #images td.empty { display: none; }
}
@media print {
  :root {
    color-scheme: light;
    --page: #fff; --card: #fff; --text: #000; --soft: #444; --line: #bbb; --denied: #a8071a; --denied-back: #fff;
    --warned: #7a4d00; --warned-back: #fff; --allowed: #0a6630; --allowed-back: #fff; --ignored: #444; --ignored-back: #fff;
  }
  main { max-width: none; padding: 0; }
  .controls { display: none; }
  .badge { border: 1px solid; }
  tr, .counts div { break-inside: avoid; }
  thead { display: table-header-group; }
  #images th[data-key] button::after { content: none; }
}
`;
