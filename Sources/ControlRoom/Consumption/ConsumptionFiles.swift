import Consumption
import Formats
import Kernel
import Market

/// Files that `/consumption` gives: samples within stated bounds, and the portfolio file.
enum ConsumptionFiles {
    /// Metering points and days of a sample at most: the first of the run.
    static let (mostMPANs, mostDays) = (100, 31)
    /// Import metering points of a portfolio sample at most.
    static let mostSites = 1_000
    /// Bytes kept before they are given away.
    private static let pieceBytes = 64 << 10

    /// Throws `RoomFailure` where the address asks for what cannot be made.
    static func page(
        _ place: ConsumptionPlace, _ fields: ConsumptionFields, _ settings: ControlRoomSettings, _ shelf: GeneratorShelf
    ) throws -> Page {
        let reading = ConsumptionReading.read(fields)
        if let problem = reading.problems.first {
            throw RoomFailure.badAddress("\(problem.field): \(problem.words)")
        }
        guard let request = reading.request else { throw RoomFailure.noSuchPage }
        let generator = try shelf.generator(asked: request)
        let source = Address(route: .consumption(place), consumption: request.fields).text
        switch place {
        case .portfolio, .site: throw RoomFailure.noSuchPage
        case .sample, .sampleText:
            guard let format = SampleFormats.format(request.format), SampleFormats.place(format) == place else {
                throw RoomFailure.badAddress("format: this is not where a sample of \(request.format) is had.")
            }
            return Page(
                contentType: place == .sample ? "text/csv; charset=utf-8" : "text/plain; charset=utf-8",
                stream: sample(format, generator, source),
                fileName: "sample.\(format.fileExtension)")
        case .portfolioSample:
            return Page(
                contentType: "text/csv; charset=utf-8", stream: portfolio(generator, source), fileName: "portfolio.csv")
        case .portfolioFile:
            guard let writer = settings.portfolioWriter else { throw RoomFailure.noSuchPage }
            return Page(
                contentType: "application/json", body: try writer(request.configuration), fileName: "portfolio.json")
        }
    }

    // MARK: The data

    /// The first rows of the run, byte for byte as its whole file has them.
    private static func sample(
        _ format: some ConsumptionFormat, _ generator: ConsumptionGenerator, _ source: String
    ) -> PageStream {
        let configuration = generator.configuration
        let days = min(configuration.days, mostDays)
        return PageStream(source: source) { give in
            // The digest goes into the file numbers of flows: a sample has a number of its own.
            let run = RunDescription(
                from: configuration.from, days: days, seed: configuration.seed,
                modelVersion: ConsumptionConfiguration.modelVersion,
                configurationDigest: Fingerprint.text(Fingerprint.of(source.utf8)))
            let header = format.header(run)
            var totals = WrittenTotals(bytes: header.count)
            try await give(header)
            let maker = RowMaker(generator.makeWorker())
            let arena = ByteArena(capacity: pieceBytes)
            var encoder = format.makeEncoder(run)
            let dates = DateSpan(from: configuration.from, days: days, kind: format.days)
            let count = min(generator.portfolio.count, mostMPANs)
            for position in 0..<count {
                maker.rows(position: position, dates: dates) { encoder.append($0, to: arena) }
                guard arena.count >= pieceBytes || position == count - 1 else { continue }
                let footer = encoder.finish(to: arena)
                totals.add(footer, length: arena.count, keeping: false)
                try await give(Array(arena.bytes))
                arena.clear()
            }
            try await give(format.trailer(run, totals))
        }
    }

    // MARK: The portfolio

    /// A line for each of the first sites, the linked export below its import.
    private static func portfolio(_ generator: ConsumptionGenerator, _ source: String) -> PageStream {
        PageStream(source: source) { give in
            let worker = generator.makeWorker()
            let arena = ByteArena(capacity: pieceBytes)
            arena.append(PortfolioLine.header.utf8)
            for position in 0..<min(generator.portfolio.count, mostSites) {
                worker.load(position: position)
                let (site, facts) = (worker.site, worker.facts)
                add(site.mpan, linked: site.export, annual: facts.annualWattHours, site, facts, to: arena)
                if let export = site.export {
                    add(export, linked: site.mpan, annual: facts.annualGeneration, site, facts, to: arena)
                }
                guard arena.count >= pieceBytes else { continue }
                try await give(Array(arena.bytes))
                arena.clear()
            }
            try await give(Array(arena.bytes))
        }
    }

    private static func add(
        _ mpan: MPANCore, linked: MPANCore?, annual: Int, _ site: Site, _ facts: SiteFacts, to arena: ByteArena
    ) {
        let words = PortfolioLine.words(
            kind: site.kind.description, segment: site.kind.siteClass.segment, region: site.region)
        PortfolioLine(
            mpan: mpan, linked: linked, words: words, annualWattHours: annual, panelWatts: facts.panelWatts,
            tilt: facts.tilt, azimuth: facts.azimuth, fuseAmps: facts.fuseAmps
        ).write(to: arena)
    }
}

extension GeneratorShelf {
    /// The generator of a request that was read. Throws `RoomFailure` with what the configuration says of itself.
    func generator(asked request: ConsumptionRequest) throws(RoomFailure) -> ConsumptionGenerator {
        do {
            return try generator(request.configuration)
        } catch {
            throw .badAddress(error.description)
        }
    }
}
