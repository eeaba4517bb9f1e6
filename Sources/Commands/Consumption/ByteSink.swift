import Foundation
import Glibc

/// A file or a pipe that bytes go to, by the system's own calls.
struct ByteSink: Sendable {
    let descriptor: Int32
    /// As messages name it.
    let name: String

    static let standardOutput = ByteSink(descriptor: STDOUT_FILENO, name: "standard output")

    private init(descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
    }

    /// Opens a file for writing from its beginning, or from `keeping` bytes on, which stay.
    init(file path: String, keeping: Int = 0) throws {
        let handle = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard handle >= 0 else { throw SinkProblem(code: errno, name: path) }
        descriptor = handle
        name = path
        guard ftruncate(handle, off_t(keeping)) == 0, lseek(handle, off_t(keeping), SEEK_SET) == off_t(keeping) else {
            let problem = SinkProblem(code: errno, name: path)
            Glibc.close(handle)
            throw problem
        }
    }

    /// Writes all of it, in as many calls as the system wants.
    func write(_ bytes: UnsafeRawBufferPointer) throws {
        guard var start = bytes.baseAddress else { return }
        var left = bytes.count
        while left > 0 {
            // Linux takes at most 2 GB less a page in one call.
            let written = Glibc.write(descriptor, start, min(left, 1 << 30))
            if written > 0 {
                start += written
                left -= written
            } else if written < 0, errno == EAGAIN || errno == EWOULDBLOCK {
                var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&wanted, 1, -1)
            } else if written < 0, errno != EINTR {
                throw SinkProblem(code: errno, name: name)
            }
        }
    }

    func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }

    /// Waits until what was written is on the disk.
    func synchronise() throws {
        // Pipes and devices have no disk.
        guard fdatasync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
            throw SinkProblem(code: errno, name: name)
        }
    }

    func close() { Glibc.close(descriptor) }
}

/// What the system said when bytes could not be written.
struct SinkProblem: Error, Hashable {
    let code: Int32
    let name: String

    /// One clear line, with what to do.
    func failure(resumable: Bool) -> Failure {
        let words = String(cString: strerror(code))
        let rest =
            switch code {
            case EPIPE: "the reader closed it before the end"
            case ENOSPC, EDQUOT:
                "\(words.lowercased()); free some space"
                    + (resumable ? " and run the same command with --resume" : " and run the command again")
            case EACCES, EPERM, EROFS: "\(words.lowercased()); name a folder that you may write to"
            default: words.lowercased() + (resumable ? "; run the same command with --resume when it is mended" : "")
            }
        return Failure(line: "\(name): \(rest)", code: .failed)
    }
}
