import Kernel
import Formats
import Record
import Testing

@testable import ControlRoom

@Suite struct AddressTests {
    @Test(arguments: ["MAG11-02", "MAG 12|Test & plan", "a/b?c#d%", "naïve ‘x’", "..", "\"><script>", "\u{1F}"])
    func keysOfAnyKindComeBack(key: String) {
        for kind in RecordKind.allCases {
            let route = Route.record(kind, key: key)
            #expect(Route(path: route.path) == route)
        }
        #expect(Route(path: Route.paper(key).path) == .paper(key))
    }

    @Test func everyRouteReadsItsOwnPath() {
        let routes =
            [Route.home, .records, .search] + Subject.allCases.map(Route.subject) + RecordKind.allCases.map(Route.table)
            + ConsumptionPlace.allCases.map(Route.consumption) + DIPPlace.pages.map(Route.dip)
            + ["T-IF-021-1 a/b", "report.json", "received", "..", "%"].flatMap { name in
                [
                    DIPPlace.transaction(name), .received(name), .sent(name, recipient: "1400000021"), .tracker(name),
                    .run(name), .runFile(name, .html), .runFile(name, .json),
                ].map(Route.dip)
            } + [DIPPlace.events, .act, .journalFile(.csv), .journalFile(.jsonLines)].map(Route.dip)
            + CleansePlace.pages.map(Route.cleanse)
            + ["1012345678903", "a/b c", "%", "..", "MTR.csv"].flatMap { name in
                [
                    CleansePlace.point(name), .rule(name), .pack(name, .exceptions), .pack(name, .manifest),
                ].map(Route.cleanse)
            } + [CleansePlace.exceptionsFile, .certificateFile(.csv), .certificateFile(.json)].map(Route.cleanse)
            + RecordKind.allCases.flatMap { kind in ExportFormat.allCases.map { Route.export(kind, $0) } }
        for route in routes { #expect(Route(path: route.path) == route) }
    }

    @Test(arguments: [
        "", "x", "/nope", "/records/nope", "/records/actions/", "/export/actions", "/export/nope.csv", "/%zz",
        "/dip/nope", "/dip/journal.xlsx", "/dip/transactions", "/dip/transactions/x/y", "/dip/transactions/x/.json",
        "/dip/runs/x/report.pdf", "/dip/live", "/dip//journal",
        "/papers/", "/cleanse/nope", "/cleanse/mpans/x/y", "/cleanse/certificate.xml", "/cleanse/packs/x",
        "/cleanse/packs/S:A/other.csv", "/cleanse//rules",
    ])
    func whatIsNoPageIsNone(path: String) {
        // A trailing slash is forgiven where something stands before it.
        let route = Route(path: path)
        #expect(route == nil || path == "/records/actions/" || path == "/papers/")
    }

    @Test func aWholeAddressComesBack() throws {
        var address = Address(route: .subject(.actions))
        address.options = ViewOptions(asKnownAt: CalendarDate(iso: "2024-06-01"), focus: true, resolved: true)
        address.table = TableRequest(
            filters: [
                .init("status", .equals("Open & more")), .init("text", .contains("a=b")),
                .init("due", .atLeast("2024-01-01")),
                .init("due", .atMost("2024-12-31")), .init("update", .isEmpty), .init("owners", .isNotEmpty),
            ], order: [.init("due", descending: true), .init("reference")], columns: ["reference", "due"], page: 3)
        let parts = address.text.split(separator: "?")
        let read = try AddressReader.read(path: String(parts[0]), query: String(parts[1]))
        #expect(read == address)
        #expect(read.text == address.text)
    }

    @Test(arguments: [
        ("at=yesterday", "As known at"), ("page=0", "page"), ("page=x", "page"), ("focus=2", "focus"),
        ("f.due=1", "f.due"),
        ("f.due.near=1", "f.due.near"), ("f.due.is=maybe", "f.due.is"), ("unheard=1", "unheard"),
        ("sort=a,b,c,d,e", "sorted"),
        ("q=%ff", "UTF-8"), ("f.text.has=" + String(repeating: "a", count: 301), "longer"),
    ])
    func whatCannotBeReadIsNamed(query: String, word: String) throws {
        #expect {
            try AddressReader.read(path: "/actions", query: query)
        } throws: { error in
            guard case RoomFailure.badAddress(let why) = error else { return false }
            return why.contains(word)
        }
    }

    @Test func everythingHasABound() {
        let filters = (0..<21).map { "f.text.has=\($0)" }.joined(separator: "&")
        let columns = (0..<61).map { "col=c\($0)" }.joined(separator: "&")
        let pairs = (0..<121).map { _ in "q=1" }.joined(separator: "&")
        for query in [filters, columns, pairs] {
            #expect(throws: RoomFailure.self) { try AddressReader.read(path: "/actions", query: query) }
        }
        #expect(throws: RoomFailure.addressTooLong) {
            try AddressReader.read(path: "/search", query: "q=" + String(repeating: "a", count: 9_000))
        }
    }

    @Test func formsMaySendEmptyFields() throws {
        let address = try AddressReader.read(path: "/actions", query: "f.status.eq=&f.text.has=&at=&q=&col=")
        #expect(address == Address(route: .subject(.actions)))
    }
}
