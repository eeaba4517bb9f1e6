import Dispatch
import Foundation
import Synchronization

/// Sees written files to the disk beside other work: a load reads its next register meanwhile.
///
/// At most two files a register wait here; nothing that they are part of holds before `wait` has returned.
final class DiskSync: Sendable {
    private let queue = DispatchQueue(label: "changeover.cleanse.disk")
    private let failure = Mutex<CleanseFolderError?>(nil)

    /// Takes over an open file.
    func add(_ descriptor: Int32, _ path: String) {
        queue.async {
            if fsync(descriptor) != 0 {
                let error = SystemFile.error("write", path)
                self.failure.withLock { $0 = $0 ?? error }
            }
            close(descriptor)
        }
    }

    /// Returns when all of them are on the disk; throws what kept the first of them from it.
    func wait() throws(CleanseFolderError) {
        queue.sync {}
        if let error = failure.withLock({ $0 }) { throw error }
    }
}
