import Kernel
import Migration

// The summary for a person.
extension TrackReport {
    var text: String {
        [
            head, progressTable, inFlightWords, stuckWords, quarantineWords, badWords, refusedWords, strangerWords,
            conservationWords,
        ]
        .filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private var head: String {
        let merge = merge
        let tail = merge?.tail
        var lines = ["As at \(Self.date(asAt)), end of day, local time"]
        lines.append(
            "Read: \(counts.messages.grouped) messages in \(counts.files.grouped) files; "
                + "\((merge?.added ?? 0).grouped) new, \((merge?.known ?? 0).grouped) known already, "
                + "\(counts.unrelated.grouped) of no concern, \(counts.badCount.grouped) bad lines")
        let mpans = tail?.mpans ?? 0
        let bytes = mpans > 0 ? ", \((stateBytes / mpans).grouped) bytes each" : ""
        lines.append("Followed: \(mpans.grouped) MPANs\(bytes); portfolios are those of \(portfolioSource)")
        lines.append(
            "Reverse migration: \(industry.reversed.grouped) to date, \(industry.reverseInFlight.grouped) under way")
        return lines.joined(separator: "\n")
    }

    private var progressTable: String {
        var table = TextTable([
            ("supplier", .left), ("portfolio", .right), ("first plan", .right), ("plan", .right), ("initiated", .right),
            ("completed", .right), ("reversed", .right), ("variance", .right), ("in flight", .right),
            ("migrated", .right), ("excluded", .right), ("planned", .right), ("backlog", .right),
        ])
        for (name, line) in suppliers + [("all", industry)] {
            table.add(
                [name]
                    + [
                        line.portfolio, line.firstPlanned, line.planned, line.initiated, line.completed, line.reversed,
                        line.variance, line.inFlight, line.migrated, line.excluded, line.plannedAhead, line.backlog,
                    ].map(\.grouped))
        }
        return "To date; variance is completed less plan\n\(table.text)"
    }

    /// Ages in working days: 0 to 5, 6 to 10, more.
    var ageBands: [(band: String, mpans: Int)] {
        let ages = lists?.ages ?? [:]
        let bands: [(String, ClosedRange<Int>)] =
            (0...5).map { (String($0), $0...$0) } + [("6-10", 6...10), ("11+", 11...100_000)]
        return bands.map { band, range in
            (band, ages.filter { range.contains($0.key.age) }.reduce(0) { $0 + $1.value })
        }
    }

    private var inFlightWords: String {
        let bands = ageBands.filter { $0.mpans > 0 }
        guard !bands.isEmpty else { return "In flight: none" }
        return "In flight by age in working days: "
            + bands.map { "\($0.band): \($0.mpans.grouped)" }.joined(separator: ", ")
    }

    private var stuckWords: String {
        guard let lists, lists.stuckCount > 0 else { return "Stuck: none" }
        let owners = TrackOwner.allCases.compactMap { owner in
            lists.stuckByOwner[owner].map { "\(owner.name) \($0.grouped)" }
        }
        var table = TextTable([
            ("mpan", .left), ("supplier", .left), ("distributor", .left), ("state", .left), ("owner", .left),
            ("due", .left), ("age", .right), ("waits for", .left),
        ])
        for row in lists.stuck.prefix(Self.mostShown) {
            table.add([
                Self.mpan(row.mpan), row.supplier, row.distributor, row.state.name, row.wait.owner.name,
                Self.date(row.wait.due), String(row.wait.age), row.wait.step,
            ])
        }
        return "Stuck: \(lists.stuckCount.grouped) (\(owners.joined(separator: ", ")))\n\(table.text)"
            + more(lists.stuckCount, "stuck.csv")
    }

    private func more(_ count: Int, _ file: String) -> String {
        count > Self.mostShown ? "\n… and \((count - Self.mostShown).grouped) more; --out writes them to \(file)" : ""
    }

    private var quarantineWords: String {
        guard let lists, lists.quarantinedCount > 0 else { return "Quarantined: none" }
        var table = TextTable([
            ("mpan", .left), ("at", .left), ("event", .left), ("state", .left), ("why", .left), ("owner", .left),
            ("what to do", .left),
        ])
        for row in lists.quarantined.prefix(Self.mostShown) {
            table.add([
                Self.mpan(row.mpan), Instant(milliseconds: row.at).iso, row.event, row.state?.name ?? "", row.why,
                row.owner.name, row.advice,
            ])
        }
        return
            "Quarantined: \(lists.quarantinedCount.grouped) messages, \(lists.future.grouped) of them later than the day"
            + "\n\(table.text)" + more(lists.quarantinedCount, "quarantine.csv")
    }

    private var refusedWords: String {
        guard let merge, merge.refused > 0 else { return "" }
        let shown = merge.refusals.prefix(Self.mostShown).map { refusal in
            (refusal.line.map { "line \($0) of the list of MPANs: " } ?? "")
                + "\(Self.mpan(refusal.mpan)): \(Self.words(refusal.cause))"
        }
        return "Not taken in: \(merge.refused.grouped)\n" + shown.joined(separator: "\n")
            + (merge.refused > shown.count ? "\n… and \((merge.refused - shown.count).grouped) more" : "")
    }

    private var strangerWords: String {
        guard !counts.strangers.isEmpty else { return "" }
        let shown = counts.strangers.prefix(Self.mostShown).map { Self.words($0) }
        return "Parties that neither market nor plan has: \(counts.strangers.count.grouped)\n"
            + shown.joined(separator: "\n")
            + (counts.strangers.count > shown.count
                ? "\n… and \((counts.strangers.count - shown.count).grouped) more" : "")
    }

    private static func words(_ stranger: TrackReadCounts.Stranger) -> String {
        "\(stranger.file), line \(stranger.line): \(stranger.what): \"\(stranger.name.prefix(40))\" is in neither "
            + "(\(stranger.lines.grouped) lines name it); mend the code, or add it to the market and plan again"
    }

    private var badWords: String {
        guard counts.badCount > 0 else { return "" }
        let shown = counts.bad.prefix(Self.mostShown).map { "\($0.file), line \($0.line): \($0.why)" }
        return "Bad lines, passed over: \(counts.badCount.grouped)\n" + shown.joined(separator: "\n")
            + more(counts.badCount, "bad_lines.csv")
    }

    private var conservationWords: String {
        guard faultCount > 0 else {
            return "Conservation: planned + in flight + migrated + excluded + backlog = portfolio on all "
                + "\(days.grouped) days, for all \(cells.grouped) rows of supplier and distributor"
        }
        let shown = faults.prefix(Self.mostShown).map { "\($0.date) \($0.supplier) \($0.distributor): \($0.why)" }
        return "Conservation FAILS in \(faultCount.grouped) rows\n" + shown.joined(separator: "\n")
            + more(faultCount, "conservation.csv")
    }
}

// The summary for a program.
extension TrackReport {
    var json: String {
        var json = JSONDocument()
        json.object { json in
            json.member("as_at", Self.date(asAt))
            json.member("messages") { json in
                json.object { json in
                    json.member("read", counts.messages)
                    json.member("new", merge?.added ?? 0)
                    json.member("known", merge?.known ?? 0)
                    json.member("unrelated", counts.unrelated)
                    json.member("future", lists?.future ?? 0)
                    json.member("bad_lines", counts.badCount)
                }
            }
            json.member("mpans", merge?.tail.mpans ?? 0)
            json.member("state_bytes", stateBytes)
            json.member("portfolio_source", portfolioSource)
            json.member("industry") { Self.write(industry, "industry", &$0) }
            json.member("suppliers") { json in
                json.array(suppliers) { Self.write($1.line, $1.name, &$0) }
            }
            json.member("in_flight_by_age") { json in
                json.object { json in for (band, mpans) in ageBands { json.member(band, mpans) } }
            }
            json.member("stuck") { writeStuck(&$0) }
            json.member("quarantine") { writeQuarantine(&$0) }
            json.member("refused") { json in
                json.array(merge?.refusals ?? []) { json, refusal in
                    json.object { json in
                        json.member("mpan", Self.mpan(refusal.mpan))
                        json.member("why", Self.words(refusal.cause))
                        if let line = refusal.line { json.member("line", line) }
                    }
                }
            }
            json.member("unknown_parties") { json in
                json.array(counts.strangers) { json, stranger in
                    json.object { json in
                        json.member("file", stranger.file)
                        json.member("line", stranger.line)
                        json.member("party", stranger.what)
                        json.member("name", stranger.name)
                        json.member("lines", stranger.lines)
                    }
                }
            }
            json.member("bad_lines") { json in
                json.array(counts.bad) { json, bad in
                    json.object { json in
                        json.member("file", bad.file)
                        json.member("line", bad.line)
                        json.member("why", bad.why)
                    }
                }
            }
            json.member("conservation") { writeConservation(&$0) }
        }
        return json.text
    }

