import Kernel
import Market

extension SubmissionCheck {
    /// The rules of the file as a whole.
    mutating func judgeFile() {
        judgeSheet()
        judgeName()
        judgeSequence()
        judgeReceipt()
    }

    /// Finds the supplier that the file is of, and whether that one may submit.
    ///
    /// - Returns: whether rows can be judged.
    mutating func findSupplier() -> Bool {
        guard case .none = sheet.header else {
            skipTheRest("the header cannot be read")
            skip(.partiesAreKnown, "the header cannot be read")
            return false
        }
        guard let code = name?.supplier ?? mostNamedSupplier() else {
            raise(
                Draft(
                    rule: .partiesAreKnown, row: 0, key: "supplierMPID", observed: "no row", limit: "a supplier",
                    explanation: "neither a delivery name nor a row says whose submission this is",
                    advice: "add the rows of the supplier's template"))
            skipTheRest("the supplier is not known")
            return false
        }
        supplierCode = code
        guard let supplier = market.supplier(code) else {
            let close = code.uppercased().filter { !$0.isWhitespace }
            let isClose = market.supplier(close) != nil
            raise(
                Draft(
                    rule: .partiesAreKnown, row: sheet.rows.first?.line ?? 0, key: "supplierMPID",
                    observed: SubmissionSheet.shortened(code), limit: "a supplier of the market",
                    explanation: "the market has no such supplier; every row is in doubt",
                    changes: isClose
                        ? sheet.rows.map { set($0, .supplier, close, key: "supplierMPID") } : []))
            skipTheRest("the supplier is not known")
            return false
        }
        var allowance = SupplierAllowance(checker.table, layout, supplier: supplier)
        if let published = circumstances.published { allowance.replace(by: published) }
        self.allowance = allowance
        judgeSender()
        return true
    }

    func set(
        _ row: SubmissionSheet.Row, _ column: SubmissionColumn, _ value: String, key: String
    ) -> SubmissionChange {
        SubmissionChange(kind: .set(column: column.rawValue), row: row.line, key: key, value: value)
    }

    /// The code of most rows; of equally many the first by code.
    private func mostNamedSupplier() -> String? {
        var counts = [Int](repeating: 0, count: sheet.suppliers.count)
        for row in sheet.rows { counts[row.supplier] += 1 }
        return counts.indices.min { left, right in
            counts[left] != counts[right]
                ? counts[left] > counts[right] : sheet.suppliers[left] < sheet.suppliers[right]
        }.map { sheet.suppliers[$0] }
    }

    private mutating func judgeSheet() {
        let header = SubmissionTemplate.columns.joined(separator: ",")
        func fault(_ observed: String, _ explanation: String) -> Draft {
            Draft(
                rule: .fileIsReadable, row: 1, key: "header", observed: observed, limit: header,
                explanation: explanation, advice: header)
        }
        switch sheet.header {
        case .none: break
        case .missing: raise(fault("nothing", "the file is empty: there is no header"))
        case .damaged: raise(fault("a damaged line", "a quotation mark of the header is not closed where it should be"))
        case .wrong(let names): raise(fault(names, "the header is not the nine columns, each once"))
        }
        if sheet.isTooLong {
            raise(
                Draft(
                    rule: .fileIsReadable, row: 0, key: "rows", observed: "more rows",
                    limit: String(settings[SubmissionParameters.rowLimit]),
                    explanation: "the file has more rows than a submission may; those beyond were not read",
                    advice: "send no more rows than the template has"))
        }
        for damage in sheet.damages {
            let fields = damage.fields.map { "\($0) fields" }
            raise(
                Draft(
                    rule: .fileIsReadable, row: damage.line, key: "row", observed: fields ?? "a damaged line",
                    limit: "\(SubmissionColumn.allCases.count) fields",
                    explanation: fields == nil
                        ? "a quotation mark is not closed, or text follows a closing one"
                        : "the row has another number of fields than the header",
                    changes: [.remove(row: damage.line, key: "row")]))
        }
    }

    private mutating func judgeName() {
        guard SubmissionName.isMeant(file.name) else {
            skip(.nameMatchesRows, "in part: the file's name is no delivery name; rows are compared with each other")
            return
        }
        guard let name else {
            raise(
                Draft(
                    rule: .nameMatchesRows, row: 0, key: "name", observed: SubmissionSheet.shortened(file.name),
                    limit: "<schema>_<supplierMPID>_<sprint>_<D, W or M>_<yyyymmddThhmmssZ>_<seq>.csv",
                    explanation: "the name is not of the pattern", advice: "name it by the pattern"))
            return
        }
        if name.sprint != layout.sprint.number {
            raise(
                Draft(
                    rule: .nameMatchesRows, row: 0, key: "name", observed: "sprint \(name.sprint)",
                    limit: "sprint \(layout.sprint.number)",
                    explanation: "the name is of another sprint than the one that is planned",
                    advice: String(layout.sprint.number)))
        }
    }

    private mutating func judgeSequence() {
        guard let previous = circumstances.previous else {
            return skip(.sequenceRises, "no earlier submission was given")
        }
        if previous.digest == file.digest {
            raise(
                Draft(
                    rule: .sequenceRises, row: 0, key: "content", observed: file.digest, limit: "other content",
                    explanation: "the file is the earlier submission again, byte for byte",
                    advice: "nothing needs to be sent"))
        }
        guard let mine = name?.sequence, let last = SubmissionName(previous.name)?.sequence else {
            return skip(.sequenceRises, "in part: a name has no sequence; only the content was compared")
        }
        if mine <= last {
            raise(
                Draft(
                    rule: .sequenceRises, row: 0, key: "sequence", observed: String(mine), limit: "above \(last)",
                    explanation: "the sequence is not above the last accepted one's", advice: String(last + 1)))
        }
    }

    private mutating func judgeReceipt() {
        guard let received = circumstances.received else {
            return skip(.receivedInWindow, "the time of receipt was not given")
        }
        guard let window = layout.sprint.planning else {
            return skip(.receivedInWindow, "the planning dates of the sprint are not known")
        }
        let day = Self.localDay(received)
        guard !window.contains(day), (circumstances.waiver ?? "").isEmpty else { return }
        raise(
            Draft(
                rule: .receivedInWindow, row: 0, key: "received", observed: "\(received) (\(day))",
                limit: "\(window.lowerBound) to \(window.upperBound)",
                explanation: day > window.upperBound
                    ? "the submission is late, and there is no waiver"
                    : "planning has not begun, and there is no waiver",
                advice: "a waiver of the control centre"))
    }

    private mutating func judgeSender() {
        guard let user = circumstances.user, let entitlements = circumstances.entitlements else {
            return skip(.senderIsEntitled, "the user, or who may act for whom, was not given")
        }
        guard !(entitlements[supplierCode]?.contains(user) ?? false) else { return }
        raise(
            Draft(
                rule: .senderIsEntitled, row: 0, key: "user", observed: SubmissionSheet.shortened(user),
                limit: "a user entitled to act for \(supplierCode)",
                explanation: "the user may not act for this supplier", advice: "another user must submit"))
    }

    /// The day in Great Britain at an instant.
    static func localDay(_ instant: Instant) -> CalendarDate {
        let halfHour = 1_800_000
        let milliseconds = Int(instant.milliseconds)
        let index = milliseconds >= 0 ? milliseconds / halfHour : (milliseconds - halfHour + 1) / halfHour
        return SettlementDay(containing: HalfHour(index: index)).date
    }
}
