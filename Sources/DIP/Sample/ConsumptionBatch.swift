public import Market

/// The form of a day's demand: a quiet night, a morning and an evening peak; manufactured, and nobody's.
enum DemandShape {
    /// Watt hours of an average half hour, by its place in the day.
    private static let typical: [UInt64] = [
        110, 102, 96, 92, 90, 88, 86, 86, 88, 92, 100, 120, 165, 215, 250, 255, 235, 210, 190, 180, 175, 172, 175, 185,
        195, 190, 180, 172, 170, 175, 190, 225, 280, 345, 395, 415, 410, 390, 365, 340, 315, 290, 260, 225, 190, 165,
        140, 122,
    ]

    /// 0 to 9,999: the typical value times 0.5 to 1.5, by seed, serial and period.
    @inline(__always)
    static func wattHours(seed: UInt64, serial: UInt64, period: Int) -> UInt64 {
        var mix = seed &+ serial &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(truncatingIfNeeded: period) &* 0xD1B5_4A32_D192_ED03
        mix = (mix ^ (mix >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mix = (mix ^ (mix >> 27)) &* 0x94D0_49BB_1331_11EB
        mix ^= mix >> 31
        return typical[period % typical.count] * (512 + (mix & 1_023)) / 1_024
    }
}

/// Makes consumption messages (IF-021) of one data service and day by the thousand: a message is made once, and the others
/// are copies of it with MPAN, reference and values of their own.
public struct ConsumptionBatch: Sendable {
    private let template: [UInt8]
    private let mpan: Int
    private let serial: Int
    private let values: [Int]
    private let seed: UInt64

    /// Bytes of one message with its brackets.
    public var messageSize: Int { template.count }

    /// Takes the first message as the form of all.
    /// - Parameter request: of IF-021; fields that are set stay as they are in every message.
    public init(_ maker: SampleMaker, _ request: SampleRequest) throws(SampleError) {
        let element = JSONValue.object([JSONMember("payload", try maker.payload(request))])
        let bytes = element.bytes
        let reference = Array(request.reference.utf8)
        let point = SampleFacts(request: request, event: "").point.mpan
        guard let place = Self.find(reference, in: bytes),
            let mpan = Self.find(Array("\"MPANCore\":\"\(point)".utf8), in: bytes)
        else { throw SampleError.noSuchPlace("/CommonBlock/M0/MPANCore") }
        template = bytes
        seed = request.seed
        serial = place + reference.count - 16
        self.mpan = mpan + 12
        values = Self.places(of: Array("\"v\":\"".utf8), in: bytes).filter { bytes[$0 + 6] == UInt8(ascii: ".") }
    }

    /// Appends one message's element to a body that is being made: no comma, no brackets of the array.
    public func append(mpan: MPANCore, serial: UInt64, to body: inout [UInt8]) {
        let start = body.count
        body.append(contentsOf: template)
        body.withUnsafeMutableBufferPointer { bytes in
            var number = mpan.number
            for place in stride(from: start + self.mpan + 12, through: start + self.mpan, by: -1) {
                bytes[place] = 0x30 + UInt8(truncatingIfNeeded: number % 10)
                number /= 10
            }
            for digit in 0..<16 {
                let nibble = UInt8(truncatingIfNeeded: serial >> UInt64(60 - digit * 4)) & 15
                bytes[start + self.serial + digit] = nibble < 10 ? 0x30 + nibble : 0x57 + nibble
            }
            for (period, place) in values.enumerated() {
                let watts = DemandShape.wattHours(seed: seed, serial: serial, period: period)
                let at = start + place + 5
                bytes[at] = 0x30 + UInt8(truncatingIfNeeded: watts / 1_000)
                bytes[at + 2] = 0x30 + UInt8(truncatingIfNeeded: watts / 100 % 10)
                bytes[at + 3] = 0x30 + UInt8(truncatingIfNeeded: watts / 10 % 10)
                bytes[at + 4] = 0x30 + UInt8(truncatingIfNeeded: watts % 10)
            }
        }
    }

    /// A body to post with a message for each of these points, their serials counting from `firstSerial`.
    public func body(mpans: some Collection<MPANCore>, firstSerial: UInt64) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(mpans.count * (template.count + 1) + 2)
        body.append(UInt8(ascii: "["))
        for (place, mpan) in mpans.enumerated() {
            if place > 0 { body.append(UInt8(ascii: ",")) }
            append(mpan: mpan, serial: firstSerial &+ UInt64(place), to: &body)
        }
        body.append(UInt8(ascii: "]"))
        return body
    }

    private static func find(_ needle: [UInt8], in bytes: [UInt8]) -> Int? {
        guard needle.count <= bytes.count else { return nil }
        return (0...(bytes.count - needle.count)).first { bytes[$0] == needle[0] && bytes[$0...].starts(with: needle) }
    }

    private static func places(of needle: [UInt8], in bytes: [UInt8]) -> [Int] {
        guard needle.count + 8 <= bytes.count else { return [] }
        return (0...(bytes.count - needle.count - 8)).filter {
            bytes[$0] == needle[0] && bytes[$0...].starts(with: needle)
        }
    }
}
