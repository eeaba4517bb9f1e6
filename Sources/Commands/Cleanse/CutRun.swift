import Cleanse
import Formats
import Foundation

/// Chooses a cut, writes it and proves it.
struct CutRun {
    let folder: CutFolder
    let cipher: AESCipher
    let isReserved: Bool
    let candidates: CutCandidates
    /// Pseudonyms that were allocated before; sets that have one are left out.
    let allocated: Set<[UInt8]>

    /// So often sets whose pseudonyms meet a real name are replaced by others.
    static let replacementsMost = 8

    struct Chosen {
        var selection: CutSelection
        var suppliers: [[UInt8]: String]
        var short: [(name: String, asked: Int, got: Int)]
        /// Metering points left out because a pseudonym of their set is a real name, or was allocated before.
        var replaced: Int
        var counts: [UInt8: Int]
        var names: CutNames
    }

    func choose() throws -> Chosen {
        var dropped = Set<[UInt8]>()
        for _ in 0..<Self.replacementsMost {
            var selection = CutSelection()
            let short = candidates.fill(&selection, without: dropped)
            try selection.close(over: folder)
            var names = CutNames(cipher, isReserved: isReserved)
            let (book, suppliers) = try names.withBook(folder, &selection)
            let taken = selection.members.filter { allocated.contains(names.renamed($0, as: .mpan)) }
            let roots = Set(book.conflicts.union(taken).map(selection.root))
            guard !roots.isEmpty else {
                return Chosen(
                    selection: selection, suppliers: suppliers, short: short, replaced: dropped.count,
                    counts: book.counts, names: names)
            }
            for seed in selection.seeds.keys where roots.contains(selection.root(seed)) { dropped.insert(seed) }
        }
        throw Failure(
            line:
                "no cut was found whose pseudonyms are nobody's real names; ask for less, or take another seed or key",
            code: .failed)
    }

    // MARK: Writing

    struct Written {
        var rows: [String: Int] = [:]
        /// Rows whose metering point registration does not have, in the source.
        var dangling: [String: Int] = [:]
    }

