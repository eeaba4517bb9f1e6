import Commands
import TestSupport
import Testing

/// The reference page of the rules is what the program asks.
@Suite struct CleanseReferenceTests {
    @Test func rulesPage() throws {
        let page = CleanseReference.rules()
        for family in ["FIL-11", "MPN-09", "ISD-13", "EFF-07", "STA-07", "MTR-16", "DIG-03", "ESM-14", "CMP-02"] {
            #expect(page.contains("| \(family) |"), "\(family) has no row")
        }
        try Golden.check(page, against: "Documentation/reference/cleanse-rules.md")
    }
}
