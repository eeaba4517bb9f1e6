import DIP
import Formats
import Foundation
import Kernel
import Record

@testable import ControlRoom

/// The folder of this test target.
let testFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

/// The repository's root.
let repository = testFolder.deletingLastPathComponent().deletingLastPathComponent()

/// A room over the sample record, with a stand-in of a morning's traffic.
func sampleRoom(
    dip: DIPDesk? = SampleTraffic().desk().desk, cleanse: CleanseBooks? = SampleCleanse.plain?.withFiles,
    migration: MigrationBooks? = SampleMigration.plain.books,
    _ change: (inout MemoryRecord) -> Void = { _ in }
) -> ControlRoom {
    var record = SampleRecord.full
    change(&record)
    let reading = record
    return ControlRoom(
        record: reading,
        settings: ControlRoomSettings(
            port: 0, programme: "Example programme",
            exporter: { query, columns, format in
                let rows = try await reading.rows(query)
                return (Array("\(format.rawValue) \(columns.joined(separator: ",")) \(rows.total)".utf8), "text/plain")
            }, dip: { dip }, cleanse: { cleanse }, migration: { migration },
            formToken: "0123456789abcdef"))
}

extension ControlRoom {
    /// The page of an address written as one text.
    func page(_ address: String) async throws -> Page {
        let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return try await respond(path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "")
    }
}

/// Every address that a page links to, in order, without anchors; references of HTML read back.
func links(in html: String) -> [String] {
    var found: [String] = []
    for piece in html.components(separatedBy: " href=\"").dropFirst() {
        guard let end = piece.firstIndex(of: "\"") else { continue }
        let text = piece[..<end].replacingOccurrences(of: "&amp;", with: "&").replacingOccurrences(
            of: "&#39;", with: "'")
        let address = String(text.split(separator: "#", omittingEmptySubsequences: false)[0])
        if address.hasPrefix("/") { found.append(address) }
    }
    return found
}

/// Every page of the room that has no record in its path.
let everyPage: [String] =
    [
        "/", "/records", "/search", "/search?q=milestone",
        "/consumption?mpans=40&class1=unmetered-continuous&share1=100",
        "/consumption/site?mpans=40&class1=unmetered-continuous&share1=100",
    ]
    + DIPPlace.pages.map { Route.dip($0).path }
    + CleansePlace.pages.map { Route.cleanse($0).path }
    + MigrationPlace.pages.map { Route.migration($0).path }
    + Subject.allCases.map { "/" + $0.rawValue }
    + RecordKind.allCases.map { "/records/" + $0.rawValue }
