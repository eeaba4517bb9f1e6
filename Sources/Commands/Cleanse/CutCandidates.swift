import Cleanse
import Formats
import Foundation

/// Whom a cut is chosen from: the subjects of each rule's exceptions, in an order that the seed shuffles.
struct CutCandidates {
    /// The word that asks for metering points without any exception.
    static let clean = "CLEAN"

    /// What is asked for: rules, or `CLEAN`, in the order of the command line.
    let quotas: [(name: String, count: Int)]
    private let seed: UInt64
    private var subjects: [String: [[UInt8]]] = [:]
    /// The exceptions' rows by subject: rule, severity, owner, item.
    private(set) var exceptions: [[UInt8]: [[String]]] = [:]

    /// Reads the exceptions, as `cleanse exceptions --format csv` prints them or as a sample's answers are.
    init(quotas: [(name: String, count: Int)], exceptions file: String, folder: CutFolder, seed: UInt64) throws {
        self.quotas = quotas
        self.seed = seed
        let url = URL(fileURLWithPath: file)
        let list = try CutFolder(reading: url.deletingLastPathComponent().path, name: url.lastPathComponent)
        var places: [Int] = []
        try list.read(list.files[0]) { layout in
            places = ["rule", "severity", "owner", "item", "subject"].compactMap(layout.columns.firstIndex)
            guard places.count == 5 else {
                throw Failure(
                    line: "\(file): a list of exceptions has the columns rule, severity, owner, item and subject",
                    code: .badInput)
            }
        } row: { row in
            let subject = CutName.packed(row.fields.bytes(places[4]))
            exceptions[subject, default: []].append(places.prefix(4).map { row.fields[$0] })
            subjects[row.fields[places[0]], default: []].append(subject)
        }
        for name in subjects.keys { subjects[name] = ordered(subjects[name] ?? []) }
        if let wanted = quotas.first(where: { $0.name == Self.clean }) {
            subjects[Self.clean] = try cleanOnes(of: folder, atLeast: wanted.count)
        }
    }

    /// Adds to a selection what its quotas still lack.
    ///
    /// - Returns: what could not be met, by name.
    func fill(_ selection: inout CutSelection, without dropped: Set<[UInt8]>) -> [(name: String, asked: Int, got: Int)]
    {
        var short: [(name: String, asked: Int, got: Int)] = []
        for (name, count) in quotas {
            var got = 0
            for subject in subjects[name] ?? [] where !dropped.contains(subject) {
                guard got < count else { break }
                selection.add(subject, for: name)
                got += 1
            }
            if got < count { short.append((name, count, got)) }
        }
        return short
    }

    /// Once each, by a hash of the seed and the subject, so that a cut is spread over the list.
    private func ordered(_ subjects: [[UInt8]]) -> [[UInt8]] {
        Set(subjects).map { (rank($0), $0) }.sorted {
            $0.0 != $1.0 ? $0.0 < $1.0 : $0.1.lexicographicallyPrecedes($1.1)
        }.map(\.1)
    }

    /// Place of a text in the seed's order.
    func rank(_ text: [UInt8]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ (seed &* 0x9E37_79B9_7F4A_7C15)
        for byte in text { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        hash ^= hash >> 32
        return hash &* 0xD6E8_FEB8_6659_FD93
    }

    /// More than enough metering points of registration that have no exception: those first in the seed's order.
    private func cleanOnes(of folder: CutFolder, atLeast count: Int) throws -> [[UInt8]] {
        let room = count * 2 + 1_000
        var found: [(UInt64, [UInt8])] = []
        for file in folder.files(of: [.registration]) {
            try folder.read(file) { row in
                guard let mpan = row.mpans.first, mpan.count == 13, exceptions[mpan] == nil else { return }
                found.append((rank(mpan), mpan))
                guard found.count > room * 4 else { return }
                found.sort { $0.0 < $1.0 }
                found.removeLast(found.count - room)
            }
        }
        return ordered(found.map(\.1))
    }
}

extension CutFolder {
    /// A folder of which only one file is looked at.
    init(reading path: String, name: String) throws {
        self.path = path
        files = [File(name: name, register: nil)]
        references = []
        guard FileManager.default.fileExists(atPath: file(name)) else {
            throw Failure(
                line: "there is no \(file(name)); name a list of exceptions with --exceptions, as changeover cleanse "
                    + "exceptions --format csv prints it", code: .badInput)
        }
    }
}
