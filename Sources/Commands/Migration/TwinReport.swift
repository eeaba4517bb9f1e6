import Kernel
import Migration

/// The twin's outcome as CSV, JSON and words.
struct TwinReport {
    let outcome: TwinOutcome
    let market: MigrationMarket
    let seed: UInt64
    /// Weeks after which runs plan again; nil: never.
    var replanWeeks: Int?

    private var finishes: [(scope: String, finish: TwinOutcome.Finish)] {
        [("industry", outcome.industry)]
            + zip(market.suppliers, outcome.suppliers).map { ("S:\($0.code)", $1) }
            + zip(market.distributors, outcome.distributors).map { ("L:\($0)", $1) }
    }

    /// MPANs migrated by date.
    var curveCSV: [UInt8] {
        var table = MigrationTable(name: "curve.csv", header: ["date", "p10", "p50", "p80", "p90"])
        for (date, quantiles) in zip(outcome.days, outcome.curve) {
            table.append([date.iso] + quantiles.map(String.init))
        }
        return table.csv
    }

    /// Finish dates by scope; an empty date is not within the days that were run.
    var finishCSV: [UInt8] {
        var table = MigrationTable(name: "finish.csv", header: ["scope", "p10", "p50", "p80", "p90", "in_time"])
        for (scope, finish) in finishes {
            table.append(
                [scope] + [finish.p10, finish.p50, finish.p80, finish.p90].map { $0?.iso ?? "" }
                    + [Self.decimal(finish.inTime)])
        }
        return table.csv
    }

    /// A number of thousandths with three decimals.
    private static func decimal(_ thousandths: Int) -> String {
        let digits = String(thousandths.magnitude % 1_000)
        return (thousandths < 0 ? "-" : "") + "\(thousandths.magnitude / 1_000)."
            + String(repeating: "0", count: 3 - digits.count) + digits
    }

    var json: String {
        var json = JSONDocument()
        json.object { json in
            json.member("seed", String(seed))
            json.member("runs", outcome.runs)
            if let replanWeeks { json.member("replan_weeks", replanWeeks) }
            json.member("days_checked", outcome.daysChecked)
            json.member("finish") { json in
                json.array(finishes) { json, entry in
                    json.object { json in
                        json.member("scope", entry.scope)
                        for (name, date) in [
                            ("p10", entry.finish.p10), ("p50", entry.finish.p50), ("p80", entry.finish.p80),
                            ("p90", entry.finish.p90),
                        ] {
                            if let date { json.member(name, date.iso) } else { json.member(name, millionths: nil) }
                        }
                        json.member("in_time", millionths: entry.finish.inTime * 1_000)
                    }
                }
            }
            json.member("driver_runs", outcome.driverRuns)
            json.member("drivers") { json in
                json.array(outcome.drivers) { json, driver in
                    json.object { json in
                        json.member("cause", driver.cause.rawValue)
                        json.member("finish_days_later", Self.decimal(driver.daysLater))
                        json.member("mean_days_later", Self.decimal(driver.meanDaysLater))
                    }
                }
            }
            json.member("reserve") { json in
                json.object { json in
                    json.member("reverse") { Self.write(outcome.reverse, &$0) }
                    json.member("retries") { Self.write(outcome.retries, &$0) }
                    for (code, reserve) in zip(market.distributors, outcome.reverseByDistributor) {
                        json.member("reverse L:\(code)") { Self.write(reserve, &$0) }
                    }
                }
            }
            json.member("mean_of_a_run") { json in
                json.object { json in
                    json.member("rejected", outcome.rejected)
                    json.member("reversed", outcome.reversed)
                    json.member("changed_supplier", outcome.switched)
                    json.member("outage_days", outcome.outageDays)
                    json.member("late_suppliers", outcome.lateSuppliers)
                    json.member("failed_suppliers", outcome.failedSuppliers)
                }
            }
            json.member("rates") { json in
                json.object { json in
                    for parameter in MigrationParameters.wholes where parameter.name.hasPrefix("twin_") {
                        json.member(parameter.name, market.settings[parameter])
                    }
                    for parameter in MigrationParameters.shares where parameter.name.hasPrefix("twin_") {
                        json.member(parameter.name, millionths: market.settings[parameter].millionths)
                    }
                }
            }
        }
        return json.text
    }

    private static func write(_ reserve: TwinOutcome.Reserve, _ json: inout JSONDocument) {
        json.object { json in
            json.member("p50_a_day", reserve.p50)
            json.member("p95_a_day", reserve.p95)
            json.member("share_of_least_limit", millionths: reserve.share?.millionths)
        }
    }

    var text: String {
        func word(_ date: CalendarDate?) -> String { date?.iso ?? "not by \(outcome.days.last?.iso ?? "then")" }
        var lines = [
            "\(outcome.runs.grouped) runs, sums checked on \(outcome.daysChecked.grouped) days: all hold",
            "industry finish: P10 \(word(outcome.industry.p10)), P50 \(word(outcome.industry.p50)), "
                + "P80 \(word(outcome.industry.p80)), P90 \(word(outcome.industry.p90)); "
                + "in time in \(outcome.industry.inTime / 10) runs of 100", "",
            "what a cause costs (\(outcome.driverRuns) pairs of runs with the same luck):",
        ]
        var drivers = TextTable([("cause", .left), ("finish, days later", .right), ("mean, days later", .right)])
        for driver in outcome.drivers {
            drivers.add([
                driver.cause.rawValue.replacing("_", with: " "), Self.decimal(driver.daysLater),
                Self.decimal(driver.meanDaysLater),
            ])
        }
        lines += [drivers.text, ""]
        for (name, reserve) in [("reverse migration", outcome.reverse), ("retries", outcome.retries)] {
            let share = reserve.share.map { ", \($0) of the least usable industry limit" } ?? ""
            lines.append(
                "reserve for \(name): \(reserve.p95.grouped) MPANs a day in the busiest week of 95 runs in 100\(share)")
        }
        var table = TextTable([("scope", .left), ("P50 finish", .left), ("P80 finish", .left), ("in time %", .right)])
        for (scope, finish) in finishes {
            table.add([scope, word(finish.p50), word(finish.p80), "\(finish.inTime / 10)"])
        }
        return (lines + ["", table.text]).joined(separator: "\n")
    }
}
