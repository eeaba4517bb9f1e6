import Cleanse
import Formats
import Kernel
public import Record
import Synchronization

/// The web pages over a record: reads only, writes nothing.
public struct ControlRoom: Sendable {
    let record: any RecordReading
    let settings: ControlRoomSettings
    private let cache: PageCache
    private let papers = PaperLabels()
    private let known = KnownDays()
    private let shelf = GeneratorShelf()
    private let seats = LiveSeats()
    private let sums = CleanseSums()
    private let sights = MigrationSights()

    public init(record: any RecordReading, settings: ControlRoomSettings) {
        self.record = record
        self.settings = settings
        self.cache = PageCache(capacity: settings.cacheBytes)
    }

    /// The page at an address, both as they stand in a request line. Throws only what the record throws: an address
    /// that cannot be read gets a page that says so.
    /// - Parameter lastEventID: what a browser says it had last of a stream, when it comes back.
    public func respond(path: String, query: String, lastEventID: String? = nil) async throws -> Page {
        do {
            return try await answer(path: path, query: query, lastEventID: lastEventID)
        } catch let failure as RoomFailure {
            return try await refusal(failure)
        }
    }

    /// The models behind a page, for tests of templates.
    func models(path: String, query: String) async throws -> (page: PageModel, layout: LayoutModel) {
        let address = try AddressReader.read(path: path, query: query)
        let desk = try await desk(address, try await record.stateToken())
        let page = Layout.focusable(try await Self.model(desk), desk)
        return (page, Layout.layout(page.heading, Markup(), desk))
    }

    private func answer(path: String, query: String, lastEventID: String?) async throws -> Page {
        let address = try AddressReader.read(path: path, query: query)
        if case .asset(let name) = address.route { return try Assets.page(name) }
        let token = try await record.stateToken()
        if case .export(let kind, let format) = address.route {
            return try await export(kind, format, desk: desk(address, token))
        }
        if case .consumption(let place) = address.route, place.isFile {
            return try ConsumptionFiles.page(place, address.consumption, settings, shelf)
        }
        if case .dip(let place) = address.route {
            return try await standIn(place, try await desk(address, token), lastEventID: lastEventID)
        }
        if case .cleanse(let place) = address.route {
            let desk = try await desk(address, token)
            if let file = try CleansePages.file(place, desk) { return file }
            return Self.page(of: try await Self.model(desk), desk)
        }
        if case .migration(let place) = address.route {
            let desk = try await desk(address, token)
            if case .file(let file) = place { return try MigrationPages.file(file, desk) }
            return Self.page(of: try await Self.model(desk), desk)
        }
        let text = address.text
        let decided = try whatDecides(address.route, token)
        if let page = cache.page(text, token: decided) { return page }
        let desk = try await desk(address, token)
        let model = try await Self.model(desk)
        let page = Layout.page(model, status: model.status, desk: desk)
        guard page.status == 200 else { return page }
        cache.keep(page, for: text, token: decided)
        return page
    }

    private func desk(_ address: Address, _ token: String) async throws -> Desk {
        var desk = Desk(
            record: record, settings: settings, address: address, token: token,
            knownDays: try await known.days(of: record, token: token), papers: papers, shelf: shelf)
        if case .dip = address.route {
            desk.dip = try settings.dip()
            desk.formToken = settings.formToken
        }
        var readsLedger = CleanseMilestones.concerns(address.route)
        if case .cleanse = address.route { readsLedger = true }
        if readsLedger { desk.cleanse = try settings.cleanse() }
        desk.cleanseSums = sums
        if case .migration = address.route { desk.migration = try settings.migration() }
        desk.migrationSights = sights
        return desk
    }

    /// The record's state, and the ledger's for the few pages of the record that show what the ledger says.
    private func whatDecides(_ route: Route, _ token: String) throws -> String {
        guard CleanseMilestones.concerns(route), let books = try settings.cleanse() else { return token }
        return "\(token) \(try books.ledger.state())"
    }

    /// A page that changes without the record, and so is never kept.
    private static func page(of model: PageModel, _ desk: Desk) -> Page {
        var page = Layout.page(model, status: model.status, desk: desk)
        page.entityTag = nil
        return page
    }

    // MARK: The stand-in

    /// A page, a file or the stream of the stand-in: never kept, since they change without the record.
    private func standIn(_ place: DIPPlace, _ desk: Desk, lastEventID: String?) async throws -> Page {
        if let page = try await DIPPages.file(place, desk, lastEventID: lastEventID, seats: seats) { return page }
        return Self.standInPage(place, try await Self.model(desk), desk)
    }

    private static func standInPage(_ place: DIPPlace, _ model: PageModel, _ desk: Desk) -> Page {
        var page = page(of: model, desk)
        page.listens = place == .live
        return page
    }

