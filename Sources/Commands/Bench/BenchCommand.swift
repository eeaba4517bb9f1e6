import ArgumentParser
import Foundation
import Kernel
import Papers
import Record
import Store

/// `changeover bench`
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure importing, serving, manufacturing, standing in, cleansing and planning on this machine.",
        discussion: """
            Each figure stands beside a yardstick measured in the same run, so that machines can be compared. The \
            synthetic record is made from a seed.

            EXAMPLE
              changeover bench --papers 10000 --out bench.json
              changeover bench --subject consumption --mpans 1000000
              changeover bench --subject dip --backlog 100000
              changeover bench --subject cleanse --mpans 2000000
              changeover bench --subject migration
            """)

    @Option(name: .long, help: "Papers of the synthetic record, 100 to 10000.") var papers = 10_000
    @Option(name: .long, help: "The seed of the synthetic record.") var seed: UInt64 = 42
    @Option(name: .long, parsing: .upToNextOption, help: "Papers to import first, measured on their own.")
    var real: [String] = []
    @Option(name: .long, help: "Concurrent readers.") var readers = 50
    @Option(name: .long, help: "Requests of each reader.") var requests = 200
    @Option(name: .long, help: "What to measure: record, consumption, dip, cleanse, migration or all.") var subject =
        Subject.all
    @Option(name: .long, help: "Messages of the backlog that an outage of the stand-in leaves.")
    var backlog = 1_000_000
    @Option(
        name: .long,
        help: "MPANs of the manufactured day and of the cleansed and the tracked market; the aims are for 32000000.")
    var mpans = 32_000_000
    @Option(name: .long, help: "What scripts/consumption/compare printed, to compare with.") var peers: String?
    @Option(name: .long, help: "What scripts/cleanse/compare printed, to compare with.") var cleansePeers: String?
    @Option(name: .long, help: "What scripts/migration/compare printed, to compare with.") var migrationPeers: String?
    @Option(name: .long, help: "Write the figures to this file as JSON.") var out: String?

    enum Subject: String, ExpressibleByArgument, CaseIterable { case record, consumption, dip, cleanse, migration, all }

    func validate() throws {
        guard (1_000...100_000_000).contains(mpans) else {
            throw ValidationError("--mpans takes 1000 to 100000000.")
        }
        guard (0...10_000_000).contains(backlog) else { throw ValidationError("--backlog takes 0 to 10000000.") }
        guard (100...RecordSynthesise.papersMax).contains(papers) else {
            throw ValidationError("--papers takes a number from 100 to \(RecordSynthesise.papersMax).")
        }
        guard (1...200).contains(readers), (1...100_000).contains(requests) else {
            throw ValidationError("--readers takes 1 to 200, --requests 1 to 100000.")
        }
    }

    func run() async throws {
        try await reporting {
            var figures = Figures()
            let yardstick = Self.yardstick()
            figures.add("yardstick", yardstick, "s", aim: nil)
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("changeover-bench-\(getpid())")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            if subject == .consumption || subject == .all {
                let bench = ConsumptionBench(
                    mpans: mpans, folder: folder, peers: peers.map { URL(fileURLWithPath: $0) })
                try await bench.measure(&figures)
            }
            if subject == .cleanse || subject == .all {
                let bench = CleanseBench(
                    mpans: mpans, folder: folder, peers: cleansePeers.map { URL(fileURLWithPath: $0) })
                try bench.measure(&figures)
            }
            if subject == .migration || subject == .all {
                let bench = MigrationBench(
                    peers: migrationPeers.map { URL(fileURLWithPath: $0) }, mpans: mpans, folder: folder)
                try bench.measure(&figures)
            }
            if subject == .record || subject == .all { try await measureRecord(in: folder, &figures) }
            if subject == .dip || subject == .all {
                try await StandInBench(backlog: backlog, folder: folder).measure(&figures)
            }
            try Terminal.print(figures.text(yardstick: yardstick))
            if let out {
                try Data(figures.json(yardstick: yardstick).utf8).write(to: URL(fileURLWithPath: out), options: .atomic)
            }
        }
    }

    private func measureRecord(in folder: URL, _ figures: inout Figures) async throws {
        if !real.isEmpty { try await measureReal(in: folder.appendingPathComponent("real"), &figures) }
        let large = folder.appendingPathComponent("large")
        try await measureImport(in: large, &figures)
        try ServingBench(readers: readers, requests: requests).measure(large, &figures)
    }

    private func measureReal(in folder: URL, _ figures: inout Figures) async throws {
        let start = ContinuousClock.now
        let (read, failures) = await PaperLoader.load(real)
        guard failures.isEmpty else { throw RecordImport.failure(failures) }
        let record = try RecordStore(folder: folder.path)
        _ = try await RecordImport.importing(read, into: record)
        figures.add("real papers imported (\(real.count))", start.secondsSince, "s", aim: "under 0.3")
    }

    private func measureImport(in folder: URL, _ figures: inout Figures) async throws {
        let programme = SyntheticProgramme(seed: seed)
        let files = folder.appendingPathComponent("papers")
        try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
        var paths: [String] = []
        for index in 0..<papers {
            let paper = programme.paper(index)
            let file = files.appendingPathComponent(paper.name + ".txt")
            try Data(paper.text.utf8).write(to: file)
            paths.append(file.path)
        }
        let start = ContinuousClock.now
        let (read, failures) = await PaperLoader.load(paths)
        guard failures.isEmpty else { throw RecordImport.failure(failures) }
        let readTime = start.secondsSince
        let record = try RecordStore(folder: folder.path)
        _ = try await RecordImport.importing(read, into: record)
        let all = start.secondsSince
        figures.add("synthetic papers read (\(papers))", readTime, "s", aim: nil)
        figures.add("synthetic papers imported (\(papers))", all, "s", aim: nil)
        figures.add("import rate", Double(papers) / all, "papers/s", aim: "over 500")
        for kind in [RecordKind.actions, .milestones] {
            let total = try await record.rows(RowQuery(kind, limit: 1)).total
            figures.add("\(kind.rawValue) in the record", Double(total), "", aim: nil)
        }
    }

    /// Seconds for 200 million steps of SplitMix64 on one core: what the other figures are told in.
    private static func yardstick() -> Double {
        var generator = SeededGenerator(seed: 1)
        var sum: UInt64 = 0
        let start = ContinuousClock.now
        for _ in 0..<200_000_000 { sum &+= generator.next() }
        let seconds = start.secondsSince
        // The sum is used, so that the loop is not optimised away.
        precondition(sum != 0, "the yardstick's sum is not zero")
        return seconds
    }
}

