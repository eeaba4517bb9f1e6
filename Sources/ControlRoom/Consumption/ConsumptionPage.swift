import Charts
import Consumption
import Formats
import Kernel
import Market

/// `/consumption`: make a portfolio, look at what it holds, take a sample of it or the command that makes it all.
enum ConsumptionPage {
    /// Sites listed.
    private static let mostListed = 20

    static func model(_ desk: Desk) throws -> PageModel {
        let reading = ConsumptionReading.read(desk.address.consumption)
        var page = PageModel(
            heading: "Consumption",
            lead: [
                "Manufactured half-hourly data: no metered value goes in, so none can come out. "
                    + "The address of this page holds all of the portfolio; share it, and others see the same values."
            ])
        page.status = reading.problems.isEmpty ? 200 : 422
        page.panels = [
            PanelModel(
                anchor: "portfolio", name: "Portfolio", form: [ConsumptionForm.model(reading, desk)]),
            presets(desk),
        ]
        guard let request = reading.request else { return page }
        let generator = try desk.shelf.generator(asked: request)
        let preview = ConsumptionPreview(generator, from: request.day)
        page.panels += [
            contents(generator.portfolio, request), ConsumptionTakeaway.panel(request, desk),
            look(request, reading, preview, desk), meanDays(preview), total(preview), spread(preview),
            site(generator, request, desk), sites(generator, request, desk), regions(generator.portfolio),
            classes(generator.portfolio),
        ]
        return page
    }

    private static func presets(_ desk: Desk) -> PanelModel {
        PanelModel(
            anchor: "presets", name: "Begin with",
            about: [
                "Each fills the form. What a scenario holds beyond it, defects above all, comes with "
                    + "--scenario and its name on the command line; this page shows what meters truly measured."
            ],
            list: [
                ListModel(
                    items: ConsumptionPreset.all.map { preset in
                        ListModel.Item(
                            headline: preset.name, href: desk.link(.portfolio, preset.fields),
                            mark: preset.hasDefects ? [MarkModel(word: "plants defects", tone: "fair")] : [],
                            detail: [preset.use], aside: "")
                    })
            ])
    }

    // MARK: Exact counts

    private static func contents(_ portfolio: Portfolio, _ request: ConsumptionRequest) -> PanelModel {
        func figure(_ number: Int, _ caption: String, _ detail: String) -> FigureRow.Figure {
            FigureRow.Figure(
                number: Wording.number(number), caption: caption, detail: detail, href: [], tone: "quiet")
        }
        let counts = zip(portfolio.mix, portfolio.countsByShare)
        let exports = counts.filter { $0.0.kind.addOns.contains(.solar) }.reduce(0) { $0 + $1.1 }
        let reactive = counts.filter { $0.0.kind.siteClass.segment == .advanced }.reduce(0) { $0 + $1.1 }
        let series = portfolio.count + exports + 2 * reactive
        var figures = [
            figure(portfolio.count, "Import MPANs", request.region.map { "in \($0.id) \($0.name)" } ?? "in all groups"),
            figure(exports, "Linked export MPANs", "of sites with panels"),
        ]
        for segment in MarketSegment.allCases {
            let count = counts.filter { $0.0.kind.siteClass.segment == segment }.reduce(0) { $0 + $1.1 }
            let classes = counts.filter { $0.1 > 0 && $0.0.kind.siteClass.segment == segment }.count
            figures.append(
                figure(count, segment.word.prefix(1).uppercased() + segment.word.dropFirst(), classes.inClasses))
        }
        figures.append(
            values(series * request.configuration.days * HalfHour.perDay, series: series))
        return PanelModel(
            anchor: "contents", name: "What it holds", about: ["Exact counts, by largest remainder."],
            figures: [FigureRow(figures: figures)])
    }

    /// From a thousand million on in words, with the exact number beneath.
    private static func values(_ count: Int, series: Int) -> FigureRow.Figure {
        let billions = count / 10_000_000
        let exact = Wording.number(count)
        let words = "\(Wording.number(billions / 100)).\(billions / 10 % 10)\(billions % 10) billion"
        let isLarge = count >= 1_000_000_000
        return FigureRow.Figure(
            number: isLarge ? words : exact, caption: "Half-hourly values",
            detail: (isLarge ? "\(exact), " : "") + "in \(Wording.number(series)) series", href: [], tone: "quiet")
    }

    private static func classes(_ portfolio: Portfolio) -> PanelModel {
        var rows = Markup()
        for (share, count) in zip(portfolio.mix, portfolio.countsByShare) {
            rows.raw("<tr><th scope=\"row\" class=\"t-text\">")
            rows.text(share.kind.description)
            rows.raw("</th><td>")
            rows.text(share.kind.siteClass.segment.word)
            rows.raw("</td><td class=\"t-number\">")
            rows.text(Percent.text(billionths: share.billionths) + " %")
            rows.raw("</td><td class=\"t-number\">")
            rows.text(Wording.number(count))
            rows.raw("</td></tr>\n")
        }
        return PanelModel(
            anchor: "classes", name: "By class", width: "half",
            plain: [
                PlainTable(
                    caption: "Import metering points by class", form: "tally",
                    columns: [
                        PlainHead(text: "Class", style: "t-text"), PlainHead(text: "Segment", style: "t-text"),
                        PlainHead(text: "Share", style: "t-number"), PlainHead(text: "MPANs", style: "t-number"),
                    ], rows: rows)
            ])
    }

