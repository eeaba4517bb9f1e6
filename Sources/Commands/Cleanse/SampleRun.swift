import Cleanse
import Formats
import Foundation
import Glibc

/// Writes a made-up market into a folder: workers make ranges of sites, whose places in the files are given out in order.
struct SampleRun: Sendable {
    let market: SampleMarket
    let isCompressed: Bool
    /// Range: 1 to 64.
    let workers: Int

    /// Sites that make a good piece: two to three megabytes over all registers.
    private static let sitesPerPiece = 4_096

    struct Made {
        var rows: Int
        var answers: Int
    }

    /// - Returns: data rows over all registers, and answers.
    func write(to folder: String) async throws -> Made {
        var files: [ByteSink] = []
        defer { for file in files { file.close() } }
        let suffixes = SampleRegister.allCases.map { isCompressed && $0.kind != nil ? ".zst" : "" }
        for register in SampleRegister.allCases {
            files.append(try ByteSink(file: "\(folder)/\(register.name).csv\(suffixes[register.rawValue])"))
        }
        files.append(try ByteSink(file: "\(folder)/answers.csv"))
        var starts: [Int] = []
        for register in SampleRegister.allCases {
            let header = try packed(register.header(market.configuration.inputs), isCompressed && register.kind != nil)
            try files[register.rawValue].write(header)
            starts.append(header.count)
        }
        try files[starts.count].write(SampleWriter.answersHeader)
        starts.append(SampleWriter.answersHeader.count)
        let pieces = (market.siteCount + Self.sitesPerPiece - 1) / Self.sitesPerPiece
        let places = SamplePlaces(pieces: pieces, starts: starts)
        await withTaskGroup { group in
            for _ in 0..<min(workers, pieces) { group.addTask { [files] in await work(places, files) } }
        }
        if let problem = await places.problem { throw problem }
        let made = await places.made
        try await finish(folder, files, suffixes, places)
        return Made(
            rows: SampleRegister.allCases.reduce(0) { $0 + ($1.kind == nil ? 0 : made.rows[$1.rawValue]) },
            answers: made.answers + (market.fileAnswerLines().isEmpty ? 0 : 1))
    }

    private func finish(_ folder: String, _ files: [ByteSink], _ suffixes: [String], _ places: SamplePlaces)
        async throws
    {
        let made = await places.made
        var rows: [RegisterKind: Int] = [:]
        for register in SampleRegister.allCases {
            if let kind = register.kind { rows[kind, default: 0] += made.rows[register.rawValue] }
        }
        let answers = SampleRegister.allCases.count
        try files[answers].write(
            market.fileAnswerLines(suffix: isCompressed ? ".zst" : ""), at: made.offsets[answers])
        for file in market.referenceFiles + [market.manifest(rows: rows)] {
            let sink = try ByteSink(file: "\(folder)/\(file.name)")
            defer { sink.close() }
            try sink.write(file.bytes)
        }
        // The second file of registration is there only where a row stands in it.
        let again = SampleRegister.registrationAgain
        for register in SampleRegister.allCases {
            let isEmpty = register == again && made.rows[again.rawValue] == 0
            guard isEmpty || !register.isMade(market.configuration.inputs) else { continue }
            unlink("\(folder)/\(register.name).csv\(suffixes[register.rawValue])")
        }
    }

    private func packed(_ bytes: [UInt8], _ isCompressed: Bool) throws -> [UInt8] {
        guard isCompressed else { return bytes }
        let arena = ByteArena()
        _ = try bytes.withUnsafeBytes { try ZstdFrames(level: 1).compress($0, to: arena) }
        return Array(arena.bytes)
    }

    // MARK: One worker

