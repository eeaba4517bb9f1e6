// Writes samples of manufactured consumption into a folder: every class and add-on, every format, every defect, meters.
// `scripts/consumption/same-bytes` builds this with and without optimisation and compares what it writes.
import Consumption
import Formats
import Foundation
import Kernel
import Market

/// What went wrong with the sample itself.
struct Problem: Error { var line: String }

/// Classes alone, each metered one with each add-on, and sites with several.
func kinds() throws -> [SiteKind] {
    var words = SiteClass.allCases.map(\.word)
    for one in SiteClass.allCases where one.segment != .unmetered {
        words += AddOns.words.map { "\(one.word)+\($0.word)" }
    }
    words += ["smart-domestic+pv+ev+heat-pump+battery", "smart-domestic-multirate+storage-heating+pv+battery"]
    return try words.map { try SiteKind(reading: $0) }
}

func configuration(
    _ kinds: [SiteKind], sites: Int, from: String, days: Int, defects: DefectConfiguration = .none
) throws -> ConsumptionConfiguration {
    guard let date = CalendarDate(iso: from) else { throw Problem(line: "\(from) is not a date") }
    let each = ConsumptionConfiguration.whole / kinds.count
    let rest = ConsumptionConfiguration.whole - each * kinds.count
    let mix = kinds.enumerated().map { place, kind in
        ConsumptionConfiguration.Share(kind, billionths: each + (place == 0 ? rest : 0))
    }
    return ConsumptionConfiguration(seed: 42, importMPANs: sites, mix: mix, from: date, days: days, defects: defects)
}

/// A whole file of a format: header, one chunk, trailer.
func file(
    _ format: some ConsumptionFormat, _ source: any RowSource, _ configuration: ConsumptionConfiguration
) -> [UInt8] {
    let run = RunDescription(
        from: configuration.from, days: configuration.days, seed: configuration.seed,
        modelVersion: ConsumptionConfiguration.modelVersion, configurationDigest: String(repeating: "0", count: 64))
    let header = format.header(run)
    var encoder = format.makeEncoder(run)
    let arena = ByteArena()
    let dates = DateSpan(from: configuration.from, days: configuration.days, kind: format.days)
    for position in 0..<configuration.importMPANs {
        source.rows(position: position, dates: dates) { encoder.append($0, to: arena) }
    }
    let footer = encoder.finish(to: arena)
    var totals = WrittenTotals(bytes: header.count)
    totals.add(footer, length: arena.count, keeping: format.isContainer)
    return header + Array(arena.bytes) + format.trailer(run, totals)
}

func write(_ bytes: [UInt8], _ name: String, in folder: URL) throws {
    try Data(bytes).write(to: folder.appendingPathComponent(name))
}

/// Every kind by itself: values of UTC days and of settlement days, about a clock change, and its meters.
func writeKinds(to folder: URL) throws {
    for kind in try kinds() {
        let configuration = try configuration([kind], sites: 3, from: "2026-03-27", days: 4)
        let generator = try ConsumptionGenerator(configuration)
        for format in TextFormats.all where ["csv", "d0036"].contains(format.word) {
            let bytes = file(format, RowMaker(generator.makeWorker()), configuration)
            try write(bytes, "\(kind).\(format.word)", in: folder)
        }
        let meters = (0..<3).map {
            "\(generator.meter(of: generator.portfolio.site(at: $0)).map { "\($0)" } ?? "none")\n"
        }
        try write(Array(meters.joined().utf8), "\(kind).meters", in: folder)
    }
}

/// All kinds together with every defect, in every format; the answer key and the delivery schedule.
func writeDefects(to folder: URL) throws {
    let all = try kinds()
    guard let dirty = Scenario(word: "dirty-data") else { throw Problem(line: "there is no scenario dirty-data") }
    var defects = dirty.configuration().defects
    // A budget may be larger than these few sites allow.
    defects.specs.removeAll { if case .budget = $0.amount { true } else { false } }
    let configuration = try configuration(all, sites: 2 * all.count, from: "2026-10-23", days: 4, defects: defects)
    let generator = try ConsumptionGenerator(configuration)
    let plan = try generator.makeDefectPlan()
    for format in TextFormats.all + BinaryFormats.all {
        let rows = DefectiveRows(generator.makeWorker(), plan, batch: nil)
        try write(file(format, rows, configuration), "dirty.\(format.word)", in: folder)
    }
    let dates = DateSpan(from: configuration.from, days: configuration.days, kind: .utc)
    let key = AnswerKey(generator.makeWorker(), plan)
    let list = DeliveryList(generator.makeWorker(), plan, dates)
    var (answers, deliveries) = (AnswerKey.header, DeliveryList.header)
    for position in 0..<configuration.importMPANs {
        key.rows(position: position, dates: dates) { answers += $0.csv }
        list.lines(position: position) { deliveries += $0.csv(file: "batch-\($0.batch)") }
    }
    try write(Array(answers.utf8), "dirty.defects", in: folder)
    try write(Array(deliveries.utf8), "dirty.deliveries", in: folder)
}

guard CommandLine.arguments.count == 2 else {
    FileHandle.standardError.write(Data("usage: same-bytes FOLDER\n".utf8))
    exit(64)
}
let folder = URL(fileURLWithPath: CommandLine.arguments[1], isDirectory: true)
try writeKinds(to: folder)
try writeDefects(to: folder)
