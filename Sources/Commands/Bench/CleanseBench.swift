import Foundation
import Glibc

/// Measures the data cleanse as its users run it: a market is made, loaded and checked, changes by a hundredth, and is
/// loaded and checked again. Every step is the real command in a process of its own.
struct CleanseBench {
    /// MPANs of the market; the aims are for 32 million.
    let mpans: Int
    /// Where the market and the snapshots are written; removed afterwards.
    let folder: URL
    /// What `scripts/cleanse/compare` printed, where it ran.
    let peers: URL?

    private static let whole = 32_000_000
    private static let asAt = "2026-07-01"
    /// Rules that look at more than one MPAN or at several registers: what is left are the rules of single rows.
    private static let notOfRows =
        [
            "MTR-02", "MTR-03", "MTR-04", "MTR-05", "MTR-06", "ESM-05", "ESM-06", "ESM-10", "ESM-11", "ESM-12",
            "DPI-07",
            "REC-01", "REC-02", "REC-03", "REC-04", "REC-05", "EFF-06",
        ] + (1...19).map { $0 < 10 ? "LNK-0\($0)" : "LNK-\($0)" }

    /// What a step took.
    private struct Step {
        let seconds: Double
        /// Processor time of all cores. Unit: seconds.
        let processor: Double
        /// Unit: megabytes.
        let peak: Double
        let output: String
    }

    func measure(_ figures: inout Figures) throws {
        let room = CleanseBenchRoom(folder: folder, mpans: mpans)
        try Terminal.print(room.text)
        guard let mpans = room.fitting else { return }
        let aims = mpans == Self.whole
        figures.add("cleanse: MPANs of the market", Double(mpans), "", aim: nil)
        let data = folder.appendingPathComponent("cleanse-data").path
        let market = folder.appendingPathComponent("market").path
        let made = try run(sample(mpans, market))
        figures.add("market made", made.seconds, "s", aim: nil)
        figures.add("market made, peak memory", made.peak, "MB", aim: nil)
        let load = try load(market, data, "load", &figures)
        let check = try run(["cleanse", "check", "--data", data, "--json"])
        add(check, "check, all rules", load.rows, &figures)
        figures.add("exceptions found", try exceptions(check), "", aim: nil)
        let both = load.step.seconds + check.seconds
        figures.add("load and all rules", both, "s", aim: aims ? "under 300" : nil)
        figures.add(
            "load and all rules, peak memory", max(load.step.peak, check.peak), "MB", aim: aims ? "under 8192" : nil)
        try measureChange(mpans, data, market, load.step, aims, &figures)
        try addPeers(&figures)
    }

    /// The market some days later: everything is loaded again, and the ledger is told what changed.
    private func measureChange(
        _ mpans: Int, _ data: String, _ market: String, _ first: Step, _ aims: Bool, _ figures: inout Figures
    ) throws {
        _ = try run(sample(mpans, market) + ["--change", "0.01"])
        let load = try load(market, data, "load after a change of 1 %", &figures)
        let check = try run(["cleanse", "check", "--data", data, "--json"])
        add(check, "check after a change of 1 %", load.rows, &figures)
        figures.add("exceptions found then", try exceptions(check), "", aim: nil)
        figures.add(
            "run again after a change of 1 %", load.step.seconds + check.seconds, "s", aim: aims ? "under 60" : nil)
        let settings = folder.appendingPathComponent("row-rules.json")
        let rules = Self.notOfRows.map { "\"\($0)\": {\"on\": false}" }.joined(separator: ", ")
        try Data("{\"rules\": {\(rules)}}".utf8).write(to: settings)
        let rowRules = try run(["cleanse", "check", "--data", data, "--json", "--settings", settings.path])
        add(rowRules, "check, rules of single rows", load.rows, &figures)
        figures.add(
            "load with row rules", Double(load.rows) / (first.processor + rowRules.processor) / 1e6,
            "million rows/s a core", aim: "over 4")
    }

    // MARK: Steps

    private func sample(_ mpans: Int, _ market: String) -> [String] {
        ["cleanse", "sample", "--mpans", "\(mpans)", "--seed", "7", "--as-at", Self.asAt, "--out", market]
    }

    /// Loads the market and removes its files.
    private func load(
        _ market: String, _ data: String, _ name: String, _ figures: inout Figures
    ) throws -> (step: Step, rows: Int) {
        let size = try FileManager.default.contentsOfDirectory(atPath: market).reduce(0) { sum, file in
            sum + (try FileManager.default.attributesOfItem(atPath: "\(market)/\(file)")[.size] as? Int ?? 0)
        }
        let step = try run(["cleanse", "load", market, "--as-at", Self.asAt, "--data", data, "--json"])
        try FileManager.default.removeItem(atPath: market)
        let told = try object(step.output)["registers"] as? [[String: Any]] ?? []
        let rows = told.reduce(0) { $0 + ($1["rowsRead"] as? Int ?? 0) }
        add(step, name, rows, &figures)
        figures.add("\(name), text", Double(size) / step.seconds / 1e6, "MB/s", aim: nil)
        return (step, rows)
    }