    /// Carries out what a form says, and leads to the page that shows it; a form that cannot be read comes back.
    ///
    /// The caller has made sure that the form comes from a page of this room.
    /// - Returns: 303 where it was done, 403 where the form does not carry this process's token, 422 where it cannot be
    ///   read.
    func act(_ form: ActForm) async throws -> Page {
        guard FormGuard.isOurs(form["token"], settings.formToken) else {
            return RoomResponder.plain(
                403, "The form is not of this run of the room. Load its page again and send it from there.")
        }
        do {
            return try await perform(form)
        } catch let failure as RoomFailure {
            return try await refusal(failure)
        }
    }

    private func perform(_ form: ActForm) async throws -> Page {
        guard let dip = try settings.dip() else { throw RoomFailure.noSuchPage }
        switch try await DIPActions.perform(form, dip) {
        case .done(let place, let anchor):
            var page = Page(status: 303, contentType: "text/plain; charset=utf-8", body: [])
            page.location = Route.dip(place).path + "#" + anchor
            return page
        case .wrong(let place, let problems):
            var desk = try await desk(Address(route: .dip(place)), try await record.stateToken())
            desk.typed = form.values
            desk.problems = problems
            return Self.standInPage(place, try await Self.model(desk), desk)
        }
    }

    private func export(_ kind: RecordKind, _ format: ExportFormat, desk: Desk) async throws -> Page {
        guard let exporter = settings.exporter, format.carries(kind) else { throw RoomFailure.noSuchPage }
        var query = try TableBuilder(desk: desk, kind: kind).query()
        query.limit = nil
        query.offset = 0
        let asked = desk.address.table.columns
        let columns = asked.isEmpty ? kind.schema.columns.map(\.name) : asked
        let (bytes, type) = try await exporter(query, columns, format)
        return Page(contentType: type, body: bytes, fileName: "\(kind.rawValue).\(format.rawValue)")
    }

    /// The page of a route.
    static func model(_ desk: Desk) async throws -> PageModel {
        switch desk.address.route {
        case .home: try await HomePage.model(desk)
        case .subject(let subject): try await SubjectPages.model(subject, desk)
        case .records: try await RecordIndexPage.model(desk)
        case .table(let kind): try await TablePage.model(kind, desk)
        case .record(let kind, let key): try await RecordPage.model(kind, key: key, desk)
        case .paper(let name): try await PaperTextPage.model(name, desk)
        case .search: try await SearchPage.model(desk)
        case .consumption(.portfolio): try ConsumptionPage.model(desk)
        case .consumption(.site): try ConsumptionSitePage.model(desk)
        case .dip(let place): try await DIPPages.model(place, desk)
        case .cleanse(let place): try await CleansePages.model(place, desk)
        case .migration(let place): try await MigrationPages.model(place, desk)
        case .export, .asset, .consumption: throw RoomFailure.noSuchPage
        }
    }

    /// The page for an address that could not be answered. It asks nothing of the record but its state.
    private func refusal(_ failure: RoomFailure) async throws -> Page {
        let desk = try await desk(Address(route: .home), try await record.stateToken())
        return Layout.refusal(failure, desk: desk)
    }
}

/// The days on which something became known, read once a state.
private final class KnownDays: Sendable {
    private let kept = Mutex<(token: String, days: [CalendarDate])>(("", []))

    func days(of record: any RecordReading, token: String) async throws -> [CalendarDate] {
        let days = kept.withLock { $0.token == token ? $0.days : nil }
        if let days { return days }
        let read = try await record.knownDays()
        kept.withLock { $0 = (token, read) }
        return read
    }
}

/// Style and script, each under an address that holds its digest.
enum Assets {
    private static let pages: [String: Page] = {
        var pages: [String: Page] = [:]
        for (name, text) in EmbeddedAssets.files {
            let bytes = Array(text.utf8)
            let type = name.hasSuffix(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8"
            pages[address(of: name, bytes)] = Page(
                contentType: type, body: bytes, entityTag: "\"\(Fingerprint.text(Fingerprint.of(bytes)))\"",
                isForever: true)
        }
        return pages
    }()

    static let stylesheet = path(of: "room.css")
    static let script = path(of: "room.js")

    static func page(_ name: String) throws(RoomFailure) -> Page {
        guard let page = pages[name] else { throw .noSuchPage }
        return page
    }

    private static func path(of name: String) -> String {
        Route.asset(address(of: name, Array((EmbeddedAssets.files[name] ?? "").utf8))).path
    }

    /// `room.css` as `room.0123456789abcdef.css`.
    private static func address(of name: String, _ bytes: [UInt8]) -> String {
        let parts = name.split(separator: ".")
        return "\(parts[0]).\(Fingerprint.text(Fingerprint.of(bytes))).\(parts[parts.count - 1])"
    }
}
