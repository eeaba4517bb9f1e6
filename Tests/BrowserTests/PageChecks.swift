import TestSupport

/// What every page must keep, asked of the page itself. Scripts give complaints in words; none where all is well.
enum PageChecks {
    /// Notes what the content-security policy refuses.
    static let witness = """
        window.refused = [];
        document.addEventListener('securitypolicyviolation',
          (event) => window.refused.push(event.violatedDirective + ' ' + event.blockedURI));
        """

    /// The page as a document: answer, title, landmarks, headings, links, fields, tables, outside resources.
    static let document = #"""
        const out = [];
        const words = (node) => (node.textContent || '').trim();
        const label = (node) => {
          const ids = (node.getAttribute('aria-labelledby') || '').split(' ').filter(Boolean);
          const named = ids.map((id) => words(document.getElementById(id) || document.createElement('i'))).join(' ');
          return (node.getAttribute('aria-label') || '').trim() || named.trim();
        };
        const show = (node) => node.outerHTML.slice(0, 120);
        const answer = performance.getEntriesByType('navigation')[0];
        if (answer.responseStatus !== 200) out.push('answered with ' + answer.responseStatus);
        if (document.documentElement.lang !== 'en-GB') out.push('says no language');
        if (!/^\S.* – Changeover$/.test(document.title)) out.push('title: ' + document.title);

        for (const mark of ['header', 'main', 'footer']) {
          const count = document.querySelectorAll('body ' + mark).length;
          if (count !== 1) out.push(count + ' ' + mark);
        }
        const roads = [...document.querySelectorAll('nav')];
        if (!roads.length) out.push('no nav');
        for (const road of roads) if (!label(road)) out.push('nav without a name');
        if (new Set(roads.map(label)).size !== roads.length) out.push('two navs of one name');

