import Consumption
import Market

/// Watt-hours (var-hours where reactive) by quantity and GSP group.
struct EnergyTable: Sendable, Hashable {
    private static let regions = GSPGroup.allCases.count
    /// By quantity, then group.
    private(set) var sums = [Int](repeating: 0, count: MeasurementQuantity.allCases.count * regions)

    /// Adds a row's values; missing ones count nothing.
    mutating func add(_ row: ConsumptionRow) {
        sums[Int(row.quantity.rawValue) * Self.regions + Int(row.supply.region.rawValue)] += Self.sum(row.values)
    }

    mutating func add(_ other: EnergyTable) {
        for place in sums.indices { sums[place] += other.sums[place] }
    }

    /// Sets one cell, when a journal or a manifest is read.
    mutating func set(_ quantity: MeasurementQuantity, _ region: GSPGroup, to sum: Int) {
        sums[Int(quantity.rawValue) * Self.regions + Int(region.rawValue)] = sum
    }

    subscript(quantity: MeasurementQuantity, region: GSPGroup) -> Int {
        sums[Int(quantity.rawValue) * Self.regions + Int(region.rawValue)]
    }

    /// The sum of the values that are there.
    static func sum(_ values: UnsafeBufferPointer<Int32>) -> Int { RowSum.energy(of: values) }

    /// `{"AI":{"_A":123,…},…}`: quantities and groups that have any energy.
    var json: ExactJSON {
        .object(
            MeasurementQuantity.allCases.compactMap { quantity -> (String, ExactJSON)? in
                let cells = GSPGroup.allCases.compactMap { region -> (String, ExactJSON)? in
                    let sum = self[quantity, region]
                    return sum == 0 ? nil : (region.id, .whole(sum))
                }
                return cells.isEmpty ? nil : (quantity.code, .object(cells))
            })
    }

    init() {}

    /// Reads what `json` gives; nil where it is something else.
    init?(_ json: ExactJSON) {
        guard let quantities = json.members else { return nil }
        for member in quantities {
            guard let quantity = MeasurementQuantity(code: member.name), let cells = member.value.members else {
                return nil
            }
            for cell in cells {
                guard let region = GSPGroup(id: cell.name), let sum = cell.value.whole else { return nil }
                set(quantity, region, to: sum)
            }
        }
    }
}
