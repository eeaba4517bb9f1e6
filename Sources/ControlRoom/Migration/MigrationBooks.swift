import Kernel
public import Migration
import Synchronization

/// What the pages of the migration read, as values over a data folder: the adopted market and its baselines, actual
/// progress, lists of the tracker, controls.
///
/// The pages change nothing: adopting, taking and controlling are the command line's. Whoever makes books makes them
/// again when a file has changed, with another `state`.
public struct MigrationBooks: Sendable {
    /// The most rows of a list of the tracker that are kept; the rest is counted.
    public static let mostListed = 20_000

    /// A plan that was adopted.
    public struct Baseline: Sendable, Hashable {
        /// From 1.
        public let number: Int
        public let reason: String
        /// SHA-256 over what was adopted, in hexadecimal.
        public let digest: String

        public init(number: Int, reason: String, digest: String) {
            self.number = number
            self.reason = reason
            self.digest = digest
        }
    }

    /// What the certificate of the current plan says; nil parts are not in it.
    public struct Certificate: Sendable, Hashable {
        public var objective: String?
        /// Mean completion day over MPANs, in migration days, and what no plan is under.
        public var meanCompletion: Double?
        public var bound: Double?
        public var gap: Double?
        public var fair: Double?
        public var earliest: Double?
        /// Sentences about limits that cannot be kept together with everything placed.
        public var conflicts: [String] = []
        public var isPlacementProved: Bool?

        public init() {}
    }

    /// A list of the tracker as its file has it.
    public struct Listing: Sendable, Hashable {
        public let columns: [String]
        /// The first of them.
        public let rows: [[String]]
        public let total: Int

        public init(columns: [String], rows: [[String]], total: Int) {
            self.columns = columns
            self.rows = rows
            self.total = total
        }
    }

    /// Whether the control log is as it was written.
    public enum Chain: Sendable, Hashable {
        case whole(head: String)
        /// Where it is not, and how.
        case broken(line: Int, why: String)
    }

    /// A file that is given away as it is.
    public enum File: String, CaseIterable, Sendable {
        case plan = "plan.csv"
        case unplaced = "unplaced.csv"
        case certificate = "certificate.json"
        case controls = "controls.jsonl"
        case stuck = "stuck.csv"
        case quarantine = "quarantine.csv"
    }

    /// Names the state of the files: equal texts, equal books.
    public let state: String
    /// The market that the current plan was adopted with.
    public let market: MigrationMarket
    /// Whether sprints are the market's own, and when they are.
    public let sprints: SprintCalendar
    /// The first and the current plan, each with its own lists of codes, the current one with the market's.
    public let first: MigrationPlan
    public let current: MigrationPlan
    /// By number, the first is 1.
    public let baselines: [Baseline]
    /// Any of them; nil where there is none of the number.
    public let plan: @Sendable (_ number: Int) throws -> MigrationPlan?
    public var certificate: Certificate?
    public var actuals: MigrationActuals?
    /// Made when it is first asked for; nil where none can be made.
    public var forecast: @Sendable () throws -> MigrationForecast? = { nil }
    public var stuck: Listing?
    public var quarantine: Listing?
    public var controls = ControlBook()
    public var chain = Chain.whole(head: "")
    public var file: @Sendable (_ file: File) throws -> [UInt8]? = { _ in nil }

    public init(
        state: String, market: MigrationMarket, sprints: SprintCalendar, first: MigrationPlan, current: MigrationPlan,
        baselines: [Baseline], plan: @escaping @Sendable (_ number: Int) throws -> MigrationPlan?
    ) {
        precondition(!baselines.isEmpty, "books have a baseline")
        self.state = state
        self.market = market
        self.sprints = sprints
        self.first = first
        self.current = current
        self.baselines = baselines
        self.plan = plan
    }
}

/// The sight of one state of the books, kept between pages.
final class MigrationSights: Sendable {
    private let kept = Mutex<MigrationSight?>(nil)

    func sight(_ books: MigrationBooks) throws -> MigrationSight {
        if let found = kept.withLock({ $0?.books.state == books.state ? $0 : nil }) { return found }
        let made = try MigrationSight(books)
        kept.withLock { $0 = made }
        return made
    }
}
