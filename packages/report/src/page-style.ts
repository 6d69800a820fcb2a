import { paletteCss } from './palette.js';

/** The style sheet of a report: light or dark as the reader prefers, and fit for print. */
export const pageStyle = `${paletteCss()}
:root{color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0 auto;padding:2.5rem 1.5rem 4rem;max-width:82rem;background:var(--gnp-surface);
color:var(--gnp-text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
h1{font-size:1.6rem;line-height:1.25;margin:0;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:1rem;margin:0 0 .25rem;font-weight:600}
.note{margin:.25rem 0 0;color:var(--gnp-muted)}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:1.25rem 2rem;
margin:2rem 0 2.5rem;padding:1.25rem 0;border-block:1px solid var(--gnp-grid)}
dt{color:var(--gnp-muted);font-size:.85rem}
dd{margin:0;font-size:1.25rem;font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}
dd small{font-size:.85rem;font-weight:400;color:var(--gnp-muted)}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,32rem),1fr));gap:2.5rem 2rem}
section{min-width:0;break-inside:avoid}
svg{display:block;width:100%;height:auto}
pre{margin:.75rem 0 0;padding:1rem 1.25rem;border:1px solid var(--gnp-grid);border-radius:.5rem;
overflow-x:auto;font:.85rem/1.55 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace}
.wide{overflow-x:auto;margin:2rem 0 2.5rem}
table{border-collapse:collapse;font-size:.85rem;white-space:nowrap}
th,td{padding:.35rem 1rem .35rem 0;text-align:left;border-bottom:1px solid var(--gnp-grid)}
thead th{color:var(--gnp-muted);font-weight:400}
tbody th{font-weight:600}
.number{font-variant-numeric:tabular-nums}
.swatch{display:inline-block;width:1.75rem;height:.25rem;margin-right:.6rem;vertical-align:middle}
.bar{height:1.5rem;margin:.75rem 0 1rem;border-radius:.25rem}
.bar+table td{text-align:right}
.bar~.note{font-size:.85rem}
.samples,.confusion{margin-top:2.5rem}
.confusion .wide{margin:1rem 0 0}
.matrix td,.matrix th{padding:.3rem .45rem;text-align:right;font-variant-numeric:tabular-nums}
.matrix tbody th{text-align:left;padding-left:0}
.matrix thead th{vertical-align:bottom}
.matrix thead span{writing-mode:vertical-rl;transform:rotate(180deg)}
.right{background:color-mix(in srgb,var(--gnp-teal) calc(.45*var(--share)),transparent)}
.wrong{background:color-mix(in srgb,var(--gnp-red) calc(15% + .6*var(--share)),transparent)}
.groups{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,32rem),1fr));gap:1.5rem 2rem;margin-top:1.25rem}
.groups>:first-child{grid-row:span 2}
h3{font-size:.9rem;margin:0;font-weight:600}
.groups .note{font-size:.85rem;margin:0}
.groups ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(6rem,1fr));gap:1rem .5rem;margin:.75rem 0 0;padding:0;
list-style:none;font-size:.8rem;line-height:1.35}
.groups li{min-width:0;break-inside:avoid}
.groups li p{margin:.25rem 0 0;overflow-wrap:anywhere}
.groups li p+p{margin:0;color:var(--gnp-muted)}
.groups img{display:block;border-radius:.2rem;outline:1px solid var(--gnp-grid);outline-offset:-1px}
.pixels{image-rendering:pixelated}
em{font-style:normal;color:var(--gnp-red)}
:focus-visible{outline:2px solid var(--gnp-blue);outline-offset:2px}
.config{margin-top:2.5rem}
summary{cursor:pointer;font-weight:600}`;
