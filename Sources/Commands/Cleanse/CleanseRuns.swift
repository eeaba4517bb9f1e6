import ArgumentParser
import Cleanse
import Foundation
import Store

/// `changeover cleanse runs`
struct CleanseRuns: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "List the runs, or compare two: what was opened, closed and re-opened between them.",
        discussion: """
            EXAMPLE
              changeover cleanse runs --compare 1 --with 2
            """)

    @OptionGroup var data: DataOptions
    @Option(name: .long, help: ArgumentHelp("Compare this run …", valueName: "n")) var compare: Int?
    @Option(name: .long, help: ArgumentHelp("… with this one (else the latest).", valueName: "n")) var with: Int?
    @Flag(name: .long, help: "One line of JSON a run.") var json = false

    func validate() throws {
        if with != nil, compare == nil { throw ValidationError("--with needs --compare.") }
    }

    func run() async throws {
        try await reporting {
            let desk = CleanseDesk(data: data.folder)
            let ledger = try desk.existingLedger()
            if let compare {
                let before = try desk.run(compare, of: ledger)
                let after = try desk.run(with, of: ledger)
                try Terminal.print(try Self.comparison(before, after, ledger))
                return
            }
            var table = TextTable([
                ("run", .right), ("as at", .left), ("MPANs", .right), ("E", .right), ("W", .right), ("I", .right),
                ("rules", .left),
            ])
            for run in try ledger.runs() {
                if json {
                    try Terminal.print(CheckSummary.json(run).replacing("\n", with: ""))
                } else {
                    table.add(
                        ["\(run.number)", run.asAt, run.points.grouped]
                            + Severity.allCases.map { run.raised($0).grouped } + [String(run.ruleSet.prefix(12))])
                }
            }
            if !json { try Terminal.print(table.text) }
        }
    }

    private static func comparison(_ before: LedgerRun, _ after: LedgerRun, _ ledger: CleanseLedger) throws -> String {
        var table = TextTable([
            ("rule", .left), ("run \(before.number)", .right), ("run \(after.number)", .right), ("change", .right),
        ])
        for rule in Rule.allCases {
            let one = before.rules.first { $0.rule == rule }?.raised ?? 0
            let other = after.rules.first { $0.rule == rule }?.raised ?? 0
            if one != other {
                table.add([rule.id, one.grouped, other.grouped, (other > one ? "+" : "") + (other - one).grouped])
            }
        }
        var states = TextTable([
            ("state", .left), ("run \(before.number)", .right), ("run \(after.number)", .right),
        ])
        let one = try ledger.groups(run: before.number)
        let other = try ledger.groups(run: after.number)
        for state in ExceptionState.allCases where state != .watched {
            let counts = [one, other].map { groups in
                groups.filter { $0.state == state }.reduce(0) { $0 + $1.count }
            }
            if counts != [0, 0] { states.add([state.rawValue] + counts.map(\.grouped)) }
        }
        return (table.isEmpty ? "Every rule was raised as often." : table.text) + "\n\n" + states.text
    }
}
