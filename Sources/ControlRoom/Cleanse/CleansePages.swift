import Cleanse
import Kernel
import Market

/// The pages under `/cleanse`.
enum CleansePages {
    static func model(_ place: CleansePlace, _ desk: Desk) async throws -> PageModel {
        // The rules are there before anything is checked.
        if place == .rules || place.home == .rules, desk.cleanse == nil {
            return try RulesPages.model(place, desk, nil)
        }
        guard let books = desk.cleanse else { return absence(place, desk) }
        let sight = try CleanseSight(books, desk)
        switch place {
        case .rules, .rule: return try RulesPages.model(place, desk, sight.latest == nil ? nil : sight)
        case .points: return try PointPage.asking(desk)
        case .point(let subject): return try await PointPage.model(subject, desk, sight)
        default: break
        }
        guard let latest = sight.latest else { return absence(place, desk) }
        switch place {
        case .dashboard: return try CleanseDashboard.model(desk, sight, latest)
        case .exceptions: return try ExceptionListPage.model(desk, sight)
        case .certificate: return try CertificatePage.model(desk, sight)
        case .runs: return try RunsPages.model(desk, sight)
        case .comparison: return try RunsPages.comparison(desk, sight)
        case .packs: return try PacksPage.model(desk, sight, latest)
        default: throw RoomFailure.noSuchPage
        }
    }

    /// The file at a place; nil where the place is a page.
    static func file(_ place: CleansePlace, _ desk: Desk) throws -> Page? {
        switch place {
        case .exceptionsFile, .certificateFile, .pack: break
        default: return nil
        }
        guard let books = desk.cleanse else { throw RoomFailure.noSuchPage }
        let sight = try CleanseSight(books, desk)
        guard let latest = sight.latest else { throw RoomFailure.noSuchPage }
        switch place {
        case .exceptionsFile: return try ExceptionFiles.page(desk, sight)
        case .certificateFile(let format): return try CertificatePage.file(format, desk, sight)
        case .pack(let owner, let file): return try PacksPage.file(owner, file, sight, latest)
        default: return nil
        }
    }

    // MARK: Absence

    /// Says how to begin, where the data folder holds no run.
    private static func absence(_ place: CleansePlace, _ desk: Desk) -> PageModel {
        var page = PageModel(heading: title(place.home))
        page.lead = ["The check of every register by every rule, and the proof of what it found."]
        var panel = PanelModel(anchor: "begin", name: "How to begin")
        panel.prose = steps(
            "This data folder holds no run of the cleanse yet: nothing was checked.",
            [
                (
                    "Make a market to try it with, or take registers of your own.",
                    "changeover cleanse sample --out sample"
                ),
                ("Load the registers as they were on a day.", "changeover cleanse load sample --as-at 2026-07-01"),
                ("Ask every rule of every row.", "changeover cleanse check"),
            ])
        panel.more = [LinkModel(text: "The rules", href: desk.cleanse(.rules))]
        page.panels = [panel]
        return page
    }

    /// Numbered steps with the command of each.
    static func steps(_ absence: String, _ steps: [(words: String, command: String)]) -> Markup {
        var prose = Markup("<p class=\"absence\">")
        prose.text(absence)
        prose.raw("</p>\n<ol class=\"begin\">\n")
        for step in steps {
            prose.raw("<li><p>")
            prose.text(step.words)
            prose.raw("</p><pre class=\"command\">")
            prose.text(step.command)
            prose.raw("</pre></li>\n")
        }
        prose.raw("</ol>\n")
        return prose
    }

    static func title(_ place: CleansePlace) -> String {
        switch place {
        case .dashboard: "Data cleanse"
        case .exceptions, .exceptionsFile: "Exceptions"
        case .points, .point: "MPANs"
        case .rules, .rule: "Rules"
        case .certificate, .certificateFile: "Certificate"
        case .runs, .comparison: "Runs"
        case .packs, .pack: "Packs"
        }
    }
}

/// The ledger as one page sees it: its runs, and its sums, kept between pages.
struct CleanseSight: Sendable {
    let books: CleanseBooks
    /// The first one first.
    let runs: [LedgerRun]
    private let sums: CleanseSums

    init(_ books: CleanseBooks, _ desk: Desk) throws {
        self.books = books
        sums = desk.cleanseSums
        runs = try sums.runs(books)
    }

    var latest: LedgerRun? { runs.last }

