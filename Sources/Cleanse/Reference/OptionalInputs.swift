/// Half-hourly meter details beside the registers, for CON-10.
///
/// Our own layout, file `half-hourly-meters`: mpan, ct_ratio (`200/5`; blank where there is no current transformer).
public struct HalfHourlyMeters: Sendable {
    /// By MPAN, the first ratio in the order of texts.
    private var ratios: [UInt64: String] = [:]

    init(_ files: [ReferenceRows]) {
        for file in files {
            let (mpan, ratio) = (file.reader("mpan"), file.reader("ct_ratio"))
            for row in file.rows {
                guard let number = UInt64(mpan(row)), !ratio(row).isEmpty, ratios[number] == nil else { continue }
                ratios[number] = ratio(row)
            }
        }
    }

    public var isEmpty: Bool { ratios.isEmpty }

    /// The ratio of the current transformer; nil where none is told.
    public func ratio(of mpan: UInt64) -> String? { ratios[mpan] }
}

/// Unmetered supplies as the aggregator and the unmetered supplies operators hold them, for UMS-02 to UMS-05.
///
/// Our own layout, file `unmetered`: mpan, holder (AGG or UMSO), party (the holder's MPID, may be blank), eac (annual
/// consumption in megawatt-hours), energisation, demand (calculated maximum demand in kilowatts).
public struct UnmeteredInventory: Sendable {
    public struct Row: Hashable, Sendable {
        public let party: String
        /// Megawatt-hours a year in thousandths; nil where blank or not a number.
        public let consumptionThousandths: Int?
        /// Kilowatts in thousandths; nil where blank or not a number.
        public let demandThousandths: Int?
        public let energisation: String
        public let consumption: String
        public let demand: String
    }

    /// What both sides hold of one MPAN.
    public struct Entry: Hashable, Sendable {
        public var aggregator: Row?
        public var unmeteredOperator: Row?
    }

    private var entries: [UInt64: Entry] = [:]

    init(_ files: [ReferenceRows]) {
        for file in files {
            let (mpan, holder, party) = (file.reader("mpan"), file.reader("holder"), file.reader("party"))
            let (eac, demand) = (file.reader("eac"), file.reader("demand"))
            let energisation = file.reader("energisation")
            for row in file.rows {
                guard let number = UInt64(mpan(row)) else { continue }
                let held = Row(
                    party: party(row), consumptionThousandths: Self.thousandths(eac(row)),
                    demandThousandths: Self.thousandths(demand(row)), energisation: energisation(row),
                    consumption: eac(row), demand: demand(row))
                if holder(row) == "UMSO", entries[number]?.unmeteredOperator == nil {
                    entries[number, default: Entry()].unmeteredOperator = held
                } else if holder(row) == "AGG", entries[number]?.aggregator == nil {
                    entries[number, default: Entry()].aggregator = held
                }
            }
        }
    }

    public var isEmpty: Bool { entries.isEmpty }

    public func entry(of mpan: UInt64) -> Entry? { entries[mpan] }

    /// A decimal number in thousandths, further digits dropped; nil for anything else or beyond twelve digits.
    static func thousandths(_ text: String) -> Int? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, !first.isEmpty, first.utf8.count <= 12, let whole = Int(first), whole >= 0
        else { return nil }
        guard parts.count == 2 else { return whole * 1_000 }
        let digits = parts[1].prefix(3)
        guard !parts[1].isEmpty, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let fraction = Int(digits + String(repeating: "0", count: 3 - digits.utf8.count))
        else { return nil }
        return whole * 1_000 + fraction
    }
}