    func write(_ chosen: inout Chosen, to path: String) throws -> Written {
        var written = Written()
        var sourceRows: [RegisterKind: Int] = [:]
        // A hub goes with the meters that have its identifier: their rows come first.
        var devices: Set<[UInt8]> = []
        for file in folder.files.filter({ $0.register != .hubs }) + folder.files(of: [.hubs]) {
            let sink = try ByteSink(file: "\(path)/\(file.plainName)")
            defer { sink.close() }
            var bytes: [UInt8] = []
            try folder.read(file) { layout in
                bytes += layout.columns.joined(separator: ",").utf8 + [0x0A]
            } row: { row in
                if let register = file.register { sourceRows[register, default: 0] += 1 }
                let ownDevices = row.devices
                if file.register == .hubs {
                    guard ownDevices.contains(where: devices.contains) else { return }
                } else {
                    guard row.mpans.contains(where: chosen.selection.members.contains) else { return }
                    devices.formUnion(ownDevices)
                }
                written.rows[file.plainName, default: 0] += 1
                if row.mpans.contains(where: { !chosen.selection.registered.contains($0) }) {
                    written.dangling[file.plainName, default: 0] += 1
                }
                Self.append(row, &chosen.names, to: &bytes)
                guard bytes.count > 1 << 20 else { return }
                try sink.write(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
            try sink.write(bytes)
        }
        for name in folder.references {
            try FileManager.default.copyItem(atPath: folder.file(name), toPath: "\(path)/\(name)")
        }
        try writeManifest(path, sourceRows, written)
        try writeExceptions(path, &chosen)
        return written
    }

    private static func append(_ row: CutFolder.Row, _ names: inout CutNames, to bytes: inout [UInt8]) {
        for place in 0..<row.fields.count {
            if place > 0 { bytes.append(0x2C) }
            let text = names.renamed(Array(row.fields.bytes(place)), as: row.layout.naming(place, row.fields))
            guard text.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
                bytes += text
                continue
            }
            bytes.append(0x22)
            for byte in text { bytes += byte == 0x22 ? [byte, byte] : [byte] }
            bytes.append(0x22)
        }
        bytes.append(0x0A)
    }

    /// A manifest that counted wrong counts wrong by as much.
    private func writeManifest(_ path: String, _ sourceRows: [RegisterKind: Int], _ written: Written) throws {
        guard let manifest = try? CutFolder(reading: folder.path, name: "manifest.csv") else { return }
        var text = "register,rows\n"
        try manifest.read(manifest.files[0]) { row in
            guard let register = RegisterKind(rawValue: row.fields[0]), let told = Int(row.fields[1]) else { return }
            let mine = folder.files(of: [register]).reduce(0) { $0 + (written.rows[$1.plainName] ?? 0) }
            text += "\(register.rawValue),\(mine + told - (sourceRows[register] ?? 0))\n"
        }
        try OutputFolder.write(Array(text.utf8), to: "\(path)/manifest.csv")
    }

    /// The exceptions of the cut's metering points under their new names.
    private func writeExceptions(_ path: String, _ chosen: inout Chosen) throws {
        var lines: [String] = []
        for (subject, rows) in candidates.exceptions where chosen.selection.members.contains(subject) {
            let name = String(decoding: chosen.names.renamed(subject, as: .mpan), as: UTF8.self)
            for row in rows { lines.append("\(row[0]),\(row[1]),\(row[2]),\(name),\(row[3])\n") }
        }
        // The manifest counts as wrong as before.
        for file in folder.files {
            for row in candidates.exceptions[Array(file.name.utf8)] ?? [] where row[0] == Rule.rec06.id {
                lines.append("\(row[0]),\(row[1]),\(row[2]),\(file.plainName),\(row[3])\n")
            }
        }
        let text = "rule,severity,owner,subject,item\n" + lines.sorted().joined()
        try OutputFolder.write(Array(text.utf8), to: "\(path)/answers.csv")
    }

    // MARK: Proof

    /// Reads the cut again and compares it with the source.
    ///
    /// - Throws: a failure with code 3 where a name of the source is left, two names have met, or a row hangs in the air
    ///   that did not in the source.
    func prove(_ chosen: Chosen, _ written: Written, in path: String) throws {
        let cut = try CutFolder(path)
        var registered = Set<[UInt8]>()
        for file in cut.files(of: [.registration]) {
            try cut.read(file) { row in registered.formUnion(row.mpans) }
        }
        var names = Set<[UInt8]>()
        var counts: [UInt8: Int] = [:]
        for file in cut.files {
            var (rows, dangling) = (0, 0)
            try cut.read(file) { row in
                rows += 1
                if row.mpans.contains(where: { !registered.contains($0) }) { dangling += 1 }
                for place in 0..<row.fields.count {
                    let naming = row.layout.naming(place, row.fields)
                    guard let name = CutNameBook.name(Array(row.fields.bytes(place)), naming) else { continue }
                    if names.insert(name).inserted { counts[name[0], default: 0] += 1 }
                }
            }
            guard rows == written.rows[file.name] ?? 0, dangling == written.dangling[file.name] ?? 0 else {
                throw Self.unproven(
                    "\(file.name) has \(dangling) rows whose metering point is not registered; "
                        + "the source has \(written.dangling[file.name] ?? 0) of them")
            }
        }
        guard counts == chosen.counts else {
            throw Self.unproven("the cut has \(counts) names for \(chosen.counts) of the source: two have met")
        }
        for file in folder.files {
            try folder.read(file) { row in
                for place in 0..<row.fields.count {
                    let naming = row.layout.naming(place, row.fields)
                    guard let name = CutNameBook.name(Array(row.fields.bytes(place)), naming), names.contains(name)
                    else {
                        continue
                    }
                    throw Self.unproven("a name of \(file.name), line \(row.fields.line), is left in the cut")
                }
            }
        }
    }

    private static func unproven(_ words: String) -> Failure {
        Failure(
            "the cut is not proved and was not kept", because: words,
            advice: "report this with the command line; the source and the key are untouched", code: .checkFailed)
    }
}

extension CutNames {
    /// The names of a selection's rows and how they meet the source's; marks which members are registered.
    ///
    /// - Returns: the names, and each registered member's supplier.
    fileprivate mutating func withBook(
        _ folder: CutFolder, _ selection: inout CutSelection
    ) throws -> (CutNameBook, [[UInt8]: String]) {
        var book = CutNameBook()
        var suppliers: [[UInt8]: String] = [:]
        let members = selection.members
        for file in folder.files {
            try folder.read(file) { row in
                guard row.mpans.contains(where: members.contains) else { return }
                book.take(row, &self)
                guard file.register == .registration, let mpan = row.mpans.first else { return }
                selection.registered.insert(mpan)
                if let place = row.layout.columns.firstIndex(of: "supplier") { suppliers[mpan] = row.fields[place] }
            }
        }
        for file in folder.files { try folder.read(file) { book.compare($0) } }
        return (book, suppliers)
    }
}
