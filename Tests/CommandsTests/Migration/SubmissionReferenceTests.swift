import Commands
import TestSupport
import Testing

/// The reference page of submissions is what the program asks.
@Suite struct SubmissionReferenceTests {
    @Test func rulesPage() throws {
        let page = SubmissionReference.rules()
        for rule in ["F01", "T06", "C03", "V11", "A03", "L03", "R01", "X01"] {
            #expect(page.contains("| \(rule) |"), "\(rule) has no row")
        }
        try Golden.check(page, against: "Documentation/reference/submission-rules.md")
    }
}
