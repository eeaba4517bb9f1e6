import Foundation
import Glibc
import Migration

/// What reading the events' lines came to.
struct TrackReadCounts {
    /// The most bad lines that are kept; the others are counted.
    static let mostBad = 1_000

    struct Bad {
        let file: String
        let line: Int
        let why: String
    }

    var files = 0
    var lines = 0
    var messages = 0
    var listed = 0
    var unrelated = 0
    var bad: [Bad] = []
    var badCount = 0
    /// CSV files without a head: nothing of them was read.
    var headless = 0
    /// The last local day of any message.
    var lastDay = 0

    /// A party that a line names and that neither market nor plan has.
    struct Stranger {
        let what: String
        let name: String
        let file: String
        let line: Int
        var lines = 0
    }

    /// Places of the parties that market and plans have; nil: not known, and nobody is a stranger.
    var known: (suppliers: Set<UInt16>, distributors: Set<UInt16>)?
    /// In the order in which they were met.
    private(set) var strangers: [Stranger] = []
    private var strangerPlaces: [[UInt16: Int]] = [[:], [:]]

    /// Notes parties that nobody knows, by the first line that names each.
    mutating func note(
        _ suppliers: [UInt16], _ distributors: [UInt16], of tail: TrackTail, _ file: String, _ line: Int
    ) {
        guard let known else { return }
        for place in suppliers where place != 0 && !known.suppliers.contains(place) {
            note(0, place, "supplier", tail.suppliers[place], file, line)
        }
        for place in distributors where place != 0 && !known.distributors.contains(place) {
            note(1, place, "distributor", tail.distributors[place], file, line)
        }
    }

    private mutating func note(
        _ list: Int, _ place: UInt16, _ what: String, _ name: String, _ file: String, _ line: Int
    ) {
        if let found = strangerPlaces[list][place] {
            strangers[found].lines += 1
        } else if strangers.count < Self.mostBad {
            strangerPlaces[list][place] = strangers.count
            strangers.append(Stranger(what: what, name: name, file: file, line: line, lines: 1))
        }
    }

    mutating func add(_ file: String, _ line: Int, _ why: String) {
        badCount += 1
        if bad.count < Self.mostBad { bad.append(Bad(file: file, line: line, why: why)) }
    }
}

/// Files of events: one file, or the files of a folder by name.
struct TrackEventFiles {
    private static let chunk = 1 << 20
    private static let endings = ["csv", "json", "jsonl", "ndjson"]

    let paths: [String]

    init(_ path: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Failure(
                "the events \(path) cannot be read", because: "there is no such file or folder",
                advice: "name a file of events, or a folder of such files", code: .badInput)
        }
        guard isFolder.boolValue else {
            paths = [path]
            return
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
            .filter { name in Self.endings.contains { name.lowercased().hasSuffix("." + $0) } }
        paths = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { path + "/" + $0 }
    }

    /// Reads every line; the file of a finding is named by its last part.
    func read(
        participants: [String: String], isList: Bool = false, tail: inout TrackTail, counts: inout TrackReadCounts,
        spool: inout TrackSpool
    ) throws {
        for path in paths {
            let name = URL(fileURLWithPath: path).lastPathComponent
            let isCSV = path.lowercased().hasSuffix(".csv") || isList
            var lines = TrackLines(isCSV ? .csv : .json, participants: participants, isList: isList)
            counts.files += 1
            try Self.eachLine(path) { line, number in
                guard let line else {
                    counts.add(name, number, "the line has more than \(TrackLines.longestLine) bytes; divide it")
                    return true
                }
                counts.lines += 1
                switch lines.read(line, &tail) {
                case .event(let event):
                    counts.messages += 1
                    counts.note([event.supplier, event.former], [event.distributor], of: tail, name, number)
                    counts.lastDay = max(counts.lastDay, LocalDays.day(of: event.at))
                    try spool.add(event)
                case .lastResort(let change):
                    counts.messages += 1
                    Self.add(change, &tail)
                case .listed(let mpan, let supplier, let distributor):
                    counts.listed += 1
                    var row = TrackEvent(
                        mpan: mpan, at: Int64(number), id: 0, kind: .plan, supplier: supplier,
                        distributor: distributor)
                    counts.note([supplier], [distributor], of: tail, name, number)
                    row.kind = TrackMerge.listed
                    try spool.add(row)
                case .head, .empty: break
                case .unrelated: counts.unrelated += 1
                case .bad(let why):
                    counts.add(name, number, why)
                    if !lines.isReady {
                        counts.headless += 1
                        return false
                    }
                }
                return true
            }
        }
    }

    private static func add(_ change: TrackContext.LastResort, _ tail: inout TrackTail) {
        var context = tail.context
        context.add(change)
        tail.lastResorts = context.lastResorts
        tail.lastDay = max(tail.lastDay, Int(change.day))
    }

