import Foundation
import Glibc
import Trust

/// Files that the cleanse writes for others to read: whole or not at all.
enum CleanseFiles {
    static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try PrivateFile.write(bytes, to: URL(fileURLWithPath: path), mode: 0o644)
        } catch {
            throw Failure(
                "\(path) could not be written", because: "\(error)", advice: "name a place that you may write to")
        }
    }

    /// Makes a folder that must not be there yet, or be empty.
    static func makeEmptyFolder(_ path: String) throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard names.isEmpty else {
            throw Failure(
                "\(path) cannot take the packs", because: "it has files in it already",
                advice: "name a folder that is empty or not there yet", code: .misused)
        }
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Failure(
                "\(path) cannot be made", because: error.localizedDescription,
                advice: "name a folder in a place that you may write to")
        }
    }
}
