import NIOCore
import NIOPosix

/// Threads of their own for what takes a core for milliseconds: rendering and signing a post.
///
/// On the threads that all tasks share, a lane's post would stand in the same line as the steps of requests, each of which
/// takes a hundredth of it; a few lanes at once would hold up every request at each of its steps. Between threads, the
/// system shares the cores out. (A task's priority would not help: a child's is never below its parent's.)
final class DeliveryThreads: TaskExecutor {
    static let shared = DeliveryThreads()

    /// Never stopped: it lasts as long as the process, and at its end nothing waits for it.
    private let pool: NIOThreadPool

    private init() {
        pool = NIOThreadPool(numberOfThreads: System.coreCount)
        pool.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        pool.submit { [self] _ in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
