public import Cleanse
import Foundation
public import Kernel

/// The packed registers of a data folder: what the last loads left.
///
/// `DATA/registers/current` names the manifest of the set that holds; a load writes new files beside the old ones and
/// renames that one name last, so that a crash at any instant leaves the old set or the new one.
public struct CleanseFolder: Sendable {
    /// The folder of the snapshots, `DATA/registers`.
    public let path: String

    /// - Parameter data: the data folder.
    public init(data: String) { path = data + "/registers" }

    /// The set of registers that holds now, mapped into memory; nil where nothing was loaded.
    public func current() throws(CleanseFolderError) -> LoadedRegisters? {
        // A load that ends meanwhile takes the old set's files away: the next look finds the new one.
        for _ in 0..<8 {
            guard let set = try savedSet() else { return nil }
            do {
                return try open(set)
            } catch {
                guard case .system = error, try savedSet()?.number != set.number else { throw error }
            }
        }
        throw .busy(path: path)
    }

    /// The registers of the set that holds now; nil where nothing was loaded.
    public func registers() throws(CleanseFolderError) -> Registers? { try current()?.registers }

    /// The description of the set that holds now.
    func savedSet() throws(CleanseFolderError) -> SavedSet? {
        let pointer = path + "/current"
        guard FileManager.default.fileExists(atPath: pointer) else { return nil }
        let name = try text(pointer).trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty, !name.contains("/") else { throw .damaged(path: pointer, what: "it names no manifest") }
        let manifest = path + "/" + name
        let bytes = Data(try text(manifest).utf8)
        struct Form: Codable { let form: Int }
        do {
            let found = try JSONDecoder().decode(Form.self, from: bytes).form
            guard found <= SavedSet.form else {
                throw CleanseFolderError.newer(path: manifest, found: found, known: SavedSet.form)
            }
            return try JSONDecoder().decode(SavedSet.self, from: bytes)
        } catch let error as CleanseFolderError {
            throw error
        } catch {
            throw .damaged(path: manifest, what: "\(error)")
        }
    }

    private func open(_ set: SavedSet) throws(CleanseFolderError) -> LoadedRegisters {
        guard let asAt = CalendarDate(iso: set.facts.asAt) else {
            throw .damaged(path: path, what: "the as-at date \(set.facts.asAt)")
        }
        var tables: [RegisterTable] = []
        for kind in RegisterKind.allCases {
            guard let name = set.tables[kind.rawValue] else { continue }
            let table = try SnapshotFile.read(path + "/" + name)
            guard table.kind == kind else { throw .damaged(path: path + "/" + name, what: "it holds another register") }
            tables.append(table)
        }
        var references: [ReferenceFile] = []
        // Files that no rule reads any more are passed over.
        for saved in set.references where Input.references.contains(where: { $0.rawValue == saved.input }) {
            references.append(try reference(saved))
        }
        // Where two registers show one fault, the first in the order of the contract speaks.
        let order = RegisterKind.allCases.map(\.rawValue)
        let faults = set.faults.sorted {
            (order.firstIndex(of: $0.key) ?? order.count, $0.key) < (
                order.firstIndex(of: $1.key) ?? order.count, $1.key
            )
        }.map { path + "/" + $0.value }
        for fault in faults where !FileManager.default.fileExists(atPath: fault) {
            throw .system(attempt: "read", path: fault, cause: "it is not there")
        }
        return LoadedRegisters(
            facts: set.facts, asAt: asAt, registers: Registers(asAt: asAt, tables: tables),
            references: references.filter { $0.input != .exemptions },
            exemptions: references.first { $0.input == .exemptions }, faults: LoadFaults(paths: faults))
    }

