import Kernel

/// The pages under `/dip`.
enum DIPPages {
    static func model(_ place: DIPPlace, _ desk: Desk) async throws -> PageModel {
        guard let dip = desk.dip else { return absence(place, desk) }
        switch place {
        case .live: return try await LivePage.model(desk, dip)
        case .journal: return try await JournalPage.model(desk, dip)
        case .transaction(let id): return try await TransactionPage.model(id, desk, dip)
        case .channels: return try await ChannelsPage.model(desk, dip)
        case .participants: return try ParticipantsPage.model(desk, dip)
        case .appointments: return try AppointmentsPage.model(desk, dip)
        case .onboarding: return try await OnboardingPage.model(desk, dip)
        case .tracker(let id): return try await TrackerPage.model(id, desk, dip)
        case .scenarios: return try ScenariosPage.model(desk, dip)
        case .run(let name): return try await RunPage.model(name, desk, dip)
        case .faults: return try FaultsPage.model(desk, dip)
        case .routing: return try RoutingPage.model(desk, dip)
        case .settings: return try PlatformSettingsPage.model(desk, dip)
        case .events, .journalFile, .received, .sent, .runFile, .act: throw RoomFailure.noSuchPage
        }
    }

    /// The file or the stream at a place; nil where the place is a page.
    static func file(
        _ place: DIPPlace, _ desk: Desk, lastEventID: String?, seats: LiveSeats
    ) async throws -> Page? {
        switch place {
        case .events, .journalFile, .received, .sent, .runFile: break
        case .act: throw RoomFailure.badAddress("This address takes forms only.")
        default: return nil
        }
        guard let dip = desk.dip else { throw RoomFailure.noSuchPage }
        switch place {
        case .events: return try LiveStream.page(desk, dip, lastEventID: lastEventID, seats: seats)
        case .journalFile(let format): return try JournalFiles.page(format, desk, dip)
        case .received(let id): return try await TransactionPage.file(id, recipient: nil, dip)
        case .sent(let id, let recipient): return try await TransactionPage.file(id, recipient: recipient, dip)
        case .runFile(let name, let format): return try RunPage.file(name, format, dip)
        default: return nil
        }
    }

    /// Says how to begin, where the data folder holds no stand-in.
    private static func absence(_ place: DIPPlace, _ desk: Desk) -> PageModel {
        var page = PageModel(heading: title(place))
        page.lead = ["The stand-in for the Data Integration Platform."]
        var panel = PanelModel(anchor: "begin", name: "How to begin")
        var prose = Markup(
            "<p class=\"absence\">This data folder holds no stand-in yet: nothing was served, enrolled or sent.</p>\n")
        prose.raw("<ol class=\"begin\">\n")
        for (words, command) in [
            ("Serve the platform, with a certificate authority of its own.", "changeover dip serve"),
            (
                "Enrol a party: its DIP ID, API key, certificate and key.",
                "changeover dip enrol --role SDS --mpid ABCD --webhook https://127.0.0.1:9443/dip"
            ),
            ("Send a message, signed.", "changeover dip send IF-021 message.json --as ABCD"),
        ] {
            prose.raw("<li><p>")
            prose.text(words)
            prose.raw("</p><pre class=\"command\">")
            prose.text(command)
            prose.raw("</pre></li>\n")
        }
        prose.raw("</ol>\n")
        panel.prose = prose
        page.panels = [panel]
        return page
    }

    private static func title(_ place: DIPPlace) -> String {
        switch place {
        case .live: "Live traffic"
        case .journal, .transaction: "Journal"
        case .channels: "Channels"
        case .participants: "Participants"
        case .appointments: "Appointments"
        case .onboarding, .tracker: "Onboarding"
        case .scenarios, .run: "Scenarios"
        case .faults: "Faults and outages"
        case .routing: "Routing table"
        case .settings: "Platform settings"
        case .events, .journalFile, .received, .sent, .runFile, .act: "Stand-in"
        }
    }
}
