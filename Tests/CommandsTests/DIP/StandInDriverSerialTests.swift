import Foundation
import TestSupport
import Testing

/// The real program as a stand-in, over mutual TLS, against an independent client in Python.
@Suite(.serialized) struct StandInDriverSerialTests {
    /// Runs a driver and gives its lines; the last one is its sum.
    static func run(_ driver: String, _ arguments: [String] = [], within limit: Duration) async throws -> [String] {
        let folder = try TemporaryFolder("stand-in")
        let outcome = try await Subprocess.python(
            "Tests/CommandsTests/DIP/Drivers/\(driver).py",
            [Program.executable.path, folder.url.path] + arguments, within: limit)
        let lines = outcome.text.split(separator: "\n").map(String.init)
        let failures = lines.filter { $0.hasPrefix("FAILED") }
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
        #expect(
            outcome.succeeded,
            "\(driver) ended with \(outcome.status.map(String.init) ?? "a signal"): \(outcome.errors)")
        return lines
    }

    /// `N passed, N failed` of a driver's last line.
    static func passed(_ lines: [String]) -> Int {
        lines.last.flatMap { $0.split(separator: " ").first }.flatMap { Int($0) } ?? 0
    }

    @Test func speaksTheWireContract() async throws {
        let lines = try await Self.run("contract_cases", within: .seconds(900))
        #expect(Self.passed(lines) >= 90)
    }

    @Test func losesNothingWhenKilled() async throws {
        let lines = try await Self.run("crash_cases", ["5", "20261121"], within: .seconds(900))
        #expect(lines.first == "seed 20261121")
        #expect(Self.passed(lines) == 16)
    }

    @Test func givesCodesByRuleAndPutsTheClockBack() async throws {
        let lines = try await Self.run("rules_cases", [Repository.root.path], within: .seconds(900))
        #expect(Self.passed(lines) == 85)
    }

    /// The platform's own replay service, asked by an independent client, also across a crash.
    @Test func givesConsumptionAgain() async throws {
        let lines = try await Self.run("replay_cases", within: .seconds(900))
        #expect(Self.passed(lines) == 44)
    }

    /// A migration over the served platform, tracked from its exported journal, beside a fold in Python.
    @Test func aMigrationIsTrackedFromTheJournal() async throws {
        let lines = try await Self.run("migration_cases", [Repository.root.path], within: .seconds(900))
        #expect(Self.passed(lines) >= 40)
    }

    @Test func refusesWhatNobodyShouldSend() async throws {
        let lines = try await Self.run("hostile_cases", within: .seconds(900))
        #expect(Self.passed(lines) >= 40)
    }
}
