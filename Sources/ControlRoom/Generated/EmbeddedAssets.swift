// Written by scripts/embed-templates. Change the files it names, then run it again.
// swift-format-ignore-file

/// The files of Templates and Assets, as text.
enum EmbeddedAssets {
    /// Page templates by name.
    static let templates: [String: String] = [
        "consumption-form": #"""
<form class="run-form" id="run-form" action="{{action}}" method="get" aria-label="Portfolio">
{{#hasProblems}}
<div class="problems" role="alert">
<p><strong>Nothing is made yet.</strong> {{problemsInWords}}</p>
<ul>
{{#problems}}
<li><a href="{{href}}">{{text}}</a></li>
{{/problems}}
</ul>
</div>
{{/hasProblems}}
{{#hidden}}
<input type="hidden" name="{{name}}" value="{{value}}">
{{/hidden}}
<div class="run-fields">
{{#fields}}
<div class="run-field{{#isWrong}} is-wrong{{/isWrong}}">
<label for="run-{{name}}">{{text}}</label>
<input id="run-{{name}}" name="{{name}}" type="{{kind}}" value="{{value}}"{{#isNumber}} inputmode="numeric"{{/isNumber}} maxlength="60" autocomplete="off" aria-describedby="run-{{name}}-hint{{#isWrong}} run-{{name}}-wrong{{/isWrong}}"{{#isWrong}} aria-invalid="true"{{/isWrong}}>
<p class="hint" id="run-{{name}}-hint">{{hint}}</p>
{{#isWrong}}
<p class="wrong" id="run-{{name}}-wrong">{{wrong}}</p>
{{/isWrong}}
</div>
{{/fields}}
{{#choices}}
<div class="run-field{{#isWrong}} is-wrong{{/isWrong}}">
<label for="run-{{name}}">{{text}}</label>
<select id="run-{{name}}" name="{{name}}" aria-describedby="run-{{name}}-hint{{#isWrong}} run-{{name}}-wrong{{/isWrong}}"{{#isWrong}} aria-invalid="true"{{/isWrong}}>
{{#options}}
<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{text}}</option>
{{/options}}
</select>
<p class="hint" id="run-{{name}}-hint">{{hint}}</p>
{{#isWrong}}
<p class="wrong" id="run-{{name}}-wrong">{{wrong}}</p>
{{/isWrong}}
</div>
{{/choices}}
</div>
<fieldset class="run-mix" id="run-mix" tabindex="-1"{{#mixIsWrong}} aria-describedby="run-mix-wrong"{{/mixIsWrong}}>
<legend>Classes and their shares</legend>
<p class="hint">Add technologies with a plus sign: smart-domestic+pv+ev. The shares sum to 100 %; empty rows do not count.</p>
<div class="mix-rows">
{{#rows}}
<div class="mix-row{{#isWrong}} is-wrong{{/isWrong}}">
<label class="unseen" for="run-{{className}}">Class {{number}}</label>
<input id="run-{{className}}" name="{{className}}" type="text" value="{{classValue}}" list="run-kinds" maxlength="80" autocomplete="off" autocapitalize="off" spellcheck="false" placeholder="class"{{#classIsWrong}} aria-invalid="true" aria-describedby="run-{{className}}-wrong"{{/classIsWrong}}>
<label class="unseen" for="run-{{shareName}}">Share of class {{number}} in per cent</label>
<input id="run-{{shareName}}" name="{{shareName}}" type="text" inputmode="decimal" value="{{shareValue}}" maxlength="20" autocomplete="off" placeholder="0"{{#shareIsWrong}} aria-invalid="true" aria-describedby="run-{{shareName}}-wrong"{{/shareIsWrong}}>
<span class="unit" aria-hidden="true">%</span>
{{#wrongs}}
<p class="wrong" id="{{id}}">{{words}}</p>
{{/wrongs}}
</div>
{{/rows}}
</div>
{{#mixIsWrong}}
<p class="wrong" id="run-mix-wrong">{{mixWrong}}</p>
{{/mixIsWrong}}
{{#total}}
<p class="mix-total">{{.}}</p>
{{/total}}
<details class="tool mix-words"{{#classIsUnknown}} open{{/classIsUnknown}}>
<summary>All classes and technologies</summary>
<dl>
{{#words}}
<dt>{{text}}</dt><dd>{{words}}</dd>
{{/words}}
</dl>
</details>
</fieldset>
<datalist id="run-kinds">
{{#kinds}}
<option value="{{.}}"></option>
{{/kinds}}
</datalist>
<div class="run-send"><button type="submit" class="chief">Show this portfolio</button><a href="{{reset}}">Start again</a></div>
</form>

"""#,
        "consumption-look": #"""
<form class="look-form" action="{{action}}" method="get" aria-label="{{name}}">
{{#hidden}}
<input type="hidden" name="{{name}}" value="{{value}}">
{{/hidden}}
{{#fields}}
<div class="run-field{{#isWrong}} is-wrong{{/isWrong}}">
<label for="run-{{name}}">{{text}}</label>
<input id="run-{{name}}" name="{{name}}" type="{{kind}}" value="{{value}}"{{#isNumber}} inputmode="numeric"{{/isNumber}} maxlength="60" autocomplete="off" aria-describedby="run-{{name}}-hint{{#isWrong}} run-{{name}}-wrong{{/isWrong}}"{{#isWrong}} aria-invalid="true"{{/isWrong}}>
<p class="hint" id="run-{{name}}-hint">{{hint}}</p>
{{#isWrong}}
<p class="wrong" id="run-{{name}}-wrong">{{wrong}}</p>
{{/isWrong}}
</div>
{{/fields}}
<button type="submit">{{button}}</button>
</form>

"""#,
        "failure": #"""
<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Something failed – Changeover</title>
<link rel="stylesheet" href="{{stylesheet}}">
<link rel="icon" href="data:,">
</head>
<body>
<main id="content">
<div class="page-head">
<h1>Something failed here</h1>
<p class="lead">The page could not be made. The record is unharmed: this room only reads it. Whoever runs the server finds more in its log under the reference <strong>{{reference}}</strong>.</p>
</div>
<p><a href="{{home}}">Back to Home</a></p>
</main>
</body>
</html>

"""#,
        "form": #"""
<form class="ask-form" action="{{action}}" method="{{method}}" aria-label="{{name}}">
{{#hidden}}
<input type="hidden" name="{{name}}" value="{{value}}">
{{/hidden}}
{{#hasFields}}
<div class="run-fields">
{{#fields}}
<div class="run-field{{#isWrong}} is-wrong{{/isWrong}}">
<label for="{{id}}">{{text}}</label>
{{#input}}
<input id="{{id}}" name="{{name}}" type="text" value="{{value}}" maxlength="{{longest}}" autocomplete="off" autocapitalize="off" spellcheck="false"{{#isWrong}} aria-invalid="true" aria-describedby="{{id}}-wrong"{{/isWrong}}>
{{/input}}
{{#select}}
<select id="{{id}}" name="{{name}}"{{#isWrong}} aria-invalid="true" aria-describedby="{{id}}-wrong"{{/isWrong}}>
{{#options}}
<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{text}}</option>
{{/options}}
</select>
{{/select}}
{{#hint}}
<p class="hint">{{.}}</p>
{{/hint}}
{{#wrong}}
<p class="wrong" id="{{id}}-wrong">{{.}}</p>
{{/wrong}}
</div>
{{/fields}}
</div>
{{/hasFields}}
<div class="run-send"><button type="submit" class="chief">{{button}}</button>
{{#reset}}
<a href="{{href}}">{{text}}</a>
{{/reset}}
</div>
</form>

"""#,
        "layout": ##"""
<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{pageTitle}} – Changeover</title>
<link rel="stylesheet" href="{{stylesheet}}">
<link rel="icon" href="data:,">
<script src="{{script}}" defer></script>
</head>
<body{{#isFocus}} class="focus"{{/isFocus}}>
<a class="skip" href="#content">Skip to content</a>
<header class="top">
<div class="top-in">
<a class="brand" href="{{home}}"><span class="brand-mark" aria-hidden="true"></span><span class="brand-name">Changeover</span><span class="brand-of">{{programme}}</span></a>
<form class="find" role="search" action="{{searchAction}}" method="get">
{{#searchHidden}}
<input type="hidden" name="{{name}}" value="{{value}}">
{{/searchHidden}}
<label class="unseen" for="find">Search all passages</label>
<input id="find" name="q" type="search" value="{{searchWords}}" placeholder="Search all passages" autocomplete="off" maxlength="200">
<button type="submit">Search</button>
</form>
</div>
</header>
{{#known}}
{{#banner}}
<div class="banner" role="status"><p><strong>As known at {{inWords}}.</strong> What later papers say is hidden on every page.</p><a href="{{clear}}">Show all that is known</a></div>
{{/banner}}
{{/known}}
<div class="frame">
<div class="side">
{{#navigation}}
<details class="menu" open>
<summary>Menu</summary>
<nav aria-label="Pages">
{{#groups}}
<h2>{{heading}}</h2>
<ul>
{{#places}}
<li><a href="{{href}}"{{#isHere}} aria-current="page"{{/isHere}}>{{text}}</a></li>
{{/places}}
</ul>
{{/groups}}
</nav>
</details>
{{/navigation}}
{{#known}}
<form class="known" action="{{action}}" method="get" aria-label="As known at">
{{#hidden}}
<input type="hidden" name="{{name}}" value="{{value}}">
{{/hidden}}
<label for="at">As known at</label>
<div class="known-row">
<input id="at" name="at" type="date" value="{{day}}" min="{{first}}" max="{{last}}" list="days">
<button type="submit">Show</button>
</div>
<datalist id="days">
{{#days}}
<option value="{{.}}"></option>
{{/days}}
</datalist>
<p class="hint">Leave empty for all that is known.</p>
</form>
{{/known}}
</div>
<main id="content" tabindex="-1">
{{#isFocus}}
<p class="leave-focus"><a href="{{leaveFocus}}">Leave focus mode</a></p>
{{/isFocus}}
{{{content}}}
</main>
</div>
<footer class="foot"><p>Every figure opens its source. The room only reads: nothing on these pages changes the record.</p></footer>
</body>
</html>

"""##,
        "live": #"""
<div class="live" data-live="{{events}}" data-most="{{most}}">
<p class="live-bar">
{{#reload}}
<a class="live-reload" href="{{href}}">{{text}}</a>
{{/reload}}
<button type="button" class="live-pause" hidden>Pause</button> <span class="live-state" role="status"></span></p>
{{#vacancy}}
<p class="absence">{{.}}</p>
{{/vacancy}}
{{#table}}
{{> plain}}
{{/table}}
</div>

"""#,
        "note": #"""
<p class="note note-{{tone}}"><strong class="note-word">{{label}}</strong> {{sentence}}</p>

"""#,
        "page": #"""
<div class="page-head">
{{#kicker}}
<p class="kicker">{{.}}</p>
{{/kicker}}
<h1>{{heading}}</h1>
{{#lead}}
<p class="lead">{{.}}</p>
{{/lead}}
</div>
{{#views}}
<nav class="tabs" aria-label="Views of this subject"><ul>
{{#tabs}}
<li><a href="{{href}}"{{#isHere}} aria-current="page"{{/isHere}}>{{text}}</a></li>
{{/tabs}}
</ul></nav>
{{/views}}
{{#notes}}
{{> note}}
{{/notes}}
<div class="panels">
{{#panels}}
{{> panel}}
{{/panels}}
</div>

"""#,
        "panel": #"""
<section class="panel w-{{width}}" id="{{anchor}}" aria-labelledby="{{anchor}}-name">
<div class="panel-head"><h2 id="{{anchor}}-name">{{name}}</h2>
<div class="panel-links">
{{#more}}
<a href="{{href}}">{{text}}</a>
{{/more}}
{{#focus}}
<a class="present" href="{{.}}">Focus<span class="unseen"> on {{name}}</span></a>
{{/focus}}
</div></div>
{{#about}}
<p class="about">{{.}}</p>
{{/about}}
{{#notes}}
{{> note}}
{{/notes}}
{{#form}}
{{> consumption-form}}
{{/form}}
{{#look}}
{{> consumption-look}}
{{/look}}
{{#figures}}
<ul class="figures">
{{#figures}}
<li class="figure tone-{{tone}}"{{#live}} data-total="{{.}}"{{/live}}>
<span class="figure-number">{{number}}</span>
<span class="figure-caption">{{#href}}<a href="{{.}}">{{caption}}</a>{{/href}}{{^href}}{{caption}}{{/href}}</span>
<span class="figure-detail">{{detail}}</span>
</li>
{{/figures}}
</ul>
{{/figures}}
{{{chart}}}
{{#list}}
<ul class="things">
{{#items}}
<li>
<div class="thing-main"><a href="{{href}}">{{headline}}</a>
{{#detail}}
<p>{{.}}</p>
{{/detail}}
</div>
<div class="thing-side">{{#mark}}<span class="mark tone-{{tone}}">{{word}}</span>{{/mark}}<span class="aside">{{aside}}</span></div>
</li>
{{/items}}
</ul>
{{/list}}
{{#plain}}
{{> plain}}
{{/plain}}
{{#pages}}
<nav class="pager" aria-label="Pages of {{name}}">
{{#previous}}
<a rel="prev" href="{{href}}">← {{text}}</a>
{{/previous}}
<span>{{position}}</span>
{{#next}}
<a rel="next" href="{{href}}">{{text}} →</a>
{{/next}}
</nav>
{{/pages}}
{{#forms}}
{{> form}}
{{/forms}}
{{#live}}
{{> live}}
{{/live}}
{{#table}}
{{> table}}
{{/table}}
{{{prose}}}
{{#absence}}
<p class="absence">{{.}}</p>
{{/absence}}
</section>

"""#,
        "plain": #"""
<div class="scroll" role="region" aria-label="{{caption}}" tabindex="0">
<table class="rows {{form}}">
<caption class="unseen">{{caption}}</caption>
<thead><tr>{{#heads}}<th scope="col" class="{{style}}">{{text}}</th>{{/heads}}</tr></thead>
<tbody>
{{{rows}}}
</tbody>
</table>
</div>

"""#,
        "table": #"""
<div class="tools">
<details class="tool filters"{{#isFiltered}} open{{/isFiltered}}>
<summary>Filter</summary>
<form class="filter-form" action="{{action}}" method="get" data-auto>
{{#filterHidden}}
<input type="hidden" name="{{name}}" value="{{value}}">
{{/filterHidden}}
{{#selectors}}
<label><span>{{text}}</span>
<select name="{{field}}">
<option value="">Any</option>
{{#choices}}
<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{text}}</option>
{{/choices}}
</select></label>
{{/selectors}}
{{#words}}
<label><span>{{text}} has</span><input type="text" name="{{field}}" value="{{value}}" maxlength="200" autocomplete="off"></label>
{{/words}}
{{#spans}}
<label><span>{{text}} from</span><input type="date" name="{{fieldFrom}}" value="{{from}}"></label>
<label><span>{{text}} to</span><input type="date" name="{{fieldTo}}" value="{{to}}"></label>
{{/spans}}
<button type="submit">Apply filters</button>
</form>
</details>
<details class="tool chooser">
<summary>Columns</summary>
<form class="column-form" action="{{action}}" method="get">
{{#columnHidden}}
<input type="hidden" name="{{name}}" value="{{value}}">
{{/columnHidden}}
<fieldset><legend class="unseen">Columns shown</legend>
{{#columns}}
<label class="tick"><input type="checkbox" name="col" value="{{value}}"{{#isChosen}} checked{{/isChosen}}> {{text}}</label>
{{/columns}}
</fieldset>
<button type="submit">Show these columns</button>
</form>
</details>
<ul class="actions" aria-label="What to do with this table">
{{#exports}}
<li><a href="{{href}}" download>{{text}}</a></li>
{{/exports}}
{{#reading}}
<li><a href="{{href}}">{{text}}</a></li>
{{/reading}}
</ul>
</div>
<div class="count-row"><p class="count" role="status">{{summary}}</p>
{{#isFiltered}}
<ul class="chips" aria-label="Filters in use">
{{#chips}}
<li><a href="{{href}}"><span>{{text}}</span> <span class="x" aria-hidden="true">×</span><span class="unseen">Remove this filter</span></a></li>
{{/chips}}
{{#clear}}
<li><a class="clear" href="{{href}}">{{text}}</a></li>
{{/clear}}
</ul>
{{/isFiltered}}
</div>
{{#hasRows}}
<div class="scroll" role="region" aria-label="{{caption}}" tabindex="0">
<table class="rows cards">
<caption class="unseen">{{caption}}. {{summary}}.</caption>
<thead><tr>
{{#heads}}
<th scope="col" class="{{style}}" aria-sort="{{sorted}}" data-column="{{name}}"><a href="{{href}}">{{text}}&nbsp;<span class="arrow" aria-hidden="true">{{arrow}}</span></a></th>
{{/heads}}
</tr></thead>
<tbody>
{{{rows}}}
</tbody>
</table>
</div>
{{/hasRows}}
{{#vacancy}}
<p class="absence">{{.}}</p>
{{/vacancy}}
{{#pager}}
<nav class="pager" aria-label="Pages of the table">
{{#previous}}
<a rel="prev" href="{{href}}">← {{text}}</a>
{{/previous}}
<span>{{position}}</span>
{{#next}}
<a rel="next" href="{{href}}">{{text}} →</a>
{{/next}}
</nav>
{{/pager}}

"""#,
    ]

    /// Style and script by file name.
    static let files: [String: String] = [
        "room.css": #"""
:root {
  --ink: #14181f;
  --ink-2: #4a5361;
  --ink-3: #667080;
  --paper: #ffffff;
  --ground: #f5f6f8;
  --line: #e1e5ea;
  --line-2: #c9d0d8;
  --accent: #1d4fd7;
  --accent-ink: #173fae;
  --accent-soft: #eaf0ff;
  --top: #10151d;
  --top-ink: #f3f5f8;
  --good: #116b3c;
  --good-soft: #e3f4ea;
  --fair: #7a5200;
  --fair-soft: #fdf1d3;
  --warm: #93400b;
  --warm-soft: #fdeadb;
  --bad: #a5161d;
  --bad-soft: #fce7e7;
  --calm: #2346a0;
  --calm-soft: #e6edfc;
  --hit: #fff0a8;
  --plot-0: #1d4fd7;
  --plot-1: #11794a;
  --plot-2: #b8500a;
  --plot-3: #b3194f;
  --plot-4: #7440b0;
  --plot-5: #4a5361;
  --radius: 8px;
  --gap: 1.5rem;
  --mono: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e9edf3;
    --ink-2: #b3bcc9;
    --ink-3: #8d98a8;
    --paper: #161b23;
    --ground: #0e1218;
    --line: #2a323d;
    --line-2: #3d4856;
    --accent: #8fb2ff;
    --accent-ink: #adc6ff;
    --accent-soft: #1c2a4a;
    --top: #090c11;
    --good: #7fdca5;
    --good-soft: #12301f;
    --fair: #f0cb72;
    --fair-soft: #33280c;
    --warm: #ffb27d;
    --warm-soft: #3a2212;
    --bad: #ff9c9c;
    --bad-soft: #3d1719;
    --calm: #a9c3ff;
    --calm-soft: #1b2847;
    --hit: #5c4d00;
    --plot-0: #8fb2ff;
    --plot-1: #6fd79d;
    --plot-2: #ffb27d;
    --plot-3: #ff93b5;
    --plot-4: #cfa8ff;
    --plot-5: #b3bcc9;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0;
  background: var(--ground);
  color: var(--ink);
  font: 400 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums;
  overflow-wrap: anywhere;
}
a { color: var(--accent-ink); text-decoration-thickness: 1px; text-underline-offset: .18em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
input:focus-within { outline: 3px solid var(--accent); outline-offset: 2px; }
h1, h2, h3 { line-height: 1.2; margin: 0; letter-spacing: -.012em; text-wrap: balance; }
p { margin: 0; }
ul { margin: 0; padding: 0; list-style: none; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -4rem; background: var(--paper); padding: .6rem 1rem; z-index: 9; border-radius: 0 0 var(--radius) var(--radius); }
.skip:focus { top: 0; }
.quiet, .hint { color: var(--ink-3); }
/* Top */
.top { background: var(--top); color: var(--top-ink); }
.top-in { display: flex; align-items: center; gap: 1.5rem; padding: .7rem clamp(1rem, 2.5vw, 2rem); }
.brand { display: flex; align-items: center; gap: .65rem; color: inherit; text-decoration: none; min-width: 0; }
.brand-mark { width: 1.15rem; height: 1.15rem; border-radius: 4px; background: linear-gradient(135deg, #6f9bff 0 49%, #f3f5f8 51% 100%); flex: none; }
.brand-name { font-weight: 650; letter-spacing: -.01em; }
.brand-of { color: #a9b4c4; font-size: .875rem; padding-left: .75rem; border-left: 1px solid #3a4554; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.find { margin-left: auto; display: flex; gap: .4rem; flex: 0 1 26rem; min-width: 0; }
.find input { flex: 1; min-width: 0; background: #1e2632; border-color: #3a4554; color: var(--top-ink); }
.find input::placeholder { color: #a9b4c4; opacity: 1; }
.find button { background: transparent; border-color: #3a4554; color: var(--top-ink); }
.find button:hover { background: #1e2632; }
/* Controls */
input, select, button { font: inherit; font-size: .9375rem; color: inherit; border: 1px solid var(--line-2); border-radius: 6px; background: var(--paper); padding: .42rem .65rem; min-height: 2.35rem; max-width: 100%; }
input[type=checkbox] { min-height: 0; width: 1rem; height: 1rem; margin: 0; accent-color: var(--accent); }
button { cursor: pointer; font-weight: 550; }
button:hover { border-color: var(--ink-3); }
.as-link { border: 0; background: none; padding: 0; min-height: 0; color: var(--accent-ink); text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: .18em; font-weight: 400; font-size: inherit; }
summary { cursor: pointer; }
/* Frame */
.frame { display: grid; grid-template-columns: 14.5rem minmax(0, 1fr); max-width: 100rem; margin: 0 auto; }
.side { padding: 1.75rem 1rem 2rem clamp(1rem, 2.5vw, 2rem); }
.menu > summary { display: none; }
.side nav h2 { font-size: .75rem; font-weight: 600; color: var(--ink-3); letter-spacing: .01em; margin: 1.35rem 0 .3rem .7rem; }
.side nav h2:first-child { margin-top: 0; }
.side nav a { display: block; padding: .3rem .7rem; border-radius: 6px; color: var(--ink-2); text-decoration: none; font-size: .9375rem; border-left: 3px solid transparent; }
.side nav a:hover { color: var(--ink); background: var(--line); }
.side nav a[aria-current] { color: var(--accent-ink); background: var(--accent-soft); font-weight: 600; border-left-color: var(--accent); }
.known { margin-top: 1.75rem; padding: 1rem 0 0 .7rem; border-top: 1px solid var(--line); font-size: .875rem; }
.known label { font-weight: 600; display: block; margin-bottom: .35rem; }
.known-row { display: grid; gap: .4rem; }
.known input { min-width: 0; font-size: .875rem; }
.known button { font-size: .875rem; }
.known .hint { margin-top: .4rem; font-size: .8125rem; }
.banner { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; background: var(--fair-soft); color: var(--fair); border-bottom: 1px solid var(--line); padding: .6rem clamp(1rem, 2.5vw, 2rem); font-size: .9375rem; }
.banner a { color: inherit; }
main { padding: 1.75rem clamp(1rem, 2.5vw, 2rem) 3rem; min-width: 0; }
.foot { max-width: 100rem; margin: 0 auto; padding: 1rem clamp(1rem, 2.5vw, 2rem) 2.5rem; color: var(--ink-3); font-size: .875rem; }
/* Page */
.page-head { margin-bottom: 1.5rem; }
.page-head h1 { font-size: clamp(1.5rem, 1.2rem + 1.3vw, 2.05rem); font-weight: 680; }
.kicker { color: var(--ink-3); font-size: .9375rem; font-weight: 550; margin-bottom: .25rem; }
.lead { color: var(--ink-2); margin-top: .5rem; max-width: 68ch; }
.tabs { margin: 0 0 1.5rem; border-bottom: 1px solid var(--line-2); overflow-x: auto; }
.tabs ul { display: flex; gap: 1.5rem; }
.tabs a { display: block; padding: .5rem 0 .55rem; color: var(--ink-2); text-decoration: none; border-bottom: 3px solid transparent; margin-bottom: -1px; white-space: nowrap; }
.tabs a:hover { color: var(--ink); border-bottom-color: var(--line-2); }
.tabs a[aria-current] { color: var(--ink); font-weight: 600; border-bottom-color: var(--accent); }
.panels { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: var(--gap); }
.panel { grid-column: span 6; background: var(--paper); border: 1px solid var(--line); border-radius: var(--radius); padding: 1.25rem 1.4rem 1.4rem; min-width: 0; }
.w-half { grid-column: span 3; }
.w-third { grid-column: span 2; }
.panel-head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .25rem 1rem; margin-bottom: .85rem; }
.panel-head h2 { font-size: 1.125rem; font-weight: 650; }
.panel-links { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; font-size: .9375rem; }
.present { color: var(--ink-3); }
.about { color: var(--ink-2); font-size: .9375rem; margin: -.4rem 0 1rem; max-width: 72ch; }
.absence { color: var(--ink-2); background: var(--ground); border: 1px dashed var(--line-2); border-radius: 6px; padding: .9rem 1rem; max-width: 72ch; }
.note { font-size: .9375rem; border-left: 4px solid var(--line-2); background: var(--ground); padding: .6rem .9rem; border-radius: 0 6px 6px 0; margin: 0 0 1rem; max-width: 80ch; }
.note-word { margin-right: .35rem; }
.note-doubt { border-color: var(--fair); background: var(--fair-soft); color: var(--fair); }
.note-good { border-color: var(--good); background: var(--good-soft); color: var(--good); }
.note-bad { border-color: var(--bad); background: var(--bad-soft); color: var(--bad); }
/* Figures */
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 0; border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; }
.figures + * { margin-top: 1.25rem; }
.figure { padding: .9rem 1.1rem 1rem; box-shadow: 1px 0 0 var(--line), 0 1px 0 var(--line); background: none; }
.figure-number { display: block; font-size: 1.85rem; font-weight: 650; line-height: 1.1; letter-spacing: -.02em; color: var(--ink); }
.figure-caption { display: block; font-weight: 550; margin-top: .25rem; }
.figure-detail { display: block; font-size: .875rem; color: var(--ink-3); }
.figure.tone-bad .figure-number { color: var(--bad); }
.figure.tone-good .figure-number { color: var(--good); }
.figure.tone-fair .figure-number, .figure.tone-warm .figure-number { color: var(--warm); }
/* Lists */
.things > li { display: flex; gap: 1rem; justify-content: space-between; align-items: baseline; padding: .7rem 0; border-top: 1px solid var(--line); }
.things > li:first-child { border-top: 0; padding-top: .1rem; }
.things > li:last-child { padding-bottom: 0; }
.thing-main { min-width: 0; }
.thing-main > a { font-weight: 550; }
.thing-main p { color: var(--ink-2); font-size: .9375rem; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
.thing-side { flex: none; width: 32%; text-align: right; font-size: .875rem; color: var(--ink-3); display: flex; flex-wrap: wrap; justify-content: flex-end; align-items: baseline; gap: .25rem .6rem; }
.mark { white-space: nowrap; display: inline-block; padding: .08em .55em; border-radius: 4px; font-size: .8125rem; font-weight: 600; line-height: 1.5; background: var(--ground); color: var(--ink-2); box-shadow: inset 0 0 0 1px var(--line-2); }
.mark.tone-good { background: var(--good-soft); color: var(--good); box-shadow: none; }
.mark.tone-fair { background: var(--fair-soft); color: var(--fair); box-shadow: none; }
.mark.tone-warm { background: var(--warm-soft); color: var(--warm); box-shadow: none; }
.mark.tone-bad { background: var(--bad-soft); color: var(--bad); box-shadow: none; }
.mark.tone-calm { background: var(--calm-soft); color: var(--calm); box-shadow: none; }
/* Tables */
.tools { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: flex-start; margin-bottom: .75rem; }
.tool { border: 1px solid var(--line-2); border-radius: 6px; font-size: .9375rem; }
.tool > summary { padding: .38rem .8rem; font-weight: 550; list-style-position: inside; }
.tool > summary:hover { background: var(--ground); border-radius: 6px; }
.tool[open] { flex: 1 1 100%; order: 9; }
.tool form { padding: .4rem 1rem 1rem; }
.filter-form { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: .8rem 1rem; align-items: end; }
.filter-form label span { display: block; font-size: .8125rem; font-weight: 600; color: var(--ink-2); margin-bottom: .2rem; }
.filter-form input, .filter-form select { width: 100%; }
.filter-form button, .column-form button { justify-self: start; background: var(--accent-soft); border-color: transparent; color: var(--accent-ink); }
fieldset { border: 0; margin: 0 0 .8rem; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: .35rem 1rem; }
.tick { display: flex; gap: .5rem; align-items: center; }
.actions { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; margin-left: auto; font-size: .9375rem; padding: .42rem 0; }
.count-row { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center; margin-bottom: .5rem; }
.count { color: var(--ink-2); font-size: .9375rem; }
.chips { display: flex; flex-wrap: wrap; gap: .4rem; font-size: .875rem; }
.chips a { display: inline-block; padding: .1rem .6rem; border-radius: 99px; background: var(--accent-soft); text-decoration: none; }
.chips a.clear { background: none; text-decoration: underline; }
.scroll { overflow-x: auto; max-width: 100%; position: relative; }
.scroll:focus-visible { outline-offset: -2px; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; line-height: 1.45; overflow-wrap: break-word; }
th, td { text-align: left; vertical-align: top; padding: .6rem .75rem .6rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { font-weight: 600; font-size: .8125rem; color: var(--ink-2); border-bottom: 1px solid var(--line-2); vertical-align: bottom; overflow-wrap: normal; }
.t-number .arrow { margin-right: -.1em; }
thead th a { color: inherit; text-decoration: none; }
thead th a:hover { color: var(--ink); text-decoration: underline; }
.arrow { opacity: .35; font-size: .8em; }
th[aria-sort=ascending] .arrow, th[aria-sort=descending] .arrow { opacity: 1; }
tbody tr:hover > * { background: color-mix(in srgb, var(--accent-soft) 45%, transparent); }
tbody th { font-weight: 550; }
.rows.cards td, .rows.cards th { min-width: 2.9rem; }
.rows.cards .t-text { min-width: 4.2rem; max-width: 34rem; }
.rows.cards .t-wide { min-width: 12rem; }
.rows.cards td .mark { white-space: normal; }
.has-long { overflow-wrap: anywhere; }
.rows.cards .has-long { min-width: 5.6rem; }
td > time { white-space: nowrap; }
.t-code, .t-code .row-link { white-space: nowrap; }
.t-code.has-long, .t-code.has-long .row-link { white-space: normal; }
.t-date { white-space: nowrap; }
.t-number { text-align: right; padding-right: 1.1rem; }
tr > .t-number:first-child { text-align: left; }
.t-sources { font-size: .84rem; }
.rows td.t-sources > a { white-space: nowrap; }
.t-doubts { min-width: 14rem; }
thead .t-sources { font-size: .8125rem; }
.nothing { color: var(--ink-3); }
.clamp { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 5; overflow: hidden; }
.cell-list > li + li { margin-top: .15rem; }
.doubt { font-weight: 400; margin-top: .35rem; font-size: .875rem; background: var(--fair-soft); color: var(--fair); padding: .25rem .55rem; border-radius: 4px; }
.doubt + .doubt { font-weight: 400; margin-top: .3rem; }
.doubt-word { font-weight: 650; }
.pager { display: flex; gap: 1.25rem; align-items: center; padding-top: 1rem; font-size: .9375rem; }
.pager span { color: var(--ink-2); }
.grid th, .grid td { padding: .5rem .8rem; border: 1px solid var(--line); }
.grid thead th, .grid tbody th { background: var(--ground); }
.grid tbody th { min-width: 9rem; }
.grid thead th, .grid td > a { white-space: nowrap; }
.differs { background: var(--bad-soft); }
.cell-note { display: block; font-size: .8125rem; color: var(--ink-2); }
/* A record */
.fields .t-sources { white-space: nowrap; }
.field-name { color: var(--ink-2); font-weight: 600; overflow-wrap: normal; }
.printed { font-family: var(--mono); font-size: .84rem; white-space: pre-wrap; }
.passage { border: 1px solid var(--line); border-radius: 6px; margin-top: .9rem; overflow: hidden; }
.passage h3 { font-size: .9375rem; padding: .55rem .9rem; background: var(--ground); border-bottom: 1px solid var(--line); }
.passage ol, .text ol { list-style: none; margin: 0; padding: 0; font-family: var(--mono); font-size: .8125rem; line-height: 1.6; }
.passage li { display: grid; grid-template-columns: 2.4rem minmax(0, 1fr); gap: .9rem; padding: .3rem .9rem; }
.passage li + li { border-top: 1px solid var(--line); }
.line-number { color: var(--ink-3); text-align: right; text-decoration: none; }
.line-text { white-space: pre-wrap; }
.tab-stop { color: var(--ink-3); }
.versus { display: grid; grid-template-columns: 1fr 1fr; gap: var(--gap); }
.versus > div { border: 1px solid var(--line-2); border-radius: var(--radius); padding: 1rem 1.1rem; }
.versus h3 { font-size: .875rem; color: var(--ink-2); font-weight: 600; }
.versus .value { font-size: 1.25rem; font-weight: 600; margin: .3rem 0 .5rem; line-height: 1.35; }
.probable { margin-top: 1rem; }
.prose p + p { margin-top: .6rem; }
/* A paper's text */
.text li { display: grid; grid-template-columns: 1.2rem 2.2rem minmax(0, 1fr) 15rem; gap: .8rem; padding: .12rem .4rem; border-left: 4px solid transparent; scroll-margin-top: 4rem; }
.text li:target { background: var(--hit); }
.text .claim { color: var(--ink-3); font-weight: 600; text-align: center; }
.text .is-record { border-left-color: var(--accent); background: color-mix(in srgb, var(--accent-soft) 55%, transparent); }
.text .is-heading { font-weight: 650; }
.text .is-blank { font-size: .55rem; line-height: 1.2; padding-block: 0; }
.text .is-unclaimed { border-left-color: var(--bad); background: var(--bad-soft); }
.text .marks { font-family: system-ui, sans-serif; font-size: .8125rem; line-height: 1.5; font-weight: 400; }
.text .marks a { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; font-size: .875rem; color: var(--ink-2); margin-bottom: .8rem; }
.legend b { color: var(--ink); }
mark { background: var(--hit); color: inherit; padding: 0 .1em; border-radius: 2px; }
.hit { padding: .8rem 0; border-top: 1px solid var(--line); }
.hit:first-child { border-top: 0; padding-top: 0; }
.hit .where { font-size: .875rem; }
.hit .said { margin: .15rem 0 .25rem; white-space: pre-wrap; }
/* Trees */
.tree ul { margin-left: .6rem; padding-left: 1.2rem; border-left: 2px solid var(--line); }
.tree li { padding: .45rem 0; }
.tree .gate-name { font-weight: 650; }
.tree .criterion { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .2rem 1rem; }
/* Charts */
.chart { display: block; width: 100%; height: auto; max-width: 72rem; font-size: 13px; }
.chart-narrow { max-width: 34rem; }
.chart-wide { min-width: 56rem; max-width: none; }
.chart text { fill: var(--ink-2); font-family: inherit; }
.chart .strong { fill: var(--ink); font-weight: 600; }
.chart .faint { fill: var(--ink-3); }
.chart .axis { stroke: var(--line-2); stroke-width: 1; fill: none; }
.chart .grid-line { stroke: var(--line); stroke-width: 1; }
.chart .bar { fill: var(--accent); }
.chart .track { fill: var(--ground); }
.chart .dot { fill: var(--accent); stroke: var(--paper); stroke-width: 1.5; }
.chart .late { fill: var(--bad); stroke: var(--paper); stroke-width: 1.5; }
.chart .early { fill: var(--good); stroke: var(--paper); stroke-width: 1.5; }
.chart .trend { stroke: var(--ink-2); stroke-width: 2; fill: none; stroke-dasharray: 5 4; }
.chart .today { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 3 3; }
.chart .stripe { fill: var(--ground); }
.chart .diamond { fill: var(--accent); }
.chart .unknown { fill: none; stroke: var(--line-2); stroke-dasharray: 4 4; }
.chart .r-bad { fill: #c8383e; }
.chart .r-warm { fill: #d9742b; }
.chart .r-fair { fill: #d6a419; }
.chart .r-good { fill: #2f8f5b; }
.chart .r-calm { fill: #4a72d6; }
.chart .r-quiet { fill: #8d98a8; }
.chart .span { stroke-width: 1; }
.chart .s-calm { fill: var(--calm-soft); stroke: var(--calm); }
.chart .s-good { fill: var(--good-soft); stroke: var(--good); }
.chart .s-fair { fill: var(--fair-soft); stroke: var(--fair); }
.chart .s-warm { fill: var(--warm-soft); stroke: var(--warm); }
.chart .s-bad { fill: var(--bad-soft); stroke: var(--bad); }
.chart .s-quiet { fill: var(--ground); stroke: var(--line-2); }
.chart .span-open { stroke: var(--paper); stroke-width: 2; stroke-dasharray: 3 3; }
.chart .pattern { stroke: #ffffff; stroke-width: 1.5; opacity: .55; }
.chart .l-0 { stroke: var(--plot-0); }
.chart .l-1 { stroke: var(--plot-1); stroke-dasharray: 7 4; }
.chart .l-2 { stroke: var(--plot-2); stroke-dasharray: 2 3; }
.chart .l-3 { stroke: var(--plot-3); stroke-dasharray: 9 3 2 3; }
.chart .l-4 { stroke: var(--plot-4); stroke-dasharray: 12 4; }
.chart .l-5 { stroke: var(--plot-5); stroke-dasharray: 4 2; }
.chart .f-0 { fill: var(--plot-0); }
.chart .f-1 { fill: var(--plot-1); }
.chart .f-2 { fill: var(--plot-2); }
.chart .f-3 { fill: var(--plot-3); }
.chart .f-4 { fill: var(--plot-4); }
.chart .f-5 { fill: var(--plot-5); }
.chart .plot-line { fill: none; stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; }
.chart .plot-band { opacity: .16; }
.chart .plot-mark { stroke: var(--paper); stroke-width: 1; }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr)); gap: 1.25rem 1.5rem; }
.plots figure { margin: 0; min-width: 0; }
.plots figcaption { font-size: .9375rem; color: var(--ink-2); margin-bottom: .35rem; }
.plots figcaption strong { color: var(--ink); font-weight: 600; display: block; }
/* Manufactured data */
.run-fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr)); gap: 1rem 1.25rem; margin-bottom: 1.25rem; }
.run-field { min-width: 0; }
.run-field label, .run-mix legend { display: block; font-weight: 600; font-size: .875rem; color: var(--ink-2); margin-bottom: .25rem; padding: 0; }
.run-field input, .run-field select { width: 100%; }
.run-field .hint, .run-mix .hint { font-size: .8125rem; margin-top: .25rem; }
.run-mix { display: block; margin: 0 0 1rem; }
.mix-rows { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(23rem, 100%), 1fr)); gap: .5rem 1.5rem; margin-top: .6rem; align-items: start; }
.mix-row { display: grid; grid-template-columns: minmax(0, 1fr) 5.5rem 1rem; gap: .3rem .45rem; align-items: center; }
.mix-row .wrong { grid-column: 1 / -1; }
.mix-row input { width: 100%; }
.mix-row .unit { color: var(--ink-2); }
#presets .things { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); gap: 0 2rem; }
#presets .things > li { display: block; padding: .7rem 0; border-top: 1px solid var(--line); }
#presets .thing-side { width: auto; justify-content: flex-start; margin-top: .25rem; }
#presets .thing-main p { -webkit-line-clamp: 5; }
.mix-words { margin-top: .9rem; }
.mix-words dl { margin: 0; padding: .2rem 1rem .8rem; font-size: .875rem; }
.mix-words dt { font-weight: 600; color: var(--ink-2); }
.mix-words dd { margin: 0 0 .5rem; font-family: var(--mono); font-size: .8125rem; }
.mix-total { margin-top: .6rem; font-size: .875rem; color: var(--ink-2); }
.wrong { color: var(--bad); font-size: .875rem; font-weight: 550; margin-top: .25rem; }
.is-wrong input, .is-wrong select { border-color: var(--ink-3); }
input[aria-invalid=true], select[aria-invalid=true] { border: 2px solid var(--bad); }
.problems { background: var(--bad-soft); color: var(--bad); border-left: 4px solid var(--bad); border-radius: 0 6px 6px 0; padding: .7rem 1rem; margin-bottom: 1.1rem; font-size: .9375rem; }
.problems ul { list-style: disc; padding-left: 1.2rem; margin-top: .25rem; }
.problems a { color: inherit; }
.run-send { display: flex; flex-wrap: wrap; gap: .6rem 1.25rem; align-items: center; }
.chief { background: var(--accent); border-color: var(--accent); color: var(--paper); }
.look-form { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(14rem, 100%), 1fr)); gap: .8rem 1.25rem; align-items: start; }
.look-form button { justify-self: start; margin-top: 1.6rem; }
#contents .figures { grid-template-columns: repeat(auto-fit, minmax(12.5rem, 1fr)); }
#contents .figure-number { font-size: 1.6rem; }
.thing-side:has(> .aside:only-child:empty) { display: none; }
.takeaway { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin-bottom: 1rem; font-weight: 550; }
.command-name { font-size: .9375rem; margin: 1.1rem 0 .5rem; }
.command { margin: 0; padding: .8rem 1rem; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; font-family: var(--mono); font-size: .84rem; line-height: 1.6; white-space: pre-wrap; overflow-wrap: anywhere; user-select: all; }
.tally th, .tally td { padding-block: .4rem; }
.tally .t-number { padding-right: .4rem; }
.values td, .values th { white-space: nowrap; padding-right: 1.1rem; }
/* The stand-in */
.scroll + .ask-form, .pager + .ask-form, .figures + .ask-form, .ask-form + * { margin-top: 1.25rem; }
.ask-form + .ask-form { margin-top: 1rem; }
.ask-form .run-fields { margin-bottom: 1rem; }
.t-act { white-space: nowrap; }
.rows.cards td.t-number { white-space: nowrap; }
.rows.cards .t-detail { min-width: 8.5rem; }
.rows.cards .t-event { min-width: 6.4rem; }
.rows.cards .cell-note { white-space: normal; font-weight: 400; overflow-wrap: anywhere; }
.t-act button { font-size: .875rem; min-height: 2rem; padding: .2rem .7rem; }
.live-bar { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin-bottom: .75rem; font-size: .9375rem; }
.live-state { color: var(--ink-2); }
.payload { margin: 0; padding: .5rem 0 .5rem 0; list-style: none; counter-reset: line; max-height: 44rem; overflow: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--ground); font-family: var(--mono); font-size: .8125rem; line-height: 1.55; }
.payload li { counter-increment: line; display: grid; grid-template-columns: 3rem minmax(0, 1fr) auto; gap: .6rem; padding: 0 .8rem 0 0; border-left: 4px solid transparent; }
.payload li::before { content: counter(line); text-align: right; color: var(--ink-3); user-select: none; }
.payload code { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
.payload-mark { font-family: system-ui, sans-serif; font-weight: 600; font-size: .75rem; }
.payload .is-added { border-left-color: var(--good); background: var(--good-soft); }
.payload .is-added .payload-mark { color: var(--good); }
.payload .is-masked { border-left-color: var(--bad); background: var(--bad-soft); }
.payload .is-masked .payload-mark { color: var(--bad); }
.payload .is-changed, .payload .is-left { border-left-color: var(--warm); background: var(--warm-soft); }
.payload .is-changed .payload-mark, .payload .is-left .payload-mark { color: var(--warm); }
.absence + .begin { margin-top: 1.25rem; }
.begin { margin: 1.25rem 0 0; padding-left: 1.4rem; }
.begin li { padding-left: .3rem; }
.begin li + li { margin-top: 1rem; }
.begin .command { margin-top: .4rem; }
/* The cleanse */
.identity { font-weight: 550; margin-bottom: 1rem; max-width: 80ch; }
.rule-list { display: flex; flex-wrap: wrap; gap: .3rem .8rem; font-size: .875rem; }
.rule-list a { white-space: nowrap; }
.digest { font-family: var(--mono); font-size: .8125rem; overflow-wrap: anywhere; }
.prose > h3 { font-size: .9375rem; margin: 1.1rem 0 .35rem; }
.prose .rule-list { margin-top: 0; }
/* Focus */
.focus .top, .focus .side, .focus .foot, .focus .tabs, .focus .tools { display: none; }
.focus .present { display: none; }
.focus .panels:has(:target) .panel:not(:target) { display: none; }
.focus .frame { display: block; }
.leave-focus { text-align: right; font-size: .875rem; margin-bottom: .5rem; }
@media (max-width: 62rem) {
  .frame { display: block; }
  .side { padding: .8rem 1rem 0; display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: flex-start; }
  .menu { flex: 1 1 100%; }
  .menu > summary { display: block; font-weight: 600; padding: .5rem .8rem; border: 1px solid var(--line-2); border-radius: 6px; background: var(--paper); }
  .menu nav { padding: .8rem 0 0; display: grid; grid-template-columns: 1fr 1fr; column-gap: 1rem; }
  .menu nav h2 { grid-column: 1 / -1; margin-top: .8rem; }
  .menu nav ul { display: contents; }
  .known { margin: 0; padding: 0; border: 0; display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; }
  .known-row { grid-template-columns: 10rem auto; }
  .known label { margin: 0; }
  .known .hint { display: none; }
  main { padding-top: 1.25rem; }
  .w-half, .w-third { grid-column: span 6; }
  .text li { grid-template-columns: 1.2rem 2.6rem minmax(0, 1fr); row-gap: 0; }
  .text .marks { grid-column: 3; }
}
@media (max-width: 40rem) {
  .top-in { flex-wrap: wrap; gap: .6rem; }
  .brand-of { display: none; }
  .find { flex: 1 1 100%; margin: 0; }
  .panel { padding: 1rem; }
  .versus { grid-template-columns: 1fr; }
  .tree ul { margin-left: .2rem; padding-left: .8rem; }
  .tree .criterion { grid-template-columns: minmax(0, 1fr); }
  .chart-narrow, .plots .chart, .panel > .scroll > .chart { min-width: 26rem; }
  .panel > .scroll > .chart-wide { min-width: 56rem; }
  .grid tbody th { position: sticky; left: 0; min-width: 6.5rem; }
  .tabs ul { gap: 1.1rem; }
  .tabs a { font-size: .9375rem; }
  .actions { margin-left: 0; }
  .things > li { display: block; }
  .thing-side { width: auto; justify-content: flex-start; text-align: left; margin-top: .2rem; }
  table.cards, .cards tbody, .cards tr, .cards th, .cards td { display: block; }
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .cards tr { border: 1px solid var(--line); border-radius: var(--radius); padding: .6rem .9rem; margin-bottom: .8rem; }
  .look-form button { margin-top: 0; }
  .cards th, .cards td { border: 0; padding: .25rem 0; white-space: normal; text-align: left; max-width: none; min-width: 0; display: grid; grid-template-columns: 7.2rem minmax(0, 1fr); gap: .6rem; }
  .rows.cards .t-text, .rows.cards .t-detail, .rows.cards .t-event, .rows.cards .has-long { max-width: none; min-width: 0; }
  .cards th::before, .cards td::before { content: attr(data-label); font-size: .8125rem; font-weight: 600; color: var(--ink-2); }
  .cards th > *, .cards td > * { grid-column: 2; justify-self: start; }
  .cards td.is-empty { display: none; }
  .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .figure { padding: .7rem .75rem .8rem; }
  .figure-number, #contents .figure-number { font-size: 1.35rem; }
  .figure-caption { font-size: .9375rem; }
  .passage li { grid-template-columns: 2.6rem minmax(0, 1fr); }
}
@media (prefers-reduced-motion: no-preference) {
  .side nav a, .chips a, button { transition: background-color .12s; }
}
@media print {
  :root { --ground: #fff; --paper: #fff; --ink: #000; --ink-2: #333; --line: #bbb; }
  .top, .side, .foot, .tools, .tabs, .pager, .leave-focus, .chips .x { display: none; }
  .frame { display: block; max-width: none; }
  main { padding: 0; }
  .panel { border: 0; padding: 0 0 1rem; break-inside: auto; }
  .clamp { display: block; }
  tr { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  body { font-size: 10pt; }
  a { color: inherit; }
}
@media (forced-colors: active) {
  .mark, .chips a { border: 1px solid; }
}
/* Migration */
.chart .goal { stroke: var(--ink-3); stroke-width: 1; stroke-dasharray: 2 4; }
.chart .marked-day { stroke: var(--bad); stroke-width: 1; stroke-dasharray: 3 3; }
.burn-up-narrow { display: none; }
.chart .h-0 { fill: var(--line); }
.chart .h-1 { fill: #cfe0fa; }
.chart .h-2 { fill: #a3c2f3; }
.chart .h-3 { fill: #6695e4; }
.chart .h-4 { fill: #e0a63a; }
.chart .h-5 { fill: #c4611a; }
.chart .h-6 { fill: #8f1020; }
.heat a:hover rect { stroke: var(--ink); stroke-width: 1.5; }
.heat-table { margin-top: 1rem; }
.heat-table .scroll { max-height: 34rem; overflow: auto; }
@media (max-width: 44rem) {
  .burn-up-wide { display: none; }
  .burn-up-narrow { display: block; }
}

"""#,
        "room.js": #"""
"use strict";
// Comfort only: every page works without this file.
(() => {
  // A slash puts the cursor into the search box, as in many tools.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    if (target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]")) return;
    const box = document.getElementById("find");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // A choice in a filter applies at once.
  for (const form of document.querySelectorAll("form[data-auto]")) {
    form.addEventListener("change", (event) => {
      if (event.target instanceof HTMLSelectElement) form.requestSubmit();
    });
  }

  // Fields left empty stay out of the address, so that it stays short enough to share.
  for (const form of document.querySelectorAll("form[method=get]")) {
    form.addEventListener("submit", () => {
      for (const field of form.elements) {
        if (field.name && field.value === "") field.disabled = true;
      }
    });
  }
  window.addEventListener("pageshow", () => {
    for (const field of document.querySelectorAll("input:disabled, select:disabled")) field.disabled = false;
  });

  // A link to the view as it stands.
  for (const list of document.querySelectorAll(".actions")) {
    if (!navigator.clipboard) break;
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "as-link";
    button.textContent = "Copy link";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(location.href);
      button.textContent = "Copied";
    });
    item.append(button);
    list.append(item);
  }

  // Live traffic: rows come as they happen, newest first, up to a bound. Texts stay texts.
  const cell = (part, isFirst) => {
    const box = document.createElement(isFirst ? "th" : "td");
    if (isFirst) box.scope = "row";
    box.className = part.style;
    box.dataset.label = part.label;
    let inner = box;
    const into = (kind) => {
      const node = document.createElement(kind);
      inner.append(node);
      inner = node;
      return node;
    };
    if (!part.text && !part.note) {
      const none = into("span");
      none.className = "nothing";
      none.setAttribute("aria-label", "empty");
      none.textContent = "–";
    }
    if (part.text) {
      // Only addresses of this room, whatever a stream says.
      if (part.href && part.href.startsWith("/") && !part.href.startsWith("//")) into("a").href = part.href;
      if (part.tone) into("span").className = `mark tone-${part.tone}`;
      else if (part.time) into("time").dateTime = part.time;
      inner.append(part.text);
    }
    if (part.note) {
      const note = document.createElement("span");
      note.className = "cell-note";
      note.textContent = part.note;
      box.append(note);
    }
    return box;
  };
  for (const live of document.querySelectorAll("[data-live]")) {
    if (!window.EventSource) break;
    const body = live.querySelector("tbody");
    const state = live.querySelector(".live-state");
    const pause = live.querySelector(".live-pause");
    const most = Number(live.dataset.most);
    let held = [];
    let missed = 0;
    let paused = false;
    const say = (words) => {
      if (state.textContent !== words) state.textContent = words;
    };
    const show = (parts) => {
      const row = document.createElement("tr");
      row.append(...parts.map((part, place) => cell(part, place === 0)));
      body.prepend(row);
      while (body.rows.length > most) body.rows[body.rows.length - 1].remove();
      for (const empty of live.querySelectorAll(".absence")) empty.remove();
    };
    const count = () => (held.length + missed > 0 ? `Paused; ${held.length + missed} more since.` : "Paused.");
    pause.hidden = false;
    pause.addEventListener("click", () => {
      paused = !paused;
      pause.textContent = paused ? "Go on" : "Pause";
      for (const parts of paused ? [] : held) show(parts);
      [held, missed] = [[], 0];
      say(paused ? count() : "Following.");
    });
    const source = new EventSource(live.dataset.live);
    source.addEventListener("open", () => say(paused ? count() : "Following."));
    source.addEventListener("error", () => say("The connection is lost; trying again."));
    source.addEventListener("full", () => say("Too many pages follow already; trying again later."));
    source.addEventListener("gap", () => {
      if (!paused) say("Lines pass faster than they can be shown; the journal has them all.");
    });
    source.addEventListener("line", (event) => {
      const parts = JSON.parse(event.data);
      if (!paused) return show(parts);
      held.push(parts);
      if (held.length > most) {
        held.shift();
        missed += 1;
      }
      say(count());
    });
    source.addEventListener("totals", (event) => {
      const totals = JSON.parse(event.data);
      for (const figure of document.querySelectorAll("[data-total]")) {
        const name = figure.dataset.total;
        if (name in totals) figure.querySelector(".figure-number").textContent = totals[name];
        if (name === "rate" && totals.rateInWords) figure.querySelector(".figure-detail").textContent = totals.rateInWords;
      }
    });
    window.addEventListener("pagehide", () => source.close());
  }

  // On a phone the menu starts closed.
  if (window.matchMedia("(max-width: 62rem)").matches) {
    for (const menu of document.querySelectorAll("details.menu")) menu.open = false;
  }
})();

"""#,
    ]
}
