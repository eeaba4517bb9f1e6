import Consumption
import Crypto
import Formats
import Foundation
import Glibc
import Synchronization

/// A file beside the data: written whole under a temporary name, and renamed with the others at the end.
struct SideFile: Sendable {
    let name: String
    let rows: Int
    let bytes: Int
    let sha256: String

    var manifest: Manifest.File { Manifest.File(name: name, bytes: bytes, rows: rows, sha256: sha256) }

    /// Writes header, chunks and trailer to a file.
    ///
    /// The file is removed where the writing fails.
    /// - Parameter trailingRows: rows that the trailer holds.
    static func write(
        _ name: String, to path: String, header: [UInt8], plainHeaderLength: Int? = nil, trailingRows: Int = 0,
        _ pipeline: Pipeline<some ChunkMaking>, trailer: (LaidTotals) throws -> [UInt8] = { _ in [] }
    ) async throws -> SideFile {
        let sink = try ByteSink(file: path)
        defer { sink.close() }
        do {
            try sink.write(header)
            var hash = SHA256()
            hash.update(data: header)
            var start = LaidTotals()
            start.fileBytes = header.count
            start.written = WrittenTotals(bytes: plainHeaderLength ?? header.count)
            let result = try await pipeline.run(from: start, hash: hash) { chunk, _ in try sink.write(chunk.bytes) }
            let end = try trailer(result.totals)
            try sink.write(end)
            var whole = result.hash ?? hash
            whole.update(data: end)
            try sink.synchronise()
            return SideFile(
                name: name, rows: result.totals.written.rows + trailingRows,
                bytes: result.totals.fileBytes + end.count,
                sha256: Digest.text(whole.finalize()))
        } catch {
            unlink(path)
            throw error
        }
    }
}

/// Makes the lines of `defects.csv`: the answer key of what was planted.
struct AnswerKeyMaker: ChunkMaking {
    private let key: AnswerKey
    private let dates: DateSpan
    private let firstPosition: Int

    /// - Parameter firstPosition: of the whole run; what is about the file stands before its lines.
    init(_ generator: ConsumptionGenerator, _ defects: DefectPlan, _ dates: DateSpan, firstPosition: Int = 0) {
        key = AnswerKey(generator.makeWorker(), defects)
        self.dates = dates
        self.firstPosition = firstPosition
    }

    mutating func make(_ positions: Range<Int>, to arena: ByteArena) throws -> ChunkReport {
        var report = ChunkReport()
        if positions.first == firstPosition {
            for row in key.fileRows(dates) {
                arena.append(row.csv.utf8)
                report.footer.rows += 1
            }
        }
        for position in positions {
            key.rows(position: position, dates: dates) { row in
                arena.append(row.csv.utf8)
                report.footer.rows += 1
            }
        }
        report.footer.lines = report.footer.rows
        report.plainLength = arena.count
        return report
    }
}

/// Makes the lines of `deliveries.csv` about rows that leave their day's delivery, and counts the others.
struct DeliveryListMaker: ChunkMaking {
    /// Rows in each date's own delivery, of all threads' chunks together.
    final class OnTime: Sendable {
        private let rows: Mutex<[Int]>

        init(dates: Int) { rows = Mutex([Int](repeating: 0, count: dates)) }

        func add(_ more: [Int]) {
            rows.withLock { rows in for (place, count) in more.enumerated() { rows[place] += count } }
        }

        var sums: [Int] { rows.withLock { $0 } }
    }

    private let worker: ConsumptionWorker
    private let defects: DefectPlan
    private let dates: DateSpan
    /// The file of each batch; empty for one that the run does not write.
    private let files: [String]
    private let onTime: OnTime

    init(
        _ generator: ConsumptionGenerator, _ defects: DefectPlan, _ dates: DateSpan, files: [String], onTime: OnTime
    ) {
        worker = generator.makeWorker()
        self.defects = defects
        self.dates = dates
        self.files = files
        self.onTime = onTime
    }

