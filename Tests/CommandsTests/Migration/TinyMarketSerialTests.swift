import Foundation
import TestSupport
import Testing

/// The program's plans of tiny drawn markets are compared with every plan there is (Tests/MigrationTests/Oracle).
@Suite("Plans of tiny markets", .serialized) struct TinyMarketSerialTests {
    @Test("The least is left unplaced, and the earliest plan is the earliest")
    func everyPlan() async throws {
        let outcome = try await Subprocess.python(
            "Tests/MigrationTests/Oracle/tiny_markets.py", [Program.executable.path, "0", "25"], within: .seconds(900))
        #expect(outcome.succeeded, "\(outcome.text)\(outcome.errors)")
    }

    @Test("Under step limits no day rises further, and nothing is claimed that another plan disproves")
    func everyPlanUnderStepLimits() async throws {
        let outcome = try await Subprocess.python(
            "Tests/MigrationTests/Oracle/tiny_markets.py", [Program.executable.path, "0", "12", "--steps"],
            within: .seconds(900))
        #expect(outcome.succeeded, "\(outcome.text)\(outcome.errors)")
    }
}
