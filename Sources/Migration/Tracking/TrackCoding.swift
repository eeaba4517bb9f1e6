/// The bytes of a history in the state file: `Documentation/reference/migration-events.md` has the layout.
///
/// Times are seconds where all of them are whole seconds, else milliseconds; a message that follows its forerunner as
/// expected has no kind of its own. A regular migration of eleven messages takes about 80 bytes, and once it is settled
/// about 45, of which the file's compression leaves about half.
public enum TrackCoding {
    /// What a reader needs of a history without its messages.
    public struct Head: Sendable, Equatable {
        public var mpan: UInt64
        /// Whether it has to be looked at for the lists: under way, refused, set aside, or late in time.
        public var isOpen: Bool
        /// Whether it has migrated and waits for being settled.
        public var isRipe: Bool
        /// The last local day on which anything happens; 0 without messages.
        public var lastDay: Int
        /// Bytes of the whole record.
        public var bytes: Int
    }

    enum Flag {
        static let open: UInt8 = 1
        static let listed: UInt8 = 2
        static let milliseconds: UInt8 = 4
        static let settled: UInt8 = 8
        static let ripe: UInt8 = 16
    }

    /// What a message's first byte says.
    enum Extra {
        static let supplier: UInt8 = 1
        static let former: UInt8 = 2
        static let code: UInt8 = 4
        static let effective: UInt8 = 8
        static let kind: UInt8 = 16
        /// A settled message: on the day of the one before; at the very beginning of its day.
        static let sameDay: UInt8 = 32
        static let midnight: UInt8 = 64
    }

    static let epoch: Int64 = 1_420_070_400_000  // 2015-01-01
    private static let farDay = 0xFFFF

    /// Appends a history.
    ///
    /// - Parameter isRipe: whether it has migrated, and should be settled when its time has come.
    public static func append(
        _ history: TrackHistory, isOpen: Bool, isRipe: Bool = false, to bytes: inout [UInt8]
    ) {
        var body: [UInt8] = []
        body.reserveCapacity(128)
        let isMilliseconds = history.events[history.settled...].contains { $0.at % 1_000 != 0 }
        var flags: UInt8 = isOpen ? Flag.open : 0
        if history.isListed { flags |= Flag.listed }
        if isMilliseconds { flags |= Flag.milliseconds }
        if history.settled > 0 { flags |= Flag.settled }
        if isRipe { flags |= Flag.ripe }
        body.append(flags)
        let last = min(max((history.lastDay ?? LocalDays.first) - LocalDays.first, 0), farDay)
        body.append(UInt8(truncatingIfNeeded: last))
        body.append(UInt8(truncatingIfNeeded: last >> 8))
        for shift in stride(from: UInt64(0), to: 48, by: 8) {
            body.append(UInt8(truncatingIfNeeded: history.mpan >> shift))
        }
        varint(UInt64(history.distributor), &body)
        varint(UInt64(history.listedSupplier), &body)
        varint(UInt64(history.events.count), &body)
        if history.settled > 0 { varint(UInt64(history.settled), &body) }
        append(history, unit: isMilliseconds ? 1 : 1_000, to: &body)
        varint(UInt64(history.consumption.count), &body)
        var day = Int32(LocalDays.first)
        for range in history.consumption {
            varint(zigzag(Int64(range.lowerBound) - Int64(day)), &body)
            varint(UInt64(range.count), &body)
            day = range.upperBound
        }
        varint(UInt64(body.count), &bytes)
        bytes += body
    }