    /// Hands over line by line without line ends, nil for one that is too long; stops where the call says false.
    private static func eachLine(
        _ path: String, _ take: (UnsafeBufferPointer<UInt8>?, Int) throws -> Bool
    ) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure(
                "the file \(path) cannot be read", because: String(cString: strerror(errno)),
                advice: "make it a file that you may read", code: .badInput)
        }
        defer { close(descriptor) }
        let base = UnsafeMutablePointer<UInt8>.allocate(capacity: chunk + TrackLines.longestLine + 2)
        defer { base.deallocate() }
        var held = 0
        var number = 1
        var isPassing = false
        while true {
            let got = Glibc.read(descriptor, base + held, chunk)
            guard got >= 0 else { throw SinkProblem(code: errno, name: path) }
            let end = held + got
            var start = 0
            while start < end, let found = memchr(base + start, 0x0A, end - start) {
                let stop = UnsafeRawPointer(found) - UnsafeRawPointer(base)
                let line = UnsafeBufferPointer(start: base + start, count: stop - start)
                if isPassing {
                    isPassing = false
                } else if !(try take(line.count > TrackLines.longestLine ? nil : line, number)) {
                    return
                }
                number += 1
                start = stop + 1
            }
            held = end - start
            if got == 0 {
                if held > 0, !isPassing {
                    _ = try take(UnsafeBufferPointer(start: base + start, count: held), number)
                }
                return
            }
            if isPassing || held > TrackLines.longestLine {
                // Its rest is passed over.
                if !isPassing, !(try take(nil, number)) { return }
                isPassing = true
                held = 0
            } else if held > 0, start > 0 {
                memmove(base, base + start, held)
            }
        }
    }
}

/// Holds messages until they can be handed over by MPAN: in memory, and in sorted files beside the state where there
/// are too many.
struct TrackSpool {
    /// Messages in memory, forty bytes each.
    static let mostInMemory = 4_000_000

    private let folder: String
    private let most: Int
    private var held: [TrackEvent] = []
    private var runs: [String] = []

    init(folder: String, most: Int = Self.mostInMemory) {
        self.folder = folder
        self.most = most
    }

    mutating func add(_ event: TrackEvent) throws {
        held.append(event)
        if held.count >= most { try spill() }
    }

    private static func comesBefore(_ left: TrackEvent, _ right: TrackEvent) -> Bool {
        if left.mpan != right.mpan { return left.mpan < right.mpan }
        let (isListed, isOtherListed) = (left.kind == TrackMerge.listed, right.kind == TrackMerge.listed)
        if isListed != isOtherListed { return isListed }
        return TrackEvent.comesBefore(left, right)
    }

    private mutating func spill() throws {
        held.sort(by: Self.comesBefore)
        let path = "\(folder)/track-run-\(getpid())-\(runs.count).partial"
        runs.append(path)
        let sink = try ByteSink(file: path)
        defer { sink.close() }
        try held.withUnsafeBytes { try sink.write($0) }
        held.removeAll(keepingCapacity: true)
    }

    /// Takes the files away.
    func remove() { for path in runs { unlink(path) } }

    /// A walk over all messages by MPAN.
    mutating func sorted() throws -> TrackSpoolReader {
        held.sort(by: Self.comesBefore)
        let reader = try TrackSpoolReader(held: held, runs: runs, comesBefore: Self.comesBefore)
        held = []
        return reader
    }
}

/// Merges what is held with the sorted files.
struct TrackSpoolReader {
    private struct Run {
        let handle: FileHandle?
        var buffer: [TrackEvent]
        var place = 0

        mutating func next() throws -> TrackEvent? {
            if place == buffer.count {
                guard let handle else { return nil }
                let size = MemoryLayout<TrackEvent>.stride
                let data = try handle.read(upToCount: size * 16_384) ?? Data()
                buffer = data.withUnsafeBytes { bytes in
                    (0..<bytes.count / size).map { bytes.loadUnaligned(fromByteOffset: $0 * size, as: TrackEvent.self) }
                }
                place = 0
                if buffer.isEmpty { return nil }
            }
            defer { place += 1 }
            return buffer[place]
        }
    }

    private var runs: [Run]
    /// A heap of each run's next message.
    private var heap: [(event: TrackEvent, run: Int)] = []
    private let comesBefore: (TrackEvent, TrackEvent) -> Bool

    init(held: [TrackEvent], runs: [String], comesBefore: @escaping (TrackEvent, TrackEvent) -> Bool) throws {
        self.comesBefore = comesBefore
        self.runs = [Run(handle: nil, buffer: held)]
        for path in runs {
            guard let handle = FileHandle(forReadingAtPath: path) else { throw SinkProblem(code: ENOENT, name: path) }
            self.runs.append(Run(handle: handle, buffer: []))
        }
        for place in self.runs.indices {
            if let event = try self.runs[place].next() { push((event, place)) }
        }
    }

    mutating func next() throws -> TrackEvent? {
        guard let first = heap.first else { return nil }
        if let event = try runs[first.run].next() {
            heap[0] = (event, first.run)
            sink(from: 0)
        } else if let last = heap.popLast(), !heap.isEmpty {
            heap[0] = last
            sink(from: 0)
        }
        return first.event
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool { comesBefore(heap[left].event, heap[right].event) }

    private mutating func push(_ item: (TrackEvent, Int)) {
        heap.append((item.0, item.1))
        var place = heap.count - 1
        while place > 0, precedes(place, (place - 1) / 2) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func sink(from start: Int) {
        var place = start
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count && precedes(child, least) {
                least = child
            }
            if least == place { return }
            heap.swapAt(place, least)
            place = least
        }
    }
}