    func reference(_ saved: SavedSet.Reference) throws(CleanseFolderError) -> ReferenceFile {
        let file = path + "/" + saved.file
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw .system(attempt: "read", path: file, cause: "it is not there")
        }
        guard let input = Input(rawValue: saved.input) else { throw .damaged(path: file, what: saved.input) }
        do {
            return try bytes.withUnsafeBytes { bytes in
                var reader = ByteFormReader(bytes)
                let columns = try (0..<reader.number(UInt32.self)).map { _ in try reader.text() }
                var rows: [ReferenceFile.Row] = []
                while !reader.isAtEnd {
                    let line: UInt32 = try reader.number()
                    rows.append(.init(line: line, fields: try columns.map { _ in try reader.text() }))
                }
                return ReferenceFile(input: input, name: saved.name, columns: columns, rows: rows)
            }
        } catch {
            throw .damaged(path: file, what: "it is cut")
        }
    }

    private func text(_ path: String) throws(CleanseFolderError) -> String {
        do { return try String(contentsOfFile: path, encoding: .utf8) } catch {
            throw .system(attempt: "read", path: path, cause: "\(error)")
        }
    }
}

/// One consistent set of packed registers with everything that a check asks of it.
public struct LoadedRegisters: Sendable {
    public let facts: LoadFacts
    /// The day of the last load.
    public let asAt: CalendarDate
    public let registers: Registers
    /// Distributors, LLFCs and so on; their codes as the files had them.
    public let references: [ReferenceFile]
    /// The exemptions file: mpan, item, scenario, until.
    public let exemptions: ReferenceFile?
    /// What the loads found: files, rows and fields that were rejected, sorted by subject, rule and item.
    public let faults: LoadFaults

    /// Says that what was read of the registers is hardly read again: its pages need not stay in memory. They come back
    /// from the file where they are read all the same.
    public func rest() {
        for table in registers.tables { SnapshotFile.rest(table) }
    }
}

/// The exceptions that loads raised, read from the disk one by one, sorted, each identity once.
public struct LoadFaults: Sendable {
    let paths: [String]

    /// Reads one exception after another, in bounded memory.
    public struct Reader {
        private var merger: FaultMerger
        /// The next of the load's own; nil after the last.
        private var held: RaisedException?
        private var others: ArraySlice<RaisedException>

        init(_ merger: FaultMerger, with others: [RaisedException]) throws(CleanseFolderError) {
            self.merger = merger
            self.others = others[...]
            held = try self.merger.next()
        }

        /// The next exception in order; nil after the last.
        public mutating func next() throws(CleanseFolderError) -> RaisedException? {
            if let other = others.first, held.map({ other < $0 }) ?? true { return others.removeFirst() }
            let next = held
            held = next == nil ? nil : try merger.next()
            return next
        }
    }

    /// - Parameter others: exceptions in order that come between those of the loads.
    public func reader(with others: [RaisedException] = []) throws(CleanseFolderError) -> Reader {
        try Reader(FaultMerger(paths: paths), with: others)
    }

    /// Hands over every exception in order.
    public func forEach(_ body: (RaisedException) throws -> Void) throws {
        var reader = try reader()
        while let exception = try reader.next() { try body(exception) }
    }
}

/// The manifest of a set: which files hold what.
struct SavedSet: Codable, Sendable {
    static let form = 1

    struct Reference: Codable, Sendable {
        var input: String
        var name: String
        var file: String
    }

    var form = SavedSet.form
    /// How many loads there were.
    var number: Int
    var facts: LoadFacts
    /// By register.
    var tables: [String: String] = [:]
    /// By register or reference file; `REG.refused` holds what the last files of REG were refused for.
    var faults: [String: String] = [:]
    var references: [Reference] = []
    /// What was loaded before, for telling a replay; the latest last.
    var replays: [String] = []
    /// What digests of lines hang on beside the lines, so that nobody who sends files can know them: made by chance with
    /// the first load; nil where an older build wrote the set.
    var key: UInt64?

    var files: Set<String> {
        Set(tables.values).union(faults.values).union(references.map(\.file)).union(tables.values.map(Self.trace))
    }

    /// The file beside a table that says where it has which lines; it may be missing.
    static func trace(_ table: String) -> String { table.replacingOccurrences(of: ".packed", with: ".trace") }
}