    private static func append(_ history: TrackHistory, unit: Int64, to body: inout [UInt8]) {
        var expectation = Expectation(history)
        for (place, event) in history.events.enumerated() {
            let isSettled = place < history.settled
            let day = LocalDays.day(of: event.at)
            var extras: UInt8 = 0
            if event.supplier != expectation.supplier(of: event.kind) { extras |= Extra.supplier }
            if event.former != 0 { extras |= Extra.former }
            if event.code != expectation.code(of: event.kind) { extras |= Extra.code }
            if event.effective != TrackEvent.noDay { extras |= Extra.effective }
            // One byte for the usual message: its extras. Else its kind follows.
            if event.kind != expectation.kind { extras |= Extra.kind }
            if isSettled, day == expectation.day { extras |= Extra.sameDay }
            if isSettled, event.at == LocalDays.start(of: day) { extras |= Extra.midnight }
            body.append(extras)
            if extras & Extra.kind != 0 { body.append(event.kind) }
            if extras & Extra.supplier != 0 { varint(UInt64(event.supplier), &body) }
            if extras & Extra.former != 0 { varint(UInt64(event.former), &body) }
            if extras & Extra.code != 0 { varint(UInt64(event.code), &body) }
            if extras & Extra.effective != 0 { varint(zigzag(Int64(event.effective) - Int64(day)), &body) }
            if isSettled {
                if extras & Extra.sameDay == 0 { varint(zigzag(Int64(day - expectation.day)), &body) }
                body.append(UInt8(truncatingIfNeeded: event.id))
            } else {
                // Rounded down, so that a time before 2015 would come back too.
                varint(zigzag((event.at - expectation.at) / unit), &body)
                for shift in [0, 8, 16] as [UInt32] { body.append(UInt8(truncatingIfNeeded: event.id >> shift)) }
            }
            expectation.take(event, isSettled: isSettled)
        }
    }

    /// What the next message is like where all goes as usual; reader and writer keep the same.
    struct Expectation {
        private(set) var kind = TrackKind.appointment(.metering, .request).code
        private(set) var at = epoch
        private(set) var day = LocalDays.first
        private var requester: UInt16
        private var scenario: UInt16 = 0

        init(_ history: TrackHistory) { requester = history.listedSupplier }

        /// A request is by who requested before, at first by whom the list names; others name nobody.
        func supplier(of kind: UInt8) -> UInt16 { Self.isRequest(kind) ? requester : 0 }

        func code(of kind: UInt8) -> UInt16 { Self.isRequest(kind) ? scenario : 0 }

        mutating func take(_ event: TrackEvent, isSettled: Bool) {
            if Self.isRequest(event.kind) { (requester, scenario) = (event.supplier, event.code) }
            kind = successor(of: event.kind)
            day = LocalDays.day(of: event.at)
            // A settled message's time is no more than its place.
            at = isSettled ? LocalDays.start(of: day) : event.at
        }

        private static let requests = TrackService.allCases.map { TrackKind.appointment($0, .request).code }

        private static func isRequest(_ kind: UInt8) -> Bool { requests.contains(kind) }
    }

    /// What usually follows a kind: the steps of one appointment, then those of the other.
    static func successor(of kind: UInt8) -> UInt8 {
        guard case .appointment(let service, let event)? = TrackKind(code: kind) else {
            return TrackKind.appointment(.metering, .request).code
        }
        let next: TrackLegEvent =
            switch event {
            case .request, .reply: .accept
            case .accept: .ask
            case .ask: .agree
            case .agree, .respond: .confirm
            case .confirm: .activate
            case .activate, .refuse, .decline, .turnDown, .lapse, .end: .request
            }
        let nextService = event == .activate && service == .metering ? TrackService.data : service
        return TrackKind.appointment(nextService, next).code
    }

    static func varint(_ value: UInt64, _ bytes: inout [UInt8]) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: (value << 1) ^ (value >> 63)) }
}

/// Reads records from bytes; every length is checked, and damage gives nil.
public struct TrackDecoder {
    private let bytes: UnsafeRawBufferPointer
    private var place: Int
    private var end: Int

