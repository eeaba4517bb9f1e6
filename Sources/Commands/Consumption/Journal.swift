import Formats
import Foundation
import Glibc

/// What a run that was stopped needs to go on: lines beside the unfinished file, each written when the file's bytes up
/// to it are on the disk.
///
/// The first line names the run; the others say how far it came. A line begins with its own checksum, so that one that
/// was torn by the stop is passed over.
struct Journal: Sendable {
    /// Bytes of data between two lines.
    static let interval = 64 << 20

    private let sink: ByteSink
    private let interval: Int
    private var bytesAtLine: Int
    private var footers: [(length: Int, footer: ChunkFooter)] = []

    /// Begins a journal for a run.
    init(file path: String, identity: ExactJSON, interval: Int = Self.interval) throws {
        sink = try ByteSink(file: path)
        self.interval = interval
        bytesAtLine = 0
        try sink.write(Self.line(identity))
        try sink.synchronise()
    }

    /// Goes on with a journal behind its last good line.
    init(file path: String, keeping bytes: Int, from totals: LaidTotals, interval: Int = Self.interval) throws {
        sink = try ByteSink(file: path, keeping: bytes)
        self.interval = interval
        bytesAtLine = totals.fileBytes
    }

    /// Takes note of a chunk that was written, and writes a line when it is time to.
    /// - Parameter keeping: whether the trailer will need the chunk's footer.
    mutating func note(_ chunk: ReadyChunk, _ totals: LaidTotals, keeping: Bool, data: ByteSink) throws {
        if keeping { footers.append((chunk.report.plainLength, chunk.report.footer)) }
        guard totals.fileBytes - bytesAtLine >= interval else { return }
        try data.synchronise()
        try sink.write(Self.line(Self.json(totals, footers)))
        try sink.synchronise()
        bytesAtLine = totals.fileBytes
        footers = []
    }

    func close() { sink.close() }

    private static func line(_ json: ExactJSON) -> [UInt8] {
        let text = json.canonical
        return Array("\(Digest.hexadecimal(of: Array(text.utf8)).prefix(16)) \(text)\n".utf8)
    }

    private static func json(_ totals: LaidTotals, _ footers: [(length: Int, footer: ChunkFooter)]) -> ExactJSON {
        .object([
            ("bytes", .whole(totals.fileBytes)), ("chunk", .whole(totals.nextChunk)),
            ("energy", totals.energies.json), ("exports", .whole(totals.exportMPANs)),
            (
                "footers",
                .list(
                    footers.map { length, footer in
                        .list([
                            .whole(length), .whole(footer.rows), .whole(footer.lines),
                            .text(Data(footer.notes).base64EncodedString()),
                        ])
                    })
            ),
            ("imports", .whole(totals.importMPANs)), ("lines", .whole(totals.written.lines)),
            ("plain", .whole(totals.written.bytes)), ("rows", .whole(totals.written.rows)),
        ])
    }
}

/// A journal as it was found.
struct FoundJournal {
    let identity: ExactJSON
    /// What the last good line says that lies in the file; nil where the run came to none.
    let totals: LaidTotals?
    /// Bytes of the journal up to that line's end.
    let length: Int

    /// Reads a journal; nil where there is none, or its first line is torn.
    /// - Parameters:
    ///   - start: the totals after the header, on which containers' footers are counted.
    ///   - size: bytes of the unfinished file; lines beyond are passed over.
    init?(file path: String, start: LaidTotals, keeping: Bool, size: Int) {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        var lines = data.split(separator: 0x0A, omittingEmptySubsequences: false)[...]
        // What follows the last line feed is empty or torn.
        lines = lines.dropLast()
        guard let first = lines.popFirst(), let identity = Self.read(first) else { return nil }
        self.identity = identity
        var length = first.count + 1
        var totals: LaidTotals?
        var running = start
        for line in lines {
            guard let json = Self.read(line), Self.apply(json, to: &running, keeping: keeping),
                running.fileBytes <= size
            else { break }
            totals = running
            length += line.count + 1
        }
        self.totals = totals
        self.length = length
    }

    private static func read(_ line: Data) -> ExactJSON? {
        let parts = line.split(separator: 0x20, maxSplits: 1)
        guard parts.count == 2,
            String(decoding: parts[0], as: UTF8.self) == Digest.hexadecimal(of: Array(parts[1])).prefix(16)
        else { return nil }
        return try? JSONScanner.read(Array(parts[1]))
    }

    private static func apply(_ json: ExactJSON, to totals: inout LaidTotals, keeping: Bool) -> Bool {
        guard let bytes = json["bytes"]?.whole, let chunk = json["chunk"]?.whole, let rows = json["rows"]?.whole,
            let lines = json["lines"]?.whole, let plain = json["plain"]?.whole, let imports = json["imports"]?.whole,
            let exports = json["exports"]?.whole, let energies = json["energy"].flatMap({ EnergyTable($0) }),
            let footers = json["footers"]?.list
        else { return false }
        totals.fileBytes = bytes
        totals.nextChunk = chunk
        totals.importMPANs = imports
        totals.exportMPANs = exports
        totals.energies = energies
        guard keeping else {
            totals.written = WrittenTotals(rows: rows, lines: lines, bytes: plain)
            return true
        }
        for footer in footers {
            guard let cells = footer.list, cells.count == 4, let length = cells[0].whole, let rows = cells[1].whole,
                let lines = cells[2].whole, let notes = cells[3].text.flatMap({ Data(base64Encoded: $0) })
            else { return false }
            totals.written.add(
                ChunkFooter(rows: rows, lines: lines, notes: [UInt8](notes)), length: length, keeping: true)
        }
        return totals.written.bytes == plain
    }
}
