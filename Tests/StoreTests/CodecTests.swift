import Kernel
import Record
import Testing

@testable import Store

@Suite struct CodecTests {
    private static let texts = [
        "", "a", "TMAG08-01", "é\u{301} – “x”", "\t\u{0}", "01", "10", "1.10", "a1b2", "Z", "aa",
    ]

    private func random(_ generator: inout SeededGenerator) -> RecordStatement {
        func text() -> String { Self.texts[generator.nextBelow(Self.texts.count)] }
        func doubts() -> [String] { (0..<generator.nextBelow(3)).map { _ in text() } }
        func place() -> Place? {
            let line = generator.nextBelow(90_000) + 1
            return switch generator.nextBelow(4) {
            case 0: nil
            case 1: Place(line: line)
            case 2: Place(line: line, cell: generator.nextBelow(40))
            default: Place(line: line, cell: 0, range: 3..<(3 + generator.nextBelow(500)))
            }
        }
        let kinds = RecordKind.allCases
        let kind = kinds[generator.nextBelow(kinds.count)]
        let fields = kind.schema.columns.compactMap { column -> FieldReading? in
            guard generator.nextBelow(3) > 0 else { return nil }
            let value: Value? =
                switch column.type {
                case _ where generator.nextBelow(4) == 0: nil
                case .date: .date(CalendarDate(dayNumber: generator.nextBelow(110_000) - 25_567))
                case .time: TimeOfDay(minutes: generator.nextBelow(1_441)).map(Value.time)
                case .integer: .integer(generator.nextBelow(2_000_000) - 1_000_000)
                case .truth: .truth(generator.nextBelow(2) == 0)
                case .list: .list(doubts())
                default: .text(text())
                }
            let resolved =
                generator.nextBelow(5) == 0 ? ResolvedValue(value: text(), by: text(), reason: text()) : nil
            return FieldReading(
                column.name, value, printed: generator.nextBelow(2) == 0 ? nil : text(), at: place(), doubts: doubts(),
                resolved: resolved)
        }
        return RecordStatement(
            kind, key: text(), lines: (0...generator.nextBelow(4)).map { _ in generator.nextBelow(90_000) + 1 },
            rule: text(), weight: Weight(rawValue: generator.nextBelow(4)) ?? .table,
            holds: generator.nextBelow(2) == 0 ? nil : CalendarDate(dayNumber: generator.nextBelow(20_000)),
            doubts: doubts(), fields: fields)
    }

    private func decoded(_ statement: RecordStatement, _ body: [UInt8]) throws(StoreError) -> RecordStatement {
        try StatementCodec.statement(
            kind: statement.kind, key: statement.key,
            lines: try StatementCodec.lines(StatementCodec.lines(statement.lines)), rule: statement.rule,
            weight: statement.weight, holds: statement.holds, body: body)
    }

    @Test func statementsComeBackExactly() throws {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<2_000 {
            let statement = random(&generator)
            var writer = ByteWriter()
            StatementCodec.body(of: statement, into: &writer)
            #expect(try decoded(statement, writer.bytes) == statement)
        }
    }

    @Test func damagedBytesAreAnErrorAndNeverACrash() {
        var generator = SeededGenerator(seed: 12)
        var refused = 0
        for _ in 0..<3_000 {
            let statement = random(&generator)
            var writer = ByteWriter()
            StatementCodec.body(of: statement, into: &writer)
            var bytes = writer.bytes
            switch generator.nextBelow(3) {
            case 0: bytes.removeLast(generator.nextBelow(bytes.count) + 1)
            case 1: bytes[generator.nextBelow(bytes.count)] ^= UInt8(1 + generator.nextBelow(255))
            default: bytes.append(UInt8(generator.nextBelow(256)))
            }
            do { _ = try decoded(statement, bytes) } catch { refused += 1 }
        }
        #expect(refused > 1_000)
    }

    @Test(arguments: [0, 1, -1, 63, 64, -64, -65, 1 << 40, Int.max, Int.min])
    func numbersComeBack(number: Int) throws {
        var writer = ByteWriter()
        writer.number(number)
        var reader = ByteReader(writer.bytes)
        #expect(try reader.number() == number)
        #expect(reader.isAtEnd)
    }

    @Test func sortKeysSortNaturally() {
        var generator = SeededGenerator(seed: 13)
        let parts = ["T2-", "TE", "0", "7", "10", "100", "1000000000", "-", ".", "a", "12345678901234567890"]
        for _ in 0..<5_000 {
            func text() -> String {
                (0..<generator.nextBelow(5)).map { _ in parts[generator.nextBelow(parts.count)] }.joined()
            }
            let (one, two) = (text(), text())
            let keys = (SortKey.natural(one), SortKey.natural(two))
            let order = NaturalOrder.compare(one, two)
            if keys.0 == keys.1 {
                // Only leading zeros are left out of a key.
                #expect(one.filter { $0 != "0" } == two.filter { $0 != "0" })
            } else {
                #expect(keys.0.lexicographicallyPrecedes(keys.1) == (order < 0), "\(one) \(two)")
            }
        }
    }
}
