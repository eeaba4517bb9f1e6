public import Foundation

/// A folder of its own for one test, removed when the last reference to it goes.
public final class TemporaryFolder: Sendable {
    public let url: URL

    /// Makes an empty folder that only its owner can enter.
    /// - Throws: what the file system says where it cannot be made.
    public init(_ label: String = "test") throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("changeover-\(label)-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit {
        // A folder that is gone already needs no removal.
        try? FileManager.default.removeItem(at: url)
    }

    /// The place of a file in the folder.
    public func file(_ name: String) -> URL { url.appendingPathComponent(name) }

    /// Writes a file into the folder.
    /// - Throws: what the file system says where it cannot be written.
    @discardableResult
    public func write(_ bytes: [UInt8], to name: String) throws -> URL {
        let place = file(name)
        try Data(bytes).write(to: place)
        return place
    }

    /// Runs work with a folder that is removed when the work ends, also by an error.
    public static func with<Result>(
        _ label: String = "test", _ work: (TemporaryFolder) async throws -> Result
    ) async throws -> Result {
        let folder = try TemporaryFolder(label)
        let result = try await work(folder)
        try FileManager.default.removeItem(at: folder.url)
        return result
    }
}
