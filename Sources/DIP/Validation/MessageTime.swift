public import Kernel

/// A time as messages write it: `2026-04-01T09:00:00+00:00`, 25 characters, with any offset.
public struct MessageTime: Hashable, Sendable {
    public var instant: Instant
    /// Of the offset that was written, -1439 to 1439.
    public var offsetMinutes: Int

    /// The time with this text; nil unless it has exactly this form and the day and time exist.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        let time = text.withUTF8 { MessageTime(bytes: $0) }
        guard let time else { return nil }
        self = time
    }

    init?(bytes text: UnsafeBufferPointer<UInt8>) {
        guard text.count == 25, let time = WrittenTime(bytes: text), case .offset(let minutes, true) = time.zone,
            time.fractionDigits == 0
        else { return nil }
        instant = time.instant
        offsetMinutes = minutes
    }
}
