import Formats
import Kernel
import Market
import TestSupport
import Testing

@Suite("Flows written from records")
struct FlowRecordTests {
    /// A site with two meters behind current transformers, three registers, and one outstation.
    private var details: MeterTechnicalDetails {
        var outstation = MeterTechnicalDetails.Outstation(id: "K18TB00631")
        outstation.channels = 3
        outstation.address = "192.0.2.7:8080"
        func register(_ id: String, _ channel: UInt64, _ quantity: MeasurementQuantity)
            -> MeterTechnicalDetails.Register
        {
            var register = MeterTechnicalDetails.Register(id: id, channel: channel, quantity: quantity)
            register.outstation = outstation.id
            register.pulseMultiplierMillionths = 2_500
            register.registerMultiplierHundredths = 4_000
            return register
        }
        let installed = FixedDays.day("2021-06-04")
        var main = MeterTechnicalDetails.Meter(
            serial: "K21W003729", installed: installed,
            registers: [register("1", 1, .activeImport), register("2", 2, .reactiveImport)])
        main.currentRatio = "200/5"
        var export = MeterTechnicalDetails.Meter(
            serial: "K21W003730", installed: installed, registers: [register("1", 3, .activeExport)])
        export.voltageRatio = "11000/110"
        export.currentRating = 100
        var details = MeterTechnicalDetails(
            mpan: 1_012_345_678_903, effectiveFrom: FixedDays.day("2022-04-01"), meters: [main, export])
        details.outstations = [outstation]
        return details
    }

    private var reads: RegisterReads {
        let midnight = TimeOfDay(minutes: 0) ?? TimeOfDay(minutes: 1)
        let read = midnight.map {
            RegisterRead(register: "S", day: FixedDays.day("2026-03-29"), time: $0, tenths: 45_730)
        }
        return RegisterReads(mpan: 1_012_345_678_903, meterSerial: "D15A21005", reads: read.map { [$0] } ?? [])
    }

    private func file(_ table: FlowTable, _ records: [any FlowRecord]) throws -> [UInt8] {
        var writer = FlowFileWriter(table, run: BulkFile.run)
        let arena = ByteArena()
        arena.append(writer.header)
        for record in records { try writer.append(record, to: arena) }
        arena.append(writer.trailer())
        return Array(arena.bytes)
    }

    @Test("Technical details and readings are as laid out")
    func golden() throws {
        let details = try file(.d0268, [details])
        try Golden.check(
            String(decoding: details, as: UTF8.self), against: "Tests/BulkFormatsTests/Golden/d0268.usr")
        try Golden.check(
            String(decoding: try file(.d0010, [reads]), as: UTF8.self),
            against: "Tests/BulkFormatsTests/Golden/d0010.usr")
    }

