extension FlatObject {
    /// The columns of a line of the hub's journal whose event is `accepted`: what an events file would say of its message.
    ///
    /// - Parameter participants: names by DIP ID; they come before the MPIDs that the line gives.
    func message(naming participants: [String: String]) -> FlatObject {
        var columns = FlatObject()
        for (column, member) in [
            (TrackColumn.event, "eventCode"), (.message, "transactionID"), (.mpan, "mpan"), (.at, "at"),
            (.interface, "interface"),
        ] {
            if let value = text(member) { columns.set(column.rawValue, value) }
        }
        func set(_ column: TrackColumn, _ value: String?) {
            if let value, !value.isEmpty { columns.set(column.rawValue, value) }
        }
        func party(_ member: String, else other: String? = nil) -> String? {
            guard let id = text(member) ?? other else { return text(member + "MPID") }
            return participants[id] ?? text(member + "MPID") ?? id
        }
        let answer = text("responseCode") ?? ""
        switch MessageWords.interfaceNumber(text("interface") ?? "") {
        case 1:
            set(.supplier, party("supplier"))
            set(.former, party("formerSupplier"))
            set(.effective, text("effective"))
        case 3: set(.effective, text("effective"))
        case 31:
            set(.supplier, party("supplier", else: text("sender")))
            set(.code, text("scenario"))
            set(.effective, text("effective"))
        case 32, 34:
            set(.code, answer)
            // What comes with a yes is no reason.
            if Self.refusals.contains(answer) { set(.reason, text("reasons")) }
        case 35:
            if Self.refusals.contains(answer) {
                set(.reason, text("reasons"))
            } else {
                set(.effective, text("effective"))
            }
        case 36: set(.effective, text("effective"))
        default: break
        }
        return columns
    }

    /// Rejected, lapsed.
    private static let refusals = ["R", "L"]
}
