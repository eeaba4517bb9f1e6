import Consumption
import Market

/// The rows that a run delivers, for one thread: the true ones, or those with the configuration's defects on them.
struct RowSupply {
    let source: any RowSource
    /// Where there are defects: what must be done to the bytes of the row that is being given.
    let defective: DefectiveRows?
    private let worker: ConsumptionWorker

    /// - Parameters:
    ///   - defects: nil for the truth.
    ///   - batch: of the deliveries; 0 is the file itself.
    init(_ generator: ConsumptionGenerator, defects: DefectPlan?, batch: Int = 0) {
        worker = generator.makeWorker()
        defective = defects.map { [worker] in DefectiveRows(worker, $0, batch: batch) }
        source = defective ?? RowMaker(worker)
    }

    /// The site whose rows are being given.
    var site: Site { worker.site }
}

extension ConsumptionGenerator {
    /// What the configuration plants; nil where it plants nothing.
    func defectPlan() throws -> DefectPlan? {
        if configuration.defects.isEmpty { return nil }
        do {
            return try makeDefectPlan()
        } catch {
            throw Failure(line: error.description, code: .misused)
        }
    }
}