    static func words(_ cause: TrackRefusal.Cause) -> String {
        switch cause {
        case .tooMany: "more than \(TrackHistory.mostEvents) messages; look for a loop that sends it again and again"
        case .listedTwice: "listed before with another supplier, which stands; keep one of the two rows"
        }
    }

    private static func write(_ line: Line, _ name: String, _ json: inout JSONDocument) {
        json.object { json in
            json.member("name", name)
            json.member("portfolio", line.portfolio)
            json.member("first_planned_to_date", line.firstPlanned)
            json.member("planned_to_date", line.planned)
            json.member("initiated", line.initiated)
            json.member("completed", line.completed)
            json.member("reversed", line.reversed)
            json.member("variance_to_first", line.firstVariance)
            json.member("variance", line.variance)
            json.member("in_flight", line.inFlight)
            json.member("reverse_in_flight", line.reverseInFlight)
            json.member("migrated", line.migrated)
            json.member("excluded", line.excluded)
            json.member("planned", line.plannedAhead)
            json.member("backlog", line.backlog)
        }
    }

    private func writeStuck(_ json: inout JSONDocument) {
        json.object { json in
            json.member("count", lists?.stuckCount ?? 0)
            json.member("by_owner") { json in
                json.object { json in
                    for owner in TrackOwner.allCases {
                        if let count = lists?.stuckByOwner[owner] { json.member(owner.name, count) }
                    }
                }
            }
            json.member("items") { json in
                json.array(lists?.stuck ?? []) { json, row in
                    json.object { json in
                        json.member("mpan", Self.mpan(row.mpan))
                        json.member("supplier", row.supplier)
                        json.member("distributor", row.distributor)
                        json.member("state", row.state.name)
                        json.member("waits_for", row.wait.step)
                        json.member("owner", row.wait.owner.name)
                        json.member("due", Self.date(row.wait.due))
                        json.member("age_working_days", row.wait.age)
                        json.member("action", row.action?.words ?? "")
                    }
                }
            }
        }
    }

