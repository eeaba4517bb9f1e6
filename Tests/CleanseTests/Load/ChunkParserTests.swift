import Kernel
import Testing

@testable import Cleanse

/// Bytes to packed columns: forms of fields, rejects, the order of rows.
@Suite struct ChunkParserTests {
    static let asAt = CalendarDate(iso: "2026-07-01") ?? .latest

    /// The parsed rows of a register's file.
    static func parse(
        _ kind: RegisterKind, _ text: String, mapping: ColumnMapping = ColumnMapping(), worker: Int = 0
    ) throws -> (chunk: PackedChunk, parser: ChunkParser) {
        let bytes = Array(text.utf8)
        let (layout, start) = try bytes.withUnsafeBytes {
            try RegisterLayout.read(kind: kind, head: $0, mapping: mapping)
        }
        let check = MPANCheck(distributors: nil, asAt: asAt, sender: nil)
        let parser = ChunkParser(layout: layout, check: check, worker: worker)
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count + 128)
        defer { memory.deallocate() }
        memory.initialize(repeating: 0x20, count: bytes.count + 128)
        for (place, byte) in bytes[start...].enumerated() { memory[place] = byte }
        return (parser.parse(memory, count: bytes.count - start, offset: UInt64(start)), parser)
    }

    static func assembled(_ kind: RegisterKind, _ text: String) throws -> RegisterAssembly {
        let (chunk, parser) = try parse(kind, text)
        return RegisterAssembly(
            kind: kind, chunks: [chunk], lists: [parser.lists],
            sources: [.init(name: "\(kind.rawValue).csv", sender: nil)], present: [], asAt: Day.packed(asAt),
            workers: OneWorker())
    }

    static func digest(_ assembly: RegisterAssembly) -> String {
        "\(assembly.fill(0..<assembly.count) { _, _ in }.digest)"
    }

    @Test(
        arguments: [
            ("1012345678903", nil), ("1012345678901", Rule.mpn02), ("123456789", .mpn01), ("", .mpn01),
            ("1.01234E+12", .fil11), ("10123456789031234567", .fil11), ("9912345678906", .mpn05),
            (" 1012345678903 ", nil),
        ] as [(String, Rule?)])
    func mpansAreJudgedAsTheyAreRead(text: String, rule: Rule?) throws {
        let weights = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43]
        let digits = text.utf8.compactMap { $0 >= 0x30 && $0 <= 0x39 ? Int($0) - 0x30 : nil }
        let isRight = digits.count == 13 && zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11 % 10 == digits[12]
        let chunk = try Self.parse(.registration, "mpan,supplier\n\(text),ABCD\n").chunk
        if rule == .mpn05, !isRight { return }
        if rule == nil { #expect(isRight, "the case's own number") }
        #expect(chunk.rejects.map(\.rule) == (rule.map { [$0] } ?? []))
        #expect(chunk.count == (rule == nil ? 1 : 0))
    }

    @Test(
        arguments: [
            ("2026-07-01", nil, "2026-07-01"), ("20260701", nil, "2026-07-01"), ("01/07/2026", nil, ""),
            ("01/07/2026", DateDialect.slashed, "2026-07-01"), ("2026-07-01", .slashed, ""), ("20240230", nil, ""),
            ("2025-07-01T00:00:00+01:00", nil, "2025-07-01"), ("2025-06-30T23:00:00+00:00", nil, "2025-07-01"),
            ("2025-06-30T23:00:00Z", nil, "2025-07-01"), ("2025-12-31T23:30:00Z", nil, "2025-12-31"),
            ("2024-02-29", .iso, "2024-02-29"), ("20240229", .iso, ""),
        ] as [(String, DateDialect?, String)])
    func daysAreReadInTheSendersDialect(text: String, dialect: DateDialect?, day: String) throws {
        let mapping = ColumnMapping(dates: dialect)
        let chunk = try Self.parse(.registration, "mpan,created\n2000056535971,\(text)\n", mapping: mapping).chunk
        let field = RegisterKind.registration.fields.count - 1
        #expect(Day.text(chunk.column(field, as: UInt16.self)[0]) == day)
        #expect(chunk.rejects.map(\.rule) == (day.isEmpty ? [.fil06] : []))
    }

    @Test func anInstantOfAUniversalClockKeepsItsOwnDay() throws {
        let mapping = ColumnMapping(clock: .universal)
        let text = "mpan,created\n2000056535971,2025-07-01T00:00:00+01:00\n"
        let chunk = try Self.parse(.registration, text, mapping: mapping).chunk
        let field = RegisterKind.registration.fields.count - 1
        #expect(Day.text(chunk.column(field, as: UInt16.self)[0]) == "2025-06-30")
    }

    @Test(arguments: [
        ("0C-A2-F4-00-00-76-21-BC", DeviceForm.canonical), ("0ca2f400007621bc", .misspelt),
        ("0C:A2:F4:00:00:76:21:BC", .misspelt), ("0C A2-F4-00-00-76-21-BC", .invalid), ("0CA2F400007621B", .invalid),
        ("", .blank),
    ])
    func devicesKeepTheirSpelling(text: String, form: DeviceForm) throws {
        let chunk = try Self.parse(.devices, "esme_id,mpan\n\(text),2000056535971\n").chunk
        #expect(chunk.forms?[0] == form.rawValue)
        if form == .canonical || form == .misspelt {
            #expect(chunk.column(0, as: UInt64.self)[0] == 0x0CA2_F400_0076_21BC)
        }
    }

    @Test(arguments: [
        ("mpan,supplier\r\n2000056535971,ABCD\r\n", [] as [Rule]),
        ("\u{FEFF}mpan,supplier\n\"2000056535971\",\"AB,D\"", []),
        ("supplier,other,mpan\nABCD,x,2000056535971\n\n  \n", []),
        ("mpan,supplier\n2000056535971,ABCD,junk\n", [.fil04]), ("mpan,supplier\n2000056535971\n", [.fil04]),
        ("mpan,supplier\n2000056535971,AB|D\n", [.fil07]), ("mpan,supplier\n2000056535971,Ärger\n", [.fil07]),
        ("mpan,supplier_efd\n2000056535971,43831\n", [.fil11]), ("mpan,supplier\nEND OF FILE\n", [.mpn01]),
        ("mpan,supplier\n2000056535971,1.5E+10\n", [.fil11]),
    ])
    func linesOfEveryKindAreTakenApart(text: String, rules: [Rule]) throws {
        let chunk = try Self.parse(.registration, text).chunk
        #expect(chunk.rejects.map(\.rule) == rules)
        let removed = rules.contains { ChunkParser.removing.contains($0) }
        #expect(chunk.count == (removed ? 0 : 1))
    }

    @Test(
        arguments: [
            // A note of several lines in a column that the register has not: two whole rows.
            ("\"1 High St\nLondon\n\"\"N1\"\"\",ABCD", [1, 4] as [UInt32], [] as [Rule]),
            // The same in a column of its own is no printable text.
            ("x,\"AB\nCD\"", [1, 3], [.fil07]),
            // A stray quote costs its own row and none of the next: the row would not be complete.
            ("\"x,ABCD", [1, 2], [.fil04]), ("x,\"ABCD", [1, 2], []),
        ])
    func quotedFieldsMayHoldLineBreaks(row: String, lines: [UInt32], rules: [Rule]) throws {
        let text = "mpan,note,supplier\n2000056535971,\(row)\n1012345678903,y,ABCE\n"
        let chunk = try Self.parse(.registration, text).chunk
        #expect(chunk.rowsRead == 2 && chunk.count == 2)
        #expect((0..<chunk.count).map { chunk.lines[$0] + 1 } == lines)
        #expect(chunk.rejects.map(\.rule) == rules)
        #expect(chunk.lineCount == text.split(separator: "\n").count - 1)
    }

    @Test(arguments: ["supplier\nABCD\n", "mpan,MPAN\n1,2\n", "", "\u{0}m\u{0}p\n"])
    func filesWithoutAHeaderAreRefused(text: String) {
        #expect(throws: FileFault.self) { try Self.parse(.registration, text) }
    }

    @Test func rowsOfOneKeyBecomeOneRow() throws {
        let equal = "2000056535971,ABCD,2020-01-01\n"
        let ten = try Self.assembled(.registration, "mpan,supplier,supplier_efd\n" + equal + equal)
        #expect(ten.count == 1)
        #expect(ten.rejects.map(\.reject.rule) == [.fil10])
        let nine = try Self.assembled(
            .registration, "mpan,supplier,supplier_efd\n" + equal + "2000056535971,ABCE,2020-01-01\n")
        #expect(nine.count == 1)
        #expect(nine.rejects.map(\.reject.rule) == [.fil09])
        #expect(nine.patches.map(\.field) == [2])
    }

    @Test(arguments: [1, 7, 42] as [UInt64])
    func theOrderOfRowsDecidesNothing(seed: UInt64) throws {
        var random = seed
        func next(_ bound: UInt64) -> UInt64 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (random >> 33) % bound
        }
        let weights: [UInt64] = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43]
        var rows = (0..<500).map { _ in
            let body = "10" + String(String(next(10_000_000_000) + 10_000_000_000).dropFirst())
            let sum = zip(body.utf8, weights).reduce(UInt64(0)) { $0 + UInt64($1.0 - 0x30) * $1.1 }
            return
                "\(body)\(sum % 11 % 10),M\(next(40)),S\(next(9)),\(next(3) == 0 ? "too long a serial" : "L\(next(99))")"
        }
        let header = "mpan,meter_id,make_type,meter_type\n"
        let one = try Self.assembled(.meters, header + rows.joined(separator: "\n"))
        for place in rows.indices.dropFirst().reversed() { rows.swapAt(place, Int(next(UInt64(place + 1)))) }
        let other = try Self.assembled(.meters, header + rows.joined(separator: "\n"))
        #expect(Self.digest(one) == Self.digest(other), "seed \(seed)")
        #expect(one.count == rows.count)
        for field in RegisterKind.meters.fields.indices {
            #expect(one.texts(field) == other.texts(field), "seed \(seed)")
        }
    }
}
