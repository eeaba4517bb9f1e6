import Foundation
public import Kernel

/// The machine's clock, as an instant.
public enum SystemClock {
    public static func now() -> Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down)))
    }
}
