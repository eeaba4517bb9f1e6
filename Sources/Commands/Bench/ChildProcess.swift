import Foundation
import Glibc

/// This program as a process of its own, for measures of its time and memory.
enum ChildProcess {
    /// Runs it with its standard output in a file and waits for its end.
    ///
    /// - Parameter arguments: the first one is the program's name.
    /// - Returns: its exit status (128 and the signal's number for one that was killed) and what the kernel counted.
    static func run(_ arguments: [String], output: String) throws -> (status: Int32, usage: rusage) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var argv = arguments.map { strdup($0) } + [nil]
        defer { argv.forEach { free($0) } }
        var process: pid_t = 0
        guard posix_spawn(&process, "/proc/self/exe", &actions, nil, &argv, environ) == 0 else {
            throw Failure(
                "the program could not be run again", because: String(cString: strerror(errno)),
                advice: "run changeover bench from its own file")
        }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return (signal == 0 ? status >> 8 & 0xFF : 128 + signal, usage)
    }
}
