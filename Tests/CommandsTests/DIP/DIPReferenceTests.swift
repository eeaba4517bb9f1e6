import Commands
import TestSupport
import Testing

/// The stand-in's reference pages are what the program knows.
@Suite struct DIPReferenceTests {
    @Test func settingsPage() throws {
        let page = DIPReference.settings()
        #expect(page.contains("| `environment` | one of DEV, SIT, SITB, UIT | `SIT` |"))
        try Golden.check(page, against: "Documentation/reference/dip-settings.md")
    }

    @Test func rulesPage() throws {
        let page = DIPReference.rules()
        #expect(page.contains("| MSG1006 |"))
        #expect(page.contains("| REG9005 |"))
        try Golden.check(page, against: "Documentation/reference/dip-rules.md")
    }
}
