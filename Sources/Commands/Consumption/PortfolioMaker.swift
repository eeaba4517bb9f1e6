import Consumption
import Formats
import Market

/// Makes the lines of `portfolio.csv`: one for each metering point, an export one below the import one it is linked to.
struct PortfolioMaker: ChunkMaking {
    /// What stands before the first line.
    static let header = PortfolioLine.header

    /// Sites that make a good chunk: about a megabyte.
    static let sitesPerChunk = 8_192

    private let worker: ConsumptionWorker
    /// What stands between the MPAN and the linked one, but for the distributor: by kind and group, made once.
    private let words: [[[UInt8]]]

    init(_ generator: ConsumptionGenerator) {
        worker = generator.makeWorker()
        words = generator.portfolio.mix.map { share in
            GSPGroup.allCases.map {
                PortfolioLine.words(
                    kind: share.kind.description, segment: share.kind.siteClass.segment, region: $0)
            }
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
        PortfolioLine(
            mpan: mpan, linked: linked, words: words[site.share][Int(site.region.rawValue)], annualWattHours: annual,
            panelWatts: facts.panelWatts, tilt: facts.tilt, azimuth: facts.azimuth, fuseAmps: facts.fuseAmps
        ).write(to: arena)
    }
}