    private func work(_ places: SamplePlaces, _ files: [ByteSink]) async {
        do {
            let writer = SampleWriter(market)
            let frames = isCompressed ? try ZstdFrames(level: 1) : nil
            let arenas = SampleRegister.allCases.map { _ in ByteArena(capacity: isCompressed ? 1 << 20 : 64) }
            while let piece = await places.take() {
                let first = piece * Self.sitesPerPiece
                writer.write(first..<min(first + Self.sitesPerPiece, market.siteCount))
                if let frames {
                    for register in SampleRegister.allCases where register.kind != nil {
                        arenas[register.rawValue].clear()
                        try frames.compress(writer.bytes(register).bytes, to: arenas[register.rawValue])
                    }
                }
                func bytes(_ register: SampleRegister) -> UnsafeRawBufferPointer {
                    frames == nil || register.kind == nil
                        ? writer.bytes(register).bytes : arenas[register.rawValue].bytes
                }
                guard
                    let place = await places.place(
                        piece, sizes: SampleRegister.allCases.map { bytes($0).count },
                        rows: SampleRegister.allCases.map { writer.bytes($0).lines }, answers: writer.answerCount)
                else { return }
                for register in SampleRegister.allCases {
                    try files[register.rawValue].write(bytes(register), at: place.offsets[register.rawValue])
                }
                let lines = writer.answerLines(rowsBefore: place.rows, suffix: isCompressed ? ".zst" : "")
                guard let offset = await places.placeAnswers(piece, size: lines.count) else { return }
                try files[SampleRegister.allCases.count].write(lines, at: offset)
                withExtendedLifetime((writer, arenas)) {}
            }
        } catch {
            await places.fail(error)
        }
    }
}

/// Gives out pieces, and places in the files, each in order: a piece's place is known when all before it have theirs.
///
/// Bounded: each worker holds one piece.
actor SamplePlaces {
    struct Place: Sendable {
        var offsets: [Int]
        var rows: [Int]
        var answers = 0
    }

    private let pieces: Int
    private var taken = 0
    private var placed = 0
    private var answered = 0
    private var next: Place
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var progress: Progress
    private(set) var problem: (any Error)?

    /// - Parameter starts: where each file's first row goes; the answers' file is the last one.
    init(pieces: Int, starts: [Int]) {
        self.pieces = pieces
        next = Place(offsets: starts, rows: Array(repeating: 0, count: starts.count - 1))
        progress = Progress("making", total: pieces)
    }

    /// Rows, and the ends of the files, when all pieces are placed.
    var made: Place { next }

    /// The next piece to make; nil when all are taken or the run has failed.
    func take() -> Int? {
        guard problem == nil, taken < pieces else {
            if problem == nil, answered == pieces { progress.end() }
            return nil
        }
        defer { taken += 1 }
        return taken
    }

    /// Waits for the piece's turn, and takes its room in every register's file.
    func place(_ piece: Int, sizes: [Int], rows: [Int], answers: Int) async -> Place? {
        while placed < piece, problem == nil { await change() }
        guard problem == nil else { return nil }
        let mine = next
        for register in sizes.indices {
            next.offsets[register] += sizes[register]
            next.rows[register] += rows[register]
        }
        next.answers += answers
        placed += 1
        progress.show(placed)
        wake()
        return mine
    }

    /// Waits for the piece's turn, and takes its room in the answers' file.
    func placeAnswers(_ piece: Int, size: Int) async -> Int? {
        while answered < piece, problem == nil { await change() }
        guard problem == nil else { return nil }
        let file = next.offsets.count - 1
        defer {
            next.offsets[file] += size
            answered += 1
            wake()
        }
        return next.offsets[file]
    }

    /// Ends the run: everybody who waits goes on and finds nothing more.
    func fail(_ error: any Error) {
        if problem == nil { problem = error }
        wake()
    }

    private func change() async {
        await withCheckedContinuation { waiting.append($0) }
    }

    private func wake() {
        let woken = waiting
        waiting = []
        for continuation in woken { continuation.resume() }
    }
}

extension ByteSink {
    /// Writes all of it at a place of the file, in as many calls as the system wants.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
        guard var start = bytes.baseAddress else { return }
        var (left, offset) = (bytes.count, offset)
        while left > 0 {
            let written = Glibc.pwrite(descriptor, start, min(left, 1 << 30), off_t(offset))
            if written > 0 {
                start += written
                left -= written
                offset += written
            } else if written == 0 || errno != EINTR {
                throw SinkProblem(code: written == 0 ? ENOSPC : errno, name: name)
            }
        }
    }

    func write(_ bytes: [UInt8], at offset: Int) throws { try bytes.withUnsafeBytes { try write($0, at: offset) } }
}
