import Foundation
import TestSupport
import Testing

/// The pages of the migration in a real browser: empty, and over a made-up market that the program itself planned.
@Suite(.serialized, .room, .timeLimit(.minutes(10))) struct MigrationSerialTests {
    private static let places = [
        "/migration", "/migration/heat", "/migration/suppliers", "/migration/league", "/migration/distributors",
        "/migration/sprints", "/migration/differences", "/migration/stuck", "/migration/quarantine",
        "/migration/controls", "/migration/why", "/migration/agents",
    ]

    /// Makes a market, plans it twice and adopts both plans, with progress by pair of the first weeks.
    private static func fill(_ data: URL) async throws {
        try await TemporaryFolder.with("migration") { folder in
            func run(_ arguments: [String]) async throws {
                _ = try await ControlRoomProgram.run(["migration"] + arguments, data: data)
            }
            let (market, first, second) = (
                folder.file("market").path, folder.file("first").path, folder.file("second").path
            )
            try await run([
                "market", "--seed", "7", "--suppliers", "8", "--distributors", "5", "--mpans", "300000", "--out",
                market,
            ])
            try await run(["plan", market, "--out", first])
            try await run(["adopt", first, "--reason", "first baseline"])
            try await run(["plan", market, "--objective", "earliest", "--out", second])
            try await run(["adopt", second, "--reason", "earliest in place of fair"])
            let rows = try String(contentsOfFile: first + "/plan.csv", encoding: .utf8).split(separator: "\n")
                .dropFirst()
                .map { $0.split(separator: ",").map(String.init) }
            let known = rows.map { $0[2] }.sorted()[rows.count / 5]
            let actuals = rows.filter { $0[2] <= known }.map {
                "\($0[2]),\($0[0]),\($0[1]),\((Int($0[3]) ?? 0) * 9 / 10),0\n"
            }
            let file = folder.file("actuals.csv")
            try Data(("date,supplier,distributor,completed,reversed\n" + actuals.joined()).utf8).write(to: file)
            try await run(["take", "--actuals", file.path])
            try await run([
                "control", "freeze", "--limit", "industry", "--from", known, "--to", known, "--by", "A. Jones", "--on",
                known, "--reason", "incident 12",
            ])
        }
    }

    @Test func thePagesAreWholeWithAndWithoutAPlan() async throws {
        let room = try OpenRoom.open
        try await room.expectWhole(Self.places)
        try await Self.fill(room.data)
        var pages = Self.places + ["/migration/heat?by=week", "/migration/sprints/2", "/migration/differences?by=day"]
        try await room.visit("/migration/suppliers")
        pages += try await room.links("#suppliers tbody th a").prefix(2)
        try await room.visit("/migration/distributors")
        pages += try await room.links("#distributors tbody th a").prefix(2)
        try await room.visit("/migration/heat?sprint=2")
        let cells = try await room.links("#by-distributor td a").prefix(2)
        pages += cells
        if let cell = cells.first {
            try await room.visit(cell)
            pages += try await room.links("#shares tbody td a").prefix(2)
        }
        #expect(pages.count > Self.places.count + 8)
        try await room.expectWhole(pages)
        for dark in [false, true] {
            try await room.browser.setMedia(dark: dark)
            for page in pages {
                try await room.visit(page)
                let faint = try await room.texts(PageChecks.contrast)
                #expect(faint.isEmpty, "\(page) \(dark ? "dark" : "light"): \(faint.joined(separator: "\n"))")
            }
        }
        try await room.browser.setMedia(dark: false)
    }
}
