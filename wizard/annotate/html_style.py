"""How a review looks: light and dark as the reader's system has it, narrow screens, paper."""

from __future__ import annotations

STYLE = """\
:root {
  --paper: #ffffff; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --panel: #f6f8fa;
  --accent: #0a5cc2; --error: #b42318; --warning: #8a5a00; --note: #3b5b7a; --gain: #1a6b3c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --ink: #e6e9ed; --soft: #a3adb8; --line: #39414b; --panel: #1d2228;
    --accent: #7cb3ff; --error: #ff8f85; --warning: #f0c065; --note: #9dbad6; --gain: #7fd6a1;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem;
  border-bottom: 2px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .4rem; }
small, .why, .where, .note { color: var(--soft); font-weight: normal; font-size: .9em; }
p { margin: .3rem 0; overflow-wrap: anywhere; }
a { color: var(--accent); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; list-style: none; }
nav a { display: inline-block; padding: .35rem 0; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: .86em; }
code { overflow-wrap: anywhere; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px;
  padding: .75rem; overflow-x: auto; line-height: 1.4; }
pre.picture { background: none; border: 0; padding: 0; }
article, dl > div { border: 1px solid var(--line); border-left-width: 4px; border-radius: 6px;
  padding: .5rem .75rem; margin: .6rem 0; }
.error { border-left-color: var(--error); } .error .badge { color: var(--error); }
.warning { border-left-color: var(--warning); } .warning .badge { color: var(--warning); }
article.note { border-left-color: var(--note); font-size: inherit; color: inherit; }
.badge { font-size: .8em; font-weight: 600; text-transform: uppercase; letter-spacing: .03em; }
.fix { color: var(--soft); }
dl { margin: 0; } dt { color: var(--soft); } dd { margin: 0; }
.decided { border-left-color: var(--accent); } .own { border-left-color: var(--warning); }
.left { border-style: dashed; }
.gain::before { content: "+ "; color: var(--gain); font-weight: 700; }
.cost::before { content: "\u2212 "; color: var(--error); font-weight: 700; }
table { border-collapse: collapse; width: 100%; font-size: .95em; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0;
  border-bottom: 1px solid var(--line); }
td:first-child { width: 50%; }
summary { cursor: pointer; color: var(--accent); padding: .35rem 0; }
ol, ul { padding-left: 1.4rem; } li { margin: .75rem 0; } nav li { margin: 0; }
@media (max-width: 40rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: block; padding: .4rem 0; border-bottom: 1px solid var(--line); }
  td, td:first-child { display: block; width: auto; border: 0; padding: .1rem 0; }
  td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); }
}
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --panel: #fff;
    --accent: #000; --error: #8c1d14; --warning: #6b4700; --note: #2c4560; --gain: #12502d; }
  body { font-size: 10pt; } main { max-width: none; padding: 0; } nav { display: none; }
  h2, h3 { break-after: avoid; } article, dl > div, tr, li > b { break-inside: avoid; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  @page { margin: 18mm 16mm; }
}
"""
