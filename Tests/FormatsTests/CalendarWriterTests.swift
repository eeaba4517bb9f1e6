import Formats
import Foundation
import Kernel
import Record
import TestSupport
import Testing

@Suite struct CalendarWriterTests {
    private static let stamp = FixedDays.issue

    private static func read(_ table: ExportTable) async throws -> JSONValue {
        let bytes = try CalendarWriter.write(table, stamp: stamp)
        #expect(lineTrouble(bytes) == nil)
        return try await Reader.ics.read(bytes)
    }

    /// RFC 5545, section 3.1: lines of at most 75 octets that end by CRLF, and here each valid UTF-8 by itself.
    private static func lineTrouble(_ bytes: [UInt8]) -> String? {
        guard bytes.suffix(2) == [0x0D, 0x0A] else { return "the last line has no end" }
        for line in bytes.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false) {
            guard line.last == 0x0D else { return "a bare line feed" }
            let text = line.dropLast()
            if text.contains(0x0D) { return "a bare carriage return" }
            if text.count > 75 { return "\(text.count) octets" }
            if String(validating: text, as: UTF8.self) == nil { return "cut inside a character" }
        }
        return nil
    }

    private static func meeting(_ date: String, _ start: String, _ end: String) -> [String: String] {
        ["group": "TMAG", "number": "8", "date": date, "start": start, "end": end, "venue": "Virtual, MS Teams"]
    }

    /// London is an hour ahead of UTC between the last Sundays of March and October.
    @Test(arguments: [
        ("2022-08-17", "10:00", "11:30", "2022-08-17T09:00:00Z", "2022-08-17T10:30:00Z"),
        ("2022-12-14", "10:00", "11:30", "2022-12-14T10:00:00Z", "2022-12-14T11:30:00Z"),
        ("2022-03-26", "09:00", "10:00", "2022-03-26T09:00:00Z", "2022-03-26T10:00:00Z"),
        ("2022-03-27", "09:00", "10:00", "2022-03-27T08:00:00Z", "2022-03-27T09:00:00Z"),
        ("2022-10-29", "09:00", "10:00", "2022-10-29T08:00:00Z", "2022-10-29T09:00:00Z"),
        ("2022-10-30", "09:00", "10:00", "2022-10-30T09:00:00Z", "2022-10-30T10:00:00Z"),
        ("2022-12-31", "23:00", "24:00", "2022-12-31T23:00:00Z", "2023-01-01T00:00:00Z"),
    ])
    func meetingsAreInLondonTime(date: String, start: String, end: String, from: String, to: String) async throws {
        let calendar = try await Self.read(.of(.meetings, Self.meeting(date, start, end), keys: ["TMAG 8"]))
        let event = calendar["components"][0]
        #expect(event["component"] == "VEVENT")
        #expect(event["DTSTART"] == .text(from) && event["DTEND"] == .text(to))
        #expect(event["SUMMARY"] == "TMAG 8" && event["LOCATION"] == "Virtual, MS Teams")
        #expect(event["DTSTAMP"] == "2022-08-18T00:00:00Z")
    }

    @Test func itsTimeZoneIsLondons() async throws {
        let bytes = try CalendarWriter.write(.of(.meetings), stamp: nil)
        let calendar = try await Reader.ics.read(bytes, "--zone")
        #expect(calendar["zones"] == ["Europe/London"])
        #expect(calendar["wrong"] == .list([]))
        #expect(calendar["version"] == "2.0")
    }

    @Test func meetingsWithoutWholeTimes() async throws {
        let table = ExportTable.of(
            .meetings, Self.meeting("2022-08-17", "", ""), Self.meeting("2022-08-17", "10:00", ""),
            Self.meeting("2022-08-17", "10:00", "09:00"), Self.meeting("2022-08-17", "ten", "11:00"),
            Self.meeting("", "10:00", "11:00"))
        let events = try await Self.read(table)["components"].list
        #expect(
            events.map { $0["DTSTART"].text } == [
                "2022-08-17", "2022-08-17T09:00:00Z", "2022-08-17T09:00:00Z", "2022-08-17",
            ])
        #expect(events.map { $0["DTEND"].text } == ["2022-08-18", nil, nil, "2022-08-18"])
    }

    @Test func actionsAreToDos() async throws {
        func action(_ raised: String, _ due: String, _ status: String) -> [String: String] {
            [
                "reference": "TMAG08-01", "text": "Uplift the plan; say, to v0.5\\final", "raised": raised, "due": due,
                "status": status, "owners": "Programme/PMO; St Clements/", "sources": "paper#12;paper#14",
                "doubts": "the year is not printed",
            ]
        }
        let table = ExportTable.of(
            .actions, action("2022-08-17", "2022-09-21", "Open"), action("2022-09-21", "2022-09-21", "Closed"),
            action("2022-10-01", "2022-09-21", "Recommend Closed"), action("2022-08-17", "", "Open"))
        let todos = try await Self.read(table)["components"].list
        #expect(todos.map { $0["component"] } == ["VTODO", "VTODO", "VTODO"])
        #expect(todos.map { $0["DUE"] } == ["2022-09-21", "2022-09-21", "2022-09-21"])
        // A start that is not before the due day is left out.
        #expect(todos.map { $0["DTSTART"].text } == ["2022-08-17", nil, nil])
        #expect(todos.map { $0["STATUS"] } == ["NEEDS-ACTION", "COMPLETED", "NEEDS-ACTION"])
        #expect(todos[0]["SUMMARY"] == "TMAG08-01: Uplift the plan; say, to v0.5\\final")
        #expect(todos[0]["CONTACT"] == "Programme/PMO; St Clements/")
        #expect(todos[0]["DESCRIPTION"] == "Source: paper#12;paper#14. Doubts: the year is not printed")
    }

    @Test func milestonesAreDays() async throws {
        let table = ExportTable.of(
            .milestones, ["id": "T2-TE-0200", "title": "Start", "baseline": "2022-08-31", "forecast": "2022-12-31"],
            ["id": "T3-TE-0001", "title": "End", "baseline": "2022-02-28"], ["id": "T3-TE-0002", "title": "No day"])
        let days = try await Self.read(table)["components"].list
        #expect(days.map { $0["DTSTART"] } == ["2022-12-31", "2022-02-28"])
        #expect(days.map { $0["DTEND"] } == ["2023-01-01", "2022-03-01"])
        #expect(days[0]["SUMMARY"] == "T2-TE-0200 Start" && days[0]["TRANSP"] == "TRANSPARENT")
    }

    @Test func refusesAKindWithoutDays() {
        #expect(throws: FormatError.notCarried(format: .ics, kind: .raid)) {
            try CalendarWriter.write(.of(.raid), stamp: nil)
        }
        #expect(RecordKind.allCases.filter { ExportFormat.ics.carries($0) } == [.meetings, .actions, .milestones])
    }

    @Test func keysThatDifferInPunctuationAloneKeepTheirOwnUID() async throws {
        let keys = [
            "TMAG08-01", "TMAG08.01", "TMAG08 01", "TMAG08_01", "TMAG08/01", "TMAG08–01", "TMAG08_2D01", "tmag08-01",
            "TMAG08|01", "TMAG08-01-", "é", "e\u{301}", "_", "-", "",
        ]
        let table = ExportTable(
            kind: .milestones, columns: [Column("id", .identifier), Column("forecast", .date)],
            rows: keys.map { RecordRow(key: $0, values: [$0, "2022-08-17"]) })
        let uids = try await Self.read(table)["components"].list.map { $0["UID"].text ?? "" }
        #expect(uids.count == keys.count && Set(uids).count == keys.count)
        #expect(uids[0] == "milestones-TMAG08-01@changeover")
        #expect(uids[2] == "milestones-TMAG08_2001@changeover")
        // The same key has the same UID in another calendar, whatever else its row says.
        let later = ExportTable.of(.milestones, ["forecast": "2023-01-01", "title": "moved"], keys: ["TMAG08 01"])
        #expect(try await Self.read(later)["components"][0]["UID"].text == uids[2])
    }

    /// Each width of a character, at each place where a line is folded.
    @Test(arguments: ["x", "é", "漢", "👩‍🚀", "e\u{301}", ",", ";\u{301}", "\\", "\n"])
    func foldsBetweenCharacters(piece: String) async throws {
        let titles = (0..<8).map { String(repeating: "a", count: $0) + String(repeating: piece, count: 120) }
        let columns = RecordKind.milestones.schema.columns
        let rows = titles.map { title in
            RecordRow(
                key: title,
                values: columns.map { ["title": title, "id": "M1", "forecast": "2022-08-17"][$0.name] ?? "" })
        }
        let read = try await Self.read(ExportTable(kind: .milestones, columns: columns, rows: rows))
        #expect(read["raw"].list.map { $0["SUMMARY"].text } == titles.map { "M1 " + $0 })
    }

    @Test func readsBackEqual() async throws {
        try await Property.check(seed: 0x5545, count: 12) { generator in
            let columns = RecordKind.actions.schema.columns
            let texts = (0..<10).map { _ in RandomTable.text(&generator) }
            let rows = texts.enumerated().map { number, text in
                RecordRow(
                    key: "\(number)\(text)",
                    values: columns.map { ["reference": "R", "due": "2022-08-17", "text": text][$0.name] ?? "" })
            }
            let bytes = try CalendarWriter.write(
                ExportTable(kind: .actions, columns: columns, rows: rows), stamp: Self.stamp)
            if let trouble = Self.lineTrouble(bytes) { throw Property.Broken(trouble) }
            let read = try await Reader.ics.read(bytes)
            let expected = texts.map { text in
                "R: "
                    + text.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\r", with: "\n")
            }
            let found = read["raw"].list.map { $0["SUMMARY"].text ?? "" }
            try Property.hold(
                found.bytes == expected.bytes, "\(found) is not \(expected)")
            try Property.hold(Set(read["raw"].list.map { $0["UID"].text }).count == rows.count, "two rows have one UID")
            try Property.hold(
                read["components"].list.allSatisfy { $0["errors"].list.isEmpty }, "icalendar reports errors")
        }
    }
}
