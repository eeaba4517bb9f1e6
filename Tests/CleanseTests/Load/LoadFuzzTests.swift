import Kernel
import TestSupport
import Testing

@testable import Cleanse

/// Seeded damage over every register: nothing crashes, every row is accounted for, and cuts decide nothing.
@Suite struct LoadFuzzTests {
    private static let mpans = [
        "1200000000011", "1200000000020", "1200000000039", "2000056535971", "1012345678903",
    ]

    /// Plausible rows of a register.
    private static func text(_ kind: RegisterKind, _ random: inout SeededGenerator) -> String {
        let values: [Packing: [String]] = [
            .letter: ["A", "E", "", "QQ"], .flag: ["true", "F", "", "maybe"], .code: ["ABCD", "801", "", "1.5E+10"],
            .text: ["ACME 100", "\"ACME, 100\"", "x"], .serial: ["19L0000001", "", "l 1", "far too long a serial"],
            .device: ["0C-A2-F4-00-00-76-21-BC", "", "0ca2f400007621bc", "nonsense"],
            .short: ["N1 1AA", "", "EC1A 1BBX"],
            .date: ["2020-01-01", "20200101", "", "43831", "2026-02-30"],
        ]
        let columns = kind.fields + kind.furtherFields
        var lines = [columns.map(\.item.rawValue).joined(separator: ",")]
        for _ in 0..<60 {
            let fields = columns.map { field -> String in
                if field.packing == .mpan { return mpans[random.nextBelow(mpans.count)] }
                if kind == .hubs, field.item == .kind { return ["hub", "gas-proxy", "", "box"][random.nextBelow(4)] }
                if field.item == .statedBy {
                    return ["principal", "subsidiary", "", mpans[0], "me"][random.nextBelow(5)]
                }
                if field.item == .kind { return ["IE", "REL", "XX"][random.nextBelow(3)] }
                let some = values[field.packing] ?? [""]
                return some[random.nextBelow(some.count)]
            }
            lines.append(fields.joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Bytes put in, taken out and changed after the header.
    private static func spoiled(_ bytes: [UInt8], from start: Int, _ random: inout SeededGenerator) -> [UInt8] {
        let odd: [UInt8] = [0x00, 0x0A, 0x0D, 0x22, 0x2C, 0x7C, 0x7F, 0xC9, 0xFF, 0x20, 0x2B, 0x45]
        var bytes = bytes
        for _ in 0..<random.nextBelow(40) where bytes.count > start + 2 {
            let place = start + random.nextBelow(bytes.count - start)
            switch random.nextBelow(4) {
            case 0: bytes[place] = odd[random.nextBelow(odd.count)]
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(odd[random.nextBelow(odd.count)], at: place)
            default: bytes.removeSubrange(place..<min(bytes.count, place + random.nextBelow(60)))
            }
        }
        return bytes
    }

    /// Where rows end, and others may begin.
    static func ends(_ bytes: [UInt8], from start: Int, _ layout: RegisterLayout) -> [Int] {
        bytes.withUnsafeBytes { bytes in
            var ends: [Int] = []
            var line = start
            while line < bytes.count, let first = bytes[line...].firstIndex(of: 0x0A) {
                let row = UnsafeRawBufferPointer(rebasing: bytes[line...])
                line = (layout.rowEnd(row).map { line + $0 } ?? first) + 1
                ends.append(line)
            }
            return ends
        }
    }

    private static func parse(
        _ kind: RegisterKind, _ bytes: ArraySlice<UInt8>, _ layout: RegisterLayout, worker: Int
    ) -> (chunk: PackedChunk, lists: [CodeList?]) {
        let parser = ChunkParser(
            layout: layout, check: MPANCheck(distributors: nil, asAt: ChunkParserTests.asAt, sender: nil),
            worker: worker)
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count + 128)
        defer { memory.deallocate() }
        memory.initialize(repeating: 0x20, count: bytes.count + 128)
        for (place, byte) in bytes.enumerated() { memory[place] = byte }
        let chunk = parser.parse(memory, count: bytes.count, offset: UInt64(bytes.startIndex))
        return (chunk, parser.lists)
    }

    private static func assembled(_ kind: RegisterKind, _ parts: [(chunk: PackedChunk, lists: [CodeList?])]) -> String {
        let assembly = RegisterAssembly(
            kind: kind, chunks: parts.map(\.chunk), lists: parts.map(\.lists),
            sources: [.init(name: "F.csv", sender: nil)], present: Set(kind.furtherFields.map(\.item)),
            asAt: Day.packed(ChunkParserTests.asAt),
            workers: OneWorker())
        return
            "\(assembly.count) \(ChunkParserTests.digest(assembly)) \(assembly.rejects.map(\.reject.rule.id).sorted())"
    }

    @Test("Every row of a damaged register is kept or rejected", arguments: RegisterKind.allCases)
    func damaged(_ kind: RegisterKind) throws {
        for seed in UInt64(1)...60 {
            var random = SeededGenerator(seed: seed)
            var text = Self.text(kind, &random)
            for damage in Damage.allCases where random.nextBelow(2) == 0 {
                let header = text.prefix { $0 != "\n" }
                text = header + "\n" + damage.apply(to: String(text.dropFirst(header.count + 1)), &random).text
            }
            let start = text.utf8.prefix { $0 != 0x0A }.count + 1
            // A zero among the first bytes is another encoding, and the file is refused.
            let bytes = Self.spoiled(Array(text.utf8), from: max(start, 64), &random)
            let layout = try bytes.withUnsafeBytes {
                try RegisterLayout.read(kind: kind, head: $0, mapping: ColumnMapping()).layout
            }
            let whole = Self.parse(kind, bytes[start...], layout, worker: 0)
            let chunk = whole.chunk
            let removing = chunk.rejects.filter { reject in
                ChunkParser.removing.contains(reject.rule) || (kind == .links && reject.item == .kind)
                    || (kind == .hubs && reject.item == .guid)
            }
            #expect(
                chunk.rowsRead == chunk.count + Set(removing.map(\.line)).count, "\(kind) seed \(seed): rows are lost")
            #expect(chunk.rejects.allSatisfy { Int($0.line) < chunk.lineCount + 1 && $0.offset <= UInt64(bytes.count) })
            // Cut at the end of any row, read by another worker: the same.
            // The last row may want its line end, which the parser gives it.
            let ends = Self.ends(bytes + [0x0A], from: start, layout).filter { $0 <= bytes.count }
            guard !ends.isEmpty else { continue }
            let cut = ends[random.nextBelow(ends.count)]
            let parts = [
                Self.parse(kind, bytes[start..<cut], layout, worker: 0),
                Self.parse(kind, bytes[cut...], layout, worker: 1),
            ]
            #expect(
                parts.flatMap(\.chunk.rejects).map(\.rule) == chunk.rejects.map(\.rule),
                "\(kind) seed \(seed): cut at \(cut)")
            #expect(Self.assembled(kind, parts) == Self.assembled(kind, [whole]), "\(kind) seed \(seed): cut at \(cut)")
        }
    }

