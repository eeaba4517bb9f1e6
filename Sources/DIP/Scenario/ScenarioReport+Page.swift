import Kernel

extension ScenarioReport {
    /// The report as one page to download: no script, nothing from outside, every text escaped.
    public var page: String {
        let state = hasPassed ? "passed" : "failed"
        var parts = [
            """
            <!DOCTYPE html>
            <html lang="en-GB">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(Self.escaped(name)): \(state)</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1b1b1b; }
            table { border-collapse: collapse; width: 100%; }
            th, td { border-bottom: 1px solid #ddd; padding: .3rem .6rem; text-align: left; vertical-align: top; }
            .passed { color: #176117; } .failed { color: #a11212; font-weight: bold; } .skipped { color: #666; }
            code { font-size: .85em; overflow-wrap: anywhere; } ul { margin: 0; padding-left: 1.1rem; }
            </style>
            </head>
            <body>
            <h1>\(Self.escaped(name))</h1>
            <p>\(Self.escaped(description))</p>
            <p class="\(state)">\(Self.escaped(summary))</p>
            <p>Specification \(Self.escaped(version)), seed \(seed), \(began.isoWithOffset) to \(ended.isoWithOffset) by \
            the virtual clock.</p>
            <h2>Steps</h2>
            <table>
            <thead><tr><th>Step</th><th>Name</th><th>Outcome</th><th>Evidence</th></tr></thead>
            <tbody>
            """
        ]
        parts += steps.map(Self.row)
        parts.append("</tbody>\n</table>")
        if !problems.isEmpty {
            parts.append("<h2>Beside the steps</h2>\n<ul>")
            parts += problems.map { "<li>\(Self.escaped($0))</li>" }
            parts.append("</ul>")
        }
        parts.append(
            """
            <h2>Traffic</h2>
            <table>
            <thead><tr><th>Time</th><th>What</th><th>Party</th><th>Message</th><th>MPAN</th><th>Transaction</th></tr></thead>
            <tbody>
            """)
        parts += events.map(Self.row)
        parts.append("</tbody>\n</table>")
        if eventsLeftOut > 0 { parts.append("<p>\(eventsLeftOut) more are left out.</p>") }
        return (parts + ["</body>", "</html>", ""]).joined(separator: "\n")
    }

    private static func row(_ step: Step) -> String {
        let evidence =
            step.outcome == .skipped
            ? ""
            : "<ul>"
                + step.evidence.map { "<li\($0.holds == false ? " class=\"failed\"" : "")>\(escaped(line($0)))</li>" }
                .joined()
                + "</ul>"
        return "<tr><td>\(step.number)</td><td>\(escaped(step.name))</td>"
            + "<td class=\"\(step.outcome.rawValue)\">\(step.outcome.rawValue)</td><td>\(evidence)</td></tr>"
    }

    private static func row(_ event: Event) -> String {
        "<tr><td>\(event.at)</td><td>\(event.kind.rawValue)</td><td>\(escaped(event.party))</td>"
            + "<td>\(escaped(event.words))</td><td>\(escaped(event.mpan ?? ""))</td>"
            + "<td><code>\(escaped(event.transactionID ?? ""))</code></td></tr>"
    }

    /// A text that a page shows as it is, in an element or an attribute in double quotes.
    static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += Array("&amp;".utf8)
            case UInt8(ascii: "<"): bytes += Array("&lt;".utf8)
            case UInt8(ascii: ">"): bytes += Array("&gt;".utf8)
            case UInt8(ascii: "\""): bytes += Array("&quot;".utf8)
            case UInt8(ascii: "'"): bytes += Array("&#39;".utf8)
            // A control character has no place in a page.
            case 0..<0x09, 0x0B, 0x0C, 0x0E..<0x20, 0x7F: bytes += Array("\u{FFFD}".utf8)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
