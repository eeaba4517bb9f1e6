import Cleanse
import Formats
import Foundation
import Glibc

/// A folder of canonical registers, read row by row.
struct CutFolder {
    /// What a column names, and so how it is renamed.
    enum Naming { case nothing, mpan, serial, device, postcode, value, side }

    /// A register's file, or the exemptions'.
    struct File {
        let name: String
        /// Nil for exemptions.
        let register: RegisterKind?
        var isCompressed: Bool { name.hasSuffix(".zst") }
        /// The name without the compression: a cut is written plain.
        var plainName: String { isCompressed ? String(name.dropLast(4)) : name }
    }

    /// A row as its columns are named.
    struct Row {
        let fields: CSVReader.Row
        let layout: Layout

        /// The texts in the MPAN's place, without spaces: one, or a link's two.
        var mpans: [[UInt8]] { layout.mpans.map { CutName.packed(fields.bytes($0)) } }

        /// The devices that the row names.
        var devices: [[UInt8]] {
            layout.namings.indices.filter { layout.namings[$0] == .device && $0 < fields.count }
                .map { Array(fields.bytes($0)) }.filter(CutName.isDevice).map(CutName.device)
        }
    }

    /// Where a file's columns are.
    struct Layout {
        let columns: [String]
        let namings: [Naming]
        let mpans: [Int]
        let item: Int?

        init(_ columns: [String]) {
            self.columns = columns
            let namings: [Naming] = columns.map {
                switch $0 {
                case "mpan", "principal", "subsidiary": .mpan
                case "meter_id": .serial
                case "esme_id", "guid": .device
                case "stated_by": .side
                case "postcode": .postcode
                case "value": .value
                default: .nothing
                }
            }
            self.namings = namings
            mpans = namings.indices.filter { namings[$0] == .mpan }
            item = columns.firstIndex(of: "item")
        }

        private static func isNumber(_ text: some Sequence<UInt8>) -> Bool {
            let packed = CutName.packed(text)
            return packed.count == 13 && packed.allSatisfy { (0x30...0x39).contains($0) }
        }

        /// How a row's field is renamed: a history's value as the item that it is a value of.
        func naming(_ place: Int, _ row: CSVReader.Row) -> Naming {
            guard namings.indices.contains(place) else { return .nothing }
            // A link's side is told by a word or by its metering point.
            if namings[place] == .side { return Self.isNumber(row.bytes(place)) ? .mpan : .nothing }
            guard namings[place] == .value else { return namings[place] }
            switch item.map({ row[$0] }) {
            case "meter_id": return .serial
            case "esme_id": return .device
            case "postcode": return .postcode
            default: return .nothing
            }
        }
    }

    let path: String
    let files: [File]
    /// Reference files, copied as they are.
    let references: [String]
    /// Text of one file, at most.
    private static let textMost = 64 << 30

    init(_ path: String) throws {
        self.path = path
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path).sorted() else {
            throw Failure(line: "\(path) is no folder that can be read", code: .badInput)
        }
        var files: [File] = []
        var references: [String] = []
        for name in names where name.hasSuffix(".csv") || name.hasSuffix(".csv.zst") {
            let stem = name.prefix { $0 != "." }
            let register = RegisterKind.allCases.first { stem == $0.rawValue || stem.hasPrefix($0.rawValue + "-") }
            if register != nil || stem == "exemptions" {
                files.append(File(name: name, register: register))
            } else if ["distributors", "llfc", "mtc", "ssc", "parties"].contains(stem) {
                references.append(name)
            }
        }
        guard files.contains(where: { $0.register == .registration }) else {
            throw Failure(line: "\(path) has no REG.csv; name a folder of canonical registers", code: .badInput)
        }
        self.files = files
        self.references = references
    }

    func file(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

    func files(of registers: [RegisterKind]) -> [File] {
        files.filter { file in file.register.map(registers.contains) ?? false }
    }

    /// Hands over a file's rows; memory is one row.
    func read(_ file: File, header: (Layout) throws -> Void = { _ in }, row take: (Row) throws -> Void) throws {
        var reader = CSVReader()
        var layout: Layout?
        func hand(_ row: CSVReader.Row) throws {
            if let layout { return try take(Row(fields: row, layout: layout)) }
            let columns = (0..<row.count).map { row[$0].trimmingCharacters(in: .whitespaces).lowercased() }
            let made = Layout(columns)
            layout = made
            try header(made)
        }
        do {
            try Self.bytes(of: self.file(file.name), isCompressed: file.isCompressed) { chunk in
                try reader.feed(chunk, row: hand)
            }
            try reader.finish(row: hand)
        } catch let problem as CSVProblem {
            throw Failure(line: "\(file.name): \(problem)", code: .badInput)
        }
    }

    private static func bytes(
        of path: String, isCompressed: Bool, _ take: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SinkProblem(code: errno, name: path) }
        defer { close(descriptor) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { buffer.deallocate() }
        let zstd = isCompressed ? try ZstdReader(limit: textMost) : nil
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            guard count >= 0 else { throw SinkProblem(code: errno, name: path) }
            guard count > 0 else { break }
            let chunk = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            if let zstd { try zstd.read(chunk, take) } else { try take(chunk) }
        }
        try zstd?.finish()
    }
}

/// Names as a cut compares them.
enum CutName {
    /// A text without its spaces.
    static func packed(_ text: some Sequence<UInt8>) -> [UInt8] { text.filter { $0 != 0x20 } }

    /// The device that a text spells: sixteen hex digits, else the text, in upper case.
    static func device(_ text: some Sequence<UInt8>) -> [UInt8] {
        let upper = text.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        let digits = upper.filter { (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }
        return digits.count == 16 && upper.count <= 23 ? digits : upper
    }

    /// Whether a text names a device at all.
    static func isDevice(_ text: [UInt8]) -> Bool {
        let name = device(text)
        return name.count == 16 && Set(name) != [0x30] && Set(name) != [0x46]
    }

    static func serial(_ text: some Sequence<UInt8>) -> [UInt8] {
        packed(text).map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
    }

    /// What serials of one meter may have in common: letter, letter and the rest without the year between.
    static func sharing(_ serial: [UInt8]) -> [UInt8] {
        let isDated =
            serial.count > 4 && (0x41...0x5A).contains(serial[0]) && (0x30...0x39).contains(serial[1])
            && (0x30...0x39).contains(serial[2]) && (0x41...0x5A).contains(serial[3])
        return isDated ? [serial[0]] + serial[3...] : serial
    }
}
