import Foundation
import Synchronization

/// A bar on standard error with the rate and the time left; silent where standard error is no terminal.
final class RateProgress: Sendable {
    private let label: String
    private let total: Int
    private let started = ContinuousClock.now
    private let shown = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameter total: metering points times days.
    init(_ label: String, total: Int) {
        self.label = label
        self.total = total
    }

    /// - Parameters:
    ///   - done: metering points times days so far, those before a resumption included.
    ///   - before: those that were there when this run began.
    func show(_ done: Int, before: Int = 0) {
        guard Terminal.isErrorTerminal, total > 0 else { return }
        let now = ContinuousClock.now
        let line: String? = shown.withLock { last in
            guard now - started > .seconds(1), last.map({ now - $0 > .milliseconds(200) }) ?? true else { return nil }
            last = now
            return Self.line(label, done: done, total: total, before: before, elapsed: now - started)
        }
        if let line { try? FileHandle.standardError.write(contentsOf: Data(("\r" + line + "\u{1B}[K").utf8)) }
    }

    func end() {
        guard Terminal.isErrorTerminal, shown.withLock({ $0 != nil }) else { return }
        try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K".utf8))
    }

    /// `making ████░░ 12,000 of 365,000 MPAN-days, 1.2 million values a second, 0:31 left`
    static func line(_ label: String, done: Int, total: Int, before: Int, elapsed: Duration) -> String {
        let width = 24
        let filled = min(width, done * width / max(total, 1))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        let milliseconds = max(1, Int(elapsed / .milliseconds(1)))
        let made = done - before
        let perSecond = made * 1_000 / milliseconds
        let left = made == 0 ? 0 : (total - done) * milliseconds / made / 1_000
        return "\(label) \(bar) \(grouped(done)) of \(grouped(total)) MPAN-days, "
            + "\(grouped(perSecond * 48)) values a second, \(clock(left)) left"
    }

    private static func grouped(_ number: Int) -> String {
        var digits = Array(String(number))
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: place)
            place -= 3
        }
        return String(digits)
    }

    private static func clock(_ seconds: Int) -> String {
        let (minutes, rest) = (seconds / 60, seconds % 60)
        let tail = "\(rest < 10 ? "0" : "")\(rest)"
        if minutes < 60 { return "\(minutes):\(tail)" }
        return "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60):\(tail)"
    }
}
