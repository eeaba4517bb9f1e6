import ControlRoom
import Foundation
import Kernel
import Migration
import Synchronization

/// Reads the migration's part of a data folder for the control room's pages, once for every state of its files.
final class MigrationBooksMaker: Sendable {
    private let shelf: MigrationShelf
    private let kept = Mutex<MigrationBooks?>(nil)

    init(data: URL) { shelf = MigrationShelf(data: data) }

    /// The books, or nil where nothing was adopted in the data folder.
    func books() throws -> MigrationBooks? {
        try kept.withLock { kept in
            let state = shelf.state()
            if let kept, kept.state == state { return kept }
            let number = shelf.current()
            guard number > 0 else { return nil }
            let made = try make(number, state)
            kept = made
            return made
        }
    }

    private func make(_ number: Int, _ state: String) throws -> MigrationBooks {
        let shelf = shelf
        let found = try PlannedMarket(plan: shelf.plan(number), market: nil, asJSON: false)
        let first = number == 1 ? found.plan : try PlanFolder(reading: shelf.plan(1), asJSON: false).plan
        let baselines = try (1...number).map { place in
            let adopted = try AdoptedPlan(place, in: shelf)
            return MigrationBooks.Baseline(number: place, reason: adopted.reason, digest: adopted.digest)
        }
        var books = MigrationBooks(
            state: state, market: found.market,
            sprints: try SprintDesk.sprints(shelf.market(number), found.market, asJSON: false), first: first,
            current: found.plan, baselines: baselines,
            plan: { place in
                guard (1...number).contains(place) else { return nil }
                return try PlanFolder(reading: shelf.plan(place), asJSON: false).plan
            })
        books.certificate = Self.certificate("\(shelf.plan(number))/\(PlanFolder.certificateFile)")
        let actuals = shelf.path(MigrationShelf.actualsFile)
        if FileManager.default.fileExists(atPath: actuals) {
            books.actuals = try ActualsFile(reading: actuals, of: found.plan, asJSON: false).actuals
        }
        let question = ForecastQuestion(
            plan: found.plan, first: first, actuals: books.actuals ?? MigrationActuals(rows: []),
            market: found.market, settings: found.market.settings)
        if books.actuals != nil { books.forecast = { MigrationForecast(question) } }
        books.stuck = try listing("stuck.csv")
        books.quarantine = try listing("quarantine.csv")
        let log = try ControlLog(reading: shelf.path(MigrationShelf.controlsFile))
        books.controls = log.book
        books.chain = log.fault.map { .broken(line: $0.line, why: $0.why) } ?? .whole(head: log.head)
        books.file = { file in
            FileManager.default.contents(atPath: shelf.file(file, number)).map { [UInt8]($0) }
        }
        return books
    }

    private func listing(_ name: String) throws -> MigrationBooks.Listing? {
        let path = shelf.path("\(MigrationShelf.trackFolder)/\(name)")
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let read = try TrackListing(
            reading: path, columns: MigrationTake.columns[name] ?? [], most: MigrationBooks.mostListed)
        return MigrationBooks.Listing(columns: read.columns, rows: read.rows, total: read.total)
    }

    /// What a plan's certificate says; nil where there is none that can be read.
    private static func certificate(_ path: String) -> MigrationBooks.Certificate? {
        guard let data = FileManager.default.contents(atPath: path),
            let value = try? JSONScanner.read([UInt8](data)), value.members != nil
        else { return nil }
        func number(_ value: ExactJSON?) -> Double? {
            if case .number(let text)? = value { return Double(text) }
            return nil
        }
        var certificate = MigrationBooks.Certificate()
        certificate.objective = value["objective_name"]?.text
        certificate.meanCompletion = number(value["objective"])
        certificate.bound = number(value["bound"])
        certificate.gap = number(value["gap"])
        certificate.fair = number(value["price_of_fairness"]?["fair"])
        certificate.earliest = number(value["price_of_fairness"]?["earliest"])
        certificate.conflicts = (value["conflicts"]?.list ?? []).compactMap { $0["sentence"]?.text }
        if case .truth(let proved)? = value["least_unplaced_is_proved"] { certificate.isPlacementProved = proved }
        return certificate
    }
}

extension MigrationShelf {
    /// Where a file that the pages give away is.
    func file(_ file: MigrationBooks.File, _ number: Int) -> String {
        switch file {
        case .plan: "\(plan(number))/\(PlanTables.planFile)"
        case .unplaced: "\(plan(number))/\(PlanTables.unplacedFile)"
        case .certificate: "\(plan(number))/\(PlanFolder.certificateFile)"
        case .controls: path(Self.controlsFile)
        case .stuck: path("\(Self.trackFolder)/stuck.csv")
        case .quarantine: path("\(Self.trackFolder)/quarantine.csv")
        }
    }
}
