import Foundation
import Glibc

/// A folder that is there whole or not at all: it is written beside its place and renamed at the end.
struct FolderInTheMaking {
    let path: String

    /// Where the files are written meanwhile.
    var partial: String { path + ".partial" }

    init(_ path: String) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    /// Makes the folder to write in; refuses a place where files are.
    ///
    /// What a run that was stopped has left beside the place goes.
    func begin() throws {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            guard isFolder.boolValue else {
                throw Failure(line: "out: \(path) is a file; name a folder", code: .misused)
            }
            guard try FileManager.default.contentsOfDirectory(atPath: path).isEmpty else {
                throw Failure(
                    line: "out: \(path) has files in it; name a folder that is empty or not there yet", code: .misused)
            }
        }
        do {
            if FileManager.default.fileExists(atPath: partial) { try FileManager.default.removeItem(atPath: partial) }
            try FileManager.default.createDirectory(atPath: partial, withIntermediateDirectories: true)
        } catch {
            throw Failure(
                line: "out: \(partial) cannot be made (\(error.localizedDescription)); "
                    + "name a folder in a place that you may write to", code: .failed)
        }
    }

    /// Gives the folder its name.
    func finish() throws {
        // An empty folder in the place gives way.
        guard Glibc.rename(partial, path) == 0 else { throw SinkProblem(code: errno, name: path) }
    }

    /// Takes away what was written.
    func abandon() { try? FileManager.default.removeItem(atPath: partial) }
}
