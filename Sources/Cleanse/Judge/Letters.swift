/// Sets of one-letter codes as bits, so that a test of membership is one operation.
struct Letters: Sendable, ExpressibleByStringLiteral {
    let bits: UInt32

    init(stringLiteral text: String) {
        bits = text.utf8.reduce(0) { $0 | Self.bit($1) }
    }

    /// The bit of a packed letter: 0 for a blank and an unknown field, the highest for whatever is no capital.
    @inline(__always)
    static func bit(_ value: UInt8) -> UInt32 {
        let place = value &- 0x41
        return place < 26 ? 1 &<< UInt32(place) : value.isStated ? 1 &<< 31 : 0
    }

    /// True for a stated letter of the set.
    @inline(__always) func has(_ value: UInt8) -> Bool { bits & Self.bit(value) != 0 }

    /// True for a stated value outside the set.
    @inline(__always) func excludes(_ value: UInt8) -> Bool { Self.bit(value) & ~bits != 0 }
}

extension Letters {
    static let measurementClasses: Letters = "ABCDEFG"
    static let halfHourlyMetered: Letters = "CEFG"
    static let meteredClasses: Letters = "ACEFG"
    static let unmeteredClasses: Letters = "BD"
    static let connections: Letters = "WLHEU"
    static let segments: Letters = "SAU"
    static let directions: Letters = "IE"
    static let meteringPointStatuses: Letters = "NRTX"
    static let registeredStatuses: Letters = "COT"
    static let energisations: Letters = "EDU"
    static let flags: Letters = "AIN"
}

/// Well-known letters and flags as they are packed.
enum Packed {
    static let a = UInt8(ascii: "A")
    static let b = UInt8(ascii: "B")
    static let d = UInt8(ascii: "D")
    static let e = UInt8(ascii: "E")
    static let f = UInt8(ascii: "F")
    static let g = UInt8(ascii: "G")
    static let i = UInt8(ascii: "I")
    static let s = UInt8(ascii: "S")
    static let t = UInt8(ascii: "T")
    static let u = UInt8(ascii: "U")
    static let w = UInt8(ascii: "W")
    static let x = UInt8(ascii: "X")
    static let yes = UInt8(ascii: "T")
    static let no = UInt8(ascii: "F")
}
