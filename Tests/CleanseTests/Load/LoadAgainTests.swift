import Kernel
import TestSupport
import Testing

@testable import Cleanse

/// A load that takes rows over from the one before gives what a load from nothing gives.
@Suite struct LoadAgainTests {
    /// A file as it is sent: its lines, in which order its columns come, how it writes days, and by whom.
    private struct Sent {
        var lines: [String]
        var order: [Int]
        var dates: DateDialect?
        var sender: Owner?
        var endsOpen = false

        func text(_ kind: RegisterKind) -> [UInt8] {
            let columns = kind.fields + kind.furtherFields
            func line(_ text: String) -> String {
                let fields = text.split(separator: ",", omittingEmptySubsequences: false)
                // A line that damage took apart goes as it is.
                return fields.count == columns.count ? order.map { String(fields[$0]) }.joined(separator: ",") : text
            }
            let all = [columns.map(\.item.rawValue).joined(separator: ",")] + lines
            let whole = all.map(line).joined(separator: "\n")
            return Array((endsOpen ? whole : whole + "\n").utf8)
        }
    }

    /// What a load makes of a file.
    private struct Loaded {
        let table: AssembledTable
        let trace: LoadTrace
        /// Rejects, counts and everything else that is told.
        let told: [String]
        let rows: Int
        let taken: Int
    }

    private static let distributors = ReferenceFile(
        input: .distributors, name: "distributors.csv", columns: ["code", "mpid"],
        rows: [.init(line: 2, fields: ["12", "LOND"]), .init(line: 3, fields: ["20", "SOUT"])])

