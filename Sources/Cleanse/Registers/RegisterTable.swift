/// One register's snapshot in packed columns, its rows sorted by MPAN (links: by principal), then by content.
///
/// The order does not depend on the order in which files or rows came. Rows that a load removed are not in it.
public struct RegisterTable: Sendable {
    /// A file that rows came from.
    public struct Source: Hashable, Sendable {
        /// The file's name, without a folder.
        public let name: String
        /// Role letter and party of the sender, `L:LOND`; nil where nobody was named.
        public let sender: Owner?

        public init(name: String, sender: Owner?) {
            self.name = name
            self.sender = sender
        }
    }

    public let kind: RegisterKind
    /// The register's columns, the further ones among them where a file had one.
    public let fields: [Field]
    public let count: Int
    /// The files of the snapshot, in the order of their names; `file` points here.
    public let sources: [Source]
    /// Which columns the files had; the others are blank in every row.
    public let present: Set<Item>
    /// The row's file, an index into `sources`.
    public let file: Column<UInt16>
    /// The row's line in its file, from 1; the header is line 1.
    public let line: Column<UInt32>

    /// MPANs of rows that a spreadsheet damaged (FIL-11), so that they were removed; rising. The register had them:
    /// nothing follows from their absence.
    public let withheld: [UInt64]

    private let columns: [Item: PackedColumn]

    /// A packed column with what stands beside it.
    public struct PackedColumn: Sendable {
        public let block: Block
        public let offset: Int
        public let packing: Packing
        /// The texts of a `code` or `text` column: value v is `texts[v - 1]`.
        public let texts: [String]
        /// The texts that the packing could not hold, or that a device was misspelt as, by row, rising.
        public let others: OtherTexts
        /// The forms of a `device` column.
        public let forms: Column<UInt8>?

        public init(
            block: Block, offset: Int, packing: Packing, texts: [String] = [], others: OtherTexts = [],
            forms: Column<UInt8>? = nil
        ) {
            self.block = block
            self.offset = offset
            self.packing = packing
            self.texts = texts
            self.others = others
            self.forms = forms
        }
    }

    /// A text beside a column.
    public struct OtherText: Hashable, Sendable {
        public let row: UInt32
        public let text: String

        public init(row: UInt32, text: String) {
            self.row = row
            self.text = text
        }
    }

    /// Texts beside a column, by row, rising: kept as bytes, so that a million of them cost no more than their letters.
    public struct OtherTexts: RandomAccessCollection, Sendable, ExpressibleByArrayLiteral {
        private let rows: Column<UInt32>
        /// Where each text ends among the bytes.
        private let ends: Column<UInt32>
        private let bytes: Column<UInt8>

        /// - Precondition: as many ends as rows, both rising, the last end within the bytes.
        public init(rows: Column<UInt32>, ends: Column<UInt32>, bytes: Column<UInt8>) {
            precondition(rows.count == ends.count, "every text has a row and an end")
            self.rows = rows
            self.ends = ends
            self.bytes = bytes
        }

        public init(_ texts: [OtherText]) {
            var ends: [UInt32] = []
            var bytes: [UInt8] = []
            for text in texts {
                bytes.append(contentsOf: text.text.utf8)
                ends.append(UInt32(bytes.count))
            }
            self.init(rows: Column(texts.map(\.row)), ends: Column(ends), bytes: Column(bytes))
        }

        public init(arrayLiteral texts: OtherText...) { self.init(texts) }

        public var startIndex: Int { 0 }
        public var endIndex: Int { rows.count }

        /// The row of a text, without the text.
        public func row(_ position: Int) -> UInt32 { rows[position] }

        public subscript(position: Int) -> OtherText {
            let start = position == 0 ? 0 : Int(ends[position - 1])
            let text = bytes.withBuffer { String(decoding: $0[start..<Int(ends[position])], as: UTF8.self) }
            return OtherText(row: rows[position], text: text)
        }

        /// The text of a row; nil where it has none.
        public func text(row: Int) -> String? {
            var low = 0
            var high = rows.count
            while low < high {
                let middle = (low + high) / 2
                if rows[middle] < UInt32(row) { low = middle + 1 } else { high = middle }
            }
            return low < rows.count && rows[low] == UInt32(row) ? self[low].text : nil
        }
    }

    /// - Precondition: `columns` holds every field of the kind with `count` values, and the further ones where one of
    ///   them is present.
    public init(
        kind: RegisterKind, count: Int, sources: [Source], present: Set<Item>, file: Column<UInt16>,
        line: Column<UInt32>, columns: [Item: PackedColumn], withheld: [UInt64] = []
    ) {
        fields = kind.fields(with: present)
        for field in fields {
            precondition(columns[field.item]?.packing == field.packing, "a table holds every field of its register")
        }
        self.kind = kind
        self.count = count
        self.sources = sources
        self.present = present
        self.file = file
        self.line = line
        self.columns = columns
        self.withheld = withheld
    }

