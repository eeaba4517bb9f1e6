import DIP
import Formats
import Kernel

/// The lines of a search as a file, written as they are read and never held whole.
enum JournalFiles {
    /// Lines in a file at most; the search's page says so.
    static let mostLines = 1_000_000
    /// Lines read from the journal at a time.
    private static let linesAtATime = 1_000

    static func page(_ format: JournalFileFormat, _ desk: Desk, _ dip: DIPDesk) throws -> Page {
        let search = JournalSearch(desk.address.dip)
        if let problem = search.problems.sorted(by: { $0.key < $1.key }).first {
            throw RoomFailure.badAddress("\(problem.key): \(problem.value)")
        }
        guard search.before == nil else {
            throw RoomFailure.badAddress("before: a file begins after a line and goes up to one.")
        }
        let stream = PageStream(source: desk.address.text) { give in
            try await write(format, search, dip.journal, give)
        }
        return Page(
            contentType: format == .csv ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8",
            stream: stream, fileName: "journal.\(format.rawValue)")
    }

    private static func write(
        _ format: JournalFileFormat, _ search: JournalSearch, _ journal: any MessageJournal,
        _ give: (_ piece: [UInt8]) async throws -> Void
    ) async throws {
        var place = search.after ?? 0
        var left = mostLines
        if format == .csv { try await give(JournalLineText.csvHead) }
        while left > 0 {
            let asked = min(left, linesAtATime)
            let found = try await journal.lines(after: place, filter: search.filter, limit: asked)
            let lines = found.prefix { $0.sequence <= search.upTo ?? .max }
            var bytes: [UInt8] = []
            for line in lines {
                switch format {
                case .csv: JournalLineText.csv(line, into: &bytes)
                case .jsonLines: bytes += line.json + [0x0A]
                }
            }
            if !bytes.isEmpty { try await give(bytes) }
            guard let last = lines.last, lines.count == found.count, found.count == asked else { return }
            place = last.sequence
            left -= lines.count
        }
    }
}

/// A line of the journal as rows of CSV.
enum JournalLineText {
    /// The head of the CSV.
    static var csvHead: [UInt8] {
        var bytes: [UInt8] = []
        CSVWriter.append(JournalLine.columnNames, columns: nil, to: &bytes)
        return bytes
    }

    /// One row; texts that a spreadsheet would run as formulae are guarded.
    static func csv(_ line: JournalLine, into bytes: inout [UInt8]) {
        let values = line.columns.map { $0.value ?? "" }
        CSVWriter.append(values.map(CSVWriter.guarded), columns: nil, to: &bytes)
    }
}
