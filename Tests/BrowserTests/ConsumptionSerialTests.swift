import TestSupport
import Testing

/// The page of manufactured data as a user meets it: filled, sent, mended and followed, at a desk and on a phone.
@Suite(.serialized, .room, .timeLimit(.minutes(5))) struct ConsumptionSerialTests {
    /// Small, so that a debug build answers fast.
    private static let small = "mpans=30&days=2&class1=smart-domestic%2Bpv&share1=50&class2=smart-business&share2=50"

    /// Puts a text into a field in place of what it holds.
    private func fill(_ field: String, _ text: String, _ room: OpenRoom) async throws {
        try await room.browser.execute("document.getElementById('run-\(field)').value = ''")
        if !text.isEmpty { try await room.browser.type(text, into: room.browser.find("#run-\(field)")) }
    }

    @Test(arguments: [1_280, 390]) func theFormIsFilledAndSent(width: Int) async throws {
        let room = try OpenRoom.open
        try await room.visit("/consumption?\(Self.small)", width: width)
        try await fill("mpans", "24", room)
        try await fill("seed", "7", room)
        try await fill("class3", "unmetered-continuous", room)
        try await fill("share2", "25", room)
        try await fill("share3", "25", room)
        try await room.browser.click("#run-form button[type=submit]")
        try await room.arrive(at: "class3=unmetered-continuous")
        let here = try await room.here()
        #expect(here.contains("mpans=24") && here.contains("seed=7"))
        #expect(try await room.browser.text("#contents .figure-number") == "24")
        #expect(try await room.browser.findAll("#mean-days svg").count == 3)
        #expect(try await room.browser.text(".command").contains("smart-domestic+pv=0.5,smart-business=0.25"))
        let complaints = try await room.complaints()
        #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
        // The address is all there is: opened anew it shows the same.
        let shown = try await room.browser.text("#sites tbody")
        try await room.visit(here, width: width)
        #expect(try await room.browser.text("#sites tbody") == shown)
    }

    @Test(arguments: [1_280, 390]) func aWrongFieldIsSaidMarkedAndMended(width: Int) async throws {
        let room = try OpenRoom.open
        try await room.visit("/consumption?\(Self.small)", width: width)
        try await fill("mpans", "many", room)
        try await fill("share2", "40", room)
        try await room.browser.click("#run-form button[type=submit]")
        try await room.arrive(at: "mpans=many")
        #expect(try await room.browser.text("#run-mpans-wrong").hasPrefix("“many” is not a whole number."))
        #expect(try await room.texts(PageChecks.layout).isEmpty)
        let spoken = try await room.browser.spoken(room.browser.find("#run-mpans"))
        #expect(spoken.role == "textbox" && spoken.name == "Metering points")
        // The summary leads to the field.
        try await room.browser.click(".problems a")
        try await room.browser.wait(until: "return location.hash === '#run-mpans'")
        try await fill("mpans", "24", room)
        try await room.browser.click("#run-form button[type=submit]")
        try await room.arrive(at: "mpans=24")
        #expect(try await room.browser.text("#run-mix-wrong") == "The shares sum to 90 %. They must sum to 100 %.")
        try await fill("share2", "50", room)
        try await room.browser.click("#run-form button[type=submit]")
        try await room.arrive(at: "share2=50")
        #expect(try await room.browser.findAll(".wrong").isEmpty)
        // The browser notes the answers with 422 itself.
        _ = try await room.browser.console()
    }

    @Test func aSiteIsFollowedToItsHalfHoursWithoutScripts() async throws {
        let room = try OpenRoom.open
        try await room.withScripts(false) {
            try await room.visit("/consumption?\(Self.small)&from=2026-10-24")
            try await room.browser.click("#sites tbody a")
            try await room.arrive(at: "/consumption/site")
            #expect(try await room.browser.findAll("#values tbody tr").count == 48)
            try await room.browser.click("#day .panel-links a")
            try await room.arrive(at: "day=2026-10-25")
            try await room.browser.click(".tabs a[href*='clock=local']")
            try await room.arrive(at: "clock=local")
            #expect(try await room.browser.findAll("#values tbody tr").count == 50)
            try await room.browser.click("#preview .panel-links a")
            try await room.arrive(at: "/consumption?")
            #expect(try await room.browser.text("h1") == "Consumption")
        }
    }

    @Test(arguments: [false, true]) func textStandsOutFromItsGround(dark: Bool) async throws {
        let room = try OpenRoom.open
        try await room.browser.setMedia(dark: dark)
        for page in ["/consumption?\(Self.small)", "/consumption?mpans=x&class1=y", "/consumption/site?\(Self.small)"] {
            try await room.visit(page)
            let faint = try await room.texts(PageChecks.contrast)
            #expect(faint.isEmpty, "\(page) \(dark ? "dark" : "light"): \(faint.joined(separator: "\n"))")
        }
        try await room.browser.setMedia(dark: false)
        _ = try await room.browser.console()
    }

    @Test func pagesOfASiteAreWhole() async throws {
        let room = try OpenRoom.open
        try await room.expectWhole([
            "/consumption/site?\(Self.small)", "/consumption/site?\(Self.small)&from=2026-10-25&clock=local",
            "/consumption/site?mpans=1&class1=advanced-office&share1=100",
        ])
    }
}
