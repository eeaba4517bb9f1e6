import Consumption
import Foundation
import Glibc
import Kernel
import Market

/// Reads the data files of a run and adds them up as the right answers are: the other side of the comparison.
struct ExpectCheck {
    /// Differences that are shown.
    static let shown = 10

    let generator: ConsumptionGenerator
    let layout: ExpectLayout
    private var totals: ExpectTotals
    private var site: (mpan: UInt64, share: Int, supply: SupplyPoint)?
    private let worker: ConsumptionWorker
    private var values: [Int32] = []
    private var qualities: [UInt8] = []

    init(_ generator: ConsumptionGenerator, _ layout: ExpectLayout) {
        self.generator = generator
        self.layout = layout
        totals = ExpectTotals(layout)
        worker = generator.makeWorker()
    }

    /// The formats that can be read.
    static let formats = ["csv", "long"]

    /// Adds a file of `csv` or `long` rows.
    mutating func add(_ path: String, format: String) throws {
        guard let file = fopen(path, "r") else {
            throw Failure(line: "\(path): \(String(cString: strerror(errno)).lowercased())", code: .badInput)
        }
        defer { fclose(file) }
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        var number = 0
        while true {
            let length = getline(&line, &capacity, file)
            guard length > 0, let start = line else { break }
            number += 1
            if number == 1 { continue }
            let bytes = UnsafeRawBufferPointer(start: start, count: length)
            let fields = Self.fields(bytes)
            guard try format == "csv" ? addWide(fields) : addLong(fields) else {
                throw Failure(line: "\(path), line \(number): this is no row of \(format)", code: .badInput)
            }
        }
    }

    private static func fields(_ line: UnsafeRawBufferPointer) -> [Substring.UTF8View] {
        var text = Substring(decoding: line, as: UTF8.self)
        while text.utf8.last == 0x0A || text.utf8.last == 0x0D { text.unicodeScalars.removeLast() }
        return text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    }

    /// `mpan,utc_date,mq,q,hh01,…,hh48`
    private mutating func addWide(_ fields: [Substring.UTF8View]) throws -> Bool {
        guard fields.count == 4 + HalfHour.perDay, let head = head(fields[0], fields[1], fields[2]) else {
            return false
        }
        values.removeAll(keepingCapacity: true)
        for field in fields[4...] {
            guard let value = Self.thousandths(field) else { return false }
            values.append(value)
        }
        guard readQualities(fields[3]) else { return false }
        return addRow(head.mpan, head.quantity, firstHalfHour: head.day * HalfHour.perDay)
    }

    /// `mpan,utc_date,period,mq,kwh,q`
    private mutating func addLong(_ fields: [Substring.UTF8View]) throws -> Bool {
        guard fields.count == 6, let head = head(fields[0], fields[1], fields[3]),
            let period = Int(String(Substring(fields[2]))), (1...HalfHour.perDay).contains(period),
            let value = Self.thousandths(fields[4]), let quality = QualityCode(code: Substring(fields[5]))
        else { return false }
        values = [value]
        qualities = [quality.index]
        return addRow(head.mpan, head.quantity, firstHalfHour: head.day * HalfHour.perDay + period - 1)
    }

    private func head(
        _ mpan: Substring.UTF8View, _ date: Substring.UTF8View, _ quantity: Substring.UTF8View
    ) -> (mpan: UInt64, day: Int, quantity: MeasurementQuantity)? {
        guard let mpan = UInt64(Substring(mpan)), let digits = Int(Substring(date)),
            let date = CalendarDate(year: digits / 10_000, month: digits / 100 % 100, day: digits % 100),
            let quantity = MeasurementQuantity(code: Substring(quantity))
        else { return nil }
        return (mpan, date.dayNumber, quantity)
    }

    /// One code, or codes in runs: `A*20;E3*28`.
    private mutating func readQualities(_ field: Substring.UTF8View) -> Bool {
        qualities.removeAll(keepingCapacity: true)
        for run in field.split(separator: UInt8(ascii: ";")) {
            let parts = run.split(separator: UInt8(ascii: "*"))
            guard let code = parts.first, let quality = QualityCode(code: Substring(code)) else { return false }
            let count = parts.count > 1 ? Int(Substring(parts[1])) ?? 0 : HalfHour.perDay
            guard (1...HalfHour.perDay).contains(count) else { return false }
            qualities.append(contentsOf: repeatElement(quality.index, count: count))
        }
        return qualities.count == HalfHour.perDay
    }

    private mutating func addRow(_ mpan: UInt64, _ quantity: MeasurementQuantity, firstHalfHour: Int) -> Bool {
        if site?.mpan != mpan {
            guard let core = try? MPANCore(reading: Self.printed(mpan)),
                let position = generator.portfolio.position(of: core)
            else { return false }
            worker.load(position: position)
            site = (mpan, worker.site.share, worker.supply)
        }
        guard let site else { return false }
        values.withUnsafeBufferPointer { values in
            qualities.withUnsafeBufferPointer { qualities in
                totals.add(
                    ConsumptionRow(
                        mpan: mpan, firstHalfHour: firstHalfHour, quantity: quantity, values: values,
                        qualities: qualities.baseAddress, supply: site.supply), share: site.share)
            }
        }
        return true
    }

    private static func printed(_ mpan: UInt64) -> String {
        let digits = String(mpan)
        return String(repeating: "0", count: max(0, 13 - digits.utf8.count)) + digits
    }

    /// Kilowatt-hours with three decimals as watt-hours; nothing is a missing value. Nil where it is no such number.
    static func thousandths(_ field: Substring.UTF8View) -> Int32? {
        if field.isEmpty { return ConsumptionRow.missing }
        guard let billionths = ExactDecimal.billionths(Substring(field)), billionths % 1_000_000 == 0 else {
            return nil
        }
        return Int32(exactly: billionths / 1_000_000)
    }

    /// The first groups in which files and answers differ, as printed.
    func differences(from expected: ExpectTotals) -> [String] {
        var lines: [String] = []
        let (right, found) = (expected.sorted, totals.sorted)
        var (left, other) = (0, 0)
        while left < right.count || other < found.count, lines.count < Self.shown {
            let first = left < right.count ? right[left] : nil
            let second = other < found.count ? found[other] : nil
            let isMissing = first.map { first in second.map { first.key < $0.key } ?? true } ?? false
            if let first, isMissing {
                lines.append("\(layout.text(first.key)): expected \(first.periods),\(first.sum), found nothing")
                left += 1
            } else if let first, let second, first.key == second.key {
                if first.periods != second.periods || first.sum != second.sum {
                    lines.append(
                        "\(layout.text(first.key)): expected \(first.periods),\(first.sum), found \(second.periods),\(second.sum)"
                    )
                }
                left += 1
                other += 1
            } else if let second {
                lines.append("\(layout.text(second.key)): expected nothing, found \(second.periods),\(second.sum)")
                other += 1
            }
        }
        return lines
    }
}
