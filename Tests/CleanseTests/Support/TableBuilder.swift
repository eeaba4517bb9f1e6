import Cleanse
import Kernel

/// Makes register tables and reference files from small tables of text, packed as a load would pack them.
///
/// The first line names the columns, the others are rows; fields are parted by commas and trimmed of spaces, lines that
/// are blank are left out. `<rejected>` stands for a field that a load refused. Rows of several sheets make one table.
enum TableBuilder {
    /// One file's rows.
    struct Sheet {
        let name: String
        let sender: Owner?
        let text: String

        init(_ name: String, sender: Owner? = nil, _ text: String) {
            self.name = name
            self.sender = sender
            self.text = text
        }
    }

    static let rejected = "<rejected>"

    /// A register of one file.
    static func table(_ kind: RegisterKind, sender: Owner? = nil, _ text: String) -> RegisterTable {
        table(kind, [Sheet("\(kind.rawValue).csv", sender: sender, text)])
    }

    /// A register of several files.
    static func table(_ kind: RegisterKind, _ sheets: [Sheet]) -> RegisterTable {
        let sheets = sheets.sorted { $0.name < $1.name }
        var rows: [Row] = []
        var present: Set<Item> = []
        for (index, sheet) in sheets.enumerated() {
            let lines = grid(sheet.text)
            let items = (lines.first?.fields ?? []).map { name -> Item in
                guard let item = Item(rawValue: name),
                    (kind.fields + kind.furtherFields).contains(where: { $0.item == item })
                else {
                    preconditionFailure("\(kind.rawValue) has no column \(name)")
                }
                return item
            }
            present.formUnion(items)
            for line in lines.dropFirst() {
                precondition(line.fields.count == items.count, "a row has as many fields as its header: \(line)")
                let fields = Dictionary(uniqueKeysWithValues: zip(items, line.fields))
                rows.append(Row(file: UInt16(index), line: line.number, fields: fields))
            }
        }
        return packed(kind, rows, sheets.map { RegisterTable.Source(name: $0.name, sender: $0.sender) }, present)
    }

    /// A reference file.
    static func reference(_ input: Input, _ text: String) -> ReferenceFile {
        let lines = grid(text)
        return ReferenceFile(
            input: input, name: "\(input.rawValue).csv", columns: lines.first?.fields ?? [],
            rows: lines.dropFirst().map { ReferenceFile.Row(line: $0.number, fields: $0.fields) })
    }
}

extension TableBuilder {
    private struct Row {
        let file: UInt16
        let line: UInt32
        let fields: [Item: String]
    }

    private struct Cell: Comparable {
        let value: UInt64
        let form: DeviceForm
        let other: String?

        static func < (left: Cell, right: Cell) -> Bool {
            if left.value != right.value { return left.value < right.value }
            if left.form != right.form { return left.form.rawValue < right.form.rawValue }
            return (left.other ?? "") < (right.other ?? "")
        }
    }

