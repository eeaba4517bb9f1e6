public import Cleanse
import Foundation
import Synchronization

/// One register's packed columns as a file: written once, then mapped into memory for reading.
///
/// Form 1, or 2 where the register has further columns: a page with mark, form and the place of the description; the columns, each begun on a page; at the end the
/// description (rows, sources, texts, where each column lies) and its check word. Numbers have their lowest byte first.
public enum SnapshotFile {
    static let mark: UInt64 = 0x3152_4547_4E41_4843
    static let form: UInt32 = 2
    static let formOfPlain: UInt32 = 1
    static let page = 4_096

    /// What a written file holds.
    public struct Written: Sendable {
        public let rows: Int
        public let digest: RowDigest
    }

    /// Writes a register, its columns in stretches by all workers.
    ///
    /// - Parameters:
    ///   - disk: sees the bytes to the disk.
    ///   - work: done on the calling thread meanwhile.
    static func write(
        _ assembly: RegisterAssembly, to path: String, workers: some Workers, disk: DiskSync,
        beside work: () -> Void = {}
    ) throws(CleanseFolderError) -> Written {
        let file = try SystemFile(path: path)
        let plan = SnapshotPlan(fields: assembly.fields, rows: assembly.count)
        let stretches = (assembly.count + RegisterAssembly.stretch - 1) / RegisterAssembly.stretch
        let place = file.place
        let failure = Mutex<CleanseFolderError?>(nil)
        let filled: [RegisterAssembly.Filled]
        do {
            filled = try workers.map(stretches, beside: work) { index in
                let start = index * RegisterAssembly.stretch
                let rows = start..<min(start + RegisterAssembly.stretch, assembly.count)
                return assembly.fill(rows) { part, bytes in
                    do throws(CleanseFolderError) {
                        try place.write(bytes, at: plan.offset(of: part) + start * plan.width(of: part))
                    } catch {
                        failure.withLock { $0 = $0 ?? error }
                    }
                }
            }
        } catch {
            throw .system(attempt: "write", path: path, cause: "\(error)")
        }
        if let error = failure.withLock({ $0 }) { throw error }
        let digest = filled.reduce(RowDigest()) { $0 + $1.digest }
        var end = plan.end
        var others: [(count: Int, bytes: Int, offset: Int)] = []
        for field in assembly.fields.indices {
            others.append(try writeOthers(filled.lazy.flatMap { $0.others[field] }, place, &end))
        }
        let description = describe(assembly, plan, others)
        try place.write(description, at: end)
        var head = ByteFormWriter()
        head.put(mark)
        head.put(assembly.fields.count > assembly.kind.fields.count ? form : formOfPlain)
        head.put(UInt32(0))
        head.put(UInt64(end))
        head.put(UInt64(description.count))
        head.put(check(description))
        try place.write(head.bytes, at: 0)
        try file.commit(disk)
        return Written(rows: assembly.count, digest: digest)
    }

    private static func writeOthers(
        _ texts: some Sequence<(row: UInt32, text: [UInt8])>, _ place: SystemPlace, _ end: inout Int
    ) throws(CleanseFolderError) -> (count: Int, bytes: Int, offset: Int) {
        var rows: [UInt32] = []
        var ends: [UInt32] = []
        var bytes: [UInt8] = []
        for text in texts {
            rows.append(text.row)
            bytes.append(contentsOf: text.text)
            ends.append(UInt32(bytes.count))
        }
        let start = end
        try place.write(rows, at: start)
        try place.write(ends, at: start + rows.count * 4)
        try place.write(bytes, at: start + rows.count * 8)
        end = (start + rows.count * 8 + bytes.count + 7) / 8 * 8
        return (rows.count, bytes.count, start)
    }

