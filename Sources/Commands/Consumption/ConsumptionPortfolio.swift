import ArgumentParser
import Consumption
import Crypto
import Foundation
import Glibc

/// `changeover consumption portfolio`
struct ConsumptionPortfolio: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "portfolio",
        abstract: "Print the complete portfolio file, or the metering points that it comes to.",
        discussion: """
            Without options, the defaults: a file to begin from. Every parameter of every class and add-on is in it.

            EXAMPLE
              changeover consumption portfolio --mpans 5000 > portfolio.json
              changeover consumption portfolio --config portfolio.json --csv > portfolio.csv
            """)

    @OptionGroup(title: "What is manufactured") var what: ConsumptionOptions
    @Flag(name: .long, help: "Print portfolio.csv: one line for each metering point.") var csv = false

    func run() async throws {
        try await reporting {
            signal(SIGPIPE, SIG_IGN)
            let settings = try what.settings()
            let sink = ByteSink.standardOutput
            do {
                guard csv else { return try sink.write(Array((PortfolioFile.json(settings).pretty + "\n").utf8)) }
                let generator = try settings.generator()
                try sink.write(Array(PortfolioMaker.header.utf8))
                let chunks = ChunkPlan(
                    positions: generator.portfolio.positions(part: 1, of: 1), perChunk: PortfolioMaker.sitesPerChunk)
                let pipeline = Pipeline(
                    plan: chunks, threads: max(1, ProcessInfo.processInfo.activeProcessorCount), keepsFooters: false
                ) { PortfolioMaker(generator) }
                _ = try await pipeline.run(from: LaidTotals(), hash: nil) { chunk, _ in try sink.write(chunk.bytes) }
            } catch let problem as SinkProblem {
                throw problem.failure(resumable: false)
            }
        }
    }
}
