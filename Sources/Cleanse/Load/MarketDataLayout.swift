/// The industry's own reference data, told by its column titles, as our reference files.
///
/// MDD CSV: quoted, a title row, dates dd/mm/yyyy, open ends empty, leading zeros of MTC, LLFC and profile class
/// dropped. ISD CSV: the first line names entity and version, the second has the titles, dates are ISO. Titles are
/// compared by their letters and digits alone, since publications space and case them differently. Codes are padded to
/// their full width here, since the dropped zeros are the publication's habit and not a register's fault.
enum MarketDataLayout {
    /// One of our columns and the titles that it goes by, letters and digits only, in lower case.
    private struct Source {
        let column: String
        let titles: [String]
        /// Digits that a code of digits alone is padded to.
        var width = 0
        var isNeeded = false
    }

    private struct Layout {
        let input: Input
        let sources: [Source]
        /// Titles that must be there, so that one table is not taken for another that shares its columns.
        let marks: [String]
    }

    private static let layouts: [Layout] = [
        Layout(
            input: .llfc,
            sources: [
                Source(column: "distributor", titles: participants, isNeeded: true),
                Source(column: "llfc", titles: ["linelossfactorclassid"], width: 3, isNeeded: true),
                Source(column: "from", titles: ["effectivefromsettlementdatellfc", "effectivefromdatellfc"] + froms),
                Source(column: "to", titles: ["effectivetosettlementdatellfc", "effectivetodatellfc"] + tos),
                Source(
                    column: "indicator",
                    titles: ["msspecificllfclassindicator", "msspecificlinelossfactorclassindicator"]),
                Source(column: "description", titles: ["linelossfactorclassdescription"]),
            ], marks: ["linelossfactorclassdescription"]),
        Layout(
            input: .mtc,
            sources: [
                Source(
                    column: "mtc", titles: ["metertimeswitchclassid", "metertimeswitchcodeid"], width: 3, isNeeded: true
                ),
                Source(column: "from", titles: ["effectivefromsettlementdatemtc"] + froms),
                Source(column: "to", titles: ["effectivetosettlementdatemtc"] + tos),
                Source(
                    column: "description",
                    titles: ["metertimeswitchclassdescription", "metertimeswitchcodedescription"]),
                Source(column: "related", titles: ["mtcrelatedmeteringsystemindicator", "mtcrelatedmsindicator"]),
                Source(column: "type", titles: ["mtctypeindicator"]),
            ], marks: ["metertimeswitchclassdescription", "mtccommoncodeindicator"]),
        Layout(
            input: .mtc,
            sources: [
                Source(
                    column: "mtc", titles: ["metertimeswitchclassid", "metertimeswitchcodeid"], width: 3, isNeeded: true
                ),
                Source(column: "distributor", titles: participants, isNeeded: true),
                Source(column: "from", titles: ["effectivefromsettlementdatemtcpa"] + froms),
                Source(column: "to", titles: ["effectivetosettlementdatemtcpa"] + tos),
                Source(column: "description", titles: ["metertimeswitchclassdescription"]),
                Source(column: "type", titles: ["mtctypeindicator"]),
            ], marks: ["mtctypeindicator", "marketparticipantid"]),
        Layout(
            input: .ssc,
            sources: [
                Source(column: "ssc", titles: ["standardsettlementconfigurationid"], width: 4, isNeeded: true),
                Source(column: "from", titles: ["effectivefromsettlementdatessc"] + froms),
                Source(column: "to", titles: ["effectivetosettlementdatessc"] + tos),
                Source(
                    column: "description",
                    titles: ["standardsettlementconfigurationdesc", "standardsettlementconfigurationdescription"]),
                Source(column: "type", titles: sscTypes),
            ], marks: ["effectivefromsettlementdatessc"]),
        Layout(
            input: .parties,
            sources: [
                Source(column: "mpid", titles: participants, isNeeded: true),
                Source(column: "role", titles: ["marketparticipantrolecode", "marketrolecode"], isNeeded: true),
                Source(column: "from", titles: ["effectivefromdatempr"] + froms),
                Source(column: "to", titles: ["effectivetodatempr"] + tos),
                Source(column: "code", titles: ["distributorshortcode", "distributorshortcodeid"], width: 2),
            ], marks: []),
        Layout(
            input: .combinations,
            sources: [
                Source(
                    column: "mtc", titles: ["metertimeswitchclassid", "metertimeswitchcodeid"], width: 3, isNeeded: true
                ),
                Source(column: "distributor", titles: participants, isNeeded: true),
                Source(column: "llfc", titles: ["linelossfactorclassid"], width: 3),
                Source(column: "ssc", titles: ["standardsettlementconfigurationid"], width: 4),
                Source(column: "pc", titles: ["profileclassid"], width: 2),
                Source(column: "from", titles: [lastBegin]),
                Source(column: "to", titles: [lastEnd]),
            ], marks: []),
    ]

