import Testing

@testable import DIP

@Suite("The plainest text of a pattern")
struct PatternSampleTests {
    @Test(
        "It matches the pattern",
        arguments: [
            #"^[A-Z]{4}$"#, #"^-?\d{1,9}\.\d{3}$"#,
            #"^S-((IF|REP)-)?\d{3,4}-[0-9a-fA-F]{10}-[A-Z]{3,5}-\d{8}-[a-zA-Z0-9]+$"#, #"^\d{4,4}$"#,
            #"^(?:a|b)+c?[\s]*$"#, #"^_[A-H]$"#, #"^\w\.[x\]y]{2}$"#,
        ])
    func matches(pattern: String) throws {
        let text = try #require(PatternSample.text(pattern))
        #expect(try TextPattern(pattern).matches(text), "\(text)")
    }

    @Test("What it does not know gives nothing", arguments: [#"^[^a]$"#, "(", "[a", "a{", #"\p"#, ")"])
    func unknown(pattern: String) {
        #expect(PatternSample.text(pattern) == nil)
    }
}
