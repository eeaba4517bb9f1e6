import Commands
import Consumption
import TestSupport
import Testing

/// The reference page of parameters is what the program ships.
@Suite("Portfolio reference") struct PortfolioReferenceTests {
    @Test("Documentation/reference/portfolio.md lists every parameter")
    func page() throws {
        let page = PortfolioReference.page()
        for values in ShippedParameters.classes.values {
            for spec in values.specs { #expect(page.contains("| `\(spec.name)` |"), "\(spec.name) is missing") }
        }
        for (_, word) in AddOns.words { #expect(page.contains("## Add-on \(word)\n")) }
        try Golden.check(page, against: "Documentation/reference/portfolio.md")
    }
}
