public import Market

/// When a register counts: windows of the day, by GMT or by the local clock.
///
/// A half hour belongs to the window in which it begins.
public struct TimePattern: Sendable, Hashable {
    /// Minutes of the day; where `to` is not after `from` it passes midnight.
    public struct Window: Sendable, Hashable {
        public var from: Int
        public var to: Int

        public init(from: Int, to: Int) {
            self.from = from
            self.to = to
        }
    }

    public var windows: [Window]
    /// By the local clock rather than GMT.
    public var isLocal: Bool

    public init(windows: [Window], isLocal: Bool) {
        self.windows = windows
        self.isLocal = isLocal
    }

    /// Whether it covers a half hour.
    public func contains(_ halfHour: HalfHour) -> Bool {
        let ahead = isLocal ? SettlementDay.clockOffset(at: halfHour) : 0
        let minute = (halfHour.period - 1 + ahead) % HalfHour.perDay * 30
        return windows.contains { window in
            window.from < window.to
                ? (window.from..<window.to).contains(minute) : minute >= window.from || minute < window.to
        }
    }
}

extension MeterTechnicalDetails {
    /// The places among `registers` of those that count a quantity.
    func places(of quantity: MeasurementQuantity) -> [Int] {
        registers.indices.filter { registers[$0].quantity == quantity }
    }

    /// Which of a quantity's registers, from 0, counts in each of the 48 half hours of a UTC day.
    ///
    /// Every half hour has exactly one: the first whose pattern covers it, or the last.
    func registerOfEachHalfHour(_ quantity: MeasurementQuantity, _ day: UTCDay) -> [Int] {
        let patterns = places(of: quantity).map { registers[$0].pattern }
        guard patterns.count > 1 else { return [Int](repeating: 0, count: HalfHour.perDay) }
        let first = day.firstHalfHour
        return (0..<HalfHour.perDay).map { place in
            patterns.firstIndex { $0?.contains(first.advanced(by: place)) ?? false } ?? patterns.count - 1
        }
    }
}
