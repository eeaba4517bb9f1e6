import ArgumentParser
import Foundation
import Kernel
import Migration

/// `changeover migration envelopes`
struct MigrationEnvelopes: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "envelopes",
        abstract: "Grant each supplier its share of a sprint's days, with the reason of every number.",
        discussion: """
            Writes envelopes.csv (the days of the sprint), weeks.csv (the weeks after it), days.csv (the most of a \
            supplier over all distributors), and templates/SUPPLIER.csv, the form that a supplier fills in; its volumes \
            are a proposal that would be accepted. What was migrated before the sprint is known from --actuals or \
            --plan; without them every supplier is taken to be on schedule.

            Sprints are those of sprints.csv in the market's folder (sprint,phase,from,to), else equal slices of the \
            migration days.

            EXAMPLE
              changeover migration envelopes market/ --sprint 4 --out envelopes/
            """)

    @Argument(help: ArgumentHelp("The market's folder.", valueName: "market")) var market: String
    @Option(name: .long, help: ArgumentHelp("The sprint that is committed by day, from 1.", valueName: "n"))
    var sprint: Int
    @Option(name: .long, help: ArgumentHelp("A folder that is empty or not there yet.", valueName: "dir")) var out:
        String
    @Option(name: .long, help: ArgumentHelp("The plan that holds: a folder.", valueName: "dir")) var plan: String?
    @Option(name: .long, help: ArgumentHelp("What was done: actuals.csv.", valueName: "file")) var actuals: String?
    @Flag(name: .long, help: "What was written, as JSON.") var json = false

    func run() async throws {
        try await reporting {
            let desk = try SprintDesk(market: market, sprint: sprint, plan: plan, actuals: actuals, asJSON: json)
            let papers = EnvelopePapers(desk)
            try papers.write(to: out)
            try Terminal.print(json ? papers.json() : "\(out): \(papers.text())")
        }
    }
}

/// The files of a sprint's envelopes.
struct EnvelopePapers {
    static let columns = [
        "supplier", "distributor", "date", "envelope", "need", "bound", "limit", "shared_by", "share", "gain", "reason",
    ]

    let desk: SprintDesk
    let layout: SubmissionLayout

    init(_ desk: SprintDesk) {
        self.desk = desk
        layout = SubmissionLayout(desk.grid, desk.sprints, desk.sprint)
    }

    private var market: MigrationMarket { desk.market.market }

    /// Writes the folder whole or not at all.
    func write(to out: String) throws {
        let folder = FolderInTheMaking(out)
        try folder.begin()
        do {
            try FileManager.default.createDirectory(
                atPath: "\(folder.partial)/templates", withIntermediateDirectories: true)
            try write(days(), to: "\(folder.partial)/\(SubmissionTables.envelopesFile)")
            try write(weeks(), to: "\(folder.partial)/\(SubmissionTables.weeksFile)")
            try write(totals(), to: "\(folder.partial)/\(SubmissionTables.daysFile)")
            for (place, supplier) in market.suppliers.enumerated() {
                try write(template(place), to: "\(folder.partial)/templates/\(Self.fileName(supplier.code)).csv")
            }
            try folder.finish()
        } catch {
            folder.abandon()
            if let problem = error as? SinkProblem { throw problem.failure(resumable: false) }
            throw error
        }
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        let sink = try ByteSink(file: path)
        defer { sink.close() }
        try sink.write(bytes)
        try sink.synchronise()
    }

