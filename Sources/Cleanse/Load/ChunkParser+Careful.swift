/// The careful packer: every form of a field, every reject. The quick readings are a part of what it says.
extension ChunkParser {
    /// A row that is not regular: quotes, odd bytes, too few or too many fields, a line far too long.
    ///
    /// - Parameter order: the register's fields, its MPANs first.
    func packCarefully(_ row: Int, _ order: [Int], _ bytes: UnsafeMutablePointer<UInt8>, _ chunk: PackedChunk) {
        let start = Int(places.starts[row])
        let fields = CSVLine.fields(line(row, bytes))
        if fields.count != layout.width || Int(places.stops[row]) - start > RegisterLayout.longestLine {
            note(row, nil, .fil04, start, Array("\(fields.count) fields".utf8))
        }
        for field in order {
            guard let place = layout.places[field] else { continue }
            if place < fields.count {
                fields[place].withUnsafeBytes { packField(field, row, $0, start, chunk) }
            } else if layout.fields[field].packing == .mpan {
                note(row, field, .mpn01, start, [])
            } else {
                setUnknown(field, row, chunk)
            }
        }
    }

    /// A field of a regular row that has not the form that nearly every field has.
    func packCarefully(
        _ field: Int, _ row: UInt32, _ start: Int, _ end: Int, _ bytes: UnsafeMutablePointer<UInt8>,
        _ chunk: PackedChunk
    ) {
        packField(field, Int(row), UnsafeRawBufferPointer(start: bytes + start, count: end - start), start, chunk)
    }

    /// The line of a row without its end, cut where it is far too long.
    private func line(_ row: Int, _ bytes: UnsafeMutablePointer<UInt8>) -> UnsafeRawBufferPointer {
        let start = Int(places.starts[row])
        var stop = Int(places.stops[row])
        if stop > start, bytes[stop - 1] == 0x0D { stop -= 1 }
        return UnsafeRawBufferPointer(start: bytes + start, count: min(stop - start, RegisterLayout.longestLine))
    }