    /// The packed column of an item.
    ///
    /// - Precondition: the register has the item.
    public func packed(_ item: Item) -> PackedColumn {
        guard let column = columns[item] else { preconditionFailure("a register's column is one of its fields") }
        return column
    }

    /// The values of an item.
    ///
    /// - Precondition: the register has the item, packed in this width.
    public func column<Element: FixedWidthInteger & BitwiseCopyable & Sendable>(_ item: Item) -> Column<Element> {
        let column = packed(item)
        precondition(column.packing.width == MemoryLayout<Element>.size, "a column is read in its own width")
        return Column(column.block, offset: column.offset, count: count)
    }

    /// The texts of a `code` or `text` column, value v at v - 1, rising.
    public func texts(_ item: Item) -> [String] { packed(item).texts }

    /// The forms of a device column, one `DeviceForm` a row.
    public func forms(_ item: Item) -> Column<UInt8> {
        guard let forms = packed(item).forms else { preconditionFailure("only a device column has forms") }
        return forms
    }

    /// A field of a row as the file had it, for people; empty for a blank and for an unknown field.
    public func text(_ item: Item, row: Int) -> String {
        let column = packed(item)
        switch column.packing {
        case .mpan:
            let value = (self.column(item) as Column<UInt64>)[row]
            return value.isPacked ? MPANText.printed(value) : other(column, row)
        case .letter:
            let value = (self.column(item) as Column<UInt8>)[row]
            return value.isPacked ? String(Unicode.Scalar(value)) : value == 0 ? "" : other(column, row)
        case .flag:
            let value = (self.column(item) as Column<UInt8>)[row]
            return value.isPacked ? (value == 0x54 ? "true" : "false") : value == 0 ? "" : other(column, row)
        case .code:
            let value = (self.column(item) as Column<UInt16>)[row]
            return value.isPacked ? column.texts[Int(value) - 1] : value == 0 ? "" : other(column, row)
        case .text:
            let value = (self.column(item) as Column<UInt32>)[row]
            return value.isPacked ? column.texts[Int(value) - 1] : value == 0 ? "" : other(column, row)
        case .serial:
            let value = (self.column(item) as Column<UInt64>)[row]
            return value.isPacked ? Serial.text(value) : value == 0 ? "" : other(column, row)
        case .device:
            let value = (self.column(item) as Column<UInt64>)[row]
            let form = DeviceForm(rawValue: forms(item)[row])
            return form == .canonical ? Device.text(value) : form == .blank ? "" : other(column, row)
        case .short:
            let value = (self.column(item) as Column<UInt64>)[row]
            return value.isPacked ? ShortText.printed(value) : value == 0 ? "" : other(column, row)
        case .date: return Day.text((self.column(item) as Column<UInt16>)[row])
        }
    }

    /// The rows of an MPAN (of a principal in links): a stretch of neighbours, empty where there is none.
    public func rows(of mpan: UInt64) -> Range<Int> {
        let keys: Column<UInt64> = column(kind.key)
        return keys.withBuffer { keys in
            let lower = Self.firstIndex(in: keys) { $0 >= mpan }
            let upper = Self.firstIndex(in: keys) { $0 > mpan }
            return lower..<upper
        }
    }

    private static func firstIndex(
        in keys: UnsafeBufferPointer<UInt64>, where holds: (UInt64) -> Bool
    ) -> Int {
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if holds(keys[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private func other(_ column: PackedColumn, _ row: Int) -> String { column.others.text(row: row) ?? "" }
}

/// An MPAN's number as thirteen digits.
public enum MPANText {
    public static func printed(_ number: UInt64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 13 - digits.utf8.count)) + digits
    }
}

/// Up to eight ASCII characters in a word, the first one highest, so that words sort as texts do.
public enum ShortText {
    /// Packs a text; nil for more than eight characters or one outside ASCII.
    public static func packed(_ text: some Sequence<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        var count = 0
        for byte in text {
            guard count < 8, byte < 0x80, byte > 0 else { return nil }
            value |= UInt64(byte) << UInt64(56 - 8 * count)
            count += 1
        }
        return value
    }

    public static func printed(_ value: UInt64) -> String {
        var result = ""
        for place in 0..<8 {
            let byte = UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * place))
            if byte == 0 { break }
            result.unicodeScalars.append(Unicode.Scalar(byte))
        }
        return result
    }
}