    @Test("A parser of the layout reads both flows, and their counts")
    func roundTrip() async throws {
        var second = details
        second.mpan = 1_049_827_101_269
        let read = try await BulkFile.read(try file(.d0268, [details, second]), "dtc.py")
        #expect(read.split(separator: "\n").count == 14)
        #expect(read.contains("04A|2|K18TB00631|002|0.002500|40.00|1.0000|RI|6||\n"))
        #expect(read.contains("01A|1049827101269|20220401|5|6|F||415|3|H|\n"))
        let readings = try await BulkFile.read(try file(.d0010, [reads, reads]), "dtc.py")
        #expect(
            readings
                == String(
                    repeating: "026|1012345678903|V\n028|D15A21005|R\n030|S|20260329000000|4573.0|||T|\n", count: 2))
    }

    /// A record of any lines.
    private struct Lines: FlowRecord { var lines: [FlowLine] }

    private func fault(_ table: FlowTable, _ lines: [FlowLine]) -> FlowError? {
        var writer = FlowFileWriter(table, run: BulkFile.run)
        let arena = ByteArena()
        do throws(FlowError) {
            try writer.append(Lines(lines: lines), to: arena)
            return nil
        } catch {
            #expect(arena.count == 0, "nothing of a wrong record is written")
            #expect(writer.lines == 0)
            return error
        }
    }

    private let day = FlowLine("102", [.date(FixedDays.day("2026-01-15"))])
    private let head = FlowLine("101", [.number(1_012_345_678_903), .text("AI"), .text("XSUP")])
    private let period = FlowLine("103", [.text("A"), .decimal(98)])

    @Test("Lines that are not of the flow are refused, with the reason")
    func nesting() {
        let whole = [head, day] + Array(repeating: period, count: 48)
        #expect(fault(.d0036, whole) == nil)
        #expect(fault(.d0036, Array(whole.dropFirst())) == .misplaced(group: "102", inside: "101"))
        #expect(fault(.d0036, [head, period]) == .misplaced(group: "103", inside: "102"))
        #expect(fault(.d0036, [FlowLine("104", [])]) == .unknownGroup(flow: "D0036", group: "104"))
        #expect(fault(.d0036, Array(whole.prefix(40))) == .times(group: "103", allowed: 46...50, found: 38))
        let long = whole + Array(repeating: period, count: 3)
        #expect(fault(.d0036, long) == .times(group: "103", allowed: 46...50, found: 51))
        #expect(fault(.d0036, [head]) == .times(group: "102", allowed: 1...Int.max, found: 0))
        // An outstation may not follow a meter.
        let lines = details.lines
        #expect(fault(.d0268, lines + [lines[1]]) == .misplaced(group: "02A", inside: "01A"))
    }

    @Test("Fields that do not fit are refused, with the reason")
    func fields() {
        func with(_ values: [FlowValue]) -> FlowError? { fault(.d0036, [FlowLine("101", values)]) }
        #expect(with([.none, .none]) == .fieldCount(group: "101", expected: 3, found: 2))
        #expect(
            with([.number(10_123_456_789_031), .text("AI"), .text("XSUP")])
                == .width(group: "101", field: "MPAN core", text: "10123456789031", allowed: 13...13))
        #expect(
            with([.none, .text("AI"), .text("XSUP")])
                == .width(group: "101", field: "MPAN core", text: "", allowed: 13...13))
        #expect(
            with([.number(1), .text("XX"), .text("XSUP")])
                == .choice(group: "101", field: "measurement quantity", text: "XX"))
        #expect(
            with([.number(1), .text("AI"), .text("A|BC")]) == .characters(group: "101", field: "supplier", text: "A|BC")
        )
        #expect(
            with([.number(1), .text("AI"), .text("AB\nC")])
                == .characters(group: "101", field: "supplier", text: "AB\nC"))
        #expect(with([.text("1"), .text("AI"), .text("XSUP")]) == .kind(group: "101", field: "MPAN core"))
        var negative = reads
        negative.reads[0].tenths = -1
        #expect(fault(.d0010, negative.lines) == .kind(group: "030", field: "reading"))
    }

    @Test("The writer of records and the writer of rows give the same lines", arguments: ["D0036", "D0379"])
    func sameLines(code: String) async throws {
        let table = try #require(FlowTable.all.first { $0.code == code })
        try await Property.check(seed: 80, count: 40) { generator in
            let row = SampleRow.random(&generator, table.days)
            let fast = String(decoding: BulkFile.write(FlowSeriesFormat(table), [row]), as: UTF8.self)
            var sum = 0
            var printed = 0
            let periods = zip(row.values, row.codes).map { value, code in
                var shown = FlowValue.none
                if value != ConsumptionRow.missing {
                    sum += Int(value)
                    let rounded = Int((Double(sum) / 100).rounded(.toNearestOrAwayFromZero))
                    shown = .decimal(table.days == .local ? rounded - printed : Int(value))
                    printed = rounded
                }
                return FlowLine(table.groups[2].id, [.text(code.isActual ? "A" : "E"), shown])
            }
            let half = HalfHour(index: row.firstHalfHour)
            let date = table.days == .local ? SettlementDay.containing(half).day.date : half.day.date
            let lines =
                [
                    FlowLine(
                        table.groups[0].id, [.number(row.mpan), .text(row.quantity.code), .text("XSUP")]),
                    FlowLine(table.groups[1].id, [.date(date)]),
                ] + periods
            let slow = String(decoding: try file(table, [Lines(lines: lines)]), as: UTF8.self)
            try Property.hold(fast == slow, "the prepared plan and the table differ")
        }
    }

    @Test("Settings that flows and messages cannot print are named")
    func parties() {
        #expect(FlowParties().problems.isEmpty)
        var wrong = FlowParties()
        wrong.sender = "AB|C"
        wrong.senderRole = ""
        wrong.senderDIPID = "\"123456789"
        wrong.unmeteredRoleID = "TOOLONG"
        wrong.environmentTag = "LIVE"
        wrong.applicationCode = "oper"
        #expect(
            wrong.problems.map { $0.prefix { $0 != " " } }
                == ["sender", "senderRole", "unmeteredRoleID", "senderDIPID", "applicationCode", "environmentTag"])
    }
}