    @Test("Reference files of noise are read or refused, and flows of noise too")
    func noise() throws {
        let inputs: [Input] = [.distributors, .llfc, .mtc, .ssc, .parties, .manifest, .exemptions]
        let groups = try #require(
            FlowGroups([
                .init(code: "A01", parent: nil, fields: [FlowGroups.Field("mpan")].compactMap(\.self)),
                .init(code: "A02", parent: "A01", fields: [FlowGroups.Field("meter_id")].compactMap(\.self)),
            ]))
        for seed in UInt64(1)...80 {
            var random = SeededGenerator(seed: seed)
            let table = "code,mpid,distributor,llfc,mtc,ssc,role,register,rows,mpan,item,from,to,until\n12,LOND,,,,\n"
            let bytes = Self.spoiled(Array((table + table).utf8), from: 0, &random)
            for input in inputs {
                let reading = try? bytes.withUnsafeBytes { try ReferenceReader.read(input, name: "f", bytes: $0) }
                #expect(reading?.file.rows.allSatisfy { $0.fields.count == reading?.file.columns.count } ?? true)
            }
            let flow = "ZHV|F|D0150001|M|A|P|B|20260701120000||||OPER|\nA01|1200000000011|\nA02|M1|\nZPT|F|2||1|2|\n"
            let noisy = Self.spoiled(Array(flow.utf8), from: 0, &random)
            let read = noisy.withUnsafeBytes { FlowFile($0, groups: groups) }
            #expect(!read.isRefused || read.rows.isEmpty, "seed \(seed): a refused flow loads nothing")
            #expect(read.isRefused == read.rejects.contains { [.fil01, .fil02, .fil05].contains($0.rule) })
        }
    }
}
