import Foundation
import Papers
import Record
import Store

/// A paper's file, read.
struct LoadedPaper: Sendable {
    let source: SourceText
    let bytes: [UInt8]
    let read: ReadPaper
}

/// A file that cannot be read as a paper.
struct LoadFailure: Error, Sendable {
    let because: String
    let advice: String
}

/// Loads and reads files in parallel, as many at a time as there are cores; results in the order given.
enum PaperLoader {
    /// More files than this in one command are refused: the whole command is one transaction.
    static let filesMax = 50_000

    static func load(_ paths: [String]) async -> (read: [LoadedPaper], failures: [LoadFailure]) {
        guard paths.count <= filesMax else {
            return (
                [],
                [LoadFailure(because: "\(paths.count) files are given", advice: "import at most \(filesMax) at a time")]
            )
        }
        var results: [Int: Result<LoadedPaper, LoadFailure>] = [:]
        results.reserveCapacity(paths.count)
        var progress = Progress("reading", total: paths.count)
        let width = max(1, ProcessInfo.processInfo.activeProcessorCount)
        await withTaskGroup(of: [(Int, Result<LoadedPaper, LoadFailure>)].self) { group in
            // Slices keep the number of tasks small; each worker reads its slice in order.
            let slices = stride(from: 0, to: paths.count, by: 64).map { $0..<min($0 + 64, paths.count) }
            var next = 0
            func add() {
                guard next < slices.count else { return }
                let slice = slices[next]
                next += 1
                group.addTask { slice.map { ($0, Self.read(paths[$0])) } }
            }
            for _ in 0..<width { add() }
            for await part in group {
                for (index, result) in part { results[index] = result }
                progress.show(results.count)
                add()
            }
        }
        progress.end()
        var read: [LoadedPaper] = []
        var failures: [LoadFailure] = []
        for index in paths.indices {
            switch results[index] {
            case .success(let paper)?: read.append(paper)
            case .failure(let failure)?: failures.append(failure)
            case nil: break
            }
        }
        return (read, failures)
    }

    static func read(_ path: String) -> Result<LoadedPaper, LoadFailure> {
        let file = URL(fileURLWithPath: path)
        do {
            let bytes = try bounded(file, path)
            let source = try SourceText(
                name: file.deletingPathExtension().lastPathComponent, digest: RecordStore.sha256Hex(bytes), bytes: bytes
            )
            return .success(LoadedPaper(source: source, bytes: bytes, read: try PaperReader.read(source)))
        } catch let error as PaperError {
            let place = error.line.map { "\(path), line \($0)" } ?? path
            return .failure(LoadFailure(because: "\(place): \(error.because)", advice: error.advice))
        } catch let failure as LoadFailure {
            return .failure(failure)
        } catch {
            return .failure(
                LoadFailure(
                    because: "\(path): \(error.localizedDescription)", advice: "check the file's name and rights"))
        }
    }

    /// The file's bytes; a file beyond the limit is refused before it is read.
    private static func bounded(_ file: URL, _ path: String) throws -> [UInt8] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) else {
            throw LoadFailure(because: "\(path): there is no such file", advice: "check the file's name")
        }
        guard !isFolder.boolValue else {
            throw LoadFailure(
                because: "\(path): this is a folder", advice: "name the files in it, such as \(path)/*.txt")
        }
        let limit = PaperLimits.standard.bytesMax
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        let data = try handle.read(upToCount: limit + 1) ?? Data()
        guard data.count <= limit else {
            let size = try handle.seekToEnd()
            throw PaperError(file: path, line: nil, problem: .tooLarge(bytes: Int(size), limit: limit))
        }
        return [UInt8](data)
    }
}
