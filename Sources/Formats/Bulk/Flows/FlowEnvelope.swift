import Kernel

/// The first and the last line of a flow's file.
///
/// `ZHV|file|flow|from role|from|to role|to|time||||application|` and `ZPT|file|lines|lines or empty|batches|time|`.
/// Every part of a run has the same first line; the last stands behind the last part and counts the whole run.
struct FlowEnvelope: Sendable {
    let table: FlowTable
    let run: RunDescription

    var header: [UInt8] {
        let from = party(table.from)
        let to = party(table.to)
        let application = run.parties.applicationCode
        return Array(
            """
            ZHV|\(fileID)|\(table.code)\(table.version)|\(from.role)|\(from.id)|\(to.role)|\(to.id)|\(time)\
            ||||\(application)|

            """.utf8)
    }

    /// - Parameters: lines between the first and the last; how many of them are of the outermost group.
    func trailer(lines: Int, batches: Int) -> [UInt8] {
        Array("ZPT|\(fileID)|\(lines)|\(table.countsTwice ? "\(lines)" : "")|\(batches)|\(time)|\n".utf8)
    }

    /// Ten digits that differ from run to run, made from what the run is and not from a counter.
    ///
    /// The hash is FNV-1a of 64 bits, last ten digits. The part is left out: all parts are one file.
    private var fileID: String {
        let words =
            "\(table.code)|\(run.from.iso)|\(run.days)|\(run.seed)|\(run.modelVersion)|\(run.configurationDigest)"
        let hash = words.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        let digits = String(hash % 10_000_000_000)
        return String(repeating: "0", count: 10 - digits.utf8.count) + digits
    }

    /// Six in the morning of the day after the run's last: nothing can be sent before its day is over.
    private var time: String {
        FlowText.date(run.from.adding(days: max(run.days, 0))) + "060000"
    }

    private func party(_ end: FlowEnd) -> (role: String, id: String) {
        switch end {
        case .sender: (run.parties.senderRole, run.parties.sender)
        case .recipient: (run.parties.recipientRole, run.parties.recipient)
        case .supplier: (run.parties.supplierRole, run.parties.supplier)
        case .meterOperator: (run.parties.meterOperatorRole, run.parties.meterOperator)
        }
    }
}

/// Texts of fields.
enum FlowText {
    /// `YYYYMMDD`.
    static func date(_ date: CalendarDate) -> String { date.iso.filter { $0 != "-" } }

    /// `YYYYMMDDHHMMSS`, at the beginning of a minute.
    static func stamp(_ date: CalendarDate, _ time: TimeOfDay) -> String {
        self.date(date) + padded(time.hour, 2) + padded(time.minute, 2) + "00"
    }

    /// A number of units in which 1 has so many digits behind the point.
    static func decimal(_ scaled: Int, places: Int) -> String {
        let unit = (0..<places).reduce(UInt(1)) { unit, _ in unit * 10 }
        let whole = scaled.magnitude / unit
        return "\(scaled < 0 ? "-" : "")\(whole).\(padded(Int(scaled.magnitude % unit), places))"
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