    private static func regions(_ portfolio: Portfolio) -> PanelModel {
        let ends = portfolio.regionStarts.dropFirst().map(\.start) + [portfolio.count]
        let counts = zip(portfolio.regionStarts, ends).map { ($0.region, $1 - $0.start) }.sorted { $0.0 < $1.0 }
        var rows = Markup()
        for (region, count) in counts {
            rows.raw("<tr><th scope=\"row\">")
            rows.text(region.id)
            rows.raw("</th><td>")
            rows.text(region.name)
            rows.raw("</td><td class=\"t-number\">")
            rows.text(Wording.number(count))
            rows.raw("</td></tr>\n")
        }
        return PanelModel(
            anchor: "regions", name: "By GSP group", width: "half",
            plain: [
                PlainTable(
                    caption: "Import metering points by GSP group", form: "tally",
                    columns: [
                        PlainHead(text: "Group", style: "t-text"), PlainHead(text: "Area", style: "t-text"),
                        PlainHead(text: "MPANs", style: "t-number"),
                    ], rows: rows)
            ])
    }

    // MARK: Preview

    private static func look(
        _ request: ConsumptionRequest, _ reading: ConsumptionReading, _ preview: ConsumptionPreview, _ desk: Desk
    ) -> PanelModel {
        let (from, configuration) = (request.configuration.from, request.configuration)
        let last = from.adding(days: configuration.days - 1)
        let typed = desk.address.consumption
        let sites = Wording.number(preview.sampledSites)
        let days = preview.days.upperBound - preview.days.lowerBound + 1
        let dates =
            days == 1
            ? "on \(Wording.longDate(preview.days.lowerBound))"
            : "over the \(days) days from \(Wording.longDate(preview.days.lowerBound)) "
                + "to \(Wording.longDate(preview.days.upperBound))"
        let sampled =
            preview.isWhole
            ? "All \(sites) sites \(dates), local days: the plots are exact."
            : "A sample of \(sites) sites \(dates), local days, taken evenly over each class. What speaks of the whole "
                + "portfolio is estimated from it; the counts above are exact."
        return PanelModel(
            anchor: "preview", name: "Preview", about: [sampled],
            look: [
                ConsumptionLookModel(
                    name: "What is looked at", action: Route.consumption(.portfolio).path,
                    hidden: request.runFields.pairs.map { HiddenField(name: $0.name, value: $0.value) }
                        + desk.hiddenOptions,
                    fields: [
                        ConsumptionFieldModel(
                            "day", "First day of the preview",
                            hint: "\(Wording.date(from)) to \(Wording.date(last)); at most "
                                + "\(ConsumptionPreview.mostDays) days are shown.",
                            kind: "date", value: typed["day"] ?? request.day.iso, reading),
                        ConsumptionFieldModel(
                            "mpan", "One metering point", hint: "13 digits; any of the portfolio.", isNumber: true,
                            value: typed["mpan"] ?? "", reading),
                    ], button: "Look")
            ])
    }

    private static func meanDays(_ preview: ConsumptionPreview) -> PanelModel {
        var out = Markup("<div class=\"plots\">\n")
        for mean in preview.meanDays {
            out.raw("<figure><figcaption><strong>")
            out.text(mean.kind.description)
            out.raw("</strong> ")
            out.text("mean of \(Wording.number(mean.sampled)) of \(Wording.count(mean.count, "site"))")
            out.raw("</figcaption>")
            out.append(MilestonePanels.scrolled(ConsumptionPlots.meanDay(mean).svg, "Mean day of \(mean.kind)"))
            out.raw("</figure>\n")
        }
        out.raw("</div>\n")
        return PanelModel(
            anchor: "mean-days", name: "Mean day by class",
            about: ["One site's mean half hour, by the local clock. Exports are those of the linked MPAN."], prose: out)
    }

    private static func total(_ preview: ConsumptionPreview) -> PanelModel {
        PanelModel(
            anchor: "total", name: "Total by half hour",
            about: [
                preview.isWhole
                    ? "All sites together; exact."
                    : "All sites together, estimated: each class's sample stands for all of it."
            ], width: "half",
            prose: MilestonePanels.scrolled(ConsumptionPlots.total(preview).svg, "Plot of the total by half hour"))
    }

    private static func spread(_ preview: ConsumptionPreview) -> PanelModel {
        PanelModel(
            anchor: "spread", name: "Spread of annual use",
            about: [
                "What sites use in an average year, on bands that grow with the use; from "
                    + "\(Wording.count(preview.annual.count, "site"))."
            ], width: "half",
            prose: MilestonePanels.scrolled(ConsumptionPlots.spread(preview).svg, "Plot of the spread of annual use"))
    }