    /// Packs a trimmed field.
    private func packField(
        _ field: Int, _ row: Int, _ text: UnsafeRawBufferPointer, _ offset: Int, _ chunk: PackedChunk
    ) {
        let packing = layout.fields[field].packing
        if packing == .mpan { return packMPAN(field, row, text, offset, chunk) }
        if text.isEmpty { return setBlank(field, row, offset, chunk) }
        if SpreadsheetDamage.isScientific(text) || (packing == .date && SpreadsheetDamage.isSerialDate(text)) {
            note(row, field, .fil11, offset, Array(text))
            return setUnknown(field, row, chunk)
        }
        guard text.count <= Self.longestField, text.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x7C }) else {
            note(row, field, .fil07, offset, Array(text.prefix(201)))
            return setUnknown(field, row, chunk)
        }
        // A row whose MPAN is none goes: only what is told before that is asked of its texts.
        if packing == .code || packing == .text, mpanColumn(chunk)?[row] == .unknownField { return }
        pack(packing, field, row, text, offset, chunk)
    }

    /// Longer fields are not held: they are said to be no text of the register's (FIL-07).
    static let longestField = 1_000

    private func pack(
        _ packing: Packing, _ field: Int, _ row: Int, _ text: UnsafeRawBufferPointer, _ offset: Int,
        _ chunk: PackedChunk
    ) {
        switch packing {
        case .mpan: break
        case .letter:
            if text.count == 1 {
                chunk.column(field, as: UInt8.self)[row] = text[0]
            } else {
                setOther(field, row, text, chunk.column(field, as: UInt8.self))
            }
        case .flag:
            let word = String(decoding: text, as: UTF8.self).lowercased()
            if ["true", "t", "y"].contains(word) {
                chunk.column(field, as: UInt8.self)[row] = 0x54
            } else if ["false", "f", "n"].contains(word) {
                chunk.column(field, as: UInt8.self)[row] = 0x46
            } else if layout.fields[field].item == .dpi {
                // An indicator that says neither yes nor no is rejected here, whatever becomes of its row.
                note(row, field, .dpi02, offset, Array(text))
                setUnknown(field, row, chunk)
            } else if layout.kind == .registration {
                // The other flag, whether the point is metered: STA-01, whose owner is the distributor.
                note(row, field, .sta01, offset, Array(text))
                setUnknown(field, row, chunk)
            } else {
                setOther(field, row, text, chunk.column(field, as: UInt8.self))
            }
        case .code:
            if words(of: field) != nil { return packWord(field, row, text, offset, chunk) }
            let number = number(field, text).number
            if number == 0 { return setOther(field, row, text, chunk.column(field, as: UInt16.self)) }
            chunk.column(field, as: UInt16.self)[row] = UInt16(truncatingIfNeeded: number)
        case .text:
            let number = number(field, text).number
            if number == 0 { return setOther(field, row, text, chunk.column(field, as: UInt32.self)) }
            chunk.column(field, as: UInt32.self)[row] = number
        case .serial: packWord(Serial.packed(text), field, row, text, chunk)
        case .short: packWord(ShortText.packed(text), field, row, text, chunk)
        case .device: packDevice(field, row, text, offset, chunk)
        case .date:
            guard let day = layout.days.packed(text) else {
                note(row, field, .fil06, offset, Array(text))
                return setUnknown(field, row, chunk)
            }
            chunk.column(field, as: UInt16.self)[row] = day
        }
        if layout.kind == .links, layout.fields[field].item == .kind { judgeKind(field, row, text, offset) }
    }

    private func packWord(
        _ value: UInt64?, _ field: Int, _ row: Int, _ text: UnsafeRawBufferPointer, _ chunk: PackedChunk
    ) {
        let column = chunk.column(field, as: UInt64.self)
        if let value { column[row] = value } else { setOther(field, row, text, column) }
    }

    /// Packs one of a closed set of words; a side of a link may also be told by its MPAN.
    private func packWord(
        _ field: Int, _ row: Int, _ text: UnsafeRawBufferPointer, _ offset: Int, _ chunk: PackedChunk
    ) {
        let words = words(of: field) ?? []
        let side = layout.fields[field].item == .statedBy ? side(text, row, chunk) : nil
        let found = side ?? words.firstIndex { $0.withUTF8Buffer { $0.elementsEqual(text) } }
        guard let found else {
            note(row, field, .fil03, offset, Array(text))
            return setUnknown(field, row, chunk)
        }
        let number = words[found].withUTF8Buffer { self.number(field, UnsafeRawBufferPointer($0)).number }
        chunk.column(field, as: UInt16.self)[row] = UInt16(truncatingIfNeeded: number)
    }

    /// Which of a link's two MPANs a text is: 0 the principal, 1 the subsidiary.
    private func side(_ text: UnsafeRawBufferPointer, _ row: Int, _ chunk: PackedChunk) -> Int? {
        guard text.count == 13, text.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        let number = text.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - 0x30) }
        let fields = layout.fields.indices.filter { layout.fields[$0].packing == .mpan }
        return fields.firstIndex { chunk.column($0, as: UInt64.self)[row] == number }
    }

    private func packDevice(
        _ field: Int, _ row: Int, _ text: UnsafeRawBufferPointer, _ offset: Int, _ chunk: PackedChunk
    ) {
        let column = chunk.column(field, as: UInt64.self)
        let read = DeviceText.read(text)
        if layout.kind == .hubs {
            guard Device.good(read.octets, form: read.form.rawValue) != nil else {
                note(row, field, .fil07, offset, Array(text))
                return setUnknown(field, row, chunk)
            }
            // A hub is known by its octets, however they are spelt.
            column[row] = read.octets
            chunk.forms?[row] = DeviceForm.canonical.rawValue
            return
        }
        column[row] = read.octets
        chunk.forms?[row] = read.form.rawValue
        if read.form != .canonical { others[field].append(.init(row: UInt32(row), text: Array(text))) }
    }

    private func packMPAN(
        _ field: Int, _ row: Int, _ text: UnsafeRawBufferPointer, _ offset: Int, _ chunk: PackedChunk
    ) {
        let column = chunk.column(field, as: UInt64.self)
        column[row] = .unknownField
        if SpreadsheetDamage.isScientific(text) || SpreadsheetDamage.isLongSupplyNumber(text) {
            return note(row, field, .fil11, offset, Array(text))
        }
        guard text.count == 13, text.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return note(row, field, .mpn01, offset, Array(text.prefix(201)))
        }
        let number = text.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - 0x30) }
        guard Self.hasRightCheckDigit(text) else { return note(row, field, .mpn02, offset, Array(text)) }
        column[row] = number
        judge(field, UInt32(row), offset, number)
    }

    static func hasRightCheckDigit(_ digits: UnsafeRawBufferPointer) -> Bool {
        let weights = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43]
        let sum = zip(digits, weights).reduce(0) { $0 + Int($1.0 - 0x30) * $1.1 }
        return sum % 11 % 10 == Int(digits[12] - 0x30)
    }

    /// Asks of a good number whose it is.
    @inline(__always)
    func judge(_ field: Int, _ row: UInt32, _ offset: Int, _ number: UInt64) {
        if let rule = check.fault(number) {
            note(Int(row), field, rule, offset, Array(MPANText.printed(number).utf8))
        } else if check.isForeign(number) {
            note(Int(row), field, .mpn06, offset, Array(MPANText.printed(number).utf8))
        }
    }

    private func judgeKind(_ field: Int, _ row: Int, _ text: UnsafeRawBufferPointer, _ offset: Int) {
        if !text.elementsEqual("IE".utf8), !text.elementsEqual("REL".utf8) {
            note(row, field, .fil03, offset, Array(text))
        }
    }

    /// Keeps what is wrong until the chunk is settled.
    func note(_ row: Int, _ field: Int?, _ rule: Rule, _ offset: Int, _ observed: [UInt8]) {
        wrongs.append(
            Wrong(
                row: UInt32(truncatingIfNeeded: row), field: field, rule: rule,
                offset: UInt32(truncatingIfNeeded: offset), observed: observed))
    }

    private func setBlank(_ field: Int, _ row: Int, _ offset: Int, _ chunk: PackedChunk) {
        // Columns are made of zeros; a form is blank by the same.
        if layout.kind == .links, layout.fields[field].item == .kind {
            note(row, field, .fil03, Int(places.starts[row]), [])
        }
        if layout.kind == .hubs, layout.fields[field].item == .guid {
            note(row, field, .fil07, offset, [])
            setUnknown(field, row, chunk)
        }
    }

    private func setOther<Value: FixedWidthInteger & UnsignedInteger>(
        _ field: Int, _ row: Int, _ text: UnsafeRawBufferPointer, _ column: UnsafeMutablePointer<Value>
    ) {
        column[row] = .otherText
        others[field].append(.init(row: UInt32(row), text: Array(text)))
    }

    private func setUnknown(_ field: Int, _ row: Int, _ chunk: PackedChunk) {
        switch layout.fields[field].packing.width {
        case 1: chunk.column(field, as: UInt8.self)[row] = .unknownField
        case 2: chunk.column(field, as: UInt16.self)[row] = .unknownField
        case 4: chunk.column(field, as: UInt32.self)[row] = .unknownField
        default:
            chunk.column(field, as: UInt64.self)[row] = .unknownField
            if layout.fields[field].packing == .device { chunk.forms?[row] = DeviceForm.unknown.rawValue }
        }
    }
}

