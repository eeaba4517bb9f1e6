import Consumption
import Formats
import Kernel
import Market

/// A value of the figures file. Members are written in the order of their names.
indirect enum FigureValue {
    case null
    case whole(Int)
    case fixed(Double, Int)
    case text(String)
    case list([FigureValue])
    case object([String: FigureValue])

    /// A decimal, or null where there is none.
    static func decimal(_ value: Double?, _ places: Int) -> FigureValue {
        guard let value, value.isFinite else { return .null }
        return .fixed(value, places)
    }

    /// Appends it, two blanks a level; lists of plain values stay in one line.
    func write(to bytes: inout [UInt8], level: Int = 0) {
        switch self {
        case .null: bytes += Array("null".utf8)
        case .whole(let value): bytes += Array(String(value).utf8)
        case .fixed(let value, let places): bytes += Array(ReportNumber.fixed(value, places).utf8)
        case .text(let text): JSONWriter.appendString(text, to: &bytes)
        case .list(let values):
            bytes.append(UInt8(ascii: "["))
            let isPlain = values.allSatisfy(\.isPlain)
            for (place, value) in values.enumerated() {
                if place > 0 { bytes += Array((isPlain ? ", " : ",").utf8) }
                if !isPlain { Self.newLine(&bytes, level + 1) }
                value.write(to: &bytes, level: level + 1)
            }
            if !isPlain { Self.newLine(&bytes, level) }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (place, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.newLine(&bytes, level + 1)
                JSONWriter.appendString(member.key, to: &bytes)
                bytes += Array(": ".utf8)
                member.value.write(to: &bytes, level: level + 1)
            }
            if !members.isEmpty { Self.newLine(&bytes, level) }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private var isPlain: Bool {
        switch self {
        case .list, .object: false
        default: true
        }
    }

    private static func newLine(_ bytes: inout [UInt8], _ level: Int) {
        bytes.append(UInt8(ascii: "\n"))
        bytes += [UInt8](repeating: UInt8(ascii: " "), count: 2 * level)
    }
}

extension RealismReport {
    /// All figures as JSON: names in order, decimals of a fixed count, the same bytes on every machine.
    public var json: [UInt8] {
        var bytes: [UInt8] = []
        FigureValue.object([
            "figures_version": .whole(1), "run": run,
            "notes": .list(notes.map(FigureValue.text)),
            "kinds": .list(figures.kinds.map(Self.kind)),
            "segments": .list(figures.segments.map(Self.segment)),
        ]).write(to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    private var run: FigureValue {
        .object([
            "config_sha256": heading.digest.map(FigureValue.text) ?? .null,
            "model_version": .text(ConsumptionConfiguration.modelVersion),
            "seed": .text(String(configuration.seed)),
            "mpans": .whole(figures.kinds.reduce(0) { $0 + $1.count }),
            "sites_looked_at": .whole(figures.kinds.reduce(0) { $0 + $1.sampled }),
            "sites_per_kind_at_most": .whole(figures.sitesPerKind),
            "from": .text(configuration.from.iso), "days": .whole(figures.days.count),
            "delivered_energy": heading.delivered.map { sums in
                .object(Dictionary(uniqueKeysWithValues: sums.map { ($0.key.code, .whole($0.value)) }))
            } ?? .null,
        ])
    }

    private static func segment(_ one: SegmentFigures) -> FigureValue {
        .object([
            "segment": .text(one.segment?.word ?? "all"), "sites": .whole(one.count),
            "sites_looked_at": .whole(one.sampled), "total": total(one.total),
        ])
    }

    private static func kind(_ one: KindFigures) -> FigureValue {
        .object([
            "class": .text(one.kind.description), "segment": .text(one.kind.siteClass.segment.word),
            "sites": .whole(one.count), "sites_looked_at": .whole(one.sampled), "total": total(one.total),
            "within_day": withinDay(one.withinDay),
            "within_day_by_shape": .list(
                zip(one.total.shapes, one.withinDayByShape).map { shape, ratios in
                    .object([
                        "season": .text(shape.season.word), "day_type": .text(dayType(shape.kind)),
                        "ratios": withinDay(ratios),
                    ])
                }),
            "peak_time_shares": .list(one.peakShares.map { .decimal($0, 6) }),
            "half_hours": .object([
                "shares": .list(KindFigures.halfHourShares.map { .decimal(Double($0) / 10_000, 4) }),
                "wh": .list(one.halfHours.map { .decimal($0, 1) }),
                "times_own_mean": .list(one.relativeHalfHours.map { .decimal($0, 3) }),
                "zero_share": .decimal(one.zeroShare, 6),
                "deviation_over_class_mean": .decimal(one.halfHourDeviation, 6),
            ]),
            "site_days": .object([
                "shares": .list(KindFigures.halfHourShares.map { .decimal(Double($0) / 10_000, 4) }),
                "times_class_mean": .list(one.relativeDays.map { .decimal($0, 3) }),
                "deviation_over_class_mean": .decimal(one.siteDayDeviation, 6),
            ]),
            "coincidence": coincidence(one),
            "autocorrelation": .list(
                zip(RealismFigures.lags, one.autocorrelation).map { lag, value in
                    .object(["lag": .whole(lag), "sites": spread(value, 6)])
                }),
            "day_to_day": .object([
                "deviation_over_mean": spread(one.dayDeviation, 6), "step_over_mean": spread(one.dayStep, 6),
            ]),
            "annual": annual(one.annual), "peak_kw": spread(one.peak, 4, 1_000),
            "load_factor": spread(one.loadFactor, 6), "export": export(one.export),
            "burning_hours": one.burning.map { hours in
                .object(["full_power": spread(hours.fullHours, 1), "lit": spread(hours.litHours, 1)])
            } ?? .null,
            "quality_shares": .object(
                Dictionary(uniqueKeysWithValues: one.qualities.map { ($0.code.code, .decimal($0.share, 6)) })),
            "totals": .object(
                Dictionary(
                    uniqueKeysWithValues: one.totals.map { total in
                        (
                            total.quantity.code,
                            .object(["utc_days": .whole(total.utc), "local_days": .whole(total.local)])
                        )
                    })),
        ])
    }

    private static func total(_ one: TotalFigures) -> FigureValue {
        .object([
            "annual_kwh_per_site": .decimal(one.annualWattHours / 1_000, 4),
            "mean_days": shapes(one.shapes),
            "load_duration": .object([
                "percent_of_time": .list(TotalFigures.durationPercents.map(FigureValue.whole)),
                "kw_per_site": .list(one.duration.map { .decimal($0 / 1_000, 6) }),
            ]),
            "months": .list(
                one.months.map { month in
                    .object([
                        "month": .whole(month.month), "days": .whole(month.days),
                        "kwh_per_site_and_day": .decimal(month.wattHoursPerDay / 1_000, 6),
                    ])
                }),
            "winter_over_summer": .decimal(one.winterOverSummer, 6),
            "december_to_february_over_june_to_august": .decimal(one.coldOverWarmMonths, 6),
            "saturday_over_weekday": .decimal(one.saturdayOverWeekday, 6),
            "sunday_over_weekday": .decimal(one.sundayOverWeekday, 6),
            "weekend_over_weekday": .decimal(one.weekendOverWeekday, 6),
            "overnight_share": .decimal(one.overnightShare, 6),
            "peak": .object([
                "date": .text(one.peakDate.iso), "clock": .text(ReportNumber.clock(one.peakClock)),
                "kw_per_site": .decimal(one.peakWatts / 1_000, 6),
            ]),
            "load_factor": .decimal(one.loadFactor, 6),
        ])
    }

    private static func shapes(_ shapes: [DayShape]) -> FigureValue {
        .list(
            shapes.map { shape in
                .object([
                    "season": .text(shape.season.word), "day_type": .text(dayType(shape.kind)),
                    "days": .whole(shape.days), "kwh_per_site_and_day": .decimal(shape.total / 1_000, 6),
                    "max_over_mean": .decimal(shape.mostOverMean, 6),
                    "min_over_mean": .decimal(shape.leastOverMean, 6),
                    "wh": .list(shape.wattHours.map { .decimal($0, 4) }),
                    "hourly_per_mille": shape.hourlyShares.map { .list($0.map { .decimal($0, 3) }) } ?? .null,
                ])
            })
    }

    static func dayType(_ kind: LocalDay.Kind) -> String { ["weekday", "saturday", "sunday"][kind.rawValue] }

    private static func withinDay(_ one: WithinDay?) -> FigureValue {
        guard let one else { return .null }
        return .object([
            "site_days": .whole(one.siteDays), "max_over_mean": .decimal(one.mostOverMean, 6),
            "min_over_mean": .decimal(one.leastOverMean, 6), "deviation_over_mean": .decimal(one.deviationOverMean, 6),
            "median_over_mean": .decimal(one.medianOverMean, 6),
        ])
    }

    private static func coincidence(_ one: KindFigures) -> FigureValue {
        .object([
            "groups": .list(
                one.coincidence.map { point in
                    .object([
                        "size": .whole(point.size), "groups": .whole(point.groups),
                        "kw_per_site": .decimal(point.watts / 1_000, 6), "p10": .decimal(point.low / 1_000, 6),
                        "p90": .decimal(point.high / 1_000, 6),
                        "peak_clock": .text(ReportNumber.clock(point.peakClock)),
                        "share_at_peak_clock": .decimal(point.shareAtPeakClock, 6),
                    ])
                }),
            "power_law": one.fit.map { fit in
                .object([
                    "scale_kw": .decimal(fit.scale / 1_000, 6), "exponent": .decimal(fit.exponent, 6),
                    "r_squared": .decimal(fit.determination, 6),
                ])
            } ?? .null,
            "limit": one.fit?.limit.map { limit in
                .object([
                    "floor_kw": .decimal(limit.floor / 1_000, 6), "above_kw": .decimal(limit.above / 1_000, 6),
                    "steepness": .decimal(limit.steepness, 2),
                ])
            } ?? .null,
        ])
    }

    private static func annual(_ one: AnnualFigures?) -> FigureValue {
        guard let one else { return .null }
        return .object([
            "kwh": spread(one.wattHours, 4, 1_000), "sites_below_100_kwh": .whole(one.belowHundred),
            "log_deviation": .decimal(one.logDeviation, 6),
            "log_deviation_of_quartiles": .decimal(one.logDeviationOfQuartiles, 6),
        ])
    }

    private static func export(_ one: ExportFigures?) -> FigureValue {
        guard let one else { return .null }
        return .object([
            "sites": .whole(one.sites), "panel_kw_per_site": .decimal(one.panelWatts / 1_000, 4),
            "exported_share_of_generation": .decimal(one.exportedShare, 6),
            "annual_kwh_per_kwp": .decimal(one.annualYield, 3), "mean_days": shapes(one.shapes),
            "months": .list(
                one.months.map { month in
                    .object([
                        "month": .whole(month.month), "days": .whole(month.days),
                        "exported_kwh_per_site_and_day": .decimal(month.exportedPerDay / 1_000, 6),
                        "generated_kwh_per_site_and_day": .decimal(month.generatedPerDay / 1_000, 6),
                        "exported_share": .decimal(month.exportedShare, 6),
                        "kwh_per_kwp": .decimal(month.yield, 3),
                    ])
                }),
        ])
    }

    private static func spread(_ one: Spread?, _ places: Int, _ divisor: Double = 1) -> FigureValue {
        guard let one else { return .null }
        var members: [String: FigureValue] = [
            "count": .whole(one.count), "mean": .decimal(one.mean / divisor, places),
            "deviation": .decimal(one.deviation / divisor, places), "least": .decimal(one.least / divisor, places),
            "most": .decimal(one.most / divisor, places),
        ]
        for (percent, value) in zip(Spread.percents, one.quantiles) {
            members["p\(percent < 10 ? "0" : "")\(percent)"] = .decimal(value / divisor, places)
        }
        return .object(members)
    }
}
