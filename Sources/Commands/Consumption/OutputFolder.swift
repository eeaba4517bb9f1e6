import Foundation
import Glibc

/// The folder of a run: names of its files, what may be written there, and the renaming at the end.
struct OutputFolder: Sendable {
    let path: String
    let part: Int
    let parts: Int
    /// Of the data file, without the first dot: `csv.zst`.
    let dataExtension: String

    init(_ path: String, part: Int, parts: Int, dataExtension: String) {
        self.path = path
        self.part = part
        self.parts = parts
        self.dataExtension = dataExtension
    }

    /// `-part-3-of-8`, the part with as many digits as the parts have, so that names sort; empty for a whole run.
    private var suffix: String {
        guard parts > 1 else { return "" }
        let digits = String(part)
        let width = String(parts).utf8.count
        return "-part-\(String(repeating: "0", count: width - digits.utf8.count))\(digits)-of-\(parts)"
    }

    var dataName: String { "consumption\(suffix).\(dataExtension)" }
    var portfolioName: String { "portfolio\(suffix).csv" }
    /// The answer key of the defects.
    var defectsName: String { "defects\(suffix).csv" }
    /// Which rows arrive when.
    var deliveriesName: String { "deliveries\(suffix).csv" }
    /// What comes late, with the batch in which it comes.
    func lateName(_ batch: Int) -> String { "consumption-late-\(batch)\(suffix).\(dataExtension)" }
    var manifestName: String { "manifest\(suffix).json" }

    func file(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

    func partial(_ name: String) -> String { file(name) + ".partial" }

    var data: String { file(dataName) }
    var partialData: String { data + ".partial" }
    var journal: String { data + ".journal" }

    /// Makes the folder where there is none.
    func make() throws {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            guard isFolder.boolValue else {
                throw Failure(line: "out: \(path) is a file; name a folder, or - for standard output", code: .failed)
            }
            return
        }
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Failure(
                line:
                    "out: \(path) cannot be made (\(error.localizedDescription)); name a folder that you may write to",
                code: .failed)
        }
    }

    /// The manifests in the folder, by name.
    static func manifests(in path: String) throws -> [(name: String, manifest: Manifest)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let folder = OutputFolder(path, part: 1, parts: 1, dataExtension: "")
        return try names.filter { $0.hasPrefix("manifest") && $0.hasSuffix(".json") }.sorted().map { name in
            let file = folder.file(name)
            do {
                return (name, try Manifest(try ConsumptionOptions.json(of: file)))
            } catch let problem as FieldProblem {
                throw Failure(line: "\(file): \(problem)", code: .badInput)
            }
        }
    }

    /// Refuses a folder that holds another run's files.
    /// - Parameter manifest: of the run to come; its counts do not matter.
    func refuseOthers(_ manifest: Manifest) throws {
        let names = Set((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
        let found = try Self.manifests(in: path)
        for (name, other) in found where !manifest.isSameRun(as: other) {
            throw Failure(
                line: "out: \(path) holds another run (\(name): \(other.difference(to: manifest))); "
                    + "name another folder, or --force to write over it", code: .failed)
        }
        let mine = [dataName, portfolioName]
        guard !found.isEmpty else {
            if let stranger = mine.first(where: names.contains) {
                throw Failure(
                    line: "out: \(path) holds \(stranger) without a manifest; name another folder, or --force to write "
                        + "over it, or --resume if an earlier run was stopped", code: .failed)
            }
            return
        }
    }

    /// Gives a finished file its name.
    func rename(_ partial: String, to name: String) throws {
        guard Glibc.rename(partial, file(name)) == 0 else { throw SinkProblem(code: errno, name: file(name)) }
    }

    /// Writes a small file whole: beside its place first, on the disk, then renamed.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let partial = path + ".partial"
        let sink = try ByteSink(file: partial)
        do {
            try sink.write(bytes)
            try sink.synchronise()
            sink.close()
            guard Glibc.rename(partial, path) == 0 else { throw SinkProblem(code: errno, name: path) }
        } catch {
            sink.close()
            unlink(partial)
            throw error
        }
    }

    /// Bytes of a file; nil where there is none.
    static func size(_ path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }
}

extension Manifest {
    /// The first thing in which another run differs.
    func difference(to other: Manifest) -> String {
        if digest != other.digest { return "another configuration" }
        if format != other.format { return "format \(format)" }
        if parts != other.parts { return parts == 1 ? "not in parts" : "in \(parts) parts" }
        if modelVersion != other.modelVersion { return "model version \(modelVersion)" }
        return compressionLevel.map { "zstd level \($0)" } ?? "not compressed"
    }
}
