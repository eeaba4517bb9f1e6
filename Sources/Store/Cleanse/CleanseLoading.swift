public import Cleanse
import Foundation
public import Kernel

/// One load under way: new files beside the old ones, nothing of it seen until `commit`.
///
/// Only one load at a time may write to a folder; a lock file says so and is let go when the process ends.
public final class CleanseLoading {
    /// Replays that are remembered; the oldest are forgotten first.
    static let remembered = 10_000

    public let folder: CleanseFolder
    /// The set before, as it was when this load began.
    public let before: LoadedRegisters?
    /// What digests of lines hang on beside the lines; see `ChunkParser`.
    public let key: UInt64
    private let lock: Int32
    private var set: SavedSet
    private var isDone = false
    private let disk = DiskSync()

    /// Takes the lock and begins.
    public init(_ folder: CleanseFolder, asAt: CalendarDate) throws(CleanseFolderError) {
        self.folder = folder
        do {
            try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        } catch {
            throw .system(attempt: "make", path: folder.path, cause: "\(error)")
        }
        lock = open(folder.path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard lock >= 0 else { throw SystemFile.error("open", folder.path + "/lock") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw .busy(path: folder.path)
        }
        do throws(CleanseFolderError) {
            before = try folder.current()
            let saved = try folder.savedSet()
            let empty = SavedSet(number: 0, facts: LoadFacts(asAt: "\(asAt)", registers: [], references: []))
            set = saved ?? empty
        } catch {
            close(lock)
            throw error
        }
        set.number += 1
        key = set.key ?? .random(in: 1 ... .max)
        set.key = key
        registration = before?.registers.registration?.table
        Self.tidy(folder, keeping: set.files.union([Self.manifest(set.number - 1)]))
    }

    deinit {
        if !isDone { Self.tidy(folder, keeping: (try? folder.savedSet()).map(Self.kept) ?? []) }
        close(lock)
    }

    private static func manifest(_ number: Int) -> String { "manifest-\(number).json" }

    private static func kept(_ set: SavedSet?) -> Set<String> {
        set.map { $0.files.union([manifest($0.number)]) } ?? []
    }

    /// Takes away what no set names: what an older set had, or a load that was broken off.
    private static func tidy(_ folder: CleanseFolder, keeping: Set<String>) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let suffixes = [".packed", ".trace", ".faults", ".reference", ".json", ".part"]
        for name in names where !keeping.contains(name) {
            guard suffixes.contains(where: name.hasSuffix) || name.contains(".run-") else { continue }
            unlink(folder.path + "/" + name)
        }
    }

    /// The tables that this load has written, with their digests.
    private var written: [RegisterKind: (table: RegisterTable, digest: RowDigest)] = [:]

    /// The registration as this load has it so far: its own, else the one before.
    public private(set) var registration: RegisterTable?

    /// Collects what is rejected of a register or a reference file.
    public func sorter(_ name: String) -> sending FaultSorter {
        FaultSorter(folder: folder.path, stem: "\(name)-\(set.number)")
    }

    /// The last load of a register, for taking rows over from it; nil where there is none, or where nothing is kept of
    /// how its files were.
    public func last(_ kind: RegisterKind) -> LastLoad? {
        before?.registers.table(kind).flatMap { table in
            set.facts.register(kind).flatMap { last(table, $0.digest) }
        }
    }

    /// What rows of a register are taken over from: its last load, or that of a register with the same columns as this
    /// load has it, where it has nearly all the lines.
    ///
    /// The other's table has just been written or read, and is still in memory.
    public func nearest(_ kind: RegisterKind, _ last: LastLoad?) -> LastLoad? {
        guard kind.like != kind, let like = like(kind.like) else { return last }
        guard let last else { return like }
        return like.holdsNearly(last) ? like : last
    }

    private func like(_ kind: RegisterKind) -> LastLoad? {
        written[kind].flatMap { last($0.table, "\($0.digest)") }
    }

    private func last(_ table: RegisterTable, _ digest: String) -> LastLoad? {
        guard let name = set.tables[table.kind.rawValue],
            let trace = TraceFile.read(folder.path + "/" + SavedSet.trace(name), of: table, digest: digest)
        else { return nil }
        return LastLoad(table: table, trace: trace)
    }

    /// Says that what was read of a last load's table up to now is hardly read again; see `LoadedRegisters.rest`.
    public static func rest(_ last: LastLoad) { SnapshotFile.rest(last.table) }

