import TestSupport
import Testing

/// The rules of the house that a compiler cannot keep.
@Suite struct TidyTests {
    @Test func theHouseIsTidy() async throws {
        let outcome = try await Subprocess.python("scripts/tidy")
        #expect(outcome.succeeded, "\(outcome.text)\(outcome.errors)")
    }

    @Test func eachRuleFiresOnItsBadSample() async throws {
        let outcome = try await Subprocess.python("scripts/tidy", ["--self-test"])
        #expect(outcome.succeeded, "\(outcome.text)\(outcome.errors)")
    }
}
