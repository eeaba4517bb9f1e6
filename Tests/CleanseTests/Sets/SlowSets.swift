import Cleanse

/// Every pair compared with every pair: the rules of sets, as plainly as they can be said.
///
/// An independent implementation on the same rows of text, without packing, sorting or hashing.
struct SlowSets {
    let market: SetMarket

    private struct Meter {
        let point: Int
        let row: SetMarket.Row

        func text(_ item: Item) -> String { row[item] ?? "" }
        var upper: String { text(.meterID).uppercased() }
        var squeezed: String { upper.filter { $0 != " " } }
        var hasID: Bool { !upper.isEmpty && squeezed.count <= 10 }
    }

    private func registration(_ point: Int) -> SetMarket.Row? { market.registrations[point] }
    private func isLive(_ point: Int) -> Bool {
        guard let row = registration(point) else { return false }
        return row[.mpStatus] != "X"
    }
    private func direction(_ point: Int) -> String { registration(point)?[.direction] ?? "I" }
    private func postcode(_ point: Int) -> String {
        (registration(point)?[.postcode] ?? "N1 1AA").uppercased().filter { $0 != " " }
    }

    private var current: [(kind: String, one: Int, other: Int)] {
        (market.links ?? []).compactMap { row in
            let to = row[.to] ?? ""
            guard to.isEmpty || to >= "2026-07-01" else { return nil }
            return (row[.kind] ?? "", Int(row[.principal] ?? "") ?? 0, Int(row[.subsidiary] ?? "") ?? 0)
        }
    }

    /// The points that can be reached from a point.
    private func reach(_ point: Int) -> Set<Int> {
        var reached: Set<Int> = [point]
        var grew = true
        while grew {
            grew = false
            for link in current where reached.contains(link.one) != reached.contains(link.other) {
                reached.formUnion([link.one, link.other])
                grew = true
            }
        }
        return reached
    }

    /// As `MTR-02 #1 meter_id`, in no order.
    func words() -> Set<String> {
        let open = (market.meters ?? []).compactMap { row -> Meter? in
            let point = Int(row[.mpan] ?? "") ?? 0
            guard isLive(point), row[.removalDate] ?? "" == "" else { return nil }
            return Meter(point: point, row: SetMarket.meter(point).merging(row) { $1 })
        }
        var found: Set<String> = []
        var linked: [Int: Item] = [:]
        var replaced: Set<Int> = []
        let sets = Dictionary(uniqueKeysWithValues: market.registrations.keys.map { ($0, reach($0)) })
        for one in open {
            for other in open where one.point != other.point || one.row != other.row {
                let isApart = sets[one.point]?.contains(other.point) == false
                spelling(one, other, isApart, &found)
                guard isApart else { continue }
                pair(one, other, &found, &linked, &replaced)
            }
        }
        for (point, item) in linked { found.insert("LNK-15 #\(point) \(item.rawValue)") }
        missing(.location, "LOC-02", open, sets, &found)
        missing(.digits, "DIG-02", open, sets, &found)
        for point in market.registrations.keys where isLive(point) && direction(point) == "E" {
            let isLinked = current.contains {
                $0.kind == "IE" && $0.one != $0.other && [$0.one, $0.other].contains(point)
            }
            if !isLinked, !replaced.contains(point) { found.insert("LNK-11 #\(point) subsidiary") }
        }
        return found
    }

    private func spelling(_ one: Meter, _ other: Meter, _ isApart: Bool, _ found: inout Set<String>) {
        guard one.hasID, other.hasID else { return }
        if one.squeezed == other.squeezed {
            if one.upper != other.upper { found.insert("MTR-03 #\(one.point) meter_id") }
            if !isApart, one.text(.esmeID) != other.text(.esmeID), one.text(.esmeID) != "", other.text(.esmeID) != "" {
                found.insert("ESM-06 #\(one.point) esme_id")
            }
        } else if isApart, let left = yearless(one.squeezed), left == yearless(other.squeezed) {
            found.insert("MTR-04 #\(one.point) meter_id")
        }
    }

    private func yearless(_ id: String) -> String? {
        let letters = Array(id)
        guard letters.count > 4, letters[0].isLetter, letters[1].isNumber, letters[2].isNumber, letters[3].isLetter,
            letters[letters.count - 1].isNumber
        else { return nil }
        return "\(letters[0])\(String(letters[3...]))"
    }

    private func pair(
        _ one: Meter, _ other: Meter, _ found: inout Set<String>, _ linked: inout [Int: Item],
        _ replaced: inout Set<Int>
    ) {
        let isOneID = one.hasID && other.hasID && one.upper == other.upper
        let makes = [one.text(.makeType).uppercased(), other.text(.makeType).uppercased()]
        let isOtherMake = makes[0] != makes[1] && !makes.contains("")
        let isOneDevice = one.text(.esmeID) == other.text(.esmeID) && one.text(.esmeID) != ""
        let isPair = Set([direction(one.point), direction(other.point)]) == ["I", "E"]
        let isHere = isPair && postcode(one.point) == postcode(other.point) && postcode(one.point) != ""
        if isPair, direction(one.point) == "E" {
            if isOneID, !isOtherMake { linked[one.point] = .meterID }
            if isOneDevice, linked[one.point] == nil { linked[one.point] = .esmeID }
            if isHere, isOneDevice || isOneID && !isOtherMake { replaced.insert(one.point) }
        }
        if isOneID {
            let dates = [one.text(.installDate), other.text(.installDate)]
            if isOtherMake {
                found.insert("MTR-05 #\(one.point) meter_id")
            } else if !isHere {
                if dates.contains("") || dates[0] == dates[1] {
                    found.insert("MTR-02 #\(one.point) meter_id")
                } else if dates[0] < dates[1] {
                    found.insert("MTR-06 #\(one.point) meter_id")
                }
            }
        }
        if isOneDevice, !isHere { found.insert("ESM-05 #\(one.point) esme_id") }
    }

    private func missing(
        _ item: Item, _ rule: String, _ open: [Meter], _ sets: [Int: Set<Int>], _ found: inout Set<String>
    ) {
        let blank = open.filter { $0.text(item).isEmpty && registration($0.point)?[.connectionType] != "U" }
        for one in blank {
            let same = blank.filter {
                one.hasID && $0.hasID && $0.squeezed == one.squeezed && sets[one.point]?.contains($0.point) == true
            }.map(\.point)
            let first = same.filter { direction($0) == "I" }.min() ?? same.min() ?? one.point
            if first == one.point { found.insert("\(rule) #\(one.point) \(item.rawValue)") }
        }
    }
}