    /// Writes a register's table; the set names it from `commit` on.
    ///
    /// - Parameters:
    ///   - whole: what tells the files from others, for the next load to take rows over; nil keeps nothing for it.
    ///   - last: the last load of the register. Where that was of the same files, its table stays.
    /// - Returns: the table, mapped into memory, and what was written.
    public func write(
        _ assembly: RegisterAssembly, workers: some Workers, whole: LoadTrace.Whole? = nil, last: LastLoad? = nil
    ) throws(CleanseFolderError) -> (table: RegisterTable, written: SnapshotFile.Written) {
        set.faults[Self.refused(assembly.kind.rawValue)] = nil
        defer { if let last { SnapshotFile.rest(last.table) } }
        if let last, let whole, last.isOf(whole, rows: assembly.count) {
            written[assembly.kind] = (last.table, last.digest)
            return (last.table, SnapshotFile.Written(rows: assembly.count, digest: last.digest))
        }
        let name = "\(assembly.kind.rawValue)-\(set.number).packed"
        var trace: LoadTrace?
        let made = try SnapshotFile.write(
            assembly, to: folder.path + "/" + name, workers: workers, disk: disk,
            beside: { trace = whole.map { assembly.trace($0) } })
        if let trace {
            try TraceFile.write(
                trace.of(made.digest), to: folder.path + "/" + SavedSet.trace(name), disk: disk)
        }
        set.tables[assembly.kind.rawValue] = name
        let table = try SnapshotFile.read(folder.path + "/" + name)
        if table.kind == .registration { registration = table }
        written[table.kind] = (table, made.digest)
        return (table, made)
    }

    /// Writes what was rejected of a register or a reference file, in place of what was before.
    public func write(
        _ faults: FaultSorter, of name: String, _ change: (RaisedException) -> RaisedException?
    ) throws(CleanseFolderError) {
        guard !faults.isEmpty else {
            set.faults[name] = nil
            return
        }
        let file = "\(name)-\(set.number).faults"
        try faults.write(to: folder.path + "/" + file, change)
        set.faults[name] = file
    }

    /// Adds what was rejected of a register before, where rows are added to it.
    public func carry(_ name: String, into sorter: FaultSorter) throws(CleanseFolderError) {
        guard let file = set.faults[name] else { return }
        var merger = try FaultMerger(paths: [folder.path + "/" + file])
        while let exception = try merger.next() { try sorter.add(exception) }
    }

    /// Writes a reference file in place of one of its kind.
    public func write(_ references: [ReferenceFile]) throws(CleanseFolderError) {
        let inputs = Set(references.map(\.input.rawValue))
        set.references.removeAll { inputs.contains($0.input) }
        for (index, reference) in references.enumerated() {
            var writer = ByteFormWriter()
            writer.put(UInt32(reference.columns.count))
            for column in reference.columns { writer.put(column) }
            for row in reference.rows {
                writer.put(row.line)
                for field in row.fields { writer.put(field) }
            }
            let name = "\(reference.input.rawValue)-\(set.number)-\(index).reference"
            let file = try SystemFile(path: folder.path + "/" + name)
            try file.append(writer.bytes)
            try file.commit()
            set.references.append(.init(input: reference.input.rawValue, name: reference.name, file: name))
        }
        let order = Input.allCases.map(\.rawValue)
        set.references.sort {
            (order.firstIndex(of: $0.input) ?? 0, $0.name) < (order.firstIndex(of: $1.input) ?? 0, $1.name)
        }
        set.facts.references = set.references.map(\.name)
    }

    /// True where the same was loaded before; remembers it.
    public func isReplay(_ key: String) -> Bool {
        let isKnown = set.replays.contains(key)
        if !isKnown {
            set.replays.append(key)
            if set.replays.count > Self.remembered { set.replays.removeFirst() }
        }
        return isKnown
    }

    /// Takes in the facts of a register.
    public func note(_ facts: LoadFacts.RegisterFacts) {
        set.facts.registers.removeAll { $0.register == facts.register }
        set.facts.registers.append(facts)
        let order = RegisterKind.allCases.map(\.rawValue)
        set.facts.registers.sort {
            (order.firstIndex(of: $0.register) ?? 0) < (order.firstIndex(of: $1.register) ?? 0)
        }
    }

    /// Takes in who sends what is no register of this load.
    public func note(sender: Owner?, of name: String) {
        set.facts.senders = set.facts.senders ?? [:]
        set.facts.senders?[name] = sender?.description
    }

    private static func refused(_ name: String) -> String { name + ".refused" }

    /// Takes in what a register or a reference file is refused for: it stays as it was, and the next check tells its
    /// sender. Gone when it is loaded again.
    public func refuse(_ name: String, _ faults: FaultSorter) throws(CleanseFolderError) {
        set.faults[Self.refused(name)] = nil
        try write(faults, of: Self.refused(name)) { $0 }
    }

    /// Makes the new set the one that holds.
    @discardableResult
    public func commit(asAt: CalendarDate) throws(CleanseFolderError) -> LoadFacts {
        set.facts.asAt = "\(asAt)"
        try save()
        return set.facts
    }

    /// Keeps every register as it was, and what this load was refused for.
    public func keepRefusals() throws(CleanseFolderError) { try save() }

    private func save() throws(CleanseFolderError) {
        try disk.wait()
        let name = Self.manifest(set.number)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        do {
            let file = try SystemFile(path: folder.path + "/" + name)
            try file.append(Array(try encoder.encode(set)) + [0x0A])
            try file.commit()
        } catch let error as CleanseFolderError {
            throw error
        } catch {
            throw .system(attempt: "write", path: name, cause: "\(error)")
        }
        try SystemFile.syncFolder(folder.path)
        let pointer = try SystemFile(path: folder.path + "/current")
        try pointer.append(Array((name + "\n").utf8))
        try pointer.commit()
        try SystemFile.syncFolder(folder.path)
        isDone = true
        Self.tidy(folder, keeping: Self.kept(set))
    }
}