    /// A letter is missing from the title in some publications.
    private static let sscTypes = ["standardsettlementconfigurationtype", "standardsettlementconfiguratontype"]
    private static let participants = ["marketparticipantid", "participantid", "mpid"]
    /// A combination repeats the begins of its parts; its own begin and end come last.
    private static let lastBegin = "*effectivefrom"
    private static let lastEnd = "*effectiveto"
    private static let froms = ["effectivefromsettlementdate", "effectivefromdate", "effectivefrom"]
    private static let tos = ["effectivetosettlementdate", "effectivetodate", "effectiveto"]

    /// The file as one of ours; nil where its titles are of no table that is known.
    static func read(_ records: [ReferenceReader.Record], name: String) -> ReferenceFile? {
        // ISD files name their entity in the line before the titles.
        for start in 0..<min(2, records.count) {
            let titles = records[start].fields.map(letters)
            for layout in layouts {
                guard let places = places(layout, titles) else { continue }
                return file(layout, places, records.dropFirst(start + 1), name)
            }
        }
        return nil
    }

    /// The distributors among the parties of a file that has their short codes.
    static func distributors(of parties: ReferenceFile) -> ReferenceFile? {
        guard parties.input == .parties, let code = parties.place(of: "code"), let mpid = parties.place(of: "mpid"),
            let from = parties.place(of: "from"), let to = parties.place(of: "to"),
            let role = parties.place(of: "role")
        else { return nil }
        let rows = parties.rows.filter { !$0.fields[code].isEmpty && $0.fields[role] == "R" }.map {
            ReferenceFile.Row(
                line: $0.line, fields: [$0.fields[code], $0.fields[mpid], $0.fields[from], $0.fields[to]])
        }
        guard !rows.isEmpty else { return nil }
        return ReferenceFile(
            input: .distributors, name: parties.name, columns: ["code", "mpid", "from", "to"], rows: rows)
    }

    private static func places(_ layout: Layout, _ titles: [String]) -> [Int?]? {
        guard layout.marks.allSatisfy(titles.contains) else { return nil }
        var places: [Int?] = []
        for source in layout.sources {
            let place = source.titles.lazy.compactMap { title in self.place(of: title, titles) }.first
            if place == nil, source.isNeeded { return nil }
            places.append(place)
        }
        // A valid combination names a second code beside the MTC.
        if layout.input == .combinations, places[2] == nil, places[3] == nil { return nil }
        // The table of common MTCs has no participant; that of an area's own has one.
        if layout.input == .mtc, !layout.sources.contains(where: { $0.column == "distributor" }),
            participants.contains(where: titles.contains)
        {
            return nil
        }
        return places
    }

    private static func place(of title: String, _ titles: [String]) -> Int? {
        guard title.hasPrefix("*") else { return titles.firstIndex(of: title) }
        return titles.lastIndex { $0.hasPrefix(title.dropFirst()) }
    }

    private static func file(
        _ layout: Layout, _ places: [Int?], _ records: some Sequence<ReferenceReader.Record>, _ name: String
    ) -> ReferenceFile {
        let rows = records.map { record in
            let fields = zip(layout.sources, places).map { source, place -> String in
                guard let place, place < record.fields.count else { return "" }
                return padded(day(record.fields[place], source), source.width)
            }
            return ReferenceFile.Row(line: record.line, fields: fields)
        }
        return ReferenceFile(input: layout.input, name: name, columns: layout.sources.map(\.column), rows: rows)
    }

    /// A date as ISO; anything else as it is.
    private static func day(_ text: String, _ source: Source) -> String {
        guard source.column == "from" || source.column == "to", text.utf8.count == 10 else { return text }
        let parts = text.split(separator: "/")
        guard parts.count == 3, parts[2].utf8.count == 4 else { return text }
        return "\(parts[2])-\(parts[1])-\(parts[0])"
    }

    static func padded(_ text: String, _ width: Int) -> String {
        guard text.utf8.count < width, !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return text
        }
        return String(repeating: "0", count: width - text.utf8.count) + text
    }

    private static func letters(_ title: String) -> String {
        String(
            decoding: title.lowercased().utf8.filter { $0 >= 0x61 && $0 <= 0x7A || $0 >= 0x30 && $0 <= 0x39 },
            as: UTF8.self)
    }
}