/// Measured figures, in the order measured.
struct Figures {
    struct Figure {
        let name: String
        let value: Double
        let unit: String
        let aim: String?
    }

    private(set) var list: [Figure] = []

    mutating func add(_ name: String, _ value: Double, _ unit: String, aim: String?) {
        list.append(Figure(name: name, value: value, unit: unit, aim: aim))
    }

    func text(yardstick: Double) -> String {
        list.map { figure in
            let ratio = figure.unit == "s" || figure.unit == "ms" ? " (\(ratio(figure, yardstick)) × yardstick)" : ""
            let aim = figure.aim.map { "   aim: \($0)" } ?? ""
            return "\(figure.name): \(number(figure.value)) \(figure.unit)\(ratio)\(aim)"
        }.joined(separator: "\n")
    }

    func json(yardstick: Double) -> String {
        let rows = list.map { figure in
            let aim = figure.aim.map { ", \"aim\": \"\($0)\"" } ?? ""
            return "  {\"name\": \"\(figure.name)\", \"value\": \(number(figure.value)), \"unit\": \"\(figure.unit)\", "
                + "\"times_yardstick\": \(ratio(figure, yardstick))\(aim)}"
        }
        return "[\n" + rows.joined(separator: ",\n") + "\n]\n"
    }

    private func ratio(_ figure: Figure, _ yardstick: Double) -> String {
        let seconds = figure.unit == "ms" ? figure.value / 1000 : figure.value
        return number(seconds / yardstick)
    }

    private func number(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
        let scaled = (value * 1000).rounded() / 1000
        return scaled == 0 ? String(value) : String(scaled)
    }
}
