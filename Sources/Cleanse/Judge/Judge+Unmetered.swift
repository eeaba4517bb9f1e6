extension Judge {
    /// UMS-01 by the configured day, UMS-02 to UMS-05 by the optional file of unmetered supplies.
    func judgeUnmetered(_ row: RegistrationRow, _ findings: inout CaseFindings) {
        if row.mc == Packed.b, let last = settings.unmeteredClassEnds, registers.asAt > last {
            raise(.ums01, .mc, row, .supplier, expected: "D after \(last)", &findings)
        }
        guard let entry = reference.unmetered.entry(of: row.mpan) else { return }
        judgeConsumption(row, entry, &findings)
        for held in [entry.unmeteredOperator, entry.aggregator].compactMap(\.self) {
            guard row.mc == Packed.b, let demand = held.demandThousandths, demand > 100_000 else { continue }
            raiseUnmetered(
                .ums04, .demand, row, supplier(row: row.row), "\(held.demand) kW, class B",
                "at most 100 kW, or half-hourly", &findings)
            break
        }
        if let held = entry.unmeteredOperator, held.energisation.isEmpty {
            raiseUnmetered(
                .ums05, .energisation, row, Owner(.unmeteredOperator, held.party), "", "E or D; E is assumed",
                &findings)
        }
    }

    private func judgeConsumption(
        _ row: RegistrationRow, _ entry: UnmeteredInventory.Entry, _ findings: inout CaseFindings
    ) {
        let tolerance = settings.unmeteredTolerance * 1_000
        let aggregated = entry.aggregator?.consumptionThousandths
        let listed = entry.unmeteredOperator?.consumptionThousandths
        if entry.aggregator != nil, entry.unmeteredOperator != nil {
            guard let aggregated, let listed, abs(aggregated - listed) > tolerance else { return }
            raiseUnmetered(
                .ums02, .eac, row, supplier(row: row.row),
                "aggregator \(entry.aggregator?.consumption ?? "") MWh, "
                    + "operator \(entry.unmeteredOperator?.consumption ?? "") MWh",
                "within \(settings.unmeteredTolerance) MWh", &findings)
        } else if let only = aggregated ?? listed, only > tolerance {
            raiseUnmetered(
                .ums03, .eac, row, supplier(row: row.row),
                entry.aggregator == nil ? "held by the operator only" : "held by the aggregator only",
                "held by both", &findings)
        }
    }

    private func raiseUnmetered(
        _ rule: Rule, _ item: Item, _ row: RegistrationRow, _ owner: Owner, _ observed: String, _ expected: String,
        _ findings: inout CaseFindings
    ) {
        guard rules.asks(rule), let table = registers.registration?.table else { return }
        findings.raise(
            RaisedException(
                rule: rule, subject: .mpan(row.mpan), item: item, owner: owner, observed: observed,
                expected: expected, place: Place(table, row: row.row)))
    }
}
