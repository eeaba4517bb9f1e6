public import Cleanse
public import Kernel
import Synchronization

/// What the pages of the cleanse read, as ports over a data folder: the ledger, and the registers it was made from.
///
/// The pages change nothing: checks, marks and packs are the command line's.
public struct CleanseBooks: Sendable {
    public var ledger: any LedgerReading
    /// One MPAN under the rules as they are set now; nil where no register is loaded. Throws `SettingsTrouble`.
    public var explain: @Sendable (_ mpan: UInt64) async throws -> ExplainedPoint?
    /// Targets of the configuration file, as it is at the moment. Throws `SettingsTrouble`.
    public var targets: @Sendable () throws -> [CompletenessTarget]
    /// A certificate as a file; nil where none can be made.
    public var certificate: (@Sendable (_ certificate: Certificate, _ format: CertificateFileFormat) throws -> [UInt8])?
    /// A party's pack as the command line writes it, without changing any state; nil where none can be made.
    public var pack: (@Sendable (_ owner: Owner, _ run: LedgerRun) throws -> PartyPackFiles)?

    public init(
        ledger: any LedgerReading,
        explain: @escaping @Sendable (_ mpan: UInt64) async throws -> ExplainedPoint? = { _ in nil },
        targets: @escaping @Sendable () throws -> [CompletenessTarget] = { [] }
    ) {
        self.ledger = ledger
        self.explain = explain
        self.targets = targets
    }
}

/// The cleanse's configuration file cannot be read: the pages go on without it, and say so.
public struct SettingsTrouble: Error, Sendable, Hashable {
    /// What is wrong with which file, and what to do.
    public let sentence: String

    public init(_ sentence: String) { self.sentence = sentence }
}

/// An explanation with the day that the registers speak of.
public struct ExplainedPoint: Sendable {
    public let explanation: Explanation
    public let asAt: CalendarDate

    public init(explanation: Explanation, asAt: CalendarDate) {
        self.explanation = explanation
        self.asAt = asAt
    }
}

/// The files of a party's pack.
public struct PartyPackFiles: Sendable, Hashable {
    public let exceptions: [UInt8]
    public let manifest: [UInt8]

    public init(exceptions: [UInt8], manifest: [UInt8]) {
        self.exceptions = exceptions
        self.manifest = manifest
    }
}

/// How a certificate is written to a file.
public enum CertificateFileFormat: String, CaseIterable, Sendable {
    case csv, json
}

/// Sums of a ledger, read once a state and kept: a page never counts a million exceptions.
final class CleanseSums: Sendable {
    private struct Kept {
        var state: Int64 = -1
        var values: [String: any Sendable] = [:]
    }

    /// Sums that are kept at a time.
    private static let most = 40
    private let kept = Mutex(Kept())

    func runs(_ books: CleanseBooks) throws -> [LedgerRun] { try read(books, "runs") { try $0.allRuns() } }

    func trends(_ books: CleanseBooks) throws -> [ItemTrend] { try read(books, "trends") { try $0.trends() } }

    /// As after a run, or now.
    func tallies(_ books: CleanseBooks, run: Int?) throws -> [LedgerTally] {
        try read(books, "tallies \(run ?? 0)") { try $0.tallies(run: run) }
    }

    func classes(_ books: CleanseBooks, _ run: LedgerRun) throws -> Completeness {
        try read(books, "classes \(run.number)") { try $0.classes(of: run) }
    }

    func changes(_ books: CleanseBooks, from: Int, to: Int) throws -> [LedgerChanges] {
        try read(books, "changes \(from) \(to)") { try $0.changes(from: from, to: to) }
    }

    private func read<Value: Sendable>(
        _ books: CleanseBooks, _ name: String, _ make: (any LedgerReading) throws -> Value
    ) throws -> Value {
        let state = try books.ledger.state()
        let found = kept.withLock { kept in kept.state == state ? kept.values[name] as? Value : nil }
        if let found { return found }
        let made = try make(books.ledger)
        kept.withLock { kept in
            if kept.state != state { kept = Kept(state: state) }
            if kept.values.count >= Self.most { kept.values = [:] }
            kept.values[name] = made
        }
        return made
    }
}