    /// - Parameter bytes: records only; they must outlive the decoder.
    public init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        place = 0
        end = bytes.count
    }

    public var isAtEnd: Bool { place >= bytes.count }
    /// Where the next record begins.
    public var offset: Int { place }

    /// The head of the next record, which stays the next.
    public func head() -> TrackCoding.Head? {
        var copy = self
        guard let length = copy.varint(), length <= UInt64(bytes.count - copy.place), length >= 11 else { return nil }
        let body = copy.place
        let last = Int(bytes[body + 1]) | Int(bytes[body + 2]) << 8
        return TrackCoding.Head(
            mpan: mpan(at: body + 3), isOpen: bytes[body] & TrackCoding.Flag.open != 0,
            isRipe: bytes[body] & TrackCoding.Flag.ripe != 0, lastDay: last == 0 ? 0 : last + LocalDays.first,
            bytes: body - place + Int(length))
    }

    private func mpan(at place: Int) -> UInt64 {
        (0..<6).reduce(UInt64(0)) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
    }

    /// Passes over a record.
    public mutating func skip(_ head: TrackCoding.Head) { place += head.bytes }

    /// The next record in full.
    public mutating func history() -> TrackHistory? {
        guard let length = varint(), length <= UInt64(bytes.count - place), length >= 11 else { return nil }
        end = place + Int(length)
        defer { end = bytes.count }
        let flags = bytes[place]
        var history = TrackHistory(mpan: mpan(at: place + 3))
        place += 9
        guard let distributor = small(), let supplier = small() else { return nil }
        history.distributor = distributor
        history.listedSupplier = supplier
        history.isListed = flags & TrackCoding.Flag.listed != 0
        guard let count = varint(), count <= UInt64(TrackHistory.mostEvents) else { return nil }
        if flags & TrackCoding.Flag.settled != 0 {
            guard let settled = varint(), (1...count).contains(settled) else { return nil }
            history.settled = Int(settled)
        }
        history.events.reserveCapacity(Int(count))
        guard readEvents(Int(count), unit: flags & TrackCoding.Flag.milliseconds != 0 ? 1 : 1_000, into: &history)
        else { return nil }
        guard let ranges = varint(), ranges <= UInt64(TrackHistory.mostRanges) else { return nil }
        var day = Int64(LocalDays.first)
        for _ in 0..<ranges {
            guard let gap = signed(), let length = varint(), length >= 1, length < 100_000 else { return nil }
            let first = day + gap
            guard first > -1_000_000, first < 1_000_000 else { return nil }
            day = first + Int64(length) - 1
            history.consumption.append(Int32(first)...Int32(day))
        }
        return place == end ? history : nil
    }

    private mutating func readEvents(_ count: Int, unit: Int64, into history: inout TrackHistory) -> Bool {
        var expectation = TrackCoding.Expectation(history)
        var settledToday: Int64 = 0
        for number in 0..<count {
            let isSettled = number < history.settled
            guard place < end else { return false }
            let extras = bytes[place]
            place += 1
            guard var event = event(extras, expectation, mpan: history.mpan) else { return false }
            var ahead: Int64?
            if extras & TrackCoding.Extra.effective != 0 {
                guard let value = signed(), value.magnitude < 1_000_000 else { return false }
                ahead = value
            }
            if isSettled {
                let isSameDay = extras & TrackCoding.Extra.sameDay != 0
                guard let day = isSameDay ? expectation.day : settledDay(after: expectation.day), place < end else {
                    return false
                }
                settledToday = isSameDay ? settledToday : 0
                let isMidnight = extras & TrackCoding.Extra.midnight != 0
                if !isMidnight { settledToday += 1 }
                event.at = LocalDays.start(of: day) + (isMidnight ? 0 : settledToday)
                event.id = UInt32(bytes[place])
                place += 1
            } else {
                guard let step = signed(), step.magnitude < 1 << 50, place + 3 <= end else { return false }
                event.at = expectation.at + step * unit
                event.id = UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place + 2]) << 16
                place += 3
            }
            if let ahead { event.effective = Int32(truncatingIfNeeded: Int64(LocalDays.day(of: event.at)) + ahead) }
            expectation.take(event, isSettled: isSettled)
            history.events.append(event)
        }
        return true
    }

    private mutating func settledDay(after day: Int) -> Int? {
        guard let step = signed(), step.magnitude < 1_000_000 else { return nil }
        return day + Int(step)
    }

    /// Kind, parties and code.
    private mutating func event(
        _ extras: UInt8, _ expectation: TrackCoding.Expectation, mpan: UInt64
    ) -> TrackEvent? {
        var kind = expectation.kind
        if extras & TrackCoding.Extra.kind != 0 {
            guard place < end else { return nil }
            kind = bytes[place]
            place += 1
        }
        guard let known = TrackKind(code: kind) else { return nil }
        var event = TrackEvent(
            mpan: mpan, at: 0, id: 0, kind: known, supplier: expectation.supplier(of: kind),
            code: expectation.code(of: kind))
        if extras & TrackCoding.Extra.supplier != 0 {
            guard let value = small() else { return nil }
            event.supplier = value
        }
        if extras & TrackCoding.Extra.former != 0 {
            guard let value = small() else { return nil }
            event.former = value
        }
        if extras & TrackCoding.Extra.code != 0 {
            guard let value = small() else { return nil }
            event.code = value
        }
        return event
    }

    private mutating func small() -> UInt16? {
        varint().flatMap { UInt16(exactly: $0) }
    }

    private mutating func signed() -> Int64? {
        varint().map { Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1) }
    }

    private mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while place < end, shift < 64 {
            let byte = bytes[place]
            place += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }
}
