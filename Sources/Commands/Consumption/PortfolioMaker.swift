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

    init(_ generator: ConsumptionGenerator) { worker = generator.makeWorker() }

    mutating func make(_ positions: Range<Int>, to arena: ByteArena) throws -> ChunkReport {
        var report = ChunkReport()
        for position in positions {
            worker.load(position: position)
            let (site, facts) = (worker.site, worker.facts)
            arena.append(line(site.mpan, linked: site.export, annual: facts.annualWattHours, site, facts).utf8)
            report.importMPANs += 1
            if let export = site.export {
                arena.append(line(export, linked: site.mpan, annual: facts.annualGeneration, site, facts).utf8)
                report.exportMPANs += 1
            }
        }
        report.footer.rows = report.importMPANs + report.exportMPANs
        report.footer.lines = report.footer.rows
        report.plainLength = arena.count
        return report
    }

    private func line(
        _ mpan: MPANCore, linked: MPANCore?, annual: Int, _ site: Site, _ facts: SiteFacts
    ) -> String {
        let panels = facts.panelWatts
        let thousandths = String(panels % 1_000)
        let peak = "\(panels / 1_000)." + String(repeating: "0", count: 3 - thousandths.utf8.count) + thousandths
        let sun = panels == 0 ? ",," : "\(peak),\(facts.tilt),\(facts.azimuth)"
        let distributor = mpan.distributor < 10 ? "0\(mpan.distributor)" : "\(mpan.distributor)"
        return "\(mpan),\(site.kind),\(site.kind.siteClass.segment.word),\(site.region.id),\(distributor),"
            + "\(linked?.description ?? ""),\(annual),\(sun),\(facts.fuseAmps == 0 ? "" : "\(facts.fuseAmps)")\n"
    }
}
