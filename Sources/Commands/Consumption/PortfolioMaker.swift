import Consumption
import Formats
import Market

/// Makes the lines of `portfolio.csv`: one for each metering point, an export one below the import one it is linked to.
struct PortfolioMaker: ChunkMaking {
    /// `annual_wh` is what the site uses in an average year, its own generation not taken off; in an export's line, what
    /// the panels generate. `kwp`, `tilt` and `azimuth` are empty without panels, `fuse_amps` without a cut-out.
    static let header = "mpan,class,segment,gsp,distributor,linked_mpan,annual_wh,kwp,tilt,azimuth,fuse_amps\n"

    /// Sites that make a good chunk: about a megabyte.
    static let sitesPerChunk = 8_192

    private let worker: ConsumptionWorker
    /// What stands between the MPAN and the linked one, but for the distributor: by kind and group, made once.
    private let words: [[[UInt8]]]

    init(_ generator: ConsumptionGenerator) {
        worker = generator.makeWorker()
        words = generator.portfolio.mix.map { share in
            GSPGroup.allCases.map { Array(",\(share.kind),\(share.kind.siteClass.segment.word),\($0.id),".utf8) }
        }
    }

    mutating func make(_ positions: Range<Int>, to arena: ByteArena) throws -> ChunkReport {
        var report = ChunkReport()
        for position in positions {
            worker.load(position: position)
            let (site, facts) = (worker.site, worker.facts)
            write(site.mpan, linked: site.export, annual: facts.annualWattHours, site, facts, to: arena)
            report.importMPANs += 1
            if let export = site.export {
                write(export, linked: site.mpan, annual: facts.annualGeneration, site, facts, to: arena)
                report.exportMPANs += 1
            }
        }
        report.footer.rows = report.importMPANs + report.exportMPANs
        report.footer.lines = report.footer.rows
        report.plainLength = arena.count
        return report
    }

    private func write(
        _ mpan: MPANCore, linked: MPANCore?, annual: Int, _ site: Site, _ facts: SiteFacts, to arena: ByteArena
    ) {
        let words = words[site.share][Int(site.region.rawValue)]
        // Two MPANs, six numbers of at most 20 characters, and what stands between them.
        var line = DigitWriter(arena.reserve(words.count + 192))
        line.put(mpan.number, width: 13)
        line.put(words)
        line.put(UInt64(mpan.distributor), width: 2)
        line.put(",")
        if let linked { line.put(linked.number, width: 13) }
        line.put(",")
        line.put(annual)
        line.put(",")
        if facts.panelWatts > 0 {
            line.put(facts.panelWatts / 1_000)
            line.put(".")
            line.put(UInt64(facts.panelWatts % 1_000), width: 3)
            line.put(",")
            line.put(facts.tilt)
            line.put(",")
            line.put(facts.azimuth)
        } else {
            line.put(",")
            line.put(",")
        }
        line.put(",")
        if facts.fuseAmps > 0 { line.put(facts.fuseAmps) }
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