    private func writeQuarantine(_ json: inout JSONDocument) {
        json.object { json in
            json.member("count", lists?.quarantinedCount ?? 0)
            json.member("by_rule") { json in
                json.object { json in
                    for rule in (lists?.quarantinedByRule ?? [:]).keys.sorted() {
                        json.member(rule, lists?.quarantinedByRule[rule] ?? 0)
                    }
                }
            }
            json.member("items") { json in
                json.array(lists?.quarantined ?? []) { json, row in
                    json.object { json in
                        json.member("mpan", Self.mpan(row.mpan))
                        json.member("at", Instant(milliseconds: row.at).iso)
                        json.member("event", row.event)
                        json.member("state", row.state?.name ?? "")
                        json.member("rule", row.rule)
                        json.member("why", row.why)
                        json.member("owner", row.owner.name)
                        json.member("what_to_do", row.advice)
                    }
                }
            }
        }
    }

    private func writeConservation(_ json: inout JSONDocument) {
        json.object { json in
            json.member("holds", faultCount == 0)
            json.member("days", days)
            json.member("rows", cells)
            json.member("fault_count", faultCount)
            json.member("faults") { json in
                json.array(faults) { json, fault in
                    json.object { json in
                        json.member("date", fault.date)
                        json.member("supplier", fault.supplier)
                        json.member("distributor", fault.distributor)
                        json.member("why", fault.why)
                    }
                }
            }
        }
    }
}
