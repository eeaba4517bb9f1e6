import ArgumentParser
import Cleanse
import Foundation
import Kernel

/// `changeover cleanse sample`
struct CleanseSample: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Manufacture a market's registers with planted faults, and the answers that a check must give.",
        discussion: """
            Every register and reference file of the canonical layout, made from the seed alone: the same on every \
            machine and with any number of workers. answers.csv has a row for each exception that a check must raise, \
            and no other row may raise one of severity E or W. No number, device or party is a real one, but for the \
            distributors' codes.

            A file of faults is JSON, rule by rule: a whole number is a count, a decimal below 1 a share of the MPANs.

            EXAMPLE
              changeover cleanse sample --mpans 1000000 --seed 7 --faults default --out sample/
              changeover cleanse sample --mpans 1000000 --seed 7 --change 0.01 --out sample-later/
            """)

    @Option(
        name: .long,
        help: ArgumentHelp("How many registered MPANs, 1 to 40,000,000.", valueName: "n"))
    var mpans: Int

    @Option(name: .long, help: ArgumentHelp("The seed, 0 to 18446744073709551615.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(
        name: .long,
        help: ArgumentHelp("none, default (every rule that the files can show) or a file.", valueName: "faults"))
    var faults = "default"

    @Option(
        name: .long,
        help: ArgumentHelp("The registers' as-at date, from 2025-01-01.", valueName: "date"))
    var asAt = "2026-07-01"

    @Option(name: .long, help: ArgumentHelp("A folder that is empty or not there yet.", valueName: "dir"))
    var out: String

    @Option(
        name: .long,
        help: ArgumentHelp("zst: registers as .csv.zst, in the fastest level of Zstandard.", valueName: "how"))
    var compress: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The same market some days later: this share of its sites changed, this share of its faults moved.",
            valueName: "share"))
    var change: String?

    @Option(name: .long, help: ArgumentHelp("What changed, as a seed.", valueName: "n"))
    var changeSeed: UInt64 = 1

    @Option(
        name: .long,
        help: ArgumentHelp(
            "usual, or all: also ihd and smso of MTR, stated_by of LNK, hubs and appointments, and their faults.",
            valueName: "inputs"))
    var inputs = "usual"

    @Option(name: .long, help: ArgumentHelp("How many cores to use (else all).", valueName: "n"))
    var workers: Int?

    func validate() throws {
        if let workers, !(1...64).contains(workers) { throw ValidationError("--workers takes a number from 1 to 64.") }
        if SampleInputs(rawValue: inputs) == nil {
            throw ValidationError("--inputs takes usual or all, not “\(inputs)”.")
        }
        if let compress, compress != "zst" { throw ValidationError("--compress takes zst, not “\(compress)”.") }
        if CalendarDate(iso: asAt) == nil {
            throw ValidationError("--as-at takes a date such as 2026-07-01, not “\(asAt)”.")
        }
    }

    func run() async throws {
        try await reporting {
            let market: SampleMarket
            do {
                market = try SampleMarket(try settings())
            } catch let problem as SampleError {
                throw Failure(line: problem.description, code: .misused)
            }
            let run = SampleRun(
                market: market, isCompressed: compress != nil,
                workers: workers ?? ProcessInfo.processInfo.activeProcessorCount)
            let folder = FolderInTheMaking(out)
            try folder.begin()
            do {
                let made = try await run.write(to: folder.partial)
                try folder.finish()
                try Terminal.print(
                    "\(out): \(made.rows) rows of \(market.configuration.mpans) MPANs, \(made.answers) exceptions to find"
                )
            } catch {
                folder.abandon()
                if let problem = error as? SinkProblem { throw problem.failure(resumable: false) }
                throw error
            }
        }
    }

    private func settings() throws -> SampleConfiguration {
        var settings = SampleConfiguration(
            mpans: mpans, seed: seed, asAt: CalendarDate(iso: asAt) ?? .earliest,
            faults: try SampleFaultsFile.read(faults))
        settings.inputs = SampleInputs(rawValue: inputs) ?? .usual
        if let change {
            guard let billionths = ExactDecimal.billionths(change), (1_000...1_000_000_000).contains(billionths) else {
                throw Failure(line: "change: “\(change)” is no share from 0.000001 to 1", code: .misused)
            }
            settings.change = SampleChange(millionths: billionths / 1_000, seed: changeSeed)
        }
        return settings
    }
}

/// What `--faults` says: a word, or a file of rules with shares and counts.
enum SampleFaultsFile {
    static func read(_ text: String) throws -> SampleFaults {
        switch text {
        case "none": return .none
        case "default": return .standard
        default: break
        }
        let json = try ConsumptionOptions.json(of: text)
        guard let members = json.members else {
            throw Failure(line: "\(text): faults are a JSON object of rules", code: .badInput)
        }
        var amounts: [Rule: SampleAmount] = [:]
        for member in members {
            guard let rule = Rule(id: member.name) else {
                throw Failure(line: "\(text): there is no rule \(member.name)", code: .badInput)
            }
            guard let amount = amount(member.value) else {
                throw Failure(
                    line: "\(text): \(member.name) takes a count such as 20 or a share such as 0.001", code: .badInput)
            }
            amounts[rule] = amount
        }
        return .amounts(amounts)
    }

    private static func amount(_ value: ExactJSON) -> SampleAmount? {
        if let count = value.whole {
            return (0...SampleConfiguration.mpansAllowed.upperBound).contains(count) ? .count(count) : nil
        }
        guard case .number(let text) = value, let share = ExactDecimal.billionths(text), share > 0,
            share < 1_000_000_000
        else { return nil }
        return .share(billionths: share)
    }
}
