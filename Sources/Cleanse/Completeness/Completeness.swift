/// How an MPAN stands in one item: every MPAN of the register is in one class and never in two.
public enum ItemClass: Int, CaseIterable, Sendable {
    case valid, invalid, missing, exempt
    case outOfScope
}

/// The five counts whose sum is the population.
public struct ItemCounts: Hashable, Sendable {
    private var counts: [Int] = [0, 0, 0, 0, 0]

    public init() {}

    /// Counts in the order of `ItemClass`.
    public init(valid: Int, invalid: Int, missing: Int, exempt: Int, outOfScope: Int) {
        counts = [valid, invalid, missing, exempt, outOfScope]
    }

    public subscript(_ itemClass: ItemClass) -> Int { counts[itemClass.rawValue] }

    public mutating func count(_ itemClass: ItemClass) { counts[itemClass.rawValue] += 1 }

    public mutating func add(_ other: ItemCounts) {
        for index in counts.indices { counts[index] += other.counts[index] }
    }

    /// The sum of the five classes.
    public var sum: Int { counts.reduce(0, +) }

    /// Valid among those in scope, in parts of a million; nil where nobody is in scope.
    public var completeness: Int? {
        let scope = sum - self[.outOfScope]
        return scope == 0 ? nil : Int((Int64(self[.valid]) * 1_000_000) / Int64(scope))
    }
}

/// The items that the certificate accounts for, and how an MPAN is classed in each.
///
/// Scope: ESME identifier - not disconnected, not unmetered, an open SMETS meter; location and digits - not disconnected,
/// not unmetered, an open meter; connection type and domestic indicator - not disconnected. In scope, the class rests on
/// the item alone: invalid where a value fails its own rule, else missing where one is blank, else valid; a spelling that
/// can be put right counts as valid. An exemption that runs takes the place of invalid and missing.
/// Source: section 4.14 of the data cleanse notes.
public enum AccountedItem: Int, CaseIterable, Sendable {
    case esmeID, location, digits, connectionType, dpi

    public var item: Item {
        switch self {
        case .esmeID: .esmeID
        case .location: .location
        case .digits: .digits
        case .connectionType: .connectionType
        case .dpi: .dpi
        }
    }

    public init?(item: Item) {
        guard let found = Self.allCases.first(where: { $0.item == item }) else { return nil }
        self = found
    }
}

/// Counts by item, distributor and supplier.
public struct Completeness: Hashable, Sendable {
    /// One cell of the certificate.
    public struct Cell: Hashable, Sendable {
        public let item: AccountedItem
        /// The distributor's participant; `?` where the MPAN's first two digits are nobody's.
        public let distributor: String
        /// The supplier's participant; `?` where the register names none.
        public let supplier: String
        public let counts: ItemCounts

        public init(item: AccountedItem, distributor: String, supplier: String, counts: ItemCounts) {
            self.item = item
            self.distributor = distributor
            self.supplier = supplier
            self.counts = counts
        }
    }

    /// By item, then distributor, then supplier.
    public let cells: [Cell]
    /// The MPANs of the register, each counted once, by another way than the cells.
    public let population: Int

    public init(cells: [Cell], population: Int) {
        self.cells = cells.sorted {
            ($0.item.rawValue, $0.distributor, $0.supplier) < ($1.item.rawValue, $1.distributor, $1.supplier)
        }
        self.population = population
    }

    /// An item's counts over the cells that are asked for.
    public func counts(_ item: AccountedItem, where holds: (Cell) -> Bool = { _ in true }) -> ItemCounts {
        var sum = ItemCounts()
        for cell in cells where cell.item == item && holds(cell) { sum.add(cell.counts) }
        return sum
    }

    public var distributors: [String] { Set(cells.map(\.distributor)).sorted() }
    public var suppliers: [String] { Set(cells.map(\.supplier)).sorted() }

    /// The items whose classes do not add up to the population: empty, or the certificate is not true (CMP-01).
    public var unbalanced: [AccountedItem] { AccountedItem.allCases.filter { counts($0).sum != population } }
}

/// Counts while a walk goes on: distributor and supplier as numbers.
struct CompletenessTally: Sendable {
    private struct Key: Hashable {
        let distributor: UInt8
        let supplier: UInt16
    }

    private var places: [Key: Int] = [:]
    private var keys: [Key] = []
    private var counts: [Int] = []
    private(set) var population = 0
    /// The places found last, by a few bits of the key: suppliers change from MPAN to MPAN.
    private var recent = [(key: Key, place: Int)?](repeating: nil, count: 1 << 10)

    private static let classes = ItemClass.allCases.count
    private static let width = AccountedItem.allCases.count * classes

    init() {}

    mutating func begin(distributor: UInt8, supplier: UInt16) -> Int {
        population += 1
        let key = Key(distributor: distributor, supplier: supplier)
        let slot = (Int(supplier) ^ Int(distributor) << 5) & (recent.count - 1)
        if let recent = recent[slot], recent.key == key { return recent.place }
        let place: Int
        if let found = places[key] {
            place = found
        } else {
            place = keys.count * Self.width
            places[key] = place
            keys.append(key)
            counts.append(contentsOf: repeatElement(0, count: Self.width))
        }
        recent[slot] = (key, place)
        return place
    }

    /// Counts an MPAN in its class for every item.
    @inline(__always)
    mutating func count(at place: Int, _ classOf: (AccountedItem) -> ItemClass) {
        counts.withUnsafeMutableBufferPointer { counts in
            counts[place + classOf(.esmeID).rawValue] += 1
            counts[place + Self.classes + classOf(.location).rawValue] += 1
            counts[place + 2 * Self.classes + classOf(.digits).rawValue] += 1
            counts[place + 3 * Self.classes + classOf(.connectionType).rawValue] += 1
            counts[place + 4 * Self.classes + classOf(.dpi).rawValue] += 1
        }
    }

    mutating func add(_ other: CompletenessTally) {
        for (index, key) in other.keys.enumerated() {
            let place = begin(distributor: key.distributor, supplier: key.supplier)
            for offset in 0..<Self.width { counts[place + offset] += other.counts[index * Self.width + offset] }
        }
        population += other.population - other.keys.count
    }

    /// The counts with names in place of numbers.
    func completeness(distributor: (UInt8) -> String, supplier: (UInt16) -> String) -> Completeness {
        var cells: [Completeness.Cell] = []
        for (index, key) in keys.enumerated() {
            for item in AccountedItem.allCases {
                let start = index * Self.width + item.rawValue * Self.classes
                cells.append(
                    Completeness.Cell(
                        item: item, distributor: distributor(key.distributor), supplier: supplier(key.supplier),
                        counts: ItemCounts(
                            valid: counts[start], invalid: counts[start + 1], missing: counts[start + 2],
                            exempt: counts[start + 3], outOfScope: counts[start + 4])))
            }
        }
        return Completeness(cells: Self.merged(cells), population: population)
    }

    /// Cells of one name made one: two codes of a distributor may be one participant's.
    private static func merged(_ cells: [Completeness.Cell]) -> [Completeness.Cell] {
        var result: [Completeness.Cell] = []
        for cell in Completeness(cells: cells, population: 0).cells {
            if let last = result.last, last.item == cell.item, last.distributor == cell.distributor,
                last.supplier == cell.supplier
            {
                var sum = last.counts
                sum.add(cell.counts)
                result[result.count - 1] = Completeness.Cell(
                    item: cell.item, distributor: cell.distributor, supplier: cell.supplier, counts: sum)
            } else {
                result.append(cell)
            }
        }
        return result
    }
}
