public import Foundation

/// Where the files of this repository are, found from the place of this source file.
public enum Repository {
    /// The folder that holds `Package.swift`, whatever links lead to it.
    public static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The example papers that come with the product.
    public static let examplePapers = root.appendingPathComponent("Examples/papers", isDirectory: true)

    /// The folder of real papers beside the repository, or nil where it is absent; that is said once on standard error.
    public static let sharedPapers: URL? = {
        let folder = root.deletingLastPathComponent().appendingPathComponent("shared/papers", isDirectory: true)
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue {
            return folder
        }
        say(
            """

            ================================================================================
            ABSENT: ../shared/papers
            Every test that reads the real papers is passed over in this run.
            ================================================================================

            """)
        return nil
    }()

    /// A file of the repository by its path from the root.
    public static func file(_ path: String) -> URL { root.appendingPathComponent(path) }

    /// The text files of a folder, sorted by name.
    /// - Throws: what the file system says where the folder cannot be read.
    public static func papers(in folder: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "txt" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    /// Writes words to standard error, so that they are seen among the lines of a test run.
    public static func say(_ words: String) {
        FileHandle.standardError.write(Data((words + "\n").utf8))
    }
}
