import Foundation
import Testing

/// A folder of registers of a few metering points, and what the program says of it.
struct RegisterFolder {
    /// MPANs of distributor 12 with right check digits, from number 1.
    static func mpan(_ number: Int) -> String {
        let body = "12" + String(10_000_000_000 + number).dropFirst()
        let weights = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43]
        let sum = zip(body.utf8, weights).reduce(0) { $0 + (Int($1.0) - 0x30) * $1.1 }
        return body + String(sum % 11 % 10)
    }

    static let (one, two, three) = (mpan(1), mpan(2), mpan(3))
    static let registration = "mpan,supplier,dpi,created\n\(one),SUPA,true,2010-01-01\n\(two),SUPB,false,2010-01-01\n"

    let program: Program
    let folder: URL

    init(_ name: String) throws {
        program = try Program(name)
        folder = program.folder.appendingPathComponent("registers")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func remove() { program.remove() }

    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }
    func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: folder.appendingPathComponent(name))
    }

    func delete(_ name: String) throws { try FileManager.default.removeItem(at: folder.appendingPathComponent(name)) }

    @discardableResult
    func load(_ more: String..., asAt: String = "2026-07-01", status: Int32 = 0) throws -> Program.Result {
        let result = try program.run(["cleanse", "load", folder.path, "--as-at", asAt] + more)
        #expect(result.status == status, "\(result.text)\(result.error)")
        return result
    }

    /// The open exceptions of a check, as `FIL-04 F:? MEM.csv meter_id`, and of the rules that begin so.
    func check(_ families: String...) throws -> Set<String> {
        let result = try program.run("cleanse", "check")
        #expect(result.status == 0 || result.status == 2, "\(result.error)")
        let wanted = try rows().filter { row in families.isEmpty || families.contains { row[0].hasPrefix($0) } }
        return Set(wanted.map { "\($0[0]) \($0[2]) \($0[3]) \($0[4])" })
    }

    /// The open exceptions, by column; no field of these tests has a comma.
    func rows(_ more: String...) throws -> [[String]] {
        let text = try program.run(["cleanse", "exceptions", "--format", "csv"] + more).text
        return text.split(whereSeparator: \.isNewline).dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// Registers with their rows and digests, as the last load left them.
    func registers() throws -> [String] {
        let data = program.folder.appendingPathComponent("data/registers")
        let name = String(decoding: try Data(contentsOf: data.appendingPathComponent("current")), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        struct Manifest: Decodable {
            struct Facts: Decodable {
                struct Register: Decodable {
                    let register: String
                    let rows: Int
                    let digest: String
                }
                let registers: [Register]
            }
            let facts: Facts
        }
        let manifest = try JSONDecoder().decode(
            Manifest.self, from: Data(contentsOf: data.appendingPathComponent(name)))
        return manifest.facts.registers.map { "\($0.register) \($0.rows) \($0.digest)" }
    }
}
