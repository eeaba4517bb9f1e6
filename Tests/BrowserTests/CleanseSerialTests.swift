import Foundation
import TestSupport
import Testing

/// The pages of the cleanse in a real browser: empty, and over a made-up market that the program itself checked.
@Suite(.serialized, .room, .timeLimit(.minutes(10))) struct CleanseSerialTests {
    private static let places = [
        "/cleanse", "/cleanse/exceptions", "/cleanse/mpans", "/cleanse/rules", "/cleanse/certificate", "/cleanse/runs",
        "/cleanse/packs",
    ]

    /// Makes a market, loads it and checks it, as a user would.
    private static func check(_ data: URL, asAt: String, mpans: Int) async throws {
        try await TemporaryFolder.with("market") { folder in
            let market = folder.file("market").path
            _ = try await ControlRoomProgram.run(
                ["cleanse", "sample", "--mpans", String(mpans), "--seed", "7", "--out", market], data: data)
            _ = try await ControlRoomProgram.run(["cleanse", "load", market, "--as-at", asAt], data: data)
            let outcome = try await Subprocess.run(
                ControlRoomProgram.executable, ["cleanse", "check"], environment: ["CHANGEOVER_DATA": data.path],
                within: .seconds(120))
            // Exceptions of severity E or W end the check with 2.
            #expect(outcome.output.isEmpty == false, "\(outcome.errors)")
        }
    }

    @Test func thePagesAreWholeWithAndWithoutARun() async throws {
        let room = try OpenRoom.open
        try await room.expectWhole(Self.places)
        try await Self.check(room.data, asAt: "2026-07-01", mpans: 3_000)
        try await Self.check(room.data, asAt: "2026-07-08", mpans: 2_500)
        var pages = Self.places + ["/cleanse/comparison?since=1&run=2", "/cleanse/exceptions?closed=1&run=1"]
        try await room.visit("/cleanse/exceptions")
        pages += try await room.links("#list tbody th a").prefix(3)
        pages += try await room.links("#list tbody td:nth-child(2) a").prefix(2)
        try await room.visit("/cleanse/exceptions?rule=LNK-05")
        pages += try await room.links("#list tbody th a").prefix(1)
        #expect(pages.count > Self.places.count + 5)
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

    @Test func aFigureOfTheDashboardOpensItsList() async throws {
        let room = try OpenRoom.open
        try await Self.check(room.data, asAt: "2026-07-01", mpans: 2_000)
        try await room.visit("/cleanse")
        let link = try #require(try await room.links("#now .figure a[href*=severity]").first)
        let number = try await room.texts("return [document.querySelectorAll('#now .figure-number')[1].textContent]")
        try await room.visit(link)
        let heading = try await room.texts("return [document.querySelector('#list-name').textContent]")
        #expect(heading.first?.hasPrefix(try #require(number.first)) == true, "\(heading) of \(number)")
        try await room.withFetches {
            // The page's own policy is passed over from its next reading on.
            try await room.visit(link)
            let asked = try await room.links("main a[href]")
            let broken = try await room.broken(asked.prefix(150))
            #expect(broken.isEmpty, "\(broken)")
        }
    }
}
