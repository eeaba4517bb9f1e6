import ArgumentParser
import Crypto
import Foundation

/// `changeover consumption join`
struct ConsumptionJoin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "join",
        abstract: "Make the manifest of a run from the manifests of its parts.",
        discussion: """
            Checks first that every part is there once, that all are of one configuration, and that each file has the \
            size and the SHA-256 that its manifest says. Exit code 3 where something is wrong; all of it is listed.

            EXAMPLE
              changeover consumption join data/
            """)

    @Argument(help: ArgumentHelp("The folder with the parts.", valueName: "dir")) var folder: String

    func run() async throws {
        try await reporting {
            let found = try OutputFolder.manifests(in: folder).filter { $0.name != "manifest.json" }
            guard let first = found.first else {
                throw Failure(line: "\(folder): it holds no manifest of a part", code: .badInput)
            }
            let wrong = try Self.findings(found, folder)
            guard wrong.isEmpty else {
                for line in wrong { Terminal.error("error: \(line)") }
                throw ExitCode(Failure.Code.checkFailed.rawValue)
            }
            var joined = first.manifest
            joined.part = nil
            for (_, part) in found.dropFirst().sorted(by: { ($0.manifest.part ?? 0) < ($1.manifest.part ?? 0) }) {
                joined.rows += part.rows
                joined.importMPANs += part.importMPANs
                joined.exportMPANs += part.exportMPANs
                joined.energies.add(part.energies)
            }
            joined.files = found.sorted { ($0.manifest.part ?? 0) < ($1.manifest.part ?? 0) }.flatMap(\.manifest.files)
            let place = OutputFolder(folder, part: 1, parts: 1, dataExtension: "").file("manifest.json")
            do {
                try OutputFolder.write(joined.bytes, to: place)
            } catch let problem as SinkProblem {
                throw problem.failure(resumable: false)
            }
            try Terminal.print("\(place): \(joined.rows) rows in \(joined.parts) parts.")
        }
    }

    /// What keeps the parts from being one run.
    static func findings(_ found: [(name: String, manifest: Manifest)], _ folder: String) throws -> [String] {
        guard let first = found.first else { return [] }
        var wrong: [String] = []
        for (name, manifest) in found where !manifest.isSameRun(as: first.manifest) {
            wrong.append(
                "\(name): it is of another run than \(first.name) (\(manifest.difference(to: first.manifest)))")
        }
        guard wrong.isEmpty else { return wrong }
        let parts = found.compactMap(\.manifest.part)
        for part in 1...max(1, first.manifest.parts) {
            let count = parts.count { $0 == part }
            if count == 0 { wrong.append("part \(part) of \(first.manifest.parts) is missing") }
            if count > 1 { wrong.append("part \(part) of \(first.manifest.parts) is there \(count) times") }
        }
        for (_, manifest) in found {
            for file in manifest.files { wrong += damage(file, in: folder) }
        }
        return wrong
    }

    private static func damage(_ file: Manifest.File, in folder: String) -> [String] {
        let path = OutputFolder(folder, part: 1, parts: 1, dataExtension: "").file(file.name)
        guard let size = OutputFolder.size(path) else { return ["\(file.name): there is no such file"] }
        guard size == file.bytes else {
            return ["\(file.name): it has \(size) bytes, and its manifest says \(file.bytes)"]
        }
        var hash = SHA256()
        guard (try? FileDigest.add(path, bytes: size, to: &hash)) != nil else {
            return ["\(file.name): it cannot be read"]
        }
        let found = Digest.text(hash.finalize())
        return found == file.sha256
            ? [] : ["\(file.name): its SHA-256 is \(found), and its manifest says \(file.sha256)"]
    }
}
