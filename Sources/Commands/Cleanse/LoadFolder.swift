import Cleanse
import Foundation

/// The files of a folder that a load reads, by what they hold.
struct LoadFolder {
    struct Entry {
        let name: String
        let path: String
    }

    private(set) var registers: [RegisterKind: [Entry]] = [:]
    private(set) var references: [(input: Input, file: Entry)] = []
    /// CSV files of other names: reference data of the industry's own layouts, or nothing that a load reads.
    private(set) var others: [Entry] = []

    /// Reads a folder's names, in the order of their bytes.
    init(_ folder: String) throws {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw Failure(
                "the folder \(folder) could not be read", because: error.localizedDescription,
                advice: "name a folder with files such as REG.csv", code: .badInput)
        }
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            let entry = Entry(name: name, path: folder + "/" + name)
            guard let stem = Self.stem(name) else { continue }
            let base = String(stem.prefix { $0 != "-" })
            if let kind = RegisterKind(rawValue: base) {
                registers[kind, default: []].append(entry)
            } else if let input = Input.references.first(where: { $0.rawValue == base || $0.rawValue == stem }) {
                references.append((input, entry))
            } else {
                others.append(entry)
            }
        }
    }

    /// The name before `.csv` or `.csv.zst`; nil for other files.
    private static func stem(_ name: String) -> String? {
        for suffix in [".csv", ".csv.zst"] where name.hasSuffix(suffix) { return String(name.dropLast(suffix.count)) }
        return nil
    }
}