    mutating func make(_ positions: Range<Int>, to arena: ByteArena) throws -> ChunkReport {
        var report = ChunkReport()
        let list = DeliveryList(worker, defects, dates)
        for position in positions {
            list.lines(position: position) { line in
                arena.append(line.csv(file: files[line.batch]).utf8)
                report.footer.rows += 1
            }
        }
        onTime.add(list.onTime)
        report.footer.lines = report.footer.rows
        report.plainLength = arena.count
        return report
    }
}

extension GenerateRun {
    /// Writes what stands beside the data: the portfolio; with defects, the answer key, the late deliveries and the
    /// schedule of all deliveries.
    func writeSideFiles(_ folder: OutputFolder) async throws -> [SideFile] {
        var files = [try await writePortfolio(to: folder.partial(folder.portfolioName), named: folder.portfolioName)]
        do {
            guard let defects = plan.defects else { return files }
            files.append(try await writeAnswers(to: folder.partial(folder.defectsName), named: folder.defectsName))
            guard plan.isDelivered else { return files }
            let batches = DeliverySchedule(defects).batches
            let names = batches.map { $0 == 0 ? folder.dataName : folder.lateName($0) }
            files.append(
                try await writeDeliveries(
                    to: folder.partial(folder.deliveriesName), named: folder.deliveriesName, files: names))
            for batch in batches where batch > 0 { files.append(try await writeLate(folder, batch)) }
        } catch {
            for file in files { unlink(folder.partial(file.name)) }
            throw error
        }
        return files
    }

    func writePortfolio(to path: String, named name: String) async throws -> SideFile {
        let generator = plan.generator
        let chunks = ChunkPlan(positions: plan.chunks.positions, perChunk: PortfolioMaker.sitesPerChunk)
        let pipeline = Pipeline(plan: chunks, threads: threads, keepsFooters: false) { PortfolioMaker(generator) }
        return try await SideFile.write(name, to: path, header: Array(PortfolioMaker.header.utf8), pipeline)
    }

    /// - Precondition: the plan has defects.
    func writeAnswers(to path: String, named name: String) async throws -> SideFile {
        guard let defects = plan.defects else { preconditionFailure("only a run with defects has an answer key") }
        let (generator, dates) = (plan.generator, plan.dates)
        let pipeline = Pipeline(plan: plan.chunks, threads: threads, keepsFooters: false) {
            AnswerKeyMaker(generator, defects, dates)
        }
        return try await SideFile.write(name, to: path, header: Array(AnswerKey.header.utf8), pipeline)
    }

    /// - Parameter files: the file of each batch; empty for one that the run does not write.
    /// - Precondition: the plan has defects.
    func writeDeliveries(to path: String, named name: String, files: [String]) async throws -> SideFile {
        guard let defects = plan.defects else { preconditionFailure("only a run with defects has a schedule") }
        let (generator, dates) = (plan.generator, plan.dates)
        let onTime = DeliveryListMaker.OnTime(dates: dates.count)
        let pipeline = Pipeline(plan: plan.chunks, threads: threads, keepsFooters: false) {
            DeliveryListMaker(generator, defects, dates, files: files, onTime: onTime)
        }
        return try await SideFile.write(
            name, to: path, header: Array(DeliveryList.header.utf8), trailingRows: dates.count, pipeline
        ) { _ in
            DeliverySchedule(defects).daily(dates, rows: onTime.sums).flatMap { Array($0.csv(file: files[0]).utf8) }
        }
    }

    private func writeLate(_ folder: OutputFolder, _ batch: Int) async throws -> SideFile {
        var late = plan
        late.batch = batch
        let plan = late
        let name = folder.lateName(batch)
        let pipeline = Pipeline(plan: plan.chunks, threads: threads, keepsFooters: plan.format.isContainer) {
            try plan.makeMaker()
        }
        return try await SideFile.write(
            name, to: folder.partial(name), header: try plan.header(), plainHeaderLength: plan.plainHeader.count,
            pipeline
        ) { try plan.trailer($0.written, heldBack: $0.heldBack) }
    }

    /// Writes one side file where the user says.
    func place(_ path: String, _ write: (String) async throws -> SideFile) async throws -> SideFile {
        let file = try await write(path + ".partial")
        guard rename(path + ".partial", path) == 0 else { throw SinkProblem(code: errno, name: path) }
        return file
    }
}
