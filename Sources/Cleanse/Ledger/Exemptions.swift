import Kernel

/// Exemptions that were granted: an item of an MPAN, a scenario, and the last day.
public struct Exemptions: Sendable {
    private struct Grant: Sendable {
        let mpan: UInt64
        let item: String
        let scenario: String
        let until: UInt16
    }

    private let grants: [Grant]

    public static let none = Exemptions(grants: [])

    private init(grants: [Grant]) { self.grants = grants }

    /// Reads the file's rows: `mpan,item,scenario,until`, dates ISO or yyyymmdd; a blank `until` has no end.
    ///
    /// A row that cannot be read grants nothing; the load has said why.
    public init(_ file: ReferenceFile) {
        let mpan = file.place(of: "mpan")
        let item = file.place(of: "item")
        let scenario = file.place(of: "scenario")
        let until = file.place(of: "until")
        var grants: [Grant] = []
        for row in file.rows {
            guard let mpan, let item, let number = UInt64(row.fields[mpan]), !row.fields[item].isEmpty else { continue }
            let printed = until.map { row.fields[$0] } ?? ""
            guard printed.isEmpty || Day.read(printed) != nil else { continue }
            grants.append(
                Grant(
                    mpan: number, item: row.fields[item], scenario: scenario.map { row.fields[$0] } ?? "",
                    until: printed.isEmpty ? 0 : Day.read(printed) ?? 0))
        }
        self.grants = grants.sorted {
            ($0.mpan, $0.item, $0.until == 0 ? .max : $0.until, $0.scenario)
                < ($1.mpan, $1.item, $1.until == 0 ? .max : $1.until, $1.scenario)
        }
    }

    public var isEmpty: Bool { grants.isEmpty }

    /// The scenario of an exemption that runs on a day, its last day included; the longest where several run.
    public func scenario(mpan: UInt64, item: Item, on day: UInt16) -> String? {
        guard !grants.isEmpty else { return nil }
        var low = 0
        var high = grants.count
        while low < high {
            let middle = (low + high) / 2
            if grants[middle].mpan < mpan { low = middle + 1 } else { high = middle }
        }
        var found: String?
        while low < grants.count, grants[low].mpan == mpan {
            let grant = grants[low]
            if grant.item == item.rawValue, grant.until == 0 || day <= grant.until { found = grant.scenario }
            low += 1
        }
        return found
    }

    /// The scenario of an exemption of an exception's subject and item.
    public func scenario(of exception: RaisedException, on day: UInt16) -> String? {
        guard case .mpan(let mpan) = exception.subject else { return nil }
        return scenario(mpan: mpan, item: exception.item, on: day)
    }
}

extension Day {
    /// Reads an ISO date or yyyymmdd.
    static func read(_ text: String) -> UInt16? {
        let bytes = Array(text.utf8)
        if bytes.count == 8, bytes.allSatisfy({ (0x30...0x39).contains($0) }) {
            let digits = bytes.map { Int($0) - 0x30 }
            let year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3]
            return CalendarDate(year: year, month: digits[4] * 10 + digits[5], day: digits[6] * 10 + digits[7])
                .map(Day.packed)
        }
        return CalendarDate(iso: text).map(Day.packed)
    }
}
