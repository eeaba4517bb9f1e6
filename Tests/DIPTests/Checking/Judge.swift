import DIP
import Foundation
import TestSupport

/// The independent judge (jsonschema, PyYAML and Python's own json), run as a program of its own.
enum Judge {
    /// The folder of an official version beside the repository, or nil where it is absent, which is said once.
    static func official(_ version: String) -> URL? {
        guard let shared else { return nil }
        return shared.appendingPathComponent(version, isDirectory: true)
    }

    private static let shared: URL? = {
        let folder = Repository.root.deletingLastPathComponent()
            .appendingPathComponent("shared/dip-spec", isDirectory: true)
        if FileManager.default.fileExists(atPath: folder.appendingPathComponent("2.1.0").path) { return folder }
        Repository.say("ABSENT: ../shared/dip-spec. Every test that reads official files is passed over in this run.")
        return nil
    }()

    /// One answer a line.
    static func answers(_ arguments: [String], _ lines: [String]) async throws -> [String] {
        let folder = try TemporaryFolder("judge")
        let file = try folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "lines")
        let outcome = try await Subprocess.python(
            "Tests/DIPTests/Checking/judge.py", arguments + [file.path], within: .seconds(900))
        guard outcome.succeeded else { throw Property.Broken("judge.py: \(outcome.errors)") }
        let answers = outcome.text.split(separator: "\n").map(String.init)
        guard answers.count == lines.count else {
            throw Property.Broken("judge.py gave \(answers.count) answers for \(lines.count) lines")
        }
        return answers
    }

    /// For each text of one message: fits exactly one variant, fits at least one.
    static func messages(_ texts: [String], by folder: URL, strictNull: Bool = false) async throws
        -> [(one: Bool, some: Bool)]
    {
        let words = (strictNull ? ["--strict-null"] : []) + ["messages", folder.path]
        return try await answers(words, texts).map { ($0.first == "1", $0.last == "1") }
    }
}
