/// The bytes of a history in the state file: `Documentation/reference/migration-events.md` has the layout.
///
/// Times are seconds where all of them are whole seconds, else milliseconds; a message that follows its forerunner as
/// expected has no kind of its own. A regular migration of ten messages takes about 80 bytes.
public enum TrackCoding {
    /// What a reader needs of a history without its messages.
    public struct Head: Sendable, Equatable {
        public var mpan: UInt64
        /// Whether it has to be looked at for the lists: under way, refused, set aside, or late in time.
        public var isOpen: Bool
        /// The last local day on which anything happens; 0 without messages.
        public var lastDay: Int
        /// Bytes of the whole record.
        public var bytes: Int
    }

    private enum Flag {
        static let open: UInt8 = 1
        static let listed: UInt8 = 2
        static let milliseconds: UInt8 = 4
    }

    private static let epoch: Int64 = 1_420_070_400_000  // 2015-01-01
    private static let farDay = 0xFFFF

    /// Appends a history.
    public static func append(_ history: TrackHistory, isOpen: Bool, to bytes: inout [UInt8]) {
        var body: [UInt8] = []
        body.reserveCapacity(128)
        let isMilliseconds = history.events.contains { $0.at % 1_000 != 0 }
        var flags: UInt8 = isOpen ? Flag.open : 0
        if history.isListed { flags |= Flag.listed }
        if isMilliseconds { flags |= Flag.milliseconds }
        body.append(flags)
        let last = min(max((history.lastDay ?? LocalDays.first) - LocalDays.first, 0), farDay)
        body.append(UInt8(truncatingIfNeeded: last))
        body.append(UInt8(truncatingIfNeeded: last >> 8))
        for shift in stride(from: UInt64(0), to: 48, by: 8) {
            body.append(UInt8(truncatingIfNeeded: history.mpan >> shift))
        }
        varint(UInt64(history.distributor), &body)
        varint(UInt64(history.listedSupplier), &body)
        append(history.events, unit: isMilliseconds ? 1 : 1_000, to: &body)
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

    private static func append(_ events: [TrackEvent], unit: Int64, to body: inout [UInt8]) {
        varint(UInt64(events.count), &body)
        guard !events.isEmpty else { return }
        var former: TrackEvent?
        for event in events {
            let expected = former.map { successor(of: $0.kind) } ?? TrackKind.appointment(.metering, .request).code
            var extras: UInt8 = 0
            if event.supplier != (former?.supplier ?? 0) { extras |= 1 }
            if event.former != 0 { extras |= 2 }
            if event.code != 0 { extras |= 4 }
            if event.effective != TrackEvent.noDay { extras |= 8 }
            // One byte for the usual message: its extras. Else its kind follows.
            body.append(event.kind == expected ? extras : extras | 0x10)
            if event.kind != expected { body.append(event.kind) }
            if extras & 1 != 0 { varint(UInt64(event.supplier), &body) }
            if extras & 2 != 0 { varint(UInt64(event.former), &body) }
            if extras & 4 != 0 { varint(UInt64(event.code), &body) }
            let day = Int64(LocalDays.day(of: event.at))
            if extras & 8 != 0 { varint(zigzag(Int64(event.effective) - day), &body) }
            // Rounded down, so that a time before 2015 would come back too.
            varint(zigzag((event.at - (former?.at ?? epoch)) / unit), &body)
            for shift in [0, 8, 16] as [UInt32] { body.append(UInt8(truncatingIfNeeded: event.id >> shift)) }
            former = event
        }
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
            mpan: mpan(at: body + 3), isOpen: bytes[body] & 1 != 0, lastDay: last == 0 ? 0 : last + LocalDays.first,
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
        history.isListed = flags & 2 != 0
        guard let count = varint(), count <= UInt64(TrackHistory.mostEvents) else { return nil }
        history.events.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let event = event(after: history.events.last, mpan: history.mpan, unit: flags & 4 != 0 ? 1 : 1_000)
            else { return nil }
            history.events.append(event)
        }
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

    private mutating func event(after former: TrackEvent?, mpan: UInt64, unit: Int64) -> TrackEvent? {
        guard place < end else { return nil }
        let extras = bytes[place]
        place += 1
        var kind = former.map { TrackCoding.successor(of: $0.kind) } ?? TrackKind.appointment(.metering, .request).code
        if extras & 0x10 != 0 {
            guard place < end else { return nil }
            kind = bytes[place]
            place += 1
        }
        guard let known = TrackKind(code: kind) else { return nil }
        var event = TrackEvent(mpan: mpan, at: 0, id: 0, kind: known, supplier: former?.supplier ?? 0)
        if extras & 1 != 0 {
            guard let value = small() else { return nil }
            event.supplier = value
        }
        if extras & 2 != 0 {
            guard let value = small() else { return nil }
            event.former = value
        }
        if extras & 4 != 0 {
            guard let value = small() else { return nil }
            event.code = value
        }
        var ahead: Int64?
        if extras & 8 != 0 {
            guard let value = signed(), value.magnitude < 1_000_000 else { return nil }
            ahead = value
        }
        guard let step = signed(), step.magnitude < 1 << 50, place + 3 <= end else { return nil }
        event.at = (former?.at ?? 1_420_070_400_000) + step * unit
        event.id = UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place + 2]) << 16
        place += 3
        if let ahead { event.effective = Int32(truncatingIfNeeded: Int64(LocalDays.day(of: event.at)) + ahead) }
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
