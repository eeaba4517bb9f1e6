import Kernel

/// A submission as it was read: one packed row a line, no text.
struct SubmissionSheet {
    struct Row {
        var line: Int
        /// Where the row begins in the bytes: its text is read again where a finding shows it.
        var offset: Int
        /// A place in `suppliers`.
        var supplier: Int
        /// -1 where it is no number.
        var sprint: Int
        /// A place in the market; -1 where it has no such distributor.
        var distributor: Int
        /// A day number; `noDate` where it is none.
        var date: Int
        /// `D`, `W`, or 0.
        var granularity: UInt8
        /// `C`, `F`, or 0.
        var plan: UInt8
        /// MPANs; -1 where it is not written plainly.
        var volume: Int
        var hasSchema: Bool
        /// Whether the comment names a change request.
        var hasRequest: Bool
        var isText: Bool
    }

    /// A line that is no row of the form.
    struct Damage {
        let line: Int
        /// How many fields it has; nil where its quotation marks are not closed.
        let fields: Int?
    }

    enum HeaderFault {
        case none
        case missing
        /// The header as it stands.
        case wrong(String)
        case damaged
    }

    static let noDate = Int.min

    let bytes: [UInt8]
    private(set) var rows: [Row] = []
    private(set) var damages: [Damage] = []
    private(set) var suppliers: [String] = []
    private(set) var header = HeaderFault.none
    /// Whether there are more rows than may be.
    private(set) var isTooLong = false
    /// The field of each column.
    private var columns: [Int] = []

    init(_ bytes: [UInt8], market: MigrationMarket) {
        self.bytes = bytes
        let limit = market.settings[SubmissionParameters.rowLimit]
        bytes.withUnsafeBufferPointer { buffer in
            var scanner = SubmissionScanner(buffer)
            guard readHeader(&scanner) else { return }
            let codes = market.distributors.map { Array($0.utf8) }
            var reader = RowReader(columns: columns, codes: codes, hasOnlyASCII: !buffer.contains { $0 >= 0x80 })
            rows.reserveCapacity(min(limit, buffer.count / 32))
            while true {
                let offset = scanner.position
                let end = scanner.next()
                if end == .end { break }
                guard rows.count + damages.count < limit else {
                    isTooLong = true
                    break
                }
                if end == .row, scanner.count == columns.count {
                    rows.append(reader.row(scanner, offset: offset))
                } else {
                    damages.append(Damage(line: scanner.line, fields: end == .row ? scanner.count : nil))
                }
            }
            suppliers = reader.suppliers
        }
    }

    /// A row's text in a column, fit to be shown.
    func text(_ row: Row, _ column: SubmissionColumn) -> String { Self.shortened(raw(row, column)) }

    /// A row's text in a column, at most 64 characters of it.
    func raw(_ row: Row, _ column: SubmissionColumn) -> String {
        let text = bytes.withUnsafeBufferPointer { buffer in
            var scanner = SubmissionScanner(buffer, at: row.offset)
            guard scanner.next() == .row, columns[column.rawValue] < scanner.fields.count else { return "" }
            return scanner.text(scanner.fields[columns[column.rawValue]])
        }
        return String(text.prefix(64))
    }

