import Commands
import TestSupport
import Testing

/// The commands' reference page is what the commands say of themselves.
@Suite("Command reference") struct CommandReferenceTests {
    @Test("Documentation/reference/commands.md is the commands' own help")
    func page() throws {
        let page = CommandReference.page()
        for verb in ["import", "export", "report", "text", "resolve", "verify", "synthesise"] {
            #expect(page.contains("## changeover record \(verb)\n"), "\(verb) has no section")
        }
        #expect(page.contains("EXAMPLE"))
        try Golden.check(page, against: "Documentation/reference/commands.md")
    }
}
