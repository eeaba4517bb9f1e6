/// A text from outside, between quotation marks, fit for one line of an error: at most forty characters, control
/// characters and line ends as `\u{…}`.
func quoted(_ text: some StringProtocol) -> String {
    var shown = ""
    var left = 40
    for scalar in text.unicodeScalars {
        if left == 0 {
            shown += "…"
            break
        }
        left -= 1
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
            shown += "\\u{\(String(scalar.value, radix: 16))}"
        default: shown.unicodeScalars.append(scalar)
        }
    }
    return "“\(shown)”"
}
