import Charts

/// The sheet of a report that stands alone: light and dark, on paper, and on a telephone.
enum ReportLook {
    static let css = """
        :root { --ink: #14181f; --ink-2: #4a5361; --ink-3: #667080; --paper: #ffffff; --ground: #f5f6f8;
          --line: #e1e5ea; --line-2: #c9d0d8; --accent: #1d4fd7; --fair: #7a5200; --fair-soft: #fdf1d3;
          \(PlotLook.lightColours) color-scheme: light dark; }
        @media screen and (prefers-color-scheme: dark) { :root { --ink: #e9edf3; --ink-2: #b3bcc9; --ink-3: #8d98a8;
          --paper: #161b23; --ground: #0e1218; --line: #2a323d; --line-2: #3d4856; --accent: #8fb2ff; --fair: #f0cb72;
          --fair-soft: #33280c; \(PlotLook.darkColours) } }
        *, *::before, *::after { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
        body { margin: 0; background: var(--ground); color: var(--ink);
          font: 400 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
          font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
        main { max-width: 80rem; margin: 0 auto; padding: clamp(1rem, 3vw, 2.5rem) clamp(.85rem, 2.5vw, 2rem) 3rem; }
        a { color: var(--accent); text-underline-offset: .18em; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
        h1, h2, h3 { line-height: 1.2; letter-spacing: -.012em; text-wrap: balance; margin: 0; }
        h1 { font-size: clamp(1.5rem, 1.2rem + 1.3vw, 2.05rem); }
        h2 { font-size: 1.35rem; margin: 2.75rem 0 .4rem; }
        h3 { font-size: 1.02rem; margin: 0 0 .15rem; }
        p { margin: 0; max-width: 78ch; }
        .lead { color: var(--ink-2); margin: .5rem 0 1.25rem; }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .6rem 1.5rem;
          margin: 0 0 1.25rem; padding: 1rem 1.2rem; background: var(--paper); border: 1px solid var(--line);
          border-radius: 8px; }
        .facts dt { color: var(--ink-3); font-size: .875rem; }
        .facts dd { margin: 0; font-weight: 600; }
        .facts .code { font: 500 .8125rem/1.5 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        .notes { margin: 0 0 1.25rem; padding: .8rem 1.1rem .8rem 2.1rem; background: var(--fair-soft);
          border-left: 4px solid var(--fair); border-radius: 0 6px 6px 0; }
        .notes li { max-width: 80ch; margin: .2rem 0; }
        .contents { columns: 17rem; margin: .6rem 0 0; padding: 0 0 0 1.1rem; }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1rem;
          margin-top: 1rem; align-items: start; }
        .card { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 1rem 1.1rem;
          min-width: 0; break-inside: avoid; }
        .card.wide { grid-column: 1 / -1; }
        .card.wide tbody th { white-space: nowrap; }
        .how { color: var(--ink-3); font-size: .875rem; margin-bottom: .6rem; }
        .chart { display: block; width: 100%; max-width: 36rem; height: auto; font-size: 14px; }
        .chart text { fill: var(--ink-2); font-family: inherit; }
        .chart .faint { fill: var(--ink-3); }
        .chart .axis { stroke: var(--line-2); stroke-width: 1; fill: none; }
        .chart .grid-line { stroke: var(--line); stroke-width: 1; }
        \(PlotLook.rules)
        details { margin-top: .5rem; font-size: .9375rem; }
        summary { cursor: pointer; color: var(--accent); }
        .scroll { overflow-x: auto; margin-top: .4rem; }
        table { border-collapse: collapse; width: 100%; font-size: .875rem; overflow-wrap: normal; }
        caption { text-align: left; color: var(--ink-3); padding: 0 0 .35rem; }
        th, td { padding: .3rem .5rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
        thead th { color: var(--ink-2); font-weight: 600; vertical-align: bottom; white-space: normal; min-width: 3.2rem; }
        th:first-child { text-align: left; position: sticky; left: 0; background: var(--paper); min-width: 0; }
        tbody th { font-weight: 500; white-space: normal; max-width: 14rem; }
        .card table { font-size: .8125rem; }
        .card th, .card td { padding: .22rem .4rem; }
        details .scroll { max-height: 24rem; overflow: auto; }
        details thead th { position: sticky; top: 0; background: var(--paper); }
        details thead th:first-child { z-index: 1; }
        .paper { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: .9rem 1.1rem; }
        .paper table { font-size: .8125rem; }
        .paper th, .paper td { padding: .28rem .38rem; }
        .foot { margin-top: 3rem; color: var(--ink-3); font-size: .875rem; }
        @media (max-width: 32rem) { .card { padding: .85rem .8rem; } .paper { padding: .7rem .8rem; }
          tbody th:first-child { min-width: 7.5rem; } }
        @media print { body { background: #fff; } main { max-width: none; padding: 0; } .contents { display: none; }
          .cards { grid-template-columns: 1fr 1fr; } details .scroll, .scroll { overflow: visible; max-height: none; } table { font-size: .7rem; }
          th, td { padding: .15rem .3rem; white-space: normal; } h2 { break-after: avoid; } }
        """
}
