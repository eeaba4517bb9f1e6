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
    public func current() throws(CleanseFolderError) -> LoadedRegisters? { nil }
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
}

/// The exceptions that loads raised, read from the disk one by one, sorted, each identity once.
public struct LoadFaults: Sendable {
    let paths: [String]

    /// Reads one exception after another.
    public struct Reader {
        /// The next exception in order; nil after the last.
        public mutating func next() throws(CleanseFolderError) -> RaisedException? { nil }
    }

    public func reader() throws(CleanseFolderError) -> Reader { Reader() }

    /// Hands over every exception in order.
    public func forEach(_ body: (RaisedException) throws -> Void) throws {
        var reader = try reader()
        while let exception = try reader.next() { try body(exception) }
    }
}
