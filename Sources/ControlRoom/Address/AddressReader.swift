import Kernel
import Record

/// Reads addresses, each part with a bound, and says in words which part it cannot read.
enum AddressReader {
    static let longestAddress = 8_192
    static let mostPairs = 120
    static let mostFilters = 20
    static let mostColumns = 60
    static let mostOrders = 4
    static let longestValue = 300
    static let lastPage = 100_000

    /// Reads a path and its query. Throws `RoomFailure`.
    static func read(path: String, query: String) throws(RoomFailure) -> Address {
        guard path.utf8.count + query.utf8.count <= longestAddress else { throw .addressTooLong }
        guard let route = Route(path: path) else { throw .noSuchPage }
        var address = Address(route: route)
        let pieces = query.split(separator: "&")
        guard pieces.count <= mostPairs else {
            throw .badAddress("The address holds \(pieces.count) parts; at most \(mostPairs) are read.")
        }
        for piece in pieces {
            let halves = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decode(halves[0], plusIsSpace: true),
                let value = PercentCoding.decode(halves.count > 1 ? halves[1] : "", plusIsSpace: true)
            else { throw .badAddress("A part of the address is not percent-encoded UTF-8.") }
            // Forms send every field, also those left empty.
            guard !value.isEmpty else { continue }
            guard value.utf8.count <= longestValue else {
                throw .badAddress("The value of “\(name)” is longer than \(longestValue) bytes.")
            }
            try read(name, value, into: &address)
        }
        return address
    }

    /// Whether a page of a kind can show what its address asks for. Throws `RoomFailure` naming what it cannot.
    static func check(_ table: TableRequest, against schema: Schema) throws(RoomFailure) {
        for column in table.filters.map(\.column) + table.order.map(\.column) + table.columns
        where schema.column(column) == nil {
            throw .badAddress("\(schema.kind.rawValue) has no column “\(column)”.")
        }
        for filter in table.filters {
            guard case .date? = schema.column(filter.column)?.type else { continue }
            switch filter.test {
            case .atLeast(let day), .atMost(let day):
                if CalendarDate(iso: day) == nil {
                    throw .badAddress("The filter on “\(filter.column)” needs a date such as 2023-08-16, not “\(day)”.")
                }
            default: continue
            }
        }
    }

    private static func read(_ name: String, _ value: String, into address: inout Address) throws(RoomFailure) {
        if case .consumption = address.route, ConsumptionFields.isName(name) {
            return try readField(name, value, into: &address)
        }
        if case .dip = address.route, DIPFields.isName(name) {
            guard address.dip[name] ?? value == value else { throw .badAddress("The address gives “\(name)” twice.") }
            address.dip[name] = value
            return
        }
        if case .cleanse = address.route, CleanseFields.isName(name) {
            guard address.cleanse[name] ?? value == value else {
                throw .badAddress("The address gives “\(name)” twice.")
            }
            address.cleanse[name] = value
            return
        }
        if case .migration = address.route, MigrationFields.isName(name) {
            guard address.migration[name] ?? value == value else {
                throw .badAddress("The address gives “\(name)” twice.")
            }
            address.migration[name] = value
            return
        }
        switch name {
        case "at":
            guard let day = CalendarDate(iso: value) else {
                throw .badAddress("“As known at” needs a date such as 2023-08-16, not “\(value)”.")
            }
            address.options.asKnownAt = day
        case "focus": address.options.focus = try flag(name, value)
        case "resolved": address.options.resolved = try flag(name, value)
        case "q": address.words = value
        case "page":
            guard let page = Int(value), (1...lastPage).contains(page) else {
                throw .badAddress("“page” is a number from 1 to \(lastPage), not “\(value)”.")
            }
            address.table.page = page
        case "sort": try readOrder(value, into: &address.table)
        case "col":
            guard address.table.columns.count < mostColumns else {
                throw .badAddress("At most \(mostColumns) columns are shown.")
            }
            if !address.table.columns.contains(value) { address.table.columns.append(value) }
        default: try readFilter(name, value, into: &address.table)
        }
    }

    /// Reads a field of the form. Throws `RoomFailure` where the address has it twice with two values.
    private static func readField(_ name: String, _ value: String, into address: inout Address) throws(RoomFailure) {
        if let other = address.consumption[name], other != value {
            throw .badAddress("The address gives “\(name)” twice.")
        }
        address.consumption[name] = value
    }

    private static func flag(_ name: String, _ value: String) throws(RoomFailure) -> Bool {
        switch value {
        case "1": true
        case "0": false
        default: throw .badAddress("“\(name)” is 0 or 1, not “\(value)”.")
        }
    }

    private static func readOrder(_ value: String, into table: inout TableRequest) throws(RoomFailure) {
        for piece in value.split(separator: ",") {
            guard table.order.count < mostOrders else {
                throw .badAddress("A table is sorted by at most \(mostOrders) columns.")
            }
            let descending = piece.utf8.first == UInt8(ascii: "-")
            table.order.append(RowQuery.Order(String(descending ? piece.dropFirst() : piece), descending: descending))
        }
    }

    private static func readFilter(
        _ name: String, _ value: String, into table: inout TableRequest
    ) throws(RoomFailure) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "f" else {
            throw .badAddress("The address holds “\(name)”, which no page reads.")
        }
        guard table.filters.count < mostFilters else {
            throw .badAddress("At most \(mostFilters) filters are read.")
        }
        let test: RowQuery.Test
        switch (parts[2], value) {
        case ("eq", _): test = .equals(value)
        case ("has", _): test = .contains(value)
        case ("from", _): test = .atLeast(value)
        case ("to", _): test = .atMost(value)
        case ("is", "empty"): test = .isEmpty
        case ("is", "filled"): test = .isNotEmpty
        default: throw .badAddress("The filter “\(name)” with “\(value)” is of no kind that tables know.")
        }
        let filter = RowQuery.Filter(String(parts[1]), test)
        if !table.filters.contains(filter) { table.filters.append(filter) }
    }
}

/// Why a page could not be given: all of them the asker's, and answered with a page that says so.
enum RoomFailure: Error, Hashable {
    case noSuchPage
    /// The page is there, the record is not; says which and as known when.
    case noSuchRecord(String)
    case badAddress(String)
    case addressTooLong
}
