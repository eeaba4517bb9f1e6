import Foundation

// How measures read clocks and memory.

extension Duration {
    /// In seconds, with all their parts.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

extension ContinuousClock.Instant {
    /// Seconds from then to now.
    var secondsSince: Double { (ContinuousClock.now - self).inSeconds }
}

extension [Double] {
    /// The value that so many of sorted values are not above, as a share from 0 to 1; 0 where there is none.
    func percentile(_ share: Double) -> Double {
        isEmpty ? 0 : self[Swift.min(count - 1, Int(Double(count) * share))]
    }
}

/// Work and the seconds that it took.
func timed<Value>(_ work: () throws -> Value) rethrows -> (value: Value, seconds: Double) {
    let start = ContinuousClock.now
    let value = try work()
    return (value, start.secondsSince)
}

/// What the kernel tells of a process's memory.
enum ProcessMemory: String {
    case peak = "VmHWM:"
    case resident = "VmRSS:"

    /// In megabytes of 1,024 × 1,024 bytes; of this process, where no other is named.
    func megabytes(of process: Int32 = getpid()) throws -> Double {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix(rawValue) } ?? ""
        let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
        return (kilobytes.flatMap { Double($0) } ?? 0) / 1_024
    }
}
