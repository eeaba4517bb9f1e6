internal import Kernel

/// Advice about a message that no schema gives: its reference, its settlement days and their periods.
struct ConsumptionAdvice {
    private let text: JSONText
    private let settings: CheckSettings
    private(set) var drafts: [FullCheck.Draft] = []

    private static let milliseconds = 60_000

    init(text: JSONText, settings: CheckSettings) {
        self.text = text
        self.settings = settings
    }

    private mutating func add(_ token: Int, _ rule: CheckRule, _ sentence: String) {
        guard drafts.count < settings.mostFindings else { return }
        drafts.append(FullCheck.Draft(token: token, field: nil, rule: rule, sentence: sentence))
    }

    mutating func look(payload: Int, head: MessageHead, parts: HeadReader.Parts, reader: HeadReader) {
        if let token = reader.reference(parts) { reference(token, head) }
        guard let custom = parts.custom else { return }
        for name in ["B900", "B920List", "B941List"] {
            guard let block = text.value(of: name, in: custom) else { continue }
            let groups = text.tokens[block].kind == .array ? text.elements(of: block) : [block]
            for group in groups { self.group(group, head) }
        }
    }

    /// `S-IF-021-<DIP ID>-<role>-<yyyymmdd>-<serial>`, the interface left out by some.
    private mutating func reference(_ token: Int, _ head: MessageHead) {
        let parts = head.senderUniqueReference.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 6 || parts.count == 7, parts[0] == "S" else { return }
        if parts.count == 7, "\(parts[1])-\(parts[2])" != head.interface {
            add(
                token, .referenceNamesTheMessage,
                "The reference names \(parts[1])-\(parts[2]); the message is of \(head.interface).")
        }
        let rest = parts.suffix(4).map(String.init)
        if rest[0] != head.sender || rest[1] != head.senderRole {
            add(
                token, .referenceNamesTheMessage,
                "The reference names \(rest[0]) as \(rest[1]); the sender is \(head.sender) as \(head.senderRole).")
        }
        let digits = Array(rest[2].utf8)
        guard digits.count == 8 else { return }
        let iso = "\(rest[2].prefix(4))-\(rest[2].dropFirst(4).prefix(2))-\(rest[2].suffix(2))"
        if CalendarDate(iso: iso) == nil {
            drafts.append(
                FullCheck.Draft(
                    token: token, field: nil, rule: .referenceHasADate,
                    sentence: "\(rest[2]) in the reference is no date that exists.",
                    knownDefect: rest[2] == "20222313" ? .impossibleDate : nil))
        }
    }

    // MARK: - Days and periods

    private mutating func group(_ group: Int, _ head: MessageHead) {
        if let quantity = string("measurementQuantityID", in: text.value(of: "MQID", in: group)) {
            quantityFits(group, quantity, head.eventCode)
        }
        let days: [Int]
        if let list = text.value(of: "settlementDayConsumptionPeriods", in: group) {
            days = text.elements(of: list)
        } else {
            days = [group]
        }
        var seen: Set<Instant> = []
        for day in days {
            guard let start = self.day(day) else { continue }
            if !seen.insert(start).inserted {
                add(day, .settlementDaysAreUnique, "The settlement day \(start.date) comes twice in the message.")
            }
        }
    }

    private mutating func quantityFits(_ group: Int, _ quantity: String, _ event: String) {
        let isActive = quantity.hasPrefix("A")
        guard event.hasPrefix("[ActivePower") && !isActive || event.hasPrefix("[ReactivePower") && isActive else {
            return
        }
        add(group, .quantityFitsTheEvent, "The event \(event) does not go with the quantity \(quantity).")
    }