    private static func mpan(_ number: Int) -> String {
        let body = (number < 300 ? "12" : "20") + String(10_000_000_000 + number).dropFirst()
        let weights = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43]
        return body + String(zip(body.utf8, weights).reduce(0) { $0 + (Int($1.0) - 0x30) * $1.1 } % 11 % 10)
    }

    /// - Parameter isOdd: makes a line of damaged fields; one line in 150 where nothing is said.
    private static func line(
        _ kind: RegisterKind, _ number: Int, _ random: inout SeededGenerator, isOdd: Bool? = nil
    ) -> String {
        let isOdd = isOdd ?? (random.nextBelow(150) == 0)
        // A quote costs its whole piece: not every odd line has one.
        let isQuoted = random.nextBelow(8) == 0
        let isOfMany = kind == .meters || kind == .histories || kind == .extracts
        return (kind.fields + kind.furtherFields).map { field -> String in
            let some: [String]
            switch field.packing {
            case .mpan: some = isOdd ? ["1.01234E+12", "1", "9912345678906"] : [mpan(isOfMany ? number / 2 : number)]
            case .letter: some = isOdd ? ["QQ"] : ["A", "E", ""]
            case .flag: some = isOdd ? ["maybe"] : ["true", "F", ""]
            case .code where kind == .hubs: some = isOdd ? ["box"] : ["hub", "gas-proxy", ""]
            case .code where field.item == .statedBy:
                some = isOdd ? ["both"] : ["principal", "subsidiary", mpan(number), ""]
            case .code: some = field.item == .kind ? ["IE", "REL"] : isOdd ? ["1.5E+10"] : ["ABCD", "801", "SUPA", ""]
            case .text: some = isOdd && isQuoted ? ["\"ACME\n 100\""] : ["ACME 100", "a text of many bytes", "x"]
            case .serial:
                some =
                    isOdd ? ["far too long a serial"] : random.nextBelow(16) == 0 ? [""] : ["19L\(1_000_000 + number)"]
            case .device where kind == .hubs:
                let tail = String(number + 100_000).dropFirst(2)
                some = isOdd ? ["", "0CA2F4000076\(tail)"] : ["0C-A2-F4-00-00-76-\(tail.prefix(2))-\(tail.suffix(2))"]
            case .device: some = isOdd ? ["0ca2f400007621bc"] : ["0C-A2-F4-00-00-76-21-BC", ""]
            case .short: some = ["N1 1AA", ""]
            case .date: some = isOdd ? ["43831"] : ["2020-01-01", "20200101", ""]
            }
            return some[random.nextBelow(some.count)]
        }.joined(separator: ",")
    }

    /// The file some days later.
    private static func edit(_ sent: inout Sent, _ kind: RegisterKind, _ random: inout SeededGenerator) {
        for _ in 0..<random.nextBelow(6) {
            let place = random.nextBelow(sent.lines.count)
            let other = random.nextBelow(sent.lines.count)
            switch random.nextBelow(12) {
            case 0, 1, 2: sent.lines[place] = line(kind, place, &random)
            case 3: sent.lines.remove(at: place)
            case 4, 5: sent.lines.insert(line(kind, 10_000 + random.nextBelow(50), &random), at: place)
            case 6: sent.lines.insert(sent.lines[other], at: place)
            case 7: sent.lines.swapAt(place, other)
            case 8:
                let block = Array(sent.lines[place..<min(place + 40, sent.lines.count)])
                sent.lines.removeSubrange(place..<place + block.count)
                sent.lines.insert(contentsOf: block, at: random.nextBelow(sent.lines.count + 1))
            case 9:
                sent.lines[place] =
                    ["", ",,", sent.lines[place] + "\r", "é,\(other)", random.nextBelow(4) == 0 ? "\"" : ","][
                        random.nextBelow(5)]
            case 10: sent.endsOpen.toggle()
            default: sent.lines[place] = sent.lines[place].replacingOccurrences("SUPA", "SUPB")
            }
            if sent.lines.isEmpty { sent.lines = [line(kind, 1, &random)] }
        }
        switch random.nextBelow(20) {
        case 0: sent.order.shuffle(using: &random)
        case 1: sent.dates = sent.dates == nil ? .iso : nil
        case 3 where sent.order.count == kind.fields.count:
            sent.order += kind.furtherFields.indices.map { $0 + kind.fields.count }
        case 4: sent.order.removeAll { $0 >= kind.fields.count }
        case 2: sent.sender = sent.sender == nil ? Owner("L:LOND") : nil
        default: break
        }
    }

    /// Loads a file in pieces by two workers.
    private static func load(
        _ sent: Sent, _ kind: RegisterKind, pieces: Int, last: LastLoad?, key: UInt64 = 0x5EED, beside: Set<Item> = [],
        _ random: inout SeededGenerator
    ) throws -> Loaded {
        let bytes = sent.text(kind)
        let (own, start) = try bytes.withUnsafeBytes {
            try RegisterLayout.read(kind: kind, head: $0, mapping: ColumnMapping(dates: sent.dates))
        }
        let present = own.present.union(beside)
        let layout = own.holding(present)
        let check = MPANCheck(distributors: distributors, asAt: ChunkParserTests.asAt, sender: sent.sender)
        var parsers = [0, 1].map { ChunkParser(layout: layout, check: check, worker: $0, last: last, key: key) }
        if pieces == 1 { parsers.removeLast() }
        let ends = LoadFuzzTests.ends(bytes, from: start, layout)
        var cuts = Set((1..<pieces).map { _ in ends[random.nextBelow(ends.count)] })
        cuts.formUnion([start, bytes.count])
        let bounds = cuts.sorted()
        var chunks: [PackedChunk] = []
        var told: [String] = []
        var whole = LoadTrace.Whole()
        var (lines, rows, rejected) = (0, 0, 0)
        for (first, end) in zip(bounds, bounds.dropFirst()) {
            let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: end - first + 128)
            defer { memory.deallocate() }
            memory.initialize(repeating: 0x2C, count: end - first + 128)
            for (place, byte) in bytes[first..<end].enumerated() { memory[place] = byte }
            let parser = parsers[random.nextBelow(parsers.count)]
            var chunk = parser.parse(memory, count: end - first, offset: UInt64(first))
            chunk.linesBefore = UInt32(lines)
            for reject in chunk.rejects {
                told.append(
                    "\(reject.rule.id) \(reject.subject) \(reject.item) \(reject.observed) \(reject.expected) "
                        + "\(Int(reject.line) + lines) \(reject.offset)")
            }
            whole.add(chunk)
            lines += chunk.lineCount
            rows += chunk.rowsRead
            rejected += chunk.rejectedRows
            chunks.append(chunk)
        }
        let assembly = RegisterAssembly(
            kind: kind, chunks: chunks, lists: parsers.map(\.lists),
            sources: [.init(name: "F.csv", sender: sent.sender)], present: present,
            asAt: Day.packed(ChunkParserTests.asAt), workers: OneWorker())
        told += assembly.rejects.map { "\($0)" } + ["\(lines) \(rows) \(rejected)"]
        let table = AssembledTable(assembly)
        return Loaded(
            table: table, trace: assembly.trace(whole).of(table.digest), told: told, rows: rows,
            taken: parsers.reduce(0) { $0 + $1.takenRows })
    }

    /// The trace as it is read from a file.
    private static func kept(_ trace: LoadTrace, _ table: AssembledTable, spoiling spoilt: Int? = nil) -> LoadTrace? {
        var bytes: [UInt8] = []
        trace.withBytes { bytes += Array($0) }
        if let spoilt { bytes[spoilt % bytes.count] ^= 1 }
        let block = Block(byteCount: bytes.count)
        UnsafeMutableRawPointer(bitPattern: block.address)?.copyMemory(from: bytes, byteCount: bytes.count)
        return LoadTrace(block, count: table.table.count, digest: "\(table.digest)")
    }

    @Test("Any edits of any register", arguments: RegisterKind.allCases)
    func edits(_ kind: RegisterKind) async throws {
        var (rows, taken) = (0, 0)
        try await Property.check(seed: 5, count: 12) { random in
            let columns = kind.fields + (random.nextBelow(2) == 0 ? kind.furtherFields : [])
            var sent = Sent(lines: [], order: Array(columns.indices))
            for number in 0..<700 { sent.lines.append(Self.line(kind, number, &random)) }
            if random.nextBelow(6) == 0 { sent.lines.shuffle(using: &random) }
            var last = try Self.load(sent, kind, pieces: 3, last: nil, &random)
            for step in 0..<4 {
                Self.edit(&sent, kind, &random)
                let trace = try #require(Self.kept(last.trace, last.table))
                let fresh = try Self.load(sent, kind, pieces: 1, last: nil, &random)
                let again = try Self.load(
                    sent, kind, pieces: 1 + random.nextBelow(4),
                    last: LastLoad(table: last.table.table, trace: trace), &random)
                try Property.hold(again.told == fresh.told, "step \(step): other rejects or counts")
                try Property.hold(again.table.bytes == fresh.table.bytes, "step \(step): another table")
                rows += again.rows
                taken += again.taken
                last = again
            }
        }
        #expect(taken > rows / 6, "\(kind): \(taken) of \(rows) rows were taken over")
        #expect(taken < rows, "\(kind): nothing was read")
    }

    @Test("Rows of REG stand for those of EES where their lines are the same, and the other way round")
    func alike() async throws {
        var (rows, taken) = (0, 0)
        try await Property.check(seed: 8, count: 12) { random in
            for (kind, other) in [(RegisterKind.registration, RegisterKind.enquiry), (.enquiry, .registration)] {
                var sent = Sent(lines: [], order: Array(kind.fields.indices))
                for number in 0..<500 { sent.lines.append(Self.line(kind, number, &random)) }
                let first = try Self.load(sent, kind, pieces: 2, last: nil, &random)
                Self.edit(&sent, other, &random)
                let trace = try #require(Self.kept(first.trace, first.table))
                let fresh = try Self.load(sent, other, pieces: 1, last: nil, &random)
                let again = try Self.load(
                    sent, other, pieces: 1 + random.nextBelow(4),
                    last: LastLoad(table: first.table.table, trace: trace), &random)
                try Property.hold(again.told == fresh.told, "\(other): other rejects or counts")
                try Property.hold(again.table.bytes == fresh.table.bytes, "\(other): another table")
                rows += again.rows
                taken += again.taken
            }
        }
        #expect(taken > rows / 6, "\(taken) of \(rows) rows were taken over")
        #expect(taken < rows, "nothing was read")
    }

    @Test("Rows are taken over beside a file that has further columns, and beside one that has them no more")
    func further() throws {
        var random = SeededGenerator(seed: 21)
        for kind in [RegisterKind.meters, .links] {
            var sent = Sent(lines: [], order: Array(kind.fields.indices))
            for number in 0..<300 { sent.lines.append(Self.line(kind, number, &random, isOdd: false)) }
            let others = Set(kind.furtherFields.map(\.item))
            for (before, after) in [(Set(), others), (others, Set())] as [(Set<Item>, Set<Item>)] {
                let first = try Self.load(sent, kind, pieces: 1, last: nil, beside: before, &random)
                let last = try #require(LastLoad(table: first.table.table, trace: first.trace))
                let fresh = try Self.load(sent, kind, pieces: 1, last: nil, beside: after, &random)
                let again = try Self.load(sent, kind, pieces: 2, last: last, beside: after, &random)
                #expect(again.taken > 150, "\(kind)")
                #expect(again.table.bytes == fresh.table.bytes, "\(kind)")
                #expect(again.table.digest == first.table.digest, "a blank column adds nothing")
            }
        }
    }

    @Test("Under another key no line is known, and the same comes out")
    func keys() throws {
        var random = SeededGenerator(seed: 14)
        var sent = Sent(lines: [], order: Array(RegisterKind.extracts.fields.indices))
        for number in 0..<300 { sent.lines.append(Self.line(.extracts, number, &random, isOdd: false)) }
        let first = try Self.load(sent, .extracts, pieces: 1, last: nil, &random)
        let last = try #require(LastLoad(table: first.table.table, trace: first.trace))
        for (key, isKnown) in [(0x5EED, true), (0x5EEC, false), (0, false)] as [(UInt64, Bool)] {
            let again = try Self.load(sent, .extracts, pieces: 1, last: last, key: key, &random)
            #expect((again.taken > 0) == isKnown, "key \(key)")
            #expect(again.table.bytes == first.table.bytes, "key \(key)")
            // Whether the files are the same hangs on no key.
            #expect(last.isOf(again.trace.whole, rows: again.table.table.count))
        }
    }

    @Test("The one of two traces that has nearly all the lines of the other")
    func nearest() throws {
        var random = SeededGenerator(seed: 15)
        var sent = Sent(lines: [], order: Array(RegisterKind.registration.fields.indices))
        for number in 0..<2_000 { sent.lines.append(Self.line(.registration, number, &random, isOdd: false)) }
        let first = try Self.load(sent, .registration, pieces: 1, last: nil, &random)
        let last = try #require(LastLoad(table: first.table.table, trace: first.trace))
        for (changed, holds) in [(0, true), (3, true), (400, false)] {
            var other = sent
            for line in 0..<changed { other.lines[line * 5] = Self.line(.enquiry, line + 9_000, &random, isOdd: false) }
            let loaded = try Self.load(other, .enquiry, pieces: 1, last: nil, &random)
            let theirs = try #require(LastLoad(table: loaded.table.table, trace: loaded.trace))
            #expect(last.holdsNearly(theirs) == holds, "\(changed) lines")
        }
    }

    @Test("The same file again is told from any other")
    func same() throws {
        var random = SeededGenerator(seed: 11)
        let columns = RegisterKind.meters.fields + RegisterKind.meters.furtherFields
        var sent = Sent(lines: [], order: Array(columns.indices))
        for number in 0..<300 { sent.lines.append(Self.line(.meters, number, &random, isOdd: false)) }
        let first = try Self.load(sent, .meters, pieces: 1, last: nil, &random)
        let last = try #require(LastLoad(table: first.table.table, trace: first.trace))
        let again = try Self.load(sent, .meters, pieces: 1, last: last, &random)
        #expect(last.isOf(again.trace.whole, rows: again.table.table.count))
        #expect(again.taken > 150)
        for change in [\Sent.lines[200], \Sent.lines[0], \Sent.lines[299]] {
            var other = sent
            other[keyPath: change] += " "
            #expect(!last.isOf(try Self.load(other, .meters, pieces: 1, last: last, &random).trace.whole, rows: 300))
        }
        var other = sent
        other.dates = .iso
        #expect(!last.isOf(try Self.load(other, .meters, pieces: 1, last: last, &random).trace.whole, rows: 300))
    }

    @Test("A trace that is damaged or another table's is none")
    func damaged() throws {
        var random = SeededGenerator(seed: 12)
        var sent = Sent(lines: [], order: Array(RegisterKind.histories.fields.indices))
        for number in 0..<200 { sent.lines.append(Self.line(.histories, number, &random, isOdd: number == 50)) }
        let first = try Self.load(sent, .histories, pieces: 2, last: nil, &random)
        #expect(Self.kept(first.trace, first.table) != nil)
        let size = 80 + first.trace.stretches.count * 32 + first.trace.steps.count
        // The words that tell the whole load apart hold nothing up: another number there only means another load.
        for place in 0..<size where !(32..<48).contains(place) {
            #expect(Self.kept(first.trace, first.table, spoiling: place) == nil, "byte \(place)")
        }
    }

    @Test("Texts that no row has any more are in no list")
    func texts() throws {
        var random = SeededGenerator(seed: 13)
        func sent(_ supplier: String) -> Sent {
            var sent = Sent(lines: [], order: Array(RegisterKind.devices.fields.indices))
            for number in 0..<200 {
                sent.lines.append(
                    "0C-A2-F4-00-00-76-21-BC,\(Self.mpan(number)),\(number == 90 ? supplier : "A"),2020-01-01")
            }
            return sent
        }
        let first = try Self.load(sent("OLD"), .devices, pieces: 1, last: nil, &random)
        let last = try #require(LastLoad(table: first.table.table, trace: first.trace))
        let again = try Self.load(sent("NEW"), .devices, pieces: 1, last: last, &random)
        #expect(first.table.table.texts(.status) == ["A", "OLD"])
        #expect(again.table.table.texts(.status) == ["A", "NEW"])
        #expect(again.taken > 100)
    }
}

extension String {
    fileprivate func replacingOccurrences(_ one: String, _ other: String) -> String {
        split(separator: one, omittingEmptySubsequences: false).joined(separator: other)
    }
}
