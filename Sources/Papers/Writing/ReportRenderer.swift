/// Renders a written paper as text, Markdown or HTML.
public enum ReportRenderer {
    public static func render(_ paper: WrittenPaper, as format: ReportFormat) -> String {
        switch format {
        case .text: text(paper)
        case .markdown: markdown(paper)
        case .html: html(paper)
        }
    }

    /// The form that the readers read: tables as tab-separated cells, parts apart by a blank line.
    private static func text(_ paper: WrittenPaper) -> String {
        var parts: [String] = []
        for element in paper.elements {
            switch element {
            case .title(let words), .heading(let words), .subheading(let words), .paragraph(let words):
                parts.append(words.folded)
            case .item(let words): parts.append("- " + words.folded)
            case .facts(let rows): parts.append(rows.map(cells).joined(separator: "\n"))
            case .table(let head, let rows): parts.append(([head] + rows).map(cells).joined(separator: "\n"))
            }
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static func cells(_ row: [String]) -> String { row.map(\.folded).joined(separator: "\t") }

    private static func markdown(_ paper: WrittenPaper) -> String {
        var parts: [String] = []
        for element in paper.elements {
            switch element {
            case .title(let words): parts.append("# " + escapedMarkdown(words))
            case .heading(let words): parts.append("## " + escapedMarkdown(words))
            case .subheading(let words): parts.append("### " + escapedMarkdown(words))
            case .paragraph(let words): parts.append(escapedMarkdown(words))
            case .item(let words): parts.append("- " + escapedMarkdown(words))
            case .facts(let rows):
                parts.append(markdownTable(head: rows.first.map { $0.map { _ in "" } } ?? [], rows: rows))
            case .table(let head, let rows): parts.append(markdownTable(head: head, rows: rows))
            }
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static func markdownTable(head: [String], rows: [[String]]) -> String {
        func line(_ row: [String]) -> String { "| " + row.map(escapedMarkdown).joined(separator: " | ") + " |" }
        let rule = "|" + head.map { _ in " --- |" }.joined()
        return ([line(head), rule] + rows.map(line)).joined(separator: "\n")
    }

    /// Every character that Markdown or the HTML inside it could take for markup is escaped.
    static func escapedMarkdown(_ text: String) -> String {
        var result = ""
        for scalar in text.folded.unicodeScalars {
            switch scalar {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\\", "`", "*", "_", "[", "]", "|", "#": result += "\\" + String(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func html(_ paper: WrittenPaper) -> String {
        var body: [String] = []
        var title = ""
        for element in paper.elements {
            switch element {
            case .title(let words):
                title = words
                body.append("<h1>\(escapedHTML(words))</h1>")
            case .heading(let words): body.append("<h2>\(escapedHTML(words))</h2>")
            case .subheading(let words): body.append("<h3>\(escapedHTML(words))</h3>")
            case .paragraph(let words): body.append("<p>\(escapedHTML(words))</p>")
            case .item(let words): body.append("<ul><li>\(escapedHTML(words))</li></ul>")
            case .facts(let rows):
                body.append("<table>\n" + rows.map { tableRow($0, "td") }.joined(separator: "\n") + "\n</table>")
            case .table(let head, let rows):
                let lines = ["<table>", "<thead>", tableRow(head, "th scope=\"col\""), "</thead>", "<tbody>"]
                body.append(
                    (lines + rows.map { tableRow($0, "td") } + ["</tbody>", "</table>"]).joined(separator: "\n"))
            }
        }
        return """
            <!doctype html>
            <html lang="en-GB">
            <head>
            <meta charset="utf-8">
            <title>\(escapedHTML(title))</title>
            <style>
            body { font: 11pt/1.45 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            table { border-collapse: collapse; width: 100%; margin: 0 0 1.5rem; }
            th, td { border: 1px solid #999; padding: .35rem .5rem; text-align: left; vertical-align: top; }
            th { background: #eee; }
            </style>
            </head>
            <body>
            \(body.joined(separator: "\n"))
            </body>
            </html>

            """
    }

    private static func tableRow(_ cells: [String], _ tag: String) -> String {
        let name = tag.prefix { $0 != " " }
        return "<tr>" + cells.map { "<\(tag)>\(escapedHTML($0))</\(name)>" }.joined() + "</tr>"
    }

    /// Scalar by scalar: a mark that joins `<` to one character with it must not carry it past.
    static func escapedHTML(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