    private static func describe(
        _ assembly: RegisterAssembly, _ plan: SnapshotPlan, _ others: [(count: Int, bytes: Int, offset: Int)]
    ) -> [UInt8] {
        var writer = ByteFormWriter()
        writer.put(assembly.kind.rawValue)
        writer.put(UInt64(assembly.count))
        writer.put(UInt32(assembly.sources.count))
        for source in assembly.sources {
            writer.put(source.name)
            writer.put(source.sender?.description ?? "")
        }
        let present = assembly.present.map(\.rawValue).sorted()
        writer.put(UInt32(present.count))
        for item in present { writer.put(item) }
        for field in assembly.fields.indices {
            writer.put(assembly.fields[field].item.rawValue)
            writer.put(UInt64(plan.offset(of: .field(field))))
            let texts = assembly.texts(field)
            writer.put(UInt32(texts.count))
            for text in texts { writer.put(text) }
            writer.put(UInt64(others[field].count))
            writer.put(UInt64(others[field].bytes))
            writer.put(UInt64(others[field].offset))
        }
        writer.put(UInt64(plan.offset(of: .forms)))
        writer.put(UInt64(plan.offset(of: .file)))
        writer.put(UInt64(plan.offset(of: .line)))
        writer.put(UInt32(assembly.withheld.count))
        for number in assembly.withheld { writer.put(number) }
        return writer.bytes
    }

