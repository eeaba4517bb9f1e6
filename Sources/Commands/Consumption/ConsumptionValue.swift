import ArgumentParser
import Consumption
import Kernel
import Market

/// `changeover consumption value`
struct ConsumptionValue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "value",
        abstract: "Print one half hour of one metering point, in watt-hours.",
        discussion: """
            Nothing else is made, and the value is the one in the file of the same configuration. Reactive quantities \
            are in var-hours. --config takes the manifest of a run.

            EXAMPLE
              changeover consumption value --config data/manifest.json --mpan 9900000000008 --at 2026-01-15T17:30:00Z
            """)

    @Option(name: .long, help: ArgumentHelp("The import or export MPAN.", valueName: "mpan")) var mpan: String
    @Option(
        name: .long,
        help: ArgumentHelp("When the half hour begins, ISO 8601 with Z or an offset.", valueName: "instant"))
    var at: String
    @Option(
        name: .long,
        help: ArgumentHelp("AI, AE, RI or RE; AI where none is said, AE for an export MPAN.", valueName: "code"))
    var quantity: String?
    @OptionGroup(title: "What is manufactured") var what: ConsumptionOptions

    func run() async throws {
        try await reporting {
            do {
                try Terminal.print(String(try value()))
            } catch let problem as FieldProblem {
                throw Failure(line: problem.description, code: .misused)
            }
        }
    }

    /// The value asked for.
    func value() throws -> Int32 {
        let generator = try what.settings().generator()
        let halfHour: HalfHour
        do {
            halfHour = try HalfHour(reading: at)
        } catch {
            throw FieldProblem("at", error.description)
        }
        let dates = ConsumptionConfiguration.dates
        guard dates.contains(halfHour.day.date) else {
            throw FieldProblem("at", "\(at) is outside \(dates.lowerBound.iso) to \(dates.upperBound.iso)")
        }
        let core: MPANCore
        do {
            core = try MPANCore(reading: mpan)
        } catch {
            throw FieldProblem("mpan", error.description)
        }
        guard let position = generator.portfolio.position(of: core) else {
            throw FieldProblem(
                "mpan", "\(core) is not in this portfolio; give the run's own options, or its manifest with --config")
        }
        let maker = RowMaker(generator.makeWorker())
        maker.worker.load(position: position)
        let measured = maker.worker.site.export == core ? [.activeExport] : maker.worker.quantities
        guard let quantity else { return maker.value(position: position, measured[0], at: halfHour) }
        guard let wanted = MeasurementQuantity(code: quantity), measured.contains(wanted) else {
            let known = measured.map(\.code).joined(separator: ", ")
            throw FieldProblem("quantity", "“\(quantity)” is not measured at \(core); it measures \(known)")
        }
        return maker.value(position: position, wanted, at: halfHour)
    }
}
