import Kernel
import Migration

/// A forecast as CSV, JSON and words.
struct ForecastReport {
    let forecast: MigrationForecast
    let plan: MigrationPlan
    let backTest: ForecastBackTest?
    let seed: UInt64

    private func name(_ scope: MigrationForecast.Scope) -> String {
        switch scope {
        case .industry: "industry"
        case .supplier(let place): "S:\(plan.suppliers[place])"
        case .distributor(let place): "L:\(plan.distributors[place])"
        }
    }

    /// By date, then scope: industry, suppliers, distributors.
    var csv: [UInt8] {
        var table = MigrationTable(name: "forecast.csv", header: ["date", "scope", "p10", "p50", "p80", "p90"])
        for (day, date) in forecast.dates.enumerated() {
            for outlook in forecast.outlooks {
                let band = outlook.bands[day]
                table.append(
                    [date.iso, name(outlook.scope), "\(band.p10)", "\(band.p50)", "\(band.p80)", "\(band.p90)"])
            }
        }
        return table.csv
    }

    // MARK: measures

    private enum Light: String {
        case green, amber, red
    }

    /// Needed rate ÷ proven rate, in millionths; nil where either is not there.
    private var neededOverProven: Int? {
        guard let needed = forecast.neededRateMillionths, let proven = forecast.provenRateMillionths, proven > 0 else {
            return nil
        }
        return Int((Double(needed) / Double(proven) * 1_000_000).rounded())
    }

    private var paceLight: Light {
        if forecast.neededRateMillionths == 0 { return .green }
        guard let ratio = neededOverProven else { return .red }
        return ratio < 800_000 ? .green : ratio <= 1_000_000 ? .amber : .red
    }

    /// Before the deadline less four weeks, before it, after it.
    private var finishLight: Light {
        guard let finish = forecast.industry.finish.p80 else { return .red }
        if finish < forecast.deadline.adding(days: -28) { return .green }
        return finish <= forecast.deadline ? .amber : .red
    }

    // MARK: JSON

    var json: String {
        var json = JSONDocument()
        json.object { json in
            json.member("as_at", forecast.asAt.iso)
            Self.date("known_to", forecast.knownTo, &json)
            json.member("deadline", forecast.deadline.iso)
            json.member("horizon", forecast.horizon.iso)
            json.member("days_left", forecast.daysLeft)
            json.member("remaining", max(forecast.industry.total - forecast.industry.migrated, 0))
            json.member("needed_rate", millionths: forecast.neededRateMillionths)
            json.member("proven_rate", millionths: forecast.provenRateMillionths.map { max($0, 0) })
            json.member("proven_days", forecast.proven.days)
            json.member("needed_over_proven", millionths: neededOverProven)
            json.member("pace", paceLight.rawValue)
            json.member("finish_light", finishLight.rawValue)
            json.member("variance") { variance(&$0) }
            json.member("finish") { json in
                json.array(forecast.outlooks) { json, outlook in finish(outlook, &json) }
            }
            json.member("learned") { learned(&$0) }
            json.member("runs", forecast.runs)
            json.member("seed", String(seed))
            if let backTest { json.member("backtest") { Self.write(backTest, &$0) } }
        }
        return json.text
    }

    private static func date(_ name: String, _ date: CalendarDate?, _ json: inout JSONDocument) {
        if let date { json.member(name, date.iso) } else { json.member(name, millionths: nil) }
    }

    private func variance(_ json: inout JSONDocument) {
        json.object { json in
            for (name, planned) in [
                ("first", forecast.industry.firstToDate ?? forecast.industry.plannedToDate),
                ("current", forecast.industry.plannedToDate),
            ] {
                json.member(name) { json in Self.variance(forecast.industry, planned, &json) }
            }
            json.member("scopes") { json in
                json.array(forecast.outlooks.dropFirst()) { json, outlook in
                    json.object { json in
                        json.member("scope", name(outlook.scope))
                        json.member("first") { json in
                            Self.variance(outlook, outlook.firstToDate ?? outlook.plannedToDate, &json)
                        }
                        json.member("current") { json in Self.variance(outlook, outlook.plannedToDate, &json) }
                    }
                }
            }
        }
    }

    private static func variance(_ outlook: MigrationForecast.Outlook, _ planned: Int, _ json: inout JSONDocument) {
        json.object { json in
            json.member("planned", planned)
            json.member("actual", outlook.migrated)
            json.member("variance", outlook.migrated - planned)
            let actual = min(outlook.migrated, 9_000_000_000_000)
            let attainment = planned > 0 && actual >= 0 ? actual * 1_000_000 / planned : nil
            json.member("attainment", millionths: attainment)
        }
    }

    private func finish(_ outlook: MigrationForecast.Outlook, _ json: inout JSONDocument) {
        json.object { json in
            json.member("scope", name(outlook.scope))
            json.member("total", outlook.total)
            json.member("migrated", outlook.migrated)
            Self.date("p10", outlook.finish.p10, &json)
            Self.date("p50", outlook.finish.p50, &json)
            Self.date("p80", outlook.finish.p80, &json)
            Self.date("p90", outlook.finish.p90, &json)
            json.member("p80_within_horizon", outlook.finish.p80 != nil)
            json.member("by_deadline", millionths: outlook.finish.byDeadline * 1_000)
        }
    }