    /// A code as a file's name: what is neither a letter nor a digit is written `%xx`.
    static func fileName(_ code: String) -> String {
        code.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }.joined()
    }

    private static func append(_ fields: [String], to bytes: inout [UInt8]) {
        for (place, field) in fields.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            MigrationTable.append(field, to: &bytes)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    // MARK: Tables

    private func days() -> [UInt8] {
        var bytes: [UInt8] = []
        Self.append(Self.columns, to: &bytes)
        for (cell, facts) in desk.grid.cells.enumerated() {
            for day in layout.days {
                let at = day - desk.table.days.lowerBound
                let reason = desk.table.reason(cell: cell, day: at)
                Self.append(
                    [
                        market.suppliers[facts.supplier].code, market.distributors[facts.distributor],
                        desk.grid.days[day].iso, String(desk.table.envelope(cell: cell, day: at)),
                        EnvelopeTable.decimal(reason.need), reason.bound.word,
                        reason.limit.map(String.init) ?? "", reason.sharedBy > 0 ? String(reason.sharedBy) : "",
                        reason.share.map { Share(millionths: $0).description } ?? "",
                        reason.limit == nil ? "" : EnvelopeTable.decimal(reason.gain), reason.sentence,
                    ], to: &bytes)
            }
        }
        return bytes
    }

    /// Weeks: the sums of their days, and how many of those a shared limit binds.
    private func weeks() -> [UInt8] {
        var bytes: [UInt8] = []
        Self.append(Self.columns, to: &bytes)
        for (cell, facts) in desk.grid.cells.enumerated() {
            for week in layout.weeks {
                let days = week.days.map { $0 - desk.table.days.lowerBound }
                let bounds = days.map { desk.table.bound(cell: cell, day: $0) }
                let shared = bounds.count { $0 == .distributorLimit || $0 == .industryLimit }
                let bound =
                    bounds.first { $0 == .distributorLimit || $0 == .industryLimit } ?? bounds.last ?? .notActive
                Self.append(
                    [
                        market.suppliers[facts.supplier].code, market.distributors[facts.distributor], week.monday.iso,
                        String(days.reduce(0) { $0 + desk.table.envelope(cell: cell, day: $1) }),
                        EnvelopeTable.decimal(days.reduce(0) { $0 + desk.table.need(cell: cell, day: $1) }), bound.word,
                        "", "", "", "", "sum of \(days.count) days; a shared limit binds on \(shared)",
                    ], to: &bytes)
            }
        }
        return bytes
    }

    private func totals() -> [UInt8] {
        var bytes: [UInt8] = []
        Self.append(["supplier", "date", "granularity", "envelope", "ramp"], to: &bytes)
        for place in market.suppliers.indices {
            let allowance = SupplierAllowance(desk.table, layout, supplier: place)
            for period in 0..<layout.periods {
                let ramp = allowance.ramps[period]
                Self.append(
                    [
                        market.suppliers[place].code, layout.start(period).iso, layout.isDay(period) ? "D" : "W",
                        String(allowance.totals[period]), ramp < PlanningGrid.unlimited ? String(ramp) : "",
                    ], to: &bytes)
            }
        }
        return bytes
    }

    private func template(_ supplier: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        Self.append(SubmissionTemplate.columns, to: &bytes)
        let template = SubmissionTemplate(desk.table, layout, supplier: supplier)
        for row in template.rows(layout, in: market) { Self.append(row, to: &bytes) }
        return bytes
    }

    // MARK: Summary

    private var hasSteps: Bool { market.suppliers.indices.contains { market.step($0) != nil } }

    /// Cells of the sprint's days, and how many a limit binds.
    private var counts: (cells: Int, distributor: Int, industry: Int, step: Int, granted: Int) {
        var counts = (cells: 0, distributor: 0, industry: 0, step: 0, granted: 0)
        for cell in desk.grid.cells.indices {
            for day in layout.days {
                let at = day - desk.table.days.lowerBound
                counts.cells += 1
                counts.granted += desk.table.envelope(cell: cell, day: at)
                switch desk.table.bound(cell: cell, day: at) {
                case .distributorLimit: counts.distributor += 1
                case .industryLimit: counts.industry += 1
                case .stepLimit: counts.step += 1
                default: break
                }
            }
        }
        return counts
    }

    func text() -> String {
        let counts = counts
        let execution = desk.sprint.execution
        var lines = [
            "sprint \(desk.sprint.number), \(execution.lowerBound) to \(execution.upperBound): "
                + "\(market.suppliers.count.grouped) templates, \(counts.cells.grouped) daily envelopes of "
                + "\(counts.granted.grouped) MPANs together",
            "a distributor's limit binds in \(counts.distributor.grouped), the industry's in \(counts.industry.grouped)"
                + (hasSteps ? ", a supplier's step limit in \(counts.step.grouped)" : ""),
        ]
        if desk.sprints.isDerived {
            lines.append("the sprints are equal slices of the migration days: the market has no sprints.csv")
        }
        if !desk.table.knowsProgress {
            lines.append("what was migrated before is not known: every supplier is taken to be on schedule")
        }
        return lines.joined(separator: "\n")
    }

    func json() -> String {
        let counts = counts
        var json = JSONDocument()
        json.object { json in
            json.member("sprint", desk.sprint.number)
            json.member("from", desk.sprint.execution.lowerBound.iso)
            json.member("to", desk.sprint.execution.upperBound.iso)
            json.member("sprints_derived", desk.sprints.isDerived)
            json.member("progress_known", desk.table.knowsProgress)
            json.member("suppliers", market.suppliers.count)
            json.member("envelopes", counts.cells)
            json.member("granted", counts.granted)
            json.member("bound_by_distributor", counts.distributor)
            json.member("bound_by_industry", counts.industry)
            if hasSteps { json.member("bound_by_step_limit", counts.step) }
            json.member("weeks", layout.weeks.count)
        }
        return json.text
    }
}
