import Foundation

/// Standard output and error: bytes to the one, words to the other, colour and progress only on a terminal.
enum Terminal {
    static let isErrorTerminal = isatty(STDERR_FILENO) == 1
    static let isOutputTerminal = isatty(STDOUT_FILENO) == 1

    static func write(_ bytes: [UInt8]) throws { try FileHandle.standardOutput.write(contentsOf: Data(bytes)) }

    static func print(_ text: String) throws { try write(Array((text + "\n").utf8)) }

    static func error(_ text: String) {
        // Standard error that is closed is no reason to fail.
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }

    /// Emphasis on a terminal, plain text elsewhere or where `NO_COLOR` is set.
    static func bold(_ text: String) -> String {
        let plain = !isOutputTerminal || ProcessInfo.processInfo.environment["NO_COLOR"] != nil
        return plain ? text : "\u{1B}[1m\(text)\u{1B}[0m"
    }
}

/// A bar on standard error for work of more than a second; silent where standard error is no terminal.
struct Progress {
    private let label: String
    private let total: Int
    private let started = ContinuousClock.now
    private var shown = ContinuousClock.now

    init(_ label: String, total: Int) {
        self.label = label
        self.total = total
    }

    mutating func show(_ done: Int) {
        let now = ContinuousClock.now
        guard Terminal.isErrorTerminal, total > 0, now - started > .seconds(1), now - shown > .milliseconds(100) else {
            return
        }
        shown = now
        let width = 30
        let filled = min(width, done * width / total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        try? FileHandle.standardError.write(contentsOf: Data("\r\(label) \(bar) \(done) of \(total)".utf8))
    }

    func end() {
        guard Terminal.isErrorTerminal, shown > started else { return }
        try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K".utf8))
    }
}