    private func learned(_ json: inout JSONDocument) {
        let facts = forecast.facts
        json.object { json in
            json.member("attainment", millionths: facts.level * 1_000)
            json.member("weekly_scatter", millionths: facts.scatter * 1_000)
            json.member("weekly_drift", millionths: facts.drift * 1_000)
            json.member("shared_luck", millionths: facts.shared * 1_000)
            json.member("keeps_pace_not_plan", millionths: facts.keepsPace * 1_000)
            json.member("outage_weeks", facts.outageWeeks)
            json.member("stalled") { json in json.array(facts.stalled) { $0.string($1) } }
            json.member("not_begun") { json in json.array(facts.waiting) { $0.string($1) } }
        }
    }

    private static func write(_ test: ForecastBackTest, _ json: inout JSONDocument) {
        json.object { json in
            json.member("origins") { json in json.array(test.origins) { $0.string($1.iso) } }
            json.member("horizon_days") { json in
                json.array(ForecastBackTest.horizons) { $0.string(String($1)) }
            }
            for (name, list) in [("industry", test.industry), ("suppliers", test.suppliers)] {
                json.member(name) { json in
                    json.array(list) { json, figures in
                        json.object { json in
                            json.member("method", figures.method.rawValue)
                            json.member("forecasts", figures.forecasts)
                            json.member("mape", millionths: figures.meanAbsolutePercentage * 1_000)
                            json.member("error_of_volume_ahead", millionths: figures.errorOfVolumeAhead * 1_000)
                            json.member("pinball", millionths: figures.pinball * 1_000)
                            json.member("coverage_p10_p90", millionths: figures.coverage.map { $0 * 1_000 })
                        }
                    }
                }
            }
        }
    }

    // MARK: words

    var text: String {
        let industry = forecast.industry
        var lines = [
            "as at \(forecast.asAt.iso): \(industry.migrated.grouped) of \(industry.total.grouped) MPANs migrated"
                + (forecast.knownTo.map { $0 == forecast.asAt ? "" : " (known to \($0.iso))" } ?? " (nothing known yet)"),
            "against the first baseline \(Self.signed(industry.migrated - (industry.firstToDate ?? 0))), "
                + "against the current \(Self.signed(industry.migrated - industry.plannedToDate))",
            "needed: \(rate(forecast.neededRateMillionths)) MPANs a day over \(forecast.daysLeft.grouped) migration days "
                + "to \(forecast.deadline.iso); proven: \(rate(forecast.provenRateMillionths)) over the last "
                + "\(forecast.proven.days) (\(paceLight.rawValue))",
            "industry finish: P50 \(word(industry.finish.p50)), P80 \(word(industry.finish.p80)) "
                + "(\(finishLight.rawValue)); by the deadline in \(industry.finish.byDeadline / 10) futures of 100", "",
        ]
        var table = TextTable([
            ("scope", .left), ("MPANs", .right), ("migrated", .right), ("to plan", .right), ("P50 finish", .left),
            ("P80 finish", .left),
        ])
        for outlook in forecast.outlooks where outlook.total > 0 || outlook.migrated != 0 {
            table.add([
                name(outlook.scope), outlook.total.grouped, outlook.migrated.grouped,
                Self.signed(outlook.migrated - outlook.plannedToDate), word(outlook.finish.p50),
                word(outlook.finish.p80),
            ])
        }
        lines.append(table.text)
        if !forecast.facts.stalled.isEmpty {
            lines += ["", "stopped for a week or more: \(forecast.facts.stalled.joined(separator: ", "))"]
        }
        if !forecast.facts.waiting.isEmpty {
            lines += ["", "not begun, though planned to: \(forecast.facts.waiting.joined(separator: ", "))"]
        }
        if let backTest { lines += ["", Self.words(backTest)] }
        return lines.joined(separator: "\n")
    }

    private static func signed(_ number: Int) -> String { number > 0 ? "+\(number.grouped)" : number.grouped }

    private func word(_ date: CalendarDate?) -> String { date?.iso ?? "not by \(forecast.horizon.iso)" }

    private func rate(_ millionths: Int?) -> String {
        guard let millionths else { return "no rate" }
        return ((millionths + (millionths < 0 ? -500_000 : 500_000)) / 1_000_000).grouped
    }

    private static func words(_ test: ForecastBackTest) -> String {
        var table = TextTable([
            ("back-test", .left), ("of", .left), ("forecasts", .right), ("MAPE %", .right),
            ("error of volume ahead %", .right), ("pinball %", .right), ("within P10–P90 %", .right),
        ])
        func percent(_ thousandths: Int) -> String { "\(thousandths / 10).\(thousandths % 10)" }
        for (name, list) in [("industry", test.industry), ("suppliers", test.suppliers)] {
            for figures in list where figures.forecasts > 0 {
                table.add([
                    figures.method.rawValue.replacing("_", with: " "), name, figures.forecasts.grouped,
                    percent(figures.meanAbsolutePercentage), percent(figures.errorOfVolumeAhead),
                    percent(figures.pinball), figures.coverage.map(percent) ?? "",
                ])
            }
        }
        return table.isEmpty ? "back-test: less than eight weeks are known, which is too little" : table.text
    }
}
