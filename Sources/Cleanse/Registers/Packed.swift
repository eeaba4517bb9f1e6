public import Kernel

/// The two values of every packing that stand for no value of the column, beside 0 for a blank.
extension FixedWidthInteger where Self: UnsignedInteger {
    /// Another text than the packing can hold; the table keeps it beside the column.
    @inlinable public static var otherText: Self { .max }

    /// A field that was rejected: nobody knows what it says.
    @inlinable public static var unknownField: Self { .max - 1 }

    /// True for a value of the column: neither blank nor unknown. Another text is a value.
    @inlinable public var isStated: Bool { self != 0 && self != .unknownField }

    /// True for a value that the packing holds.
    @inlinable public var isPacked: Bool { self != 0 && self < .unknownField }
}

/// A day in sixteen bits: 1 is 1950-01-01, 65,533 is 2129-06-03; days outside stand at the nearest end.
///
/// 0 is a blank. The clamped ends keep every comparison with a day of the last seventy years right; the text of a day
/// outside is not kept.
public enum Day {
    /// The day number (days since 1970-01-01) of the value 0.
    @usableFromInline static let origin = -7_306
    /// The last day that is held; an open end is blank and never this.
    public static let last: UInt16 = .max - 2

    /// Packs days since 1970-01-01.
    @inlinable
    public static func packed(dayNumber: Int) -> UInt16 {
        UInt16(truncatingIfNeeded: min(max(dayNumber - origin, 1), Int(last)))
    }

    public static func packed(_ date: CalendarDate) -> UInt16 { packed(dayNumber: date.dayNumber) }

    /// The date of a value that is neither blank nor unknown.
    public static func date(_ value: UInt16) -> CalendarDate { CalendarDate(dayNumber: Int(value) + origin) }

    /// The day in ISO form; empty for a blank or an unknown day.
    public static func text(_ value: UInt16) -> String { value.isPacked ? "\(date(value))" : "" }
}

/// A meter's serial number in sixty bits: ten symbols of six bits, the first one highest, 0 after the last.
///
/// The 63 symbols are space, 0 to 9, A to Z and a to z in the order of ASCII, so that numbers sort as texts do.
public enum Serial {
    /// The symbol of a byte, 1 to 63; nil where the packing has none.
    @inlinable
    public static func symbol(_ byte: UInt8) -> UInt64? {
        switch byte {
        case 0x20: 1
        case 0x30...0x39: UInt64(byte) - 0x30 + 2
        case 0x41...0x5A: UInt64(byte) - 0x41 + 12
        case 0x61...0x7A: UInt64(byte) - 0x61 + 38
        default: nil
        }
    }

    /// Packs a serial; nil for more than ten characters or a character without a symbol.
    public static func packed(_ text: some Sequence<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        var count = 0
        for byte in text {
            guard count < 10, let symbol = symbol(byte) else { return nil }
            value |= symbol << UInt64(54 - 6 * count)
            count += 1
        }
        return value
    }

    /// The text of a packed serial; empty for a blank.
    public static func text(_ value: UInt64) -> String {
        guard value.isPacked else { return "" }
        var result = ""
        for place in 0..<10 {
            let symbol = UInt8(truncatingIfNeeded: (value >> UInt64(54 - 6 * place)) & 63)
            let byte: UInt8
            switch symbol {
            case 0: return result
            case 1: byte = 0x20
            case 2...11: byte = 0x30 + symbol - 2
            case 12...37: byte = 0x41 + symbol - 12
            default: byte = 0x61 + symbol - 38
            }
            result.unicodeScalars.append(Unicode.Scalar(byte))
        }
        return result
    }
}

/// How a device's identifier was written.
public enum DeviceForm: UInt8, Sendable {
    case blank = 0
    /// Eight hex pairs, upper case, hyphens: `0C-A2-F4-00-00-76-21-BC`.
    case canonical = 1
    /// The right octets in another spelling: no separators, colons, spaces, lower case. The text is kept beside.
    case misspelt = 2
    /// Not eight octets in any accepted spelling. The text is kept beside; the number is 0.
    case invalid = 3
    /// The field was rejected.
    case unknown = 4
}

/// A device's identifier (EUI-64) as the industry writes it.
public enum Device {
    /// Eight hex pairs in upper case with hyphens.
    public static func text(_ octets: UInt64) -> String {
        var result = ""
        for place in 0..<8 {
            let octet = UInt8(truncatingIfNeeded: octets >> UInt64(56 - 8 * place))
            if place > 0 { result += "-" }
            for nibble in [octet >> 4, octet & 15] {
                result.unicodeScalars.append(Unicode.Scalar(nibble < 10 ? 0x30 + nibble : 0x37 + nibble))
            }
        }
        return result
    }
}
