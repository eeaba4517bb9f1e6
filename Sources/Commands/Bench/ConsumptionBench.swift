import Consumption
import Foundation
import Glibc
import Kernel
import Market

/// Measures manufacturing a whole settlement day: values alone in this process, and the real command for each format.
struct ConsumptionBench {
    /// Import MPANs of the day; the aims are for 32 million.
    let mpans: Int
    /// Where files are written; removed afterwards.
    let folder: URL
    /// What `scripts/consumption/compare` printed, where it ran.
    let peers: URL?

    private static let whole = 32_000_000
    private var threads: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

    func measure(_ figures: inout Figures) async throws {
        guard var configuration = Scenario(word: "gb-day")?.configuration() else { return }
        configuration.importMPANs = mpans
        let generator = try ConsumptionGenerator(configuration)
        let aims = mpans == Self.whole
        // The commands come first: a child's peak begins with what its parent holds.
        for (format, sink, aim) in [
            ("csv", nil, "under 15"), ("d0036", nil, "under 20"), ("hhb", "hhb", "under 25"),
            ("parquet", "parquet", "under 40"),
        ] as [(String, String?, String)] {
            try measureCommand(format, to: sink, aims ? aim : nil, &figures)
        }
        await measureDraws(generator, &figures)
        await measureValues(generator, &figures, aim: aims ? "under 8" : nil)
        try addPeers(&figures)
        measureCold(generator, &figures)
        measureCopy(&figures)
    }

    // MARK: In this process

    /// A plain copy of memory, one core: no values can be written faster.
    private func measureCopy(_ figures: inout Figures) {
        let bytes = 256 << 20
        let source = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        let target = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        defer {
            source.deallocate()
            target.deallocate()
        }
        memset(source, 1, bytes)
        memcpy(target, source, bytes)
        let start = ContinuousClock.now
        var seen = 0
        for round in 0..<8 {
            source.storeBytes(of: UInt8(round), toByteOffset: round * 4_096, as: UInt8.self)
            memcpy(target, source, bytes)
            seen += Int(target.load(fromByteOffset: round * 4_096, as: UInt8.self))
        }
        precondition(seen == 28, "the copies were made")
        figures.add("plain copy of memory, one core", Double(bytes) * 8 / start.secondsSince / 1e9, "GB/s", aim: nil)
    }

    /// The random words of a tenth of the day's values and nothing else, scaled to all.
    private func measureDraws(_ generator: ConsumptionGenerator, _ figures: inout Figures) async {
        let day = UTCDay(generator.configuration.from)
        let count = mpans / 10
        let start = ContinuousClock.now
        let mixed = await onEveryCore(count) { positions in
            let worker = generator.makeWorker()
            var site = worker.site
            var sum: UInt64 = 0
            for position in positions {
                site.mpan = MPANCore(body: 990_000_000_000 + UInt64(position))
                if position % 1_024 == 0 { worker.load(site) }
                sum &+= UInt64(worker.drawOnly(UTCDay(number: day.number + position % 1_024)))
            }
            return sum
        }
        precondition(mixed != 0, "the draws' sum is not zero")
        figures.add("random numbers of the day alone", start.secondsSince * 10, "s", aim: nil)
    }

    private func measureValues(_ generator: ConsumptionGenerator, _ figures: inout Figures, aim: String?) async {
        let dates = DateSpan(from: generator.configuration.from, days: 1, kind: .utc)
        let start = ContinuousClock.now
        let checksum = await onEveryCore(mpans) { positions in
            let maker = RowMaker(generator.makeWorker())
            var sum: UInt64 = 0
            for position in positions {
                maker.rows(position: position, dates: dates) { row in
                    let check = RowSum.check(of: row.values)
                    sum &+= (check.running << 24 ^ check.plain) &* (row.mpan | 1)
                }
            }
            return sum
        }
        let passed = start.secondsSince
        precondition(checksum != 0, "the checksum is not zero")
        figures.add("values and checksum of \(mpans) MPANs, one day", passed, "s", aim: aim)
        figures.add("values made", Double(mpans) * 48 / passed / 1e6, "million/s", aim: nil)
    }