    func tallies(run: Int? = nil) throws -> [LedgerTally] { try sums.tallies(books, run: run) }
    func trends() throws -> [ItemTrend] { try sums.trends(books) }
    func classes(_ run: LedgerRun) throws -> Completeness { try sums.classes(books, run) }
    func changes(from: Int, to: Int) throws -> [LedgerChanges] { try sums.changes(books, from: from, to: to) }

    /// A run's certificate under the targets of the configuration file.
    ///
    /// - Throws: `SettingsTrouble` where the file cannot be read.
    func certificate(_ run: LedgerRun) throws -> Certificate {
        Certificate(run: run, completeness: try classes(run), targets: try books.targets())
    }

    /// A run's certificate for a page: without targets, and with a note that says why, where the file cannot be read.
    func certificateForPage(_ run: LedgerRun) throws -> (certificate: Certificate, notes: [NoteModel]) {
        do {
            return (try certificate(run), [])
        } catch let trouble as SettingsTrouble {
            return (
                Certificate(run: run, completeness: try classes(run), targets: []),
                [.bad("No targets are shown", trouble.sentence)]
            )
        }
    }

    /// The run that an address names; the latest where it names none.
    ///
    /// - Throws: `RoomFailure` for a number that no run has.
    func run(_ text: String?) throws -> LedgerRun? {
        guard let text else { return latest }
        guard let number = Int(text), let run = runs.first(where: { $0.number == number }) else {
            throw RoomFailure.noSuchRecord("The ledger holds no run \(Wording.cut(text, to: 20)).")
        }
        return run
    }
}

/// How values of the cleanse are put for reading.
enum CleanseWording {
    static func item(_ item: AccountedItem) -> String {
        switch item {
        case .esmeID: "ESME ID"
        case .location: "Meter location"
        case .digits: "Register digits"
        case .connectionType: "Connection type"
        case .dpi: "Domestic premises"
        }
    }

    static func itemClass(_ itemClass: ItemClass) -> String {
        switch itemClass {
        case .valid: "valid"
        case .invalid: "invalid"
        case .missing: "missing"
        case .exempt: "exempt"
        case .outOfScope: "out of scope"
        }
    }

    static func tone(_ itemClass: ItemClass) -> String {
        switch itemClass {
        case .valid: "good"
        case .invalid: "bad"
        case .missing: "warm"
        case .exempt: "calm"
        case .outOfScope: "quiet"
        }
    }

    static func severity(_ severity: Severity) -> String {
        switch severity {
        case .error: "Error"
        case .warning: "Warning"
        case .information: "Information"
        }
    }

    static func tone(_ severity: Severity) -> String {
        switch severity {
        case .error: "bad"
        case .warning: "warm"
        case .information: "calm"
        }
    }

    static func tone(_ state: ExceptionState) -> String {
        switch state {
        case .new, .reopened: "bad"
        case .notified: "warm"
        case .inProgress: "fair"
        case .claimedFixed, .exempt: "calm"
        case .resolved: "good"
        case .outOfScope, .notSeen, .watched: "quiet"
        }
    }

    static func role(_ role: Owner.Role) -> String {
        switch role {
        case .supplier: "Supplier"
        case .distributor: "Distributor"
        case .meterManager: "Meter equipment manager"
        case .dataCompany: "Data communications company"
        case .unmeteredOperator: "Unmetered supplies operator"
        case .programme: "Programme"
        case .sender: "Sender of a file"
        }
    }

    /// `99.42 %` that does not break, cut and never rounded up, so that 100.00 % means all.
    static func percent(_ millionths: Int?) -> String {
        guard let millionths else { return "–" }
        let digits = String(millionths / 100 % 100)
        return "\(millionths / 10_000).\(digits.count < 2 ? "0" + digits : digits)\u{A0}%"
    }

    /// An ISO day as pages print days; other texts as they are.
    static func day(_ iso: String) -> String { CalendarDate(iso: iso).map(Wording.date) ?? iso }

    /// `10 EELC` where the code is a distributor's that we know.
    static func distributor(_ code: UInt8) -> String {
        let digits = code < 10 ? "0\(code)" : "\(code)"
        return participants[code].map { "\(digits) \($0)" } ?? digits
    }

    /// Participants of distributors by the first two digits of their MPANs.
    private static let participants = Dictionary(Distributor.all.map { ($0.id, $0.participant) }) { first, _ in first }
}