    /// Looks at a day; its start, where it has one.
    private mutating func day(_ day: Int) -> Instant? {
        guard let head = text.value(of: "settlementDay", in: day),
            let token = text.value(of: "settlementDayDate", in: head), let time = MessageTime(text.string(token))
        else { return nil }
        let start = time.instant
        if start.milliseconds % 86_400_000 != 0 {
            add(
                token, .settlementDayIsUTCMidnight,
                "The settlement day begins at \(text.string(token)); 00:00 UTC is asked for.")
            return start
        }
        let duration = text.value(of: "periodDuration", in: head).flatMap { Int(text.string($0)) } ?? 30
        guard (1...1_440).contains(duration) else { return start }
        for name in ["consumptionPeriods", "defaultedConsumptionPeriods", "MDRConsumptionPeriods"] {
            if let list = text.value(of: name, in: day) { periods(list, start, duration) }
        }
        return start
    }

    private mutating func periods(_ list: Int, _ start: Instant, _ duration: Int) {
        let elements = text.elements(of: list)
        let expected = 1_440 / duration
        if elements.count != expected {
            add(
                list, .periodsFillTheDay,
                "\(start.date) has \(elements.count) periods of \(duration) minutes; a whole day has \(expected).")
        }
        var seen: Set<Instant> = []
        var (begins, ends) = (0, 0)
        for element in elements {
            value(element)
            let token =
                text.value(of: "sp", in: element)
                ?? text.value(of: "settlementPeriodEffectiveToDateTime", in: element)
            guard let token, let time = MessageTime(text.string(token)) else { continue }
            let instant = time.instant
            let minutes = Int((instant.milliseconds - start.milliseconds) / Int64(Self.milliseconds))
            if (instant.milliseconds - start.milliseconds) % Int64(duration * Self.milliseconds) != 0 {
                add(
                    token, .periodFitsItsDuration,
                    "\(text.string(token)) is no whole number of \(duration) minutes from midnight.")
            }
            if !seen.insert(instant).inserted {
                add(token, .periodsAreUnique, "The period \(text.string(token)) comes twice.")
            }
            if minutes == 0 { begins += 1 }
            if minutes == 1_440 { ends += 1 }
            place(token, minutes, start)
        }
        let ordered = seen.sorted()
        if let (one, other) = zip(ordered, ordered.dropFirst()).first(where: { one, other in
            other.milliseconds - one.milliseconds < Int64(duration * Self.milliseconds)
        }) {
            add(list, .periodsDoNotOverlap, "The periods \(one.isoWithOffset) and \(other.isoWithOffset) overlap.")
        }
        if settings.periodNaming == .either, begins > 0, ends > 0 {
            add(list, .periodsAreNamedAlike, "\(start.date) has a period named 00:00 and one named 24:00.")
        }
    }

    private mutating func place(_ token: Int, _ minutes: Int, _ start: Instant) {
        let isInside =
            switch settings.periodNaming {
            case .end: minutes > 0 && minutes <= 1_440
            case .start: minutes >= 0 && minutes < 1_440
            case .either: minutes >= 0 && minutes <= 1_440
            }
        if !isInside {
            let naming =
                settings.periodNaming == .either ? "" : " when periods are named by their \(settings.periodNaming)"
            add(token, .periodIsOfItsDay, "\(text.string(token)) is outside the settlement day \(start.date)\(naming).")
        }
    }

    private mutating func value(_ element: Int) {
        guard let quality = string("q", in: element), let token = text.value(of: "v", in: element) else { return }
        let number = text.string(token)
        if quality.hasPrefix("ZE"), !number.utf8.allSatisfy({ $0 == 0x30 || $0 == 0x2E || $0 == 0x2D }) {
            add(token, .zeroQualityIsZero, "The value is \(number) with the quality \(quality), which is of a zero.")
        }
        if quality.hasPrefix("E"), let reason = text.value(of: "e", in: element), text.tokens[reason].kind == .null {
            add(reason, .estimateHasAReason, "The quality is \(quality) and no estimation reason is given.")
        }
    }

    private func string(_ name: String, in object: Int?) -> String? {
        guard let object, let token = text.value(of: name, in: object), text.tokens[token].kind == .string else {
            return nil
        }
        return text.string(token)
    }
}
