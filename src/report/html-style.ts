/** How the page looks: on a screen by day and night, and on paper. No fonts, pictures or scripts: it is one file. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c1e21; --soft: #5c636b; --line: #d9dde1; --page: #fff; --panel: #f6f7f9;
  --bad: #b3261e; --good: #1b6e3c; --p0: #b3261e; --p1: #b45309; --p2: #6b5b00; --p3: #5c636b; --link: #0b57d0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ea; --soft: #a2a9b0; --line: #3a4046; --page: #16181b;
  --panel: #1f2226; --bad: #ff8a80; --good: #7fd1a0; --p0: #ff8a80; --p1: #ffb067; --p2: #e3cf5a; --p3: #a2a9b0;
  --link: #8ab4f8; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 72rem; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .75rem; }
p { margin: .4rem 0; }
a { color: var(--link); }
code { font: .9em ui-monospace, monospace; }
.soft { color: var(--soft); }
.good { color: var(--good); }
.bad { color: var(--bad); }
.gaps { border: 1px solid var(--bad); border-radius: 6px; padding: .75rem 1rem; margin: 1rem 0; }
.gaps ul { margin: .25rem 0; padding-left: 1.2rem; }
.next { background: var(--panel); border-radius: 6px; padding: .6rem 1rem; margin: 1rem 0; }
.secret { border: 1px solid var(--line); border-radius: 6px; margin: .6rem 0; }
.secret > summary { display: grid; grid-template-columns: 2.4rem minmax(0, 1fr) auto 3.6rem; gap: .75rem; padding: .6rem .9rem;
  cursor: pointer; list-style: none; }
.secret > summary::-webkit-details-marker { display: none; }
.secret > summary::after { content: 'more ▾'; color: var(--link); text-align: right; }
.secret[open] > summary::after { content: 'less ▴'; }
.secret > summary:hover { background: var(--panel); }
summary:focus-visible { outline: 2px solid var(--link); }
.secret[open] > summary { border-bottom: 1px solid var(--line); }
dd summary { cursor: pointer; }
.refs { columns: 16rem; margin: .25rem 0; padding-left: 1.2rem; }
.secret > div { padding: .5rem .9rem .9rem; }
.priority { font-weight: 700; }
.P0 { color: var(--p0); } .P1 { color: var(--p1); } .P2 { color: var(--p2); } .P3 { color: var(--p3); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem 1rem; margin: .5rem 0; }
dt { color: var(--soft); }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 500; }
.chart { display: grid; grid-template-columns: 17rem minmax(0, 1fr); column-gap: 1rem; margin: .5rem 0; font-size: 13px; }
.chart span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
svg { display: block; width: 100%; height: 22px; overflow: visible; }
svg text { fill: var(--soft); font: 12px system-ui, sans-serif; }
svg .axis { stroke: var(--line); }
svg .P0 { fill: var(--p0); } svg .P1 { fill: var(--p1); } svg .P2 { fill: var(--p2); } svg .P3 { fill: var(--p3); }
svg .ended { opacity: .45; }
footer { margin-top: 3rem; color: var(--soft); font-size: .9em; }
@media print { body { max-width: none; padding: 0; } .secret { break-inside: avoid; } .secret > summary::after { content: ''; } }
@media (max-width: 40rem) { .secret > summary { grid-template-columns: 2.4rem minmax(0, 1fr); }
  .id, .secret > summary::after { grid-column: 2; }
  .chart { grid-template-columns: minmax(0, 1fr); } }
`;