    private static func site(
        _ generator: ConsumptionGenerator, _ request: ConsumptionRequest, _ desk: Desk
    ) -> PanelModel {
        let position = request.mpan.flatMap(generator.portfolio.position) ?? 0
        let day = ConsumptionSiteDay(generator, position: position, date: request.day, kind: .local)
        var chosen = request
        chosen.mpan = day.site.mpan
        chosen.clock = .local
        return PanelModel(
            anchor: "site", name: "One site’s day",
            about: [
                "\(day.site.mpan.grouped), \(day.site.kind), in \(day.site.region.id) on "
                    + "\(Wording.longDate(request.day))."
            ], width: "half", prose: MilestonePanels.scrolled(ConsumptionPlots.day(day).svg, "Plot of the site’s day"),
            more: [LinkModel(text: "Its traits and values", href: desk.link(.site, chosen.fields))])
    }

    private static func sites(
        _ generator: ConsumptionGenerator, _ request: ConsumptionRequest, _ desk: Desk
    ) -> PanelModel {
        let count = generator.portfolio.count
        let listed = min(count, mostListed)
        let worker = generator.makeWorker()
        var rows = Markup()
        for number in 0..<listed {
            // The first ones where the portfolio is small, else evenly over it, so that every region shows.
            worker.load(position: number * count / listed)
            var chosen = request
            chosen.mpan = worker.site.mpan
            rows.raw("<tr><th scope=\"row\" class=\"t-code\"><a")
            rows.attribute("href", desk.link(.site, chosen.fields))
            rows.raw(">")
            rows.text(worker.site.mpan.description)
            rows.raw("</a></th><td class=\"t-text\">")
            rows.text(worker.site.kind.description)
            rows.raw("</td><td>")
            rows.text(worker.site.region.id)
            rows.raw("</td><td class=\"t-number\">")
            rows.text(Energy.kilowattHours(worker.facts.annualWattHours))
            rows.raw("</td></tr>\n")
        }
        return PanelModel(
            anchor: "sites", name: listed == count ? "Sites" : "Some of the sites",
            about: listed == count ? [] : ["\(listed) of \(Wording.number(count)), evenly over the portfolio."],
            width: "half",
            plain: [
                PlainTable(
                    caption: "Sites with their class, GSP group and annual use", form: "tally",
                    columns: [
                        PlainHead(text: "MPAN", style: "t-code"), PlainHead(text: "Class", style: "t-text"),
                        PlainHead(text: "GSP", style: "t-text"), PlainHead(text: "kWh a year", style: "t-number"),
                    ], rows: rows)
            ])
    }
}

extension Int {
    /// `in 3 classes`.
    fileprivate var inClasses: String { self == 0 ? "no class" : "in \(Wording.count(self, "class", "classes"))" }
}

/// What a reader takes away: files within bounds, and the command that makes all of it.
enum ConsumptionTakeaway {
    static func panel(_ request: ConsumptionRequest, _ desk: Desk) -> PanelModel {
        let configuration = request.configuration
        let fields = request.runFields
        var links: [LinkModel] = []
        if let format = SampleFormats.format(request.format) {
            let place = SampleFormats.place(format)
            links.append(LinkModel(text: "Sample of the data (\(format.word))", href: desk.link(place, fields)))
        }
        links.append(LinkModel(text: "Portfolio as CSV", href: desk.link(.portfolioSample, fields)))
        if desk.settings.portfolioWriter != nil {
            links.append(LinkModel(text: "Portfolio file (JSON)", href: desk.link(.portfolioFile, fields)))
        }
        var out = Markup("<ul class=\"takeaway\">")
        for link in links {
            out.raw("<li><a download")
            out.attribute("href", link.href)
            out.raw(">")
            out.text(link.text)
            out.raw("</a></li>")
        }
        out.raw("</ul>\n<p class=\"about\">")
        out.text(bounds(configuration, request.format))
        out.raw("</p>\n<h3 class=\"command-name\" id=\"command-name\">The whole run, from the command line</h3>\n")
        out.raw("<pre class=\"command\" tabindex=\"0\" aria-labelledby=\"command-name\"><code>")
        out.text(ConsumptionCommandLine.generate(request))
        out.raw("</code></pre>\n")
        return PanelModel(anchor: "take", name: "Take it with you", prose: out)
    }

    private static func bounds(_ configuration: ConsumptionConfiguration, _ format: String) -> String {
        let (mpans, days) = (ConsumptionFiles.mostMPANs, ConsumptionFiles.mostDays)
        var words: [String] = []
        if !SampleFormats.hasSample(format) {
            words.append("Samples are written in the text formats; the command writes \(format).")
        } else if configuration.importMPANs <= mpans, configuration.days <= days {
            words.append("The sample is the whole run.")
        } else {
            words.append(
                "The sample holds the first \(mpans) metering points and \(days) days, and in it each row is the same, byte "
                    + "for byte, as in the whole file.")
        }
        if configuration.importMPANs > ConsumptionFiles.mostSites {
            words.append("The portfolio’s CSV holds the first \(Wording.number(ConsumptionFiles.mostSites)) sites.")
        }
        return words.joined(separator: " ")
    }
}
