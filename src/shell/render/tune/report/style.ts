import { html } from "./markup.ts";

/** Every pair of a text's colour and its ground has a contrast of 4.5 or more, in both schemes; test/report measures it. */
export const styleElement = html`<style>
:root{color-scheme:light dark;--paper:#fff;--panel:#f5f6f8;--ink:#1a1f26;--muted:#525b66;--rule:#c9d0d8;--grid:#e3e7ec;--accent:#0a56a6;--today:#a1420a;--other:#0a56a6;--band:#8793a1;--less:#0f7355;--more:#b3261e;--total:#5b6673;--good:#0f7355;--warn:#8a5300;--bad:#b3261e;--h1:#7a3e9d;--h2:#0a56a6;--h3:#0f7355;--h4:#b3261e;--h5:#8a5300;--h6:#5b6673}
@media screen and (prefers-color-scheme:dark){:root{--paper:#14171c;--panel:#1d2229;--ink:#e8ebef;--muted:#a9b2bd;--rule:#48515c;--grid:#2a3038;--accent:#83c1ff;--today:#ffb27a;--other:#83c1ff;--band:#66727f;--less:#5fd0a8;--more:#ff9b92;--total:#98a3b0;--good:#5fd0a8;--warn:#f0b85a;--bad:#ff9b92;--h1:#d3a4f0;--h2:#83c1ff;--h3:#5fd0a8;--h4:#ff9b92;--h5:#f0b85a;--h6:#98a3b0}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;overflow-wrap:anywhere}
main,header,footer{max-width:66rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem}
h1{font-size:1.85rem;line-height:1.2;margin:0 0 .4rem}
h2{font-size:1.45rem;line-height:1.25;margin:0 0 .5rem}
h3{font-size:1.1rem;margin:2.2rem 0 .6rem}
h4{font-size:1rem;margin:0}
p{margin:0 0 .8rem}
.lead,figcaption p,caption,.rule,footer{color:var(--muted)}
section.mapping{border-top:1px solid var(--rule);margin-top:3rem;padding-top:2rem}
.verdict{font-size:1.15rem;font-weight:600;margin:0 0 1.2rem}
.verdict.change,.verdict.advice{color:var(--warn)}.verdict.unreachable{color:var(--bad)}.verdict.no-change{color:var(--good)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1.2rem;margin:0 0 1rem}
dt{color:var(--muted)}dd{margin:0}
ul.plain{list-style:none;padding:0;margin:0}
ul.plain li{margin:0 0 .6rem;display:grid;grid-template-columns:3rem minmax(0,1fr)}
ul.plain pre{grid-column:2}
pre{background:var(--panel);border:1px solid var(--rule);border-radius:6px;padding:.7rem .9rem;margin:.4rem 0 1rem;white-space:pre-wrap;font:14px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
.scroll{overflow-x:auto;margin:0 0 1rem}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums;min-width:100%}
caption{text-align:left;padding:0 0 .4rem;font-size:.88rem}
th,td{padding:.32rem .7rem;border-bottom:1px solid var(--grid);text-align:right;vertical-align:top;white-space:nowrap}
th[scope=row],thead td,th:first-child{text-align:left;padding-left:0}
th[scope=row]{font-weight:400;position:sticky;left:0;background:var(--paper)}
thead th{border-bottom:1px solid var(--rule);color:var(--muted);font-weight:600}
.marked{background:var(--panel);font-weight:600}
table.fleet td,table.fleet thead th{text-align:left}
table.fleet td.figure,table.fleet thead th.figure{text-align:right}
table.fleet td:last-child{white-space:normal;min-width:12rem}
table.fleet td,table.fleet th{padding-left:.45rem;padding-right:.45rem}
a{color:var(--accent)}
figure{margin:2.2rem 0;break-inside:avoid}
figcaption p{margin:.2rem 0 .6rem;font-size:.92rem}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.3rem;padding:0;margin:0 0 .6rem;font-size:.88rem}
.legend li{display:flex;align-items:center;gap:.5rem}
svg.sign{width:28px;height:14px;flex:none;overflow:visible}
svg.chart{display:block;width:100%;height:auto}
svg.narrow{display:none}
svg.patterns{position:absolute}
svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;fill:var(--ink);font-variant-numeric:tabular-nums}
svg text.tick,svg text.title{fill:var(--muted)}
svg text.label{font-weight:600;paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
svg .end{text-anchor:end}svg .middle{text-anchor:middle}
.grid{stroke:var(--grid)}.axis{stroke:var(--rule)}.leader{stroke:var(--muted);stroke-width:1}.link{stroke:var(--rule);stroke-dasharray:2 2}
.line{fill:none;stroke-width:2;stroke-linejoin:round}
.line.observed{stroke:var(--ink)}.line.today{stroke:var(--today);stroke-dasharray:7 4}.line.other{stroke:var(--other);stroke-dasharray:2 3}
.line.front{stroke:var(--total)}.line.goal{stroke:var(--bad);stroke-dasharray:10 4 2 4;stroke-width:1.5}
.dot.observed{fill:var(--ink)}.dot.today{fill:var(--today)}.dot.other{fill:var(--other)}.dot.front{fill:var(--total)}
.band{fill:var(--band)}
circle.front{fill:var(--total)}.spot{fill:var(--paper);stroke:var(--total);stroke-width:1.3}
.mark{stroke:var(--paper);stroke-width:1.2}
.mark.today{fill:var(--today)}.mark.other{fill:var(--other)}.mark.ring{fill:none;stroke:var(--ink);stroke-width:1.6}
.mark.cross{fill:none;stroke:var(--other);stroke-width:2.6}
.bar.same{fill:var(--total)}.bar.total{fill:var(--total)}.bar.part{fill:var(--other)}.bar.less{fill:var(--less)}.bar.more{fill:var(--more)}
.ground{fill:var(--h6)}.ground.partition{fill:var(--h1)}.ground.poller-bytes{fill:var(--h2)}.ground.poller-invocations{fill:var(--h3)}.ground.concurrency{fill:var(--h4)}.ground.scaling{fill:var(--h5)}
.hatch{fill:none;stroke:var(--paper);stroke-width:1.6}
details{font-size:.95rem}
summary{cursor:pointer;color:var(--accent);margin:.4rem 0}
footer{border-top:1px solid var(--rule);margin-top:3rem;padding-top:1rem;padding-bottom:3rem;font-size:.88rem}
@media screen and (max-width:700px){
main,header,footer{padding-left:1rem;padding-right:1rem}
header{padding-top:1.5rem}
svg.wide{display:none}svg.narrow{display:block;max-width:32rem}
table.fleet td:last-child{min-width:34rem}
dl{grid-template-columns:1fr;gap:0}dd{margin:0 0 .6rem}
}
@media print{
:root{color-scheme:light}
body{font-size:10.5pt}
main,header,footer{padding:0}
table{font-size:8.5pt}
th,td{padding:.2rem .35rem}
th[scope=row]{white-space:normal;min-width:6rem}
table.fleet td:last-child{min-width:10rem}
table.fleet td,table.fleet th{padding-left:.2rem;padding-right:.2rem}
section.mapping{break-before:page;border:0;margin-top:0;padding-top:0}
.scroll{overflow:visible}
details:not([open]){display:none}
}
</style>`;
