public import Market

/// A line of `portfolio.csv`: one metering point and what it is.
public struct PortfolioLine: Sendable {
    /// `annual_wh` is what the site uses in an average year, its own generation not taken off; in an export's line, what
    /// the panels generate. `kwp`, `tilt` and `azimuth` are empty without panels, `fuse_amps` without a cut-out.
    public static let header =
        "mpan,class,segment,gsp,distributor,linked_mpan,annual_wh,kwp,tilt,azimuth,fuse_amps\n"

    private let mpan: MPANCore
    private let linked: MPANCore?
    private let words: [UInt8]
    private let annualWattHours: Int
    private let panelWatts: Int
    private let tilt: Int
    private let azimuth: Int
    private let fuseAmps: Int

    /// - Parameters:
    ///   - words: what `words(kind:segment:region:)` gives; a maker of many lines keeps it by kind and group.
    ///   - panelWatts: 0 without panels; `tilt` and `azimuth` are then not printed.
    ///   - fuseAmps: 0 without a cut-out.
    public init(
        mpan: MPANCore, linked: MPANCore?, words: [UInt8], annualWattHours: Int, panelWatts: Int, tilt: Int,
        azimuth: Int, fuseAmps: Int
    ) {
        self.mpan = mpan
        self.linked = linked
        self.words = words
        self.annualWattHours = annualWattHours
        self.panelWatts = panelWatts
        self.tilt = tilt
        self.azimuth = azimuth
        self.fuseAmps = fuseAmps
    }

    /// What stands between the MPAN and its distributor, commas included.
    public static func words(kind: String, segment: MarketSegment, region: GSPGroup) -> [UInt8] {
        Array(",\(kind),\(segment.word),\(region.id),".utf8)
    }

    /// Appends the line and its end.
    public func write(to arena: ByteArena) {
        // Two MPANs, six numbers of at most 20 characters, and what stands between them.
        var line = DigitWriter(arena.reserve(words.count + 192))
        line.put(mpan.number, width: 13)
        line.put(words)
        line.put(UInt64(mpan.distributor), width: 2)
        line.put(",")
        if let linked { line.put(linked.number, width: 13) }
        line.put(",")
        line.put(annualWattHours)
        line.put(",")
        if panelWatts > 0 {
            line.put(panelWatts / 1_000)
            line.put(".")
            line.put(UInt64(panelWatts % 1_000), width: 3)
            line.put(",")
            line.put(tilt)
            line.put(",")
            line.put(azimuth)
        } else {
            line.put(",")
            line.put(",")
        }
        line.put(",")
        if fuseAmps > 0 { line.put(fuseAmps) }
        line.put("\n")
        arena.advance(to: line.end)
    }
}

/// Puts numbers as digits into memory that was reserved for them.
struct DigitWriter {
    /// Where the next byte goes.
    private(set) var end: UnsafeMutablePointer<UInt8>

    init(_ start: UnsafeMutablePointer<UInt8>) { end = start }

    mutating func put(_ character: Unicode.Scalar) {
        end.pointee = UInt8(truncatingIfNeeded: character.value)
        end += 1
    }

    mutating func put(_ bytes: [UInt8]) {
        for byte in bytes {
            end.pointee = byte
            end += 1
        }
    }

    /// Exactly so many digits, with leading zeros.
    mutating func put(_ number: UInt64, width: Int) {
        var rest = number
        for place in stride(from: width - 1, through: 0, by: -1) {
            end[place] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
            rest /= 10
        }
        end += width
    }

    mutating func put(_ number: Int) {
        if number < 0 { put("-") }
        let magnitude = UInt64(number.magnitude)
        var width = 1
        var bound: UInt64 = 10
        while width < 19, magnitude >= bound {
            width += 1
            bound *= 10
        }
        put(magnitude, width: width)
    }
}
