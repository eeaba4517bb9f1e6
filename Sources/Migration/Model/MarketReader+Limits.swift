import Kernel

extension MarketReader {
    private struct Period: Hashable {
        let distributor: String?
        let from: Int
        let to: Int
    }

    /// Limits of one scope over the same days that differ in their value: the smallest holds, and somebody should know.
    mutating func lookAtDoubledLimits(_ table: MigrationTable) {
        var first: [Period: CodedLimit] = [:]
        for limit in limits {
            let period = Period(
                distributor: limit.distributor, from: limit.from.dayNumber, to: limit.to.dayNumber)
            guard let other = first[period] else {
                first[period] = limit
                continue
            }
            guard other.value != limit.value else { continue }
            findings.add(
                FolderFinding(
                    .limitsAgree, .warning, file: table.name, line: table.line(limit.row), column: "value",
                    value: "\(limit.value)",
                    problem: "contradicts line \(table.line(other.row)), which gives the same days \(other.value)",
                    advice: "the smallest holds"))
        }
    }
}
