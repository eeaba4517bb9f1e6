extension Desk {
    /// The reference page of the desk: each rule with what holds when the record is good, as Markdown.
    public static func reference() -> String {
        var text = """
            # Findings

            The desk looks for places of the record that cannot both be right. Every finding names its rule by a code that
            does not change, the record, both places and values, the value that is probably right with its basis, and how
            sure the desk is. This page is written from the rules themselves.

            | code | what it finds | what holds when the record is good | basis |
            | --- | --- | --- | --- |

            """
        for rule in catalogue {
            text += "| `\(rule.code)` | \(rule.title) | \(rule.statement) | \(rule.clause) |\n"
        }
        return text
    }
}