    private func add(_ step: Step, _ name: String, _ rows: Int, _ figures: inout Figures) {
        figures.add(name, step.seconds, "s", aim: nil)
        figures.add("\(name), rows", Double(rows) / step.seconds / 1e6, "million/s", aim: nil)
        figures.add(
            "\(name), rows a core", Double(rows) / step.processor / 1e6, "million/s of processor time", aim: nil)
        figures.add("\(name), peak memory", step.peak, "MB", aim: nil)
    }

    private func exceptions(_ step: Step) throws -> Double {
        let counts = try object(step.output)["exceptions"] as? [String: Int] ?? [:]
        return Double(counts.values.reduce(0, +))
    }

    private func object(_ text: String) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
    }

    /// Runs this program again; a check that finds something ends with 2.
    private func run(_ arguments: [String]) throws -> Step {
        let output = folder.appendingPathComponent("output")
        let start = ContinuousClock.now
        let (status, usage) = try ChildProcess.run(["changeover"] + arguments, output: output.path)
        let elapsed = start.secondsSince
        guard status == 0 || (status == 2 && arguments.contains("check")) else {
            throw Failure(
                "changeover \(arguments.joined(separator: " ")) failed", because: "it ended with \(status)",
                advice: "run it by hand to see why")
        }
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return Step(
            seconds: elapsed,
            processor: seconds(usage.ru_utime) + seconds(usage.ru_stime), peak: Double(usage.ru_maxrss) / 1_024,
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self))
    }

    // MARK: Others

    /// The same twelve rules over the same files by other tools, as measured in one run of the script.
    private func addPeers(_ figures: inout Figures) throws {
        guard let peers else { return }
        let read = try object(String(decoding: Data(contentsOf: peers), as: UTF8.self))
        guard let own = read["changeover"] as? [String: Any], let ours = own["seconds"] as? Double, ours > 0,
            let mpans = read["mpans"] as? Int
        else { return }
        figures.add("twelve rules from CSV, \(mpans) MPANs", ours, "s", aim: nil)
        for name in ["duckdb", "polars"] {
            guard let peer = read[name] as? [String: Any], let theirs = peer["seconds"] as? Double,
                peer["agrees"] as? Bool == true
            else { continue }
            figures.add("\(name) \(peer["version"] as? String ?? ""), the same", theirs, "s", aim: nil)
            figures.add("twelve rules against \(name)", theirs / ours, "times", aim: "over 1")
        }
    }
}

/// What a market needs on disk and in memory, and what there is.
struct CleanseBenchRoom {
    /// Bytes on disk for an MPAN: its rows as text, two snapshots and the ledger.
    private static let diskEach = 1_200
    /// Bytes of memory for an MPAN while the largest register is put together.
    private static let memoryEach = 220
    private static let memoryBase = 500_000_000

    let asked: Int
    let disk: Int
    let memory: Int

    init(folder: URL, mpans: Int) {
        asked = mpans
        var status = statvfs()
        disk = statvfs(folder.path, &status) == 0 ? Int(status.f_bavail) * Int(status.f_frsize) : .max
        let lines = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8))?.split(separator: "\n") ?? []
        let line = lines.first { $0.hasPrefix("MemAvailable:") }
        memory =
            line.flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) }.map { $0 * 1_024 } ?? .max
    }

    /// The size asked for, halved until it fits; nil when a thousand MPANs do not.
    var fitting: Int? {
        var mpans = asked
        while mpans >= 1_000 {
            if Self.diskFor(mpans) <= disk, Self.memoryFor(mpans) <= memory { return mpans }
            mpans /= 2
        }
        return nil
    }

    var text: String {
        func gigabytes(_ bytes: Int) -> String { "\((Double(bytes) / 1e8).rounded() / 10) GB" }
        let needs =
            "a market of \(asked) MPANs needs \(gigabytes(Self.diskFor(asked))) on disk and "
            + "\(gigabytes(Self.memoryFor(asked))) of memory; there are \(gigabytes(disk)) and \(gigabytes(memory))"
        switch fitting {
        case asked: return needs
        case let mpans?: return needs + ": measuring \(mpans) instead"
        case nil: return needs + ": the cleanse is not measured"
        }
    }

    private static func diskFor(_ mpans: Int) -> Int { mpans * diskEach }
    private static func memoryFor(_ mpans: Int) -> Int { memoryBase + mpans * memoryEach }
}