    private static func grid(_ text: String) -> [(number: UInt32, fields: [String])] {
        var result: [(UInt32, [String])] = []
        for line in text.split(separator: "\n") where line.contains(where: { $0 != " " }) {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map { trimmed($0) }
            result.append((UInt32(result.count + 1), fields))
        }
        return result
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    private static func packed(
        _ kind: RegisterKind, _ rows: [Row], _ sources: [RegisterTable.Source], _ present: Set<Item>
    ) -> RegisterTable {
        let fields = kind.fields(with: present)
        var lists: [[String]] = []
        for field in fields {
            let texts = Set(rows.compactMap { $0.fields[field.item] }).subtracting(["", rejected])
            lists.append(texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        }
        var lines = rows.map { row in
            (
                row: row,
                cells: zip(fields, lists).map { cell($0.packing, row.fields[$0.item] ?? "", $1) }
            )
        }
        let key = fields.firstIndex { $0.item == kind.key } ?? 0
        lines.sort { left, right in
            if left.cells[key] != right.cells[key] { return left.cells[key] < right.cells[key] }
            if left.cells != right.cells { return left.cells.lexicographicallyPrecedes(right.cells) }
            return (left.row.file, left.row.line) < (right.row.file, right.row.line)
        }
        var columns: [Item: RegisterTable.PackedColumn] = [:]
        for (index, field) in fields.enumerated() {
            columns[field.item] = column(field.packing, lists[index], lines.map { $0.cells[index] })
        }
        return RegisterTable(
            kind: kind, count: lines.count, sources: sources, present: present,
            file: Column(lines.map(\.row.file)), line: Column(lines.map(\.row.line)), columns: columns)
    }

    private static func column(
        _ packing: Packing, _ texts: [String], _ cells: [Cell]
    ) -> RegisterTable.PackedColumn {
        let block = Block(byteCount: cells.count * packing.width)
        let memory = UnsafeMutableRawPointer(bitPattern: block.address)
        for (row, cell) in cells.enumerated() {
            switch packing.width {
            case 1: memory?.storeBytes(of: UInt8(cell.value), toByteOffset: row, as: UInt8.self)
            case 2: memory?.storeBytes(of: UInt16(cell.value), toByteOffset: row * 2, as: UInt16.self)
            case 4: memory?.storeBytes(of: UInt32(cell.value), toByteOffset: row * 4, as: UInt32.self)
            default: memory?.storeBytes(of: cell.value, toByteOffset: row * 8, as: UInt64.self)
            }
        }
        let isList = packing == .code || packing == .text
        return RegisterTable.PackedColumn(
            block: block, offset: 0, packing: packing, texts: isList ? texts : [],
            others: RegisterTable.OtherTexts(
                cells.enumerated().compactMap { row, cell in
                    cell.other.map { RegisterTable.OtherText(row: UInt32(row), text: $0) }
                }),
            forms: packing == .device ? Column(cells.map(\.form.rawValue)) : nil)
    }

    private static func cell(_ packing: Packing, _ text: String, _ list: [String]) -> Cell {
        let limit = packing.width == 8 ? UInt64.max : (1 << UInt64(packing.width * 8)) - 1
        if packing == .device { return device(text) }
        if text.isEmpty { return Cell(value: 0, form: .blank, other: nil) }
        if text == rejected { return Cell(value: limit - 1, form: .blank, other: nil) }
        let value: UInt64? =
            switch packing {
            case .mpan: text.utf8.count == 13 && text.utf8.allSatisfy { (0x30...0x39) ~= $0 } ? UInt64(text) : nil
            case .letter: text.utf8.count == 1 ? text.utf8.first.map { UInt64($0) } : nil
            case .flag: flag(text)
            case .code, .text: list.firstIndex(of: text).map { UInt64($0 + 1) }
            case .serial: Serial.packed(text.utf8)
            case .short: ShortText.packed(text.utf8)
            case .date: day(text).map { UInt64(Day.packed($0)) } ?? limit - 1
            case .device: nil
            }
        return Cell(value: value ?? limit, form: .blank, other: value == nil ? text : nil)
    }

    private static func day(_ text: String) -> CalendarDate? {
        guard text.utf8.count == 8, !text.contains("-") else { return CalendarDate(iso: text) }
        return CalendarDate(iso: "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))")
    }

    private static func flag(_ text: String) -> UInt64? {
        switch text {
        case "true", "T", "Y": 0x54
        case "false", "F", "N": 0x46
        default: nil
        }
    }

    private static func device(_ text: String) -> Cell {
        if text.isEmpty { return Cell(value: 0, form: .blank, other: nil) }
        if text == rejected { return Cell(value: 0, form: .unknown, other: nil) }
        let digits = text.filter { $0.isASCII && $0.isHexDigit }
        let others = text.filter { !($0.isASCII && $0.isHexDigit) }
        guard digits.count == 16, others.allSatisfy({ " :-".contains($0) }), let octets = UInt64(digits, radix: 16)
        else { return Cell(value: 0, form: .invalid, other: text) }
        return Device.text(octets) == text
            ? Cell(value: octets, form: .canonical, other: nil)
            : Cell(value: octets, form: .misspelt, other: text)
    }
}
