public import Foundation

/// Compares a text with the file that holds what it should be.
///
/// With `CHANGEOVER_GOLDEN=write` in the environment the file is written instead; look at the difference before it is
/// committed.
public enum Golden {
    /// How a text differs from its golden file.
    public struct Mismatch: Error, Sendable, Hashable, CustomStringConvertible {
        /// Path of the file from the repository's root.
        public let path: String
        /// The first line that differs, from 1.
        public let line: Int
        /// The file's line; nil where the file ends before it, or is not there.
        public let expected: String?
        /// The text's line; nil where the text ends before it.
        public let found: String?

        public var description: String {
            """
            \(path) differs first in line \(line)
              expected: \(expected ?? "(the file ends)")
              found:    \(found ?? "(the text ends)")
            CHANGEOVER_GOLDEN=write writes the file anew
            """
        }
    }

    /// Whether this run writes golden files instead of comparing.
    public static var writes: Bool { ProcessInfo.processInfo.environment["CHANGEOVER_GOLDEN"] == "write" }

    /// Compares a text with a file of the repository, byte for byte.
    /// - Throws: `Mismatch` with the first line that differs; what the file system says where the file cannot be written.
    public static func check(_ text: String, against path: String, in root: URL = Repository.root) throws {
        let file = root.appendingPathComponent(path)
        if writes {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            return try Data(text.utf8).write(to: file)
        }
        // A file that is not there compares as an empty one, and its message names it.
        let expected = (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        if let mismatch = compare(text, with: expected, path: path) { throw mismatch }
    }

    /// The first difference of two texts, or nil where their bytes are equal.
    public static func compare(_ found: String, with expected: String, path: String) -> Mismatch? {
        guard Array(found.utf8) != Array(expected.utf8) else { return nil }
        let foundLines = lines(found)
        let expectedLines = lines(expected)
        var index = 0
        while index < foundLines.count, index < expectedLines.count, foundLines[index] == expectedLines[index] {
            index += 1
        }
        return Mismatch(
            path: path, line: index + 1, expected: line(index, of: expectedLines), found: line(index, of: foundLines))
    }

    /// Lines as bytes: two texts that only look equal differ.
    private static func lines(_ text: String) -> [[UInt8]] {
        text.isEmpty ? [] : text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    }

    private static func line(_ index: Int, of lines: [[UInt8]]) -> String? {
        index < lines.count ? String(decoding: lines[index], as: UTF8.self).debugDescription : nil
    }
}
