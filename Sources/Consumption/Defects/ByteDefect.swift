import Market

/// An edit of written bytes: of a row's text, of a file's first bytes, or of its end.
///
/// A pure function of the text and the planted defect; the text may be one line or the several lines of a flow.
public struct ByteDefect: Sendable, Hashable {
    public let variant: DefectVariant
    /// Which value and which digit, where one is drawn.
    let choice: UInt32
    let spoilsAllValues: Bool

    public init(_ defect: PlantedDefect) {
        variant = defect.variant
        choice = defect.choice
        spoilsAllValues = defect.kind == .precision && defect.amount == 1
    }

    init(_ variant: DefectVariant, choice: UInt32 = 0, spoilsAllValues: Bool = false) {
        self.variant = variant
        self.choice = choice
        self.spoilsAllValues = spoilsAllValues
    }

    /// What becomes of the bytes of a row. A row without decimal fractions keeps its numbers.
    public func spoil(row: some Sequence<UInt8>) -> [UInt8] {
        let bytes = Array(row)
        switch variant {
        case .crlf: return bytes.flatMap { $0 == Self.newline ? [0x0D, Self.newline] : [$0] }
        case .blankLine: return [Self.newline] + bytes
        case .badDecimal, .oneDecimal, .fourDecimals, .exponent, .leadingZeros, .decimalComma:
            return spoilNumbers(bytes)
        default: return bytes
        }
    }

    /// What becomes of what stands before the first row of a file.
    public func spoil(header: some Sequence<UInt8>) -> [UInt8] {
        variant == .byteOrderMark ? [0xEF, 0xBB, 0xBF] + header : Array(header)
    }

    /// What becomes of a file's last row and its trailer (empty for formats without): `cut-short` ends the file amid the
    /// row, `trailer-count` changes the first count of the trailer.
    public func spoil(lastRow: some Sequence<UInt8>, trailer: some Sequence<UInt8>) -> [UInt8] {
        let row = Array(lastRow)
        switch variant {
        case .cutShort: return Array(row.prefix(row.count / 2))
        case .trailerCount: return row + miscounted(Array(trailer))
        default: return row + trailer
        }
    }

    private static let newline: UInt8 = 0x0A
    private static let pipe: UInt8 = 0x7C

    /// The trailer with its first count, after the name of the line and the file's id, made larger.
    private func miscounted(_ trailer: [UInt8]) -> [UInt8] {
        var fields = trailer.split(separator: Self.pipe, omittingEmptySubsequences: false).map(Array.init)
        let isCount: ([UInt8]) -> Bool = { !$0.isEmpty && $0.count <= 12 && $0.allSatisfy(Self.isDigit) }
        guard let place = fields.indices.dropFirst(2).first(where: { isCount(fields[$0]) }),
            let count = Int(String(decoding: fields[place], as: UTF8.self))
        else { return trailer }
        fields[place] = Array(String(count + 1 + Int(choice % 9)).utf8)
        return Array(fields.joined(separator: [Self.pipe]))
    }

    private func spoilNumbers(_ bytes: [UInt8]) -> [UInt8] {
        let numbers = Self.fractions(in: bytes)
        if numbers.isEmpty { return bytes }
        let chosen = FixedPoint.below(numbers.count, choice)
        var spoiled: [UInt8] = []
        spoiled.reserveCapacity(bytes.count + 64)
        var end = 0
        for (place, number) in numbers.enumerated() where spoilsAllValues || place == chosen {
            spoiled += bytes[end..<number.lowerBound]
            spoiled += rewritten(Array(bytes[number]))
            end = number.upperBound
        }
        return spoiled + bytes[end...]
    }

    /// Where decimal fractions stand: digits, a point and digits, alone between separators.
    static func fractions(in bytes: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var at = 0
        while at < bytes.count {
            guard isDigit(bytes[at]) else {
                at += 1
                continue
            }
            let start = at
            var points = 0
            while at < bytes.count, isDigit(bytes[at]) || bytes[at] == 0x2E {
                if bytes[at] == 0x2E { points += 1 }
                at += 1
            }
            let startsAlone = start == 0 || isSeparator(bytes[start - 1]) || isSign(bytes, start - 1)
            let endsAlone = at == bytes.count || isSeparator(bytes[at])
            if points == 1, startsAlone, endsAlone, isDigit(bytes[at - 1]) { found.append(start..<at) }
        }
        return found
    }

    private static func isSign(_ bytes: [UInt8], _ place: Int) -> Bool {
        bytes[place] == 0x2D && (place == 0 || isSeparator(bytes[place - 1]))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// Comma, pipe, end of line, blank, colon, quote, bracket or brace.
    private static func isSeparator(_ byte: UInt8) -> Bool {
        [0x2C, 0x7C, 0x0A, 0x0D, 0x20, 0x3A, 0x22, 0x5B, 0x5D, 0x7B, 0x7D].contains(byte)
    }

    /// A number, without its sign, in the variant's way.
    private func rewritten(_ number: [UInt8]) -> [UInt8] {
        guard let point = number.firstIndex(of: 0x2E) else { return number }
        let (whole, fraction) = (number[..<point], number[(point + 1)...])
        switch variant {
        case .badDecimal: return Array(whole) + [0x2E, 0x2E] + Array(fraction)
        case .leadingZeros: return [0x30, 0x30, 0x30] + number
        case .decimalComma: return Array(whole) + [0x2C] + Array(fraction)
        case .fourDecimals:
            let digits = Array(fraction.prefix(3))
            let zeros = [UInt8](repeating: 0x30, count: 3 - digits.count)
            return Array(whole) + [0x2E] + digits + zeros + [0x31 + UInt8(choice % 9)]
        case .oneDecimal: return Self.rounded(whole, fraction)
        default: return Self.withExponent(whole, fraction)
        }
    }

    /// Rounded to one decimal, halves up.
    private static func rounded(_ whole: ArraySlice<UInt8>, _ fraction: ArraySlice<UInt8>) -> [UInt8] {
        var digits = Array(whole) + fraction.prefix(1)
        if fraction.count > 1, fraction[fraction.startIndex + 1] >= 0x35 {
            var place = digits.count - 1
            while place >= 0, digits[place] == 0x39 {
                digits[place] = 0x30
                place -= 1
            }
            if place >= 0 { digits[place] += 1 } else { digits.insert(0x31, at: 0) }
        }
        return Array(digits.dropLast()) + [0x2E] + Array(digits.suffix(1))
    }

    /// One digit before the point and a power of ten: `0.123` becomes `1.23E-1`.
    private static func withExponent(_ whole: ArraySlice<UInt8>, _ fraction: ArraySlice<UInt8>) -> [UInt8] {
        let digits = Array(whole) + fraction
        guard let first = digits.firstIndex(where: { $0 != 0x30 }) else { return Array("0.0E0".utf8) }
        let rest = digits[(first + 1)...]
        let mantissa: [UInt8] = rest.isEmpty ? [0x30] : Array(rest)
        return [digits[first], 0x2E] + mantissa + Array("E\(whole.count - 1 - first)".utf8)
    }
}
