/// Sets of one-letter codes as bits, so that a test of membership is one operation.
///
/// The sets are made where they are asked for, of numbers that are known when the program is built: a stored one would be
/// asked at each use whether it is there yet.
struct Letters: Sendable {
    let bits: UInt32

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
    @inline(__always) static var measurementClasses: Letters {
        Letters(bits: bit("A") | bit("B") | bit("C") | bit("D") | bit("E") | bit("F") | bit("G"))
    }
    @inline(__always) static var halfHourlyMetered: Letters { Letters(bits: bit("C") | bit("E") | bit("F") | bit("G")) }
    @inline(__always) static var meteredClasses: Letters {
        Letters(bits: bit("A") | bit("C") | bit("E") | bit("F") | bit("G"))
    }
    @inline(__always) static var unmeteredClasses: Letters { Letters(bits: bit("B") | bit("D")) }
    @inline(__always) static var connections: Letters {
        Letters(bits: bit("W") | bit("L") | bit("H") | bit("E") | bit("U"))
    }
    @inline(__always) static var segments: Letters { Letters(bits: bit("S") | bit("A") | bit("U")) }
    @inline(__always) static var directions: Letters { Letters(bits: bit("I") | bit("E")) }
    @inline(__always) static var meteringPointStatuses: Letters {
        Letters(bits: bit("N") | bit("R") | bit("T") | bit("X"))
    }
    @inline(__always) static var registeredStatuses: Letters { Letters(bits: bit("C") | bit("O") | bit("T")) }
    @inline(__always) static var energisations: Letters { Letters(bits: bit("E") | bit("D") | bit("U")) }
    @inline(__always) static var flags: Letters { Letters(bits: bit("A") | bit("I") | bit("N")) }

    /// The bit of a capital.
    @inline(__always)
    private static func bit(_ letter: Unicode.Scalar) -> UInt32 { 1 &<< (letter.value &- 0x41) }
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
    static let q = UInt8(ascii: "Q")
    static let s = UInt8(ascii: "S")
    static let t = UInt8(ascii: "T")
    static let u = UInt8(ascii: "U")
    static let w = UInt8(ascii: "W")
    static let x = UInt8(ascii: "X")
    static let yes = UInt8(ascii: "T")
    static let no = UInt8(ascii: "F")
}