    static func check(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var word: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { word = (word ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return word
    }

    /// Maps a file into memory.
    public static func read(_ path: String) throws(CleanseFolderError) -> RegisterTable {
        let block = try map(path)
        guard let bytes = UnsafeRawPointer(bitPattern: block.address) else {
            throw .damaged(path: path, what: "it is empty")
        }
        let whole = UnsafeRawBufferPointer(start: bytes, count: block.byteCount)
        do {
            var head = ByteFormReader(whole)
            guard try head.number(UInt64.self) == mark else {
                throw CleanseFolderError.damaged(path: path, what: "it is no packed register")
            }
            let found = try head.number(UInt32.self)
            guard (formOfPlain...form).contains(found) else {
                throw CleanseFolderError.newer(path: path, found: Int(found), known: Int(form))
            }
            _ = try head.number(UInt32.self)
            let start = try head.number(UInt64.self)
            let count = try head.number(UInt64.self)
            let word = try head.number(UInt64.self)
            guard start <= whole.count, count <= UInt64(whole.count) - start else { throw ByteFormReader.Short() }
            let description = UnsafeRawBufferPointer(rebasing: whole[Int(start)..<Int(start + count)])
            guard check(description) == word else { throw ByteFormReader.Short() }
            return try table(description, block)
        } catch let error as CleanseFolderError {
            throw error
        } catch {
            throw .damaged(path: path, what: "it is cut or damaged")
        }
    }

    /// Says that a table, or what was read of it, is not read again for now: its pages need not stay in memory.
    static func rest(_ table: RegisterTable) {
        guard let field = table.fields.first else { return }
        let block = table.packed(field.item).block
        madvise(UnsafeMutableRawPointer(bitPattern: block.address), block.byteCount, Int32(MADV_DONTNEED))
    }

    /// Maps a file of at least so many bytes.
    static func map(_ path: String, atLeast least: Int = page) throws(CleanseFolderError) -> Block {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFile.error("read", path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFile.error("read", path) }
        let size = Int(status.st_size)
        guard size >= least else { throw .damaged(path: path, what: "it is cut") }
        guard let memory = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0), memory != MAP_FAILED else {
            throw SystemFile.error("map", path)
        }
        return Block(address: UInt(bitPattern: memory), byteCount: size) { address, size in
            munmap(UnsafeMutableRawPointer(bitPattern: address), size)
        }
    }

    private static func table(_ description: UnsafeRawBufferPointer, _ block: Block) throws -> RegisterTable {
        var reader = ByteFormReader(description)
        guard let kind = RegisterKind(rawValue: try reader.text()) else { throw ByteFormReader.Short() }
        let count = Int(truncatingIfNeeded: try reader.number(UInt64.self))
        guard count >= 0, count <= block.byteCount else { throw ByteFormReader.Short() }
        let sources = try (0..<reader.number(UInt32.self)).map { _ in
            RegisterTable.Source(name: try reader.text(), sender: Owner(try reader.text()))
        }
        let present = try Set((0..<reader.number(UInt32.self)).compactMap { _ in Item(rawValue: try reader.text()) })
        func within<Element>(_ offset: UInt64, _ elements: Int, of type: Element.Type) throws -> Column<Element> {
            let width = MemoryLayout<Element>.stride
            guard offset <= UInt64(block.byteCount), offset % UInt64(width) == 0,
                elements <= (block.byteCount - Int(offset)) / width
            else { throw ByteFormReader.Short() }
            return Column(block, offset: Int(offset), count: elements)
        }
        var parts: [(Field, UInt64, [String], RegisterTable.OtherTexts)] = []
        for field in kind.fields(with: present) {
            guard try reader.text() == field.item.rawValue else { throw ByteFormReader.Short() }
            let offset = try reader.number(UInt64.self)
            let texts = try (0..<reader.number(UInt32.self)).map { _ in try reader.text() }
            let others = Int(truncatingIfNeeded: try reader.number(UInt64.self))
            let bytes = Int(truncatingIfNeeded: try reader.number(UInt64.self))
            let start = try reader.number(UInt64.self)
            guard others >= 0, bytes >= 0, others <= block.byteCount, bytes <= block.byteCount,
                count * field.packing.width <= block.byteCount,
                offset <= UInt64(block.byteCount - count * field.packing.width)
            else { throw ByteFormReader.Short() }
            parts.append(
                (
                    field, offset, texts,
                    RegisterTable.OtherTexts(
                        rows: try within(start, others, of: UInt32.self),
                        ends: try within(start + UInt64(others * 4), others, of: UInt32.self),
                        bytes: try within(start + UInt64(others * 8), bytes, of: UInt8.self))
                ))
        }
        let forms: Column<UInt8> = try within(try reader.number(), count, of: UInt8.self)
        let file: Column<UInt16> = try within(try reader.number(), count, of: UInt16.self)
        let line: Column<UInt32> = try within(try reader.number(), count, of: UInt32.self)
        let withheld = try (0..<reader.number(UInt32.self)).map { _ in try reader.number(UInt64.self) }
        let columns = parts.map { field, offset, texts, others in
            (
                field.item,
                RegisterTable.PackedColumn(
                    block: block, offset: Int(offset), packing: field.packing, texts: texts, others: others,
                    forms: field.packing == .device ? forms : nil)
            )
        }
        return RegisterTable(
            kind: kind, count: count, sources: sources, present: present, file: file, line: line,
            columns: Dictionary(columns) { first, _ in first }, withheld: withheld)
    }
}

/// Where each column of a snapshot lies in its file.
struct SnapshotPlan: Sendable {
    private let fields: [(offset: Int, width: Int)]
    private let forms: Int
    private let file: Int
    private let line: Int
    let end: Int

    init(fields columns: [Field], rows: Int) {
        var place = SnapshotFile.page
        func take(_ width: Int) -> Int {
            let start = place
            place = (start + width * rows + SnapshotFile.page - 1) / SnapshotFile.page * SnapshotFile.page
            return start
        }
        fields = columns.map { (take($0.packing.width), $0.packing.width) }
        forms = columns.contains { $0.packing == .device } ? take(1) : SnapshotFile.page
        file = take(2)
        line = take(4)
        end = place
    }

    func offset(of part: RegisterAssembly.Part) -> Int {
        switch part {
        case .field(let field): fields[field].offset
        case .forms: forms
        case .file: file
        case .line: line
        }
    }

    func width(of part: RegisterAssembly.Part) -> Int {
        switch part {
        case .field(let field): fields[field].width
        case .forms: 1
        case .file: 2
        case .line: 4
        }
    }
}