        const heads = [...document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6)')];
        if (document.querySelectorAll('h1').length !== 1) out.push('not one h1');
        if (!heads.length || heads[0].tagName !== 'H1') out.push('main does not begin with its h1');
        let level = 1;
        for (const head of heads) {
          const next = Number(head.tagName[1]);
          if (next > level + 1) out.push('jumps to ' + show(head));
          if (!words(head)) out.push('empty heading ' + show(head));
          level = next;
        }
        const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
        for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) out.push('id twice: ' + id);

        for (const link of document.querySelectorAll('a[href]')) {
          if (!words(link) && !label(link)) out.push('link without text ' + show(link));
          const target = new URL(link.getAttribute('href'), location.href);
          if (target.origin !== location.origin) out.push('leads outside: ' + target);
        }
        for (const button of document.querySelectorAll('button')) {
          if (!words(button) && !label(button)) out.push('button without text ' + show(button));
        }
        for (const field of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
          const named = [...field.labels].some((one) => words(one)) || label(field);
          if (!named) out.push('field without label ' + show(field));
        }
        for (const table of document.querySelectorAll('table')) {
          if (!(table.caption && words(table.caption)) && !label(table)) out.push('table without caption');
          for (const head of table.querySelectorAll('th')) {
            if (!['col', 'row', 'colgroup', 'rowgroup'].includes(head.scope)) out.push('no scope: ' + show(head));
          }
          if (!table.querySelector('thead th')) out.push('table without heads');
        }
        for (const picture of document.querySelectorAll('svg')) {
          if (!label(picture) && picture.getAttribute('aria-hidden') !== 'true') out.push('picture without a name');
        }
        for (const image of document.images) {
          if (!image.complete || !image.naturalWidth) out.push('image missing: ' + image.src);
          if (!image.hasAttribute('alt')) out.push('image without alt: ' + image.src);
        }
        // Colour is never the only sign: what is coloured by its state says the state in words.
        for (const mark of document.querySelectorAll('.mark, .differs, .note, .doubt, .figure')) {
          if (!words(mark)) out.push('a colour without a word ' + show(mark));
        }
        for (const line of document.querySelectorAll('.text li:is(.is-record, .is-heading, .is-unclaimed)')) {
          if (!words(line.querySelector('.claim'))) out.push('a coloured line without its letter ' + line.id);
        }
        for (const request of performance.getEntriesByType('resource')) {
          if (new URL(request.name).origin !== location.origin) out.push('asks outside: ' + request.name);
        }
        for (const refusal of window.refused || []) out.push('refused by the policy: ' + refusal);
        for (const node of document.querySelectorAll('script:not([src]), style, [style], [onclick], [onload]')) {
          out.push('inline: ' + show(node));
        }
        return out;
        """#

    /// The page as it is laid out: nothing wider than the window but what scrolls inside it, nothing on top of a word.
    static let layout = #"""
        const out = [];
        const wide = document.documentElement.scrollWidth;
        if (wide > innerWidth) {
          out.push('scrolls sideways: ' + wide + ' in ' + innerWidth);
          const scrolls = (node) => node.closest('.scroll, .tabs, [class*=chart-scroll]');
          for (const node of document.querySelectorAll('body *')) {
            if (node.getBoundingClientRect().right > innerWidth + 1 && !scrolls(node)) {
              out.push('  by ' + node.outerHTML.slice(0, 100));
              if (out.length > 4) break;
            }
          }
        }
        // At a desk a table's own choice of columns fits; a phone shows rows as cards.
        if (innerWidth > 600) {
          for (const table of document.querySelectorAll('.scroll > table')) {
            const beside = table.scrollWidth - table.parentElement.clientWidth;
            if (beside > 0) out.push('a table is ' + beside + ' wider than its panel: ' + table.caption.textContent);
          }
        }
        for (const picture of document.querySelectorAll('svg')) {
          const boxes = [...picture.querySelectorAll('text')].map((text) => [text.textContent, text.getBBox()]);
          for (let a = 0; a < boxes.length; a += 1) {
            for (let b = a + 1; b < boxes.length && b < a + 40; b += 1) {
              const [x, y] = [boxes[a][1], boxes[b][1]];
              const across = Math.min(x.x + x.width, y.x + y.width) - Math.max(x.x, y.x);
              const down = Math.min(x.y + x.height, y.y + y.height) - Math.max(x.y, y.y);
              if (across > 1 && down > 2) out.push('on top of each other: ' + boxes[a][0] + ' / ' + boxes[b][0]);
            }
          }
          const frame = picture.viewBox.baseVal;
          for (const [text, box] of boxes) {
            if (box.x < -1 || box.x + box.width > frame.width + 1) out.push('cut by its picture: ' + text);
          }
        }
        return out.slice(0, 8);
        """#

    /// Texts whose contrast with what is behind them is below WCAG 2.2's 4.5 to 1 (3 to 1 for large text).
    static let contrast = #"""
        const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
        const read = {};
        const colour = (text) => {
          if (read[text]) return read[text];
          canvas.clearRect(0, 0, 1, 1);
          canvas.fillStyle = text;
          canvas.fillRect(0, 0, 1, 1);
          const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
          return (read[text] = [r, g, b, a / 255]);
        };
        const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
        const behind = (node) => {
          const layers = [];
          for (let one = node; one; one = one.parentElement) {
            const style = getComputedStyle(one);
            if (style.backgroundImage !== 'none') return null;
            layers.push(colour(style.backgroundColor));
            if (layers[layers.length - 1][3] === 1) break;
          }
          let under = [255, 255, 255, 1];
          for (const layer of layers.reverse()) under = over(layer, under);
          return under;
        };
        const light = (c) => {
          const part = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
          return 0.2126 * part(c[0]) + 0.7152 * part(c[1]) + 0.0722 * part(c[2]);
        };
        const found = {};
        let seen = 0;
        for (const node of document.querySelectorAll('body *')) {
          if (node.closest('.unseen, .skip, [aria-hidden=true], title, desc, option, datalist')) continue;
          const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
          if (!own || !node.getClientRects().length) continue;
          const style = getComputedStyle(node);
          const under = behind(node);
          if (!under || style.visibility === 'hidden') continue;
          seen += 1;
          const ink = over(colour(node.closest('svg') ? style.fill : style.color), under);
          const [high, low] = [light(ink), light(under)].sort((a, b) => b - a);
          const ratio = (high + 0.05) / (low + 0.05);
          const size = parseFloat(style.fontSize);
          const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
          if (ratio < (large ? 3 : 4.5)) {
            found[node.tagName + '.' + (node.getAttribute('class') || '')] =
              ratio.toFixed(2) + ' ' + node.textContent.trim().slice(0, 40);
          }
        }
        const out = Object.entries(found).map(([node, what]) => node + ': ' + what);
        if (seen < 20) out.push('only ' + seen + ' texts were looked at');
        return out.slice(0, 12);
        """#
}

extension OpenRoom {
    /// What is wrong with the page that is open: the document, its layout, and what the browser complained of.
    func complaints() async throws -> [String] {
        let said = try await browser.consoleErrors().map { "console: \($0.message)" }
        return try await texts(PageChecks.document) + texts(PageChecks.layout) + said
    }

    /// Addresses of the room's pages: every link of the menu with its tabs, every kind's table with one record of it,
    /// one paper, a search.
    func pages() async throws -> [String] {
        var found: [String] = []
        func add(_ links: [String]) { for link in links where !found.contains(link) { found.append(link) } }
        try await visit("/")
        let menu = try await links("nav[aria-label=Pages] a")
        add(menu)
        for place in menu {
            try await visit(place)
            add(try await links(".tabs a"))
        }
        try await visit("/records")
        let tables = try await links("main table a")
        add(tables)
        for table in tables {
            try await visit(table)
            add(Array(try await links("#table tbody tr:first-child .row-link").prefix(1)))
        }
        try await visit("/papers")
        add(Array(try await links("#table tbody .row-link").prefix(2)))
        add(["/search", "/search?q=test%20environment", "/search?q=nothingofthekind"])
        return found
    }

    /// Paths with their queries that links lead to; a place in a page is left out.
    func links(_ css: String) async throws -> [String] {
        try await texts(
            """
            return [...document.querySelectorAll(\(Self.script(css)))].map((link) => new URL(link.getAttribute('href'), location.href))
              .map((address) => address.pathname + address.search)
            """)
    }
}
