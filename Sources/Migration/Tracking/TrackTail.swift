/// The names that events use, in order of appearance; place 0 is no name.
public struct TrackNames: Sendable, Equatable {
    /// The most names of a list: a place has sixteen bits.
    public static let most = 65_000

    public private(set) var texts: [String] = [""]
    private var places: [String: UInt16] = [:]

    public init() {}

    /// The place of a name, which is added where it is new; nil where the list is full.
    public mutating func place(of name: String) -> UInt16? {
        if name.isEmpty { return 0 }
        if let known = places[name] { return known }
        guard texts.count < Self.most else { return nil }
        let place = UInt16(texts.count)
        texts.append(name)
        places[name] = place
        return place
    }

    public subscript(_ place: UInt16) -> String { Int(place) < texts.count ? texts[Int(place)] : "" }

    /// The place of a name that is there.
    public func known(_ name: String) -> UInt16? { places[name] }
}

/// What stands in a state file beside the histories: names, counts, and what they were folded with.
public struct TrackTail: Sendable, Equatable {
    public var suppliers = TrackNames()
    public var distributors = TrackNames()
    public var codes = TrackNames()
    public var ledger = TrackLedger()
    public var qualifiedFrom: [UInt16: Int32]?
    public var lastResorts: [TrackContext.LastResort] = []
    public var attempts = TrackParameters.attempts.standard
    public var mpans = 0
    public var messages = 0
    /// The last local day of any message; 0 without.
    public var lastDay = 0

    public init() {}

    /// What the histories are folded with.
    public var context: TrackContext {
        var context = TrackContext()
        context.qualifiedFrom = qualifiedFrom
        for change in lastResorts { context.add(change) }
        context.attempts = attempts
        context.codes = codes.texts.map(TrackCode.init)
        return context
    }

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for names in [suppliers, distributors, codes] {
            TrackCoding.varint(UInt64(names.texts.count - 1), &bytes)
            for text in names.texts.dropFirst() {
                TrackCoding.varint(UInt64(text.utf8.count), &bytes)
                bytes += text.utf8
            }
        }
        ledger.append(to: &bytes)
        bytes.append(qualifiedFrom == nil ? 0 : 1)
        let qualified = qualifiedFrom ?? [:]
        TrackCoding.varint(UInt64(qualified.count), &bytes)
        for supplier in qualified.keys.sorted() {
            TrackCoding.varint(UInt64(supplier), &bytes)
            TrackCoding.varint(TrackCoding.zigzag(Int64(qualified[supplier] ?? 0)), &bytes)
        }
        TrackCoding.varint(UInt64(lastResorts.count), &bytes)
        for change in lastResorts {
            TrackCoding.varint(TrackCoding.zigzag(Int64(change.day)), &bytes)
            for place in [change.from, change.to, change.distributor] { TrackCoding.varint(UInt64(place), &bytes) }
        }
        for number in [attempts, mpans, messages, lastDay] { TrackCoding.varint(UInt64(max(number, 0)), &bytes) }
        return bytes
    }

    /// Reads what `bytes` wrote; nil where it is damaged.
    public init?(reading bytes: [UInt8]) {
        var reader = TrackTailReader(bytes: bytes)
        guard let suppliers = reader.names(), let distributors = reader.names(), let codes = reader.names(),
            let ledger = TrackLedger(reading: &reader), let knows = reader.byte(), let qualified = reader.count()
        else { return nil }
        (self.suppliers, self.distributors, self.codes, self.ledger) = (suppliers, distributors, codes, ledger)
        var days: [UInt16: Int32] = [:]
        for _ in 0..<qualified {
            guard let supplier = reader.small(), let day = reader.signed32() else { return nil }
            days[supplier] = day
        }
        qualifiedFrom = knows == 0 ? nil : days
        guard let changes = reader.count() else { return nil }
        for _ in 0..<changes {
            guard let day = reader.signed32(), let from = reader.small(), let to = reader.small(),
                let distributor = reader.small()
            else { return nil }
            lastResorts.append(TrackContext.LastResort(day: day, from: from, to: to, distributor: distributor))
        }
        guard let attempts = reader.whole(), let mpans = reader.whole(), let messages = reader.whole(),
            let lastDay = reader.whole(), reader.isAtEnd
        else { return nil }
        (self.attempts, self.mpans, self.messages, self.lastDay) = (attempts, mpans, messages, lastDay)
    }
}

/// Reads a tail's numbers and texts.
struct TrackTailReader {
    let bytes: [UInt8]
    private var place = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    mutating func byte() -> UInt8? {
        guard place < bytes.count else { return nil }
        place += 1
        return bytes[place - 1]
    }

    mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64, let byte = byte() {
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }

    /// A count of things that take a byte each at least.
    mutating func count() -> Int? {
        varint().flatMap { $0 <= UInt64(bytes.count - place) ? Int($0) : nil }
    }

    mutating func whole() -> Int? { varint().flatMap { Int(exactly: $0) } }

    mutating func small() -> UInt16? { varint().flatMap { UInt16(exactly: $0) } }

    mutating func signed32() -> Int32? {
        varint().flatMap { Int32(exactly: Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1)) }
    }

    mutating func names() -> TrackNames? {
        guard let count = count() else { return nil }
        var names = TrackNames()
        for _ in 0..<count {
            guard let length = self.count() else { return nil }
            let text = String(decoding: bytes[place..<place + length], as: UTF8.self)
            place += length
            guard names.place(of: text) != nil else { return nil }
        }
        return names.texts.count == count + 1 ? names : nil
    }
}
