import Consumption
import Crypto
import Formats
import Foundation
import Glibc
import Synchronization

/// One run of `consumption generate`: the data, the portfolio beside them, and the manifest.
struct GenerateRun<Format: ConsumptionFormat>: Sendable {
    let plan: DataPlan<Format>
    let threads: Int
    /// Bytes of data between two lines of the journal.
    let checkpoint: Int

    // MARK: To standard output

    /// Where files beside the data go when the data go to standard output; nil for none.
    struct SideNames {
        var portfolio: String?
        var defects: String?
        var deliveries: String?
        var manifest: String?
    }

    /// Writes the data to standard output, and what stands beside them to the files named.
    func stream(_ names: SideNames) async throws {
        signal(SIGPIPE, SIG_IGN)
        let sink = ByteSink.standardOutput
        do {
            let written = try await write(
                to: sink, from: nil, hash: names.manifest == nil ? nil : SHA256(), journal: nil, label: "writing")
            var result = plan.manifest
            result.take(written.totals)
            result.files = [
                Manifest.File(
                    name: "-", bytes: written.totals.fileBytes, rows: result.rows,
                    sha256: written.hash.map { Digest.text($0.finalize()) } ?? "")
            ]
            result.files += try await writeSideFiles(names).map(\.manifest)
            if let manifest = names.manifest { try OutputFolder.write(result.bytes, to: manifest) }
        } catch let problem as SinkProblem {
            throw problem.failure(resumable: false)
        }
    }

    private func writeSideFiles(_ names: SideNames) async throws -> [SideFile] {
        func last(_ path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }
        var files: [SideFile] = []
        if let path = names.portfolio {
            files.append(try await place(path) { try await writePortfolio(to: $0, named: last(path)) })
        }
        guard let defects = plan.defects else { return files }
        if let path = names.defects {
            files.append(try await place(path) { try await writeAnswers(to: $0, named: last(path)) })
        }
        if let path = names.deliveries, plan.isDelivered {
            // Standard output takes the first batch; the late ones are written nowhere.
            let data = DeliverySchedule(defects).batches.map { $0 == 0 ? "-" : "" }
            files.append(
                try await place(path) { try await writeDeliveries(to: $0, named: last(path), files: data) })
        }
        return files
    }

    // MARK: Into a folder

    /// Writes data, portfolio and manifest into a folder: under temporary names first, the manifest last.
    /// - Returns: the manifest, and whether the run was there already.
    func fill(_ folder: OutputFolder, resuming: Bool, force: Bool) async throws -> (manifest: Manifest, wasThere: Bool)
    {
        signal(SIGPIPE, SIG_IGN)
        try folder.make()
        var manifest = plan.manifest
        if !force { try folder.refuseOthers(manifest) }
        if resuming, OutputFolder.size(folder.journal) == nil,
            let done = try OutputFolder.manifests(in: folder.path).first(where: { $0.name == folder.manifestName })
        {
            return (done.manifest, true)
        }
        do {
            let written = try await writeData(folder, resuming: resuming, force: force)
            let side = try await writeSideFiles(folder)
            manifest.take(written.totals)
            manifest.files =
                [
                    Manifest.File(
                        name: folder.dataName, bytes: written.totals.fileBytes, rows: manifest.rows,
                        sha256: written.sha256)
                ] + side.map(\.manifest)
            try folder.rename(folder.partialData, to: folder.dataName)
            for file in side { try folder.rename(folder.partial(file.name), to: file.name) }
            try OutputFolder.write(manifest.bytes, to: folder.file(folder.manifestName))
            unlink(folder.journal)
        } catch let problem as SinkProblem {
            throw problem.failure(resumable: OutputFolder.size(folder.journal) != nil)
        }
        return (manifest, false)
    }

    /// Begins the data, or goes on where the journal says that an earlier run stopped.
    private func writeData(
        _ folder: OutputFolder, resuming: Bool, force: Bool
    ) async throws -> (totals: LaidTotals, sha256: String) {
        let header = try plan.header()
        let start = startingTotals(header)
        let found = try unfinished(folder, start: start, resuming: resuming, force: force)
        let sink = try ByteSink(file: folder.partialData, keeping: found?.totals?.fileBytes ?? 0)
        defer { sink.close() }
        var hash = SHA256()
        let journal: Journal
        if let found, let totals = found.totals {
            try FileDigest.add(folder.partialData, bytes: totals.fileBytes, to: &hash)
            journal = try Journal(
                file: folder.journal, keeping: found.length, from: totals, interval: checkpoint)
        } else {
            journal = try Journal(file: folder.journal, identity: identity, interval: checkpoint)
        }
        let written = try await write(to: sink, from: found?.totals, hash: hash, journal: journal, label: "writing")
        try sink.synchronise()
        return (written.totals, written.hash.map { Digest.text($0.finalize()) } ?? "")
    }

