import Kernel

/// What central settlement asks of a consumption message, as far as the message and the point decide it: codes ECS1002 to
/// ECS1016.
///
/// Times of periods are read as their ends, since the data item is named so and ECS1005 speaks of the end; a start would be
/// the same list moved by half an hour, with its first entry at midnight.
struct ConsumptionRules {
    var settings: CounterpartySettings
    /// Nil for a point that the service does not hold.
    var point: MeteringPoint?
    var now: Instant

    /// One half hour of a message.
    private struct Period {
        var end: Instant?
        /// Watt hours; nil where the text is no quantity.
        var wattHours: Int64?
        var quality: String
        var estimation: String?
        var amendment: String?
    }

    /// All codes that the message earns, each once, in ascending order.
    func codes(_ message: ReceivedMessage) -> [ResponseCode] {
        var found: Set<Int> = []
        let quantity = message.field("B900/MQID/measurementQuantityID") ?? ""
        let allowed = message.event == "ReactivePower" ? ["RI", "RE"] : ["AI", "AE"]
        if !allowed.contains(quantity) { found.insert(1002) }
        if point?.status == "T" || point?.status == "C" { found.insert(1009) }
        for day in message.payload.value(at: "/CustomBlock/B900/settlementDayConsumptionPeriods")?.elements ?? [] {
            judge(day, &found)
        }
        return found.sorted().map { ResponseCode.ecs($0) }
    }

    /// Whether any period reports energy.
    static func reportsEnergy(_ message: ReceivedMessage) -> Bool {
        let days = message.payload.value(at: "/CustomBlock/B900/settlementDayConsumptionPeriods")?.elements ?? []
        return days.contains { day in
            (day["consumptionPeriods"]?.elements ?? []).contains { thousandths($0["v"]?.text ?? "") ?? 0 != 0 }
        }
    }

    private func judge(_ day: JSONValue, _ found: inout Set<Int>) {
        let date = day.instant(at: "/settlementDay/settlementDayDate")
        let duration = day.value(at: "/settlementDay/periodDuration")?.integer ?? 30
        if duration != 30 { found.insert(1004) }
        if let date {
            if date != date.midnight { found.insert(1014) }
            if let point, date < point.connectionTypeFrom.midnight { found.insert(1013) }
            if let days = settings.finalRunDays, now > date.later(milliseconds: days * Milliseconds.day) {
                found.insert(1003)
            }
        }
        var ends: [Instant] = []
        for element in day["consumptionPeriods"]?.elements ?? [] {
            let period = Period(
                end: element.instant(at: "/sp"), wattHours: Self.thousandths(element["v"]?.text ?? ""),
                quality: element["q"]?.text ?? "", estimation: element["e"]?.text, amendment: element["arc"]?.text)
            judge(period, duration, &found)
            if let end = period.end { ends.append(end) }
        }
        ends.sort()
        for (earlier, later) in zip(ends, ends.dropFirst()) {
            let distance = later.milliseconds - earlier.milliseconds
            if distance == 0 {
                found.insert(1006)
            } else if distance < Int64(duration) * Milliseconds.minute {
                found.insert(1007)
            }
        }
    }

    private func judge(_ period: Period, _ duration: Int, _ found: inout Set<Int>) {
        if let end = period.end, duration > 0,
            (end.milliseconds - end.midnight.milliseconds) % (Int64(duration) * Milliseconds.minute) != 0
        {
            found.insert(1005)
        }
        if let value = period.wattHours {
            if value < 0 { found.insert(1010) }
            if period.quality.hasPrefix("ZE"), value != 0 { found.insert(1011) }
            if let most = settings.maximumPeriodWattHours, value > most { found.insert(1012) }
            if point?.energisation == "D", value != 0 { found.insert(1008) }
        }
        if Self.isEstimate(period.quality), period.estimation == nil { found.insert(1015) }
        if period.estimation == "9", period.amendment == nil { found.insert(1016) }
    }

    /// Estimates of a smart data service, but not E1: an actual daily advance spread over the day.
    private static func isEstimate(_ quality: String) -> Bool {
        ["E", "E0", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9"].contains(quality)
    }

    /// Thousandths of a decimal with three places: watt hours of kilowatt hours.
    static func thousandths(_ text: String) -> Int64? {
        let isNegative = text.hasPrefix("-")
        let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...9).contains(parts[0].utf8.count), parts[1].utf8.count == 3,
            let whole = Int64(parts[0]), let rest = Int64(parts[1]), whole >= 0, rest >= 0
        else { return nil }
        return (isNegative ? -1 : 1) * (whole * 1_000 + rest)
    }
}