/// The spellings of a device's identifier.
enum DeviceText {
    /// What a text says: eight octets in the industry's spelling, the same in another accepted one, or none.
    ///
    /// Accepted besides hyphens and upper case: sixteen hex digits, or eight pairs with one kind of separator (hyphen,
    /// colon or space), in either case.
    static func read(_ text: UnsafeRawBufferPointer) -> (octets: UInt64, form: DeviceForm) {
        let separator: UInt8?
        switch text.count {
        case 16: separator = nil
        case 23 where [0x2D, 0x3A, 0x20].contains(text[2]): separator = text[2]
        default: return (0, .invalid)
        }
        var value: UInt64 = 0
        var isLower = false
        let step = separator == nil ? 2 : 3
        for pair in 0..<8 {
            if let separator, pair < 7, text[3 * pair + 2] != separator { return (0, .invalid) }
            for place in [step * pair, step * pair + 1] {
                let byte = text[place]
                switch byte {
                case 0x30...0x39: value = value << 4 | UInt64(byte - 0x30)
                case 0x41...0x46: value = value << 4 | UInt64(byte - 0x37)
                case 0x61...0x66:
                    value = value << 4 | UInt64(byte - 0x57)
                    isLower = true
                default: return (0, .invalid)
                }
            }
        }
        return (value, separator == 0x2D && !isLower ? .canonical : .misspelt)
    }
}
