/// What a fold needs to know beside an MPAN's own messages.
public struct TrackContext: Sendable, Equatable {
    /// A supplier that ends: all that it has goes to another from the beginning of a day.
    public struct LastResort: Sendable, Hashable {
        public let day: Int32
        public let from: UInt16
        public let to: UInt16
        /// 0 is every distributor.
        public let distributor: UInt16

        public init(day: Int32, from: UInt16, to: UInt16, distributor: UInt16 = 0) {
            self.day = day
            self.from = from
            self.to = to
            self.distributor = distributor
        }

        static func comesBefore(_ left: LastResort, _ right: LastResort) -> Bool {
            (left.day, left.from, left.distributor, left.to) < (right.day, right.from, right.distributor, right.to)
        }
    }

    /// By supplier: the day from which it may hold migrated MPANs. Nil: not known for anyone; a supplier that is not
    /// named may not.
    public var qualifiedFrom: [UInt16: Int32]?
    /// In canonical order, each once.
    public private(set) var lastResorts: [LastResort] = []
    /// Failures after which an MPAN is stuck.
    public var attempts = TrackParameters.attempts.standard
    /// By place: what each code means; place 0 is no code.
    public var codes: [TrackCode] = [TrackCode("")]

    public init() {}

    public mutating func add(_ lastResort: LastResort) {
        guard !lastResorts.contains(lastResort) else { return }
        let place = lastResorts.firstIndex { LastResort.comesBefore(lastResort, $0) } ?? lastResorts.count
        lastResorts.insert(lastResort, at: place)
    }

    /// Whether a supplier may hold migrated MPANs; yes where nothing is known.
    func mayHoldMigrated(_ supplier: UInt16, on day: Int32) -> Bool {
        guard let qualifiedFrom, supplier != 0 else { return true }
        return qualifiedFrom[supplier].map { $0 <= day } ?? false
    }

    func code(_ place: UInt16) -> TrackCode { Int(place) < codes.count ? codes[Int(place)] : codes[0] }

    /// Whether folds under either give the same: codes are only ever added.
    func foldsAlike(_ other: TrackContext) -> Bool {
        qualifiedFrom == other.qualifiedFrom && lastResorts == other.lastResorts && attempts == other.attempts
    }
}
