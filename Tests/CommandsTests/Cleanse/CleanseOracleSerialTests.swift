import Foundation
import TestSupport
import Testing

/// The real program against the hand-written cases and against a second, plain implementation of the rules.
@Suite("The cleanse against its plain twin", .serialized)
struct CleanseOracleSerialTests {
    private static let folder = "Tests/CleanseTests/Oracle"

    @Test("Every hand-written case of the rule table")
    func cases() async throws {
        let outcome = try await Subprocess.python(
            "\(Self.folder)/run_cases.py", ["--tool", Program.executable.path], within: .seconds(1_200))
        #expect(outcome.succeeded, "\(outcome.text.suffix(4_000))\(outcome.errors.suffix(2_000))")
        // The runner's last line counts the cases: none may be lost on the way.
        let last = outcome.text.split(separator: "\n").last ?? ""
        #expect((Int(last.prefix { $0.isNumber }) ?? 0) >= 365, "\(last)")
    }

    @Test("Random registers: exceptions and certificate agree")
    func random() async throws {
        let outcome = try await Subprocess.python(
            "\(Self.folder)/compare.py",
            ["--tool", Program.executable.path, "--seeds", "1..40"], within: .seconds(1_200))
        #expect(outcome.succeeded, "\(outcome.text.suffix(4_000))\(outcome.errors.suffix(2_000))")
    }
}