    /// Metering points and days all over the portfolio and a year, each asked for once.
    private func measureCold(_ generator: ConsumptionGenerator, _ figures: inout Figures) {
        var chance = SeededGenerator(seed: 9)
        let first = UTCDay(generator.configuration.from).number
        let asked = (0..<100_000).map { _ in (chance.nextBelow(mpans), UTCDay(number: first + chance.nextBelow(365))) }
        func ask(_ worker: ConsumptionWorker, _ some: ArraySlice<(Int, UTCDay)>) -> Double {
            let start = ContinuousClock.now
            var sum = 0
            for (position, day) in some {
                worker.load(position: position)
                sum &+= Int(worker.make(day).activeImport[17])
            }
            precondition(sum != Int.min, "the sum is used")
            return start.secondsSince * 1e6 / Double(some.count)
        }
        // Two hundred of a generator of their own find nothing that sites share; the median of 21 generators, since a
        // thousandth of a second is easily disturbed.
        var rounds: [Double] = []
        for round in 0..<21 {
            guard let fresh = try? ConsumptionGenerator(generator.configuration) else { continue }
            rounds.append(ask(fresh.makeWorker(), asked[(round * 200)..<(round * 200 + 200)]))
        }
        rounds.sort()
        figures.add("one MPAN-day, nothing made before", rounds[rounds.count / 2], "µs", aim: "under 5")
        // At the end every region's days have been made.
        let worker = generator.makeWorker()
        _ = ask(worker, asked[..<80_000])
        figures.add("one cold MPAN-day", ask(worker, asked[80_000...]), "µs", aim: "under 5")
    }

    private func onEveryCore(_ count: Int, _ work: @escaping @Sendable (Range<Int>) -> UInt64) async -> UInt64 {
        let block = 65_536
        let cores = threads
        return await withTaskGroup(of: UInt64.self) { group in
            for core in 0..<cores {
                group.addTask {
                    var sum: UInt64 = 0
                    // Whole runs of blocks, so that a core stays in its regions.
                    let (from, to) = (count * core / cores, count * (core + 1) / cores)
                    for start in stride(from: from, to: to, by: block * 64) {
                        sum &+= work(start..<min(start + block * 64, to))
                    }
                    return sum
                }
            }
            var sum: UInt64 = 0
            for await part in group { sum &+= part }
            return sum
        }
    }

    // MARK: The real command

    /// Runs `consumption generate` for the day, into a file or the null sink, and reads its peak memory.
    private func measureCommand(
        _ format: String, to name: String?, _ aim: String?, _ figures: inout Figures
    ) throws {
        let arguments = [
            "changeover", "consumption", "generate", "--scenario", "gb-day", "--mpans", "\(mpans)", "--format", format,
            "--out", "-",
        ]
        let target = name.map { folder.appendingPathComponent("day.\($0)").path } ?? "/dev/null"
        let start = ContinuousClock.now
        let peak = try run(arguments, output: target)
        let passed = start.secondsSince
        let place = name == nil ? "to a null sink" : "to disk"
        figures.add("\(format) \(place)", passed, "s", aim: aim)
        figures.add("\(format) \(place), values", Double(mpans) * 48 / passed / 1e6, "million/s", aim: nil)
        figures.add("\(format) \(place), peak memory", peak, "MB", aim: "under 200")
        if let name {
            let path = folder.appendingPathComponent("day.\(name)").path
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
            figures.add("\(format), bytes for an MPAN-day", Double(size) / Double(mpans), "", aim: nil)
            try FileManager.default.removeItem(atPath: path)
        }
    }

    /// Runs this program again with its standard output in a file.
    /// - Returns: the peak of its resident memory in megabytes.
    private func run(_ arguments: [String], output: String) throws -> Double {
        let (status, usage) = try ChildProcess.run(arguments, output: output)
        guard status == 0 else {
            throw Failure(
                "\(arguments.joined(separator: " ")) failed", because: "status \(status)",
                advice: "run it by hand to see why")
        }
        return Double(usage.ru_maxrss) / 1_024
    }

    // MARK: Others

    /// Adds the rates of other tools, and ours against them, each at the work that the other does.
    ///
    /// numpy and tpchgen-cli write text to the null sink, as our CSV is written. demandlib makes values in memory and
    /// writes nothing, so our values are set against it before they are written.
    private func addPeers(_ figures: inout Figures) throws {
        guard let peers else { return }
        let read = try JSONSerialization.jsonObject(with: Data(contentsOf: peers)) as? [String: Any] ?? [:]
        let (csv, values) = ("csv to a null sink, values", "values made")
        for (name, work, aim) in [
            ("numpy", csv, "over 20"), ("demandlib", values, "over 1000"),
            ("demandlib, three profiles at once", values, nil), ("tpchgen-cli", csv, "over 5"),
        ] as [(String, String, String?)] {
            guard let ours = figures.list.first(where: { $0.name == work })?.value,
                let rate = read[name] as? Double ?? (read[name] as? Int).map(Double.init), rate > 0
            else { continue }
            figures.add("\(name), values", rate / 1e6, "million/s", aim: nil)
            figures.add(
                "\(work == csv ? "csv" : "values") against \(name)", ours * 1e6 / rate, "times", aim: aim)
        }
    }
}
