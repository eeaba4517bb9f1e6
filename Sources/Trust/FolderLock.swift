public import Foundation
import Glibc
import Synchronization

/// Keeps other processes, and other holders in this one, out of a folder while it is held; ends with its process at the
/// latest.
public final class FolderLock: Sendable {
    private let descriptor: Mutex<Int32?>

    /// Takes the lock, waiting for another holder.
    /// - Parameter tries: how often it is asked for, fifty times a second; about half a minute by default.
    public init(folder: URL, tries: Int = 1_500) throws(TrustError) {
        let path = folder.appendingPathComponent(".lock").path
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .notWritten(path: path, cause: String(cString: strerror(errno))) }
        var left = max(1, tries)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let cause = errno
            left -= 1
            guard left > 0, cause == EWOULDBLOCK || cause == EINTR else {
                close(descriptor)
                throw .notWritten(
                    path: path,
                    cause: cause == EWOULDBLOCK ? "another process holds it" : String(cString: strerror(cause)))
            }
            usleep(20_000)
        }
        self.descriptor = Mutex(descriptor)
    }

    /// Gives the lock back; a second call does nothing.
    public func release() {
        descriptor.withLock {
            if let held = $0 { close(held) }
            $0 = nil
        }
    }

    deinit { release() }
}