    /// What an earlier run left in the folder; nil where this run begins at the beginning.
    private func unfinished(
        _ folder: OutputFolder, start: LaidTotals, resuming: Bool, force: Bool
    ) throws -> FoundJournal? {
        guard OutputFolder.size(folder.journal) != nil else { return nil }
        guard resuming else {
            if force { return nil }
            throw Failure(
                line: "out: \(folder.path) holds the beginning of a run that was stopped; --resume goes on with it, "
                    + "--force begins again", code: .failed)
        }
        // Stopped between the renaming of the data and the writing of the manifest.
        if OutputFolder.size(folder.partialData) == nil, OutputFolder.size(folder.data) != nil,
            rename(folder.data, folder.partialData) != 0
        {
            throw SinkProblem(code: errno, name: folder.data)
        }
        let found = FoundJournal(
            file: folder.journal, start: start, keeping: plan.format.isContainer,
            size: OutputFolder.size(folder.partialData) ?? 0)
        if let found, found.identity != identity {
            throw Failure(
                line:
                    "out: the run that was stopped in \(folder.path) is not this one; give the same options, or --force "
                    + "to begin again", code: .failed)
        }
        return found
    }

    /// What must be the same for a run to go on where an earlier one stopped.
    private var identity: ExactJSON {
        .object([
            ("config_sha256", .text(plan.digest)), ("format", .text(plan.format.word)), ("part", .whole(plan.part)),
            ("parts", .whole(plan.parts)), ("per_chunk", .whole(plan.chunks.perChunk)),
            ("product_version", .text(Changeover.version)), ("zstd", .whole(plan.level ?? 0)),
        ])
    }

    // MARK: Bytes

    private func startingTotals(_ header: [UInt8]) -> LaidTotals {
        var totals = LaidTotals()
        totals.written = WrittenTotals(bytes: plan.plainHeader.count)
        totals.fileBytes = header.count
        return totals
    }

    /// Header, chunks and trailer.
    private func write(
        to sink: ByteSink, from earlier: LaidTotals?, hash: SHA256?, journal: Journal?, label: String
    ) async throws -> (totals: LaidTotals, hash: SHA256?) {
        var hash = hash
        let start: LaidTotals
        if let earlier {
            start = earlier
        } else {
            let header = try plan.header()
            try sink.write(header)
            hash?.update(data: header)
            start = startingTotals(header)
        }
        let chunks = plan.chunks
        let days = plan.settings.configuration.days
        let progress = RateProgress(label, total: chunks.positions.count * days)
        let keeping = plan.format.isContainer
        let journal = Mutex(journal)
        let plan = plan
        let pipeline = Pipeline(plan: chunks, threads: threads, keepsFooters: keeping) { try plan.makeMaker() }
        var result = try await pipeline.run(from: start, hash: hash) { chunk, totals in
            try sink.write(chunk.bytes)
            try journal.withLock { try $0?.note(chunk, totals, keeping: keeping, data: sink) }
            progress.show(totals.importMPANs * days, before: start.importMPANs * days)
        }
        progress.end()
        journal.withLock { $0?.close() }
        let trailer = try plan.trailer(result.totals.written, heldBack: result.totals.heldBack)
        try sink.write(trailer)
        result.hash?.update(data: trailer)
        result.totals.fileBytes += trailer.count
        return result
    }
}

extension DataPlan {
    /// The manifest of this part before anything is counted.
    var manifest: Manifest {
        Manifest(
            format: format.word, compressionLevel: level, part: part, parts: parts, digest: digest,
            configuration: PortfolioFile.json(settings))
    }
}

extension Manifest {
    /// Takes what was counted while the data were laid down.
    mutating func take(_ totals: LaidTotals) {
        rows = totals.written.rows
        importMPANs = totals.importMPANs
        exportMPANs = totals.exportMPANs
        energies = totals.energies
    }
}