    /// At most 40 characters of a text from outside; what cannot be printed as `\u{…}`.
    static func shortened(_ text: String) -> String {
        var shown = ""
        for (place, scalar) in text.unicodeScalars.enumerated() {
            guard place < 40 else { return shown + "…" }
            if FolderFinding.isPrintable(scalar) {
                shown.unicodeScalars.append(scalar)
            } else {
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return shown
    }

    private mutating func readHeader(_ scanner: inout SubmissionScanner) -> Bool {
        switch scanner.next() {
        case .end:
            header = .missing
            return false
        case .damaged:
            header = .damaged
            return false
        case .row: break
        }
        let names = scanner.fields.map { scanner.text($0) }
        let places = SubmissionColumn.allCases.compactMap { names.firstIndex(of: $0.name) }
        guard places.count == SubmissionColumn.allCases.count, scanner.count == places.count else {
            header = .wrong(Self.shortened(names.joined(separator: ",")))
            return false
        }
        columns = places
        return true
    }
}

/// Reads the fields of rows into numbers.
private struct RowReader {
    let columns: [Int]
    let codes: [[UInt8]]
    let hasOnlyASCII: Bool
    private(set) var suppliers: [String] = []
    private var supplierCodes: [[UInt8]] = []
    private var placeOfSupplier: [[UInt8]: Int] = [:]
    private var lastSupplier = -1
    private var lastDistributor = -1

    init(columns: [Int], codes: [[UInt8]], hasOnlyASCII: Bool) {
        self.columns = columns
        self.codes = codes
        self.hasOnlyASCII = hasOnlyASCII
    }

    mutating func row(_ scanner: SubmissionScanner, offset: Int) -> SubmissionSheet.Row {
        let supplier = field(scanner, .supplier)
        let distributor = field(scanner, .distributor)
        let comment = field(scanner, .comment)
        return SubmissionSheet.Row(
            line: scanner.line, offset: offset, supplier: place(ofSupplier: supplier),
            sprint: number(field(scanner, .sprint), digits: 2) ?? -1, distributor: place(ofDistributor: distributor),
            date: date(field(scanner, .start)) ?? SubmissionSheet.noDate,
            granularity: letter(field(scanner, .granularity)), plan: plan(field(scanner, .plan)),
            volume: number(field(scanner, .volume), digits: 10) ?? -1,
            hasSchema: isSchema(field(scanner, .schema)), hasRequest: !comment.isEmpty && hasRequest(comment),
            isText: hasOnlyASCII || isText(scanner))
    }

    private func field(_ scanner: SubmissionScanner, _ column: SubmissionColumn) -> Slice<UnsafeBufferPointer<UInt8>> {
        let field = scanner.fields[columns[column.rawValue]]
        return scanner.bytes[field.start..<field.end]
    }

    private mutating func place(ofSupplier code: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        if lastSupplier >= 0, supplierCodes[lastSupplier].elementsEqual(code) { return lastSupplier }
        let key = Array(code)
        if let place = placeOfSupplier[key] {
            lastSupplier = place
        } else {
            lastSupplier = suppliers.count
            placeOfSupplier[key] = lastSupplier
            supplierCodes.append(key)
            suppliers.append(String(decoding: key, as: UTF8.self))
        }
        return lastSupplier
    }

    private mutating func place(ofDistributor code: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        if lastDistributor >= 0, codes[lastDistributor].elementsEqual(code) { return lastDistributor }
        let place = codes.partitioned { $0.lexicographicallyPrecedes(code) }
        guard place < codes.count, codes[place].elementsEqual(code) else { return -1 }
        lastDistributor = place
        return place
    }

    private func number(_ text: Slice<UnsafeBufferPointer<UInt8>>, digits: Int) -> Int? {
        guard !text.isEmpty, text.count <= digits else { return nil }
        var value = 0
        for byte in text {
            guard byte &- 0x30 < 10 else { return nil }
            value = value * 10 + Int(byte &- 0x30)
        }
        return value
    }

    private func date(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        let first = text.startIndex
        guard text.count == 10, text[first + 4] == 0x2D, text[first + 7] == 0x2D,
            let year = number(text[first..<first + 4], digits: 4),
            let month = number(text[first + 5..<first + 7], digits: 2),
            let day = number(text[first + 8..<first + 10], digits: 2)
        else { return nil }
        return CalendarDate(year: year, month: month, day: day)?.dayNumber
    }

    private func letter(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> UInt8 {
        guard text.count == 1, let byte = text.first, byte == 0x44 || byte == 0x57 else { return 0 }
        return byte
    }

    private func plan(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> UInt8 {
        if text.elementsEqual("COMMITTED".utf8) { return 0x43 }
        return text.elementsEqual("FORECAST".utf8) ? 0x46 : 0
    }

    private func isSchema(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        text.elementsEqual(SubmissionTemplate.schemaVersion.utf8)
    }

    /// Whether a word of the comment is `CR`, perhaps a dash, and digits.
    private func hasRequest(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var state = 0  // 0 at a word's start, 1 after C, 2 after CR, 3 elsewhere in a word
        for byte in text {
            switch (state, byte) {
            case (0, 0x43), (0, 0x63): state = 1
            case (1, 0x52), (1, 0x72): state = 2
            case (2, 0x2D): state = 2
            case (2, 0x30...0x39): return true
            case (_, 0x30...0x39), (_, 0x41...0x5A), (_, 0x61...0x7A): state = 3
            default: state = 0
            }
        }
        return false
    }

    private func isText(_ scanner: SubmissionScanner) -> Bool {
        scanner.fields.allSatisfy { field in
            let bytes = scanner.bytes[field.start..<field.end]
            return !bytes.contains { $0 >= 0x80 } || String(validating: bytes, as: UTF8.self) != nil
        }
    }
}
