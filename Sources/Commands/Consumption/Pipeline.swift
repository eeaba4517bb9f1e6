import Crypto
import Formats

/// Makes the bytes of one chunk after another, in memory of its own; one a thread.
protocol ChunkMaking: SendableMetatype {
    /// Appends the chunk's bytes to the arena.
    mutating func make(_ positions: Range<Int>, to arena: ByteArena) throws -> ChunkReport
}

/// What a chunk held.
struct ChunkReport: Sendable, Hashable {
    var footer = ChunkFooter()
    var energies = EnergyTable()
    /// Bytes before compression; what containers count.
    var plainLength = 0
    var importMPANs = 0
    var exportMPANs = 0
    /// The last row, kept for the end of the file; empty for nearly every chunk.
    var heldBack: [UInt8] = []
}

/// Positions of a portfolio cut into chunks of one size.
struct ChunkPlan: Sendable, Hashable {
    let positions: Range<Int>
    let perChunk: Int

    var count: Int { (positions.count + perChunk - 1) / perChunk }

    subscript(index: Int) -> Range<Int> {
        let start = positions.lowerBound + index * perChunk
        return start..<min(start + perChunk, positions.upperBound)
    }
}

/// What was laid down so far.
struct LaidTotals: Sendable, Hashable {
    var written = WrittenTotals()
    var energies = EnergyTable()
    var importMPANs = 0
    var exportMPANs = 0
    /// Bytes of the file, compressed where it is.
    var fileBytes = 0
    /// The last row, where it waits for the trailer.
    var heldBack: [UInt8] = []
    /// The chunk that comes next.
    var nextChunk = 0

    mutating func add(_ report: ChunkReport, fileLength: Int, keeping: Bool) {
        written.add(report.footer, length: report.plainLength, keeping: keeping)
        energies.add(report.energies)
        importMPANs += report.importMPANs
        exportMPANs += report.exportMPANs
        fileBytes += fileLength
        heldBack = report.heldBack
        nextChunk += 1
    }
}

/// Runs makers on several threads and lays their chunks down in order, hashed and written beside one another.
struct Pipeline<Maker: ChunkMaking>: Sendable {
    let plan: ChunkPlan
    let threads: Int
    /// Whether each chunk's footer is kept for the trailer.
    let keepsFooters: Bool
    let makeMaker: @Sendable () throws -> Maker

    /// Memories of a maker: one is filled while the other is laid down.
    private static var depth: Int { 2 }

    /// Makes what is left of the plan.
    /// - Parameters:
    ///   - start: what lies in the file already.
    ///   - hash: of what lies in the file already; nil where nobody asks for the digest.
    ///   - lay: writes a chunk; called with the totals that include it.
    func run(
        from start: LaidTotals, hash: SHA256?, lay: @escaping @Sendable (ReadyChunk, LaidTotals) throws -> Void
    ) async throws -> (totals: LaidTotals, hash: SHA256?) {
        let queue = ChunkQueue(start.nextChunk..<plan.count, stages: hash == nil ? 1 : 2)
        let keeps = keepsFooters
        async let hashed = Self.hash(hash, queue)
        async let laid = Self.layAll(from: start, keeping: keeps, queue, lay)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, min(threads, plan.count - start.nextChunk)) {
                group.addTask { await makeChunks(queue) }
            }
        }
        let result = (totals: await laid, hash: await hashed)
        if let problem = await queue.problem { throw problem }
        return result
    }

    private func makeChunks(_ queue: ChunkQueue) async {
        let arenas = (0..<Self.depth).map { _ in ByteArena() }
        var pending: [Int] = []
        do {
            var maker = try makeMaker()
            var turn = 0
            while true {
                if pending.count == Self.depth, !(await queue.laid(pending.removeFirst())) { break }
                guard let index = await queue.take() else { break }
                let arena = arenas[turn]
                turn = (turn + 1) % Self.depth
                arena.clear()
                let report = try maker.make(plan[index], to: arena)
                let bytes = arena.bytes
                await queue.made(
                    ReadyChunk(
                        index: index, address: UInt(bitPattern: bytes.baseAddress), length: bytes.count, report: report)
                )
                pending.append(index)
            }
        } catch {
            await queue.fail(error)
        }
        // The memory goes with this function: stay until no stage reads it.
        for index in pending { _ = await queue.laid(index) }
        withExtendedLifetime(arenas) {}
    }

    private static func hash(_ start: SHA256?, _ queue: ChunkQueue) async -> SHA256? {
        guard var hash = start else { return nil }
        while let chunk = await queue.next(stage: 1) {
            hash.update(bufferPointer: chunk.bytes)
            await queue.finish(stage: 1)
        }
        await queue.stop()
        return hash
    }

    private static func layAll(
        from start: LaidTotals, keeping: Bool, _ queue: ChunkQueue,
        _ lay: @Sendable (ReadyChunk, LaidTotals) throws -> Void
    ) async -> LaidTotals {
        var totals = start
        while let chunk = await queue.next(stage: 0) {
            totals.add(chunk.report, fileLength: chunk.length, keeping: keeping)
            do {
                try lay(chunk, totals)
            } catch {
                await queue.fail(error)
            }
            await queue.finish(stage: 0)
        }
        await queue.stop()
        return totals
    }
}
