import Foundation
import TestSupport

/// Papers made for a test, in the form of a headline report.
enum MadePaper {
    /// A headline report of TRAG 9 with that number of actions.
    static func manyActions(_ count: Int, in folder: TemporaryFolder) throws -> URL {
        let rows = (1...count).map { place in
            let number = place < 10 ? "0\(place)" : String(place)
            return "\tTRAG09-\(number)\tCheck batch \(place) of the meter list\tProgramme (PMO)\t30/04/25\t"
        }
        return try headline("trag-009-headline-report", meeting: "009", day: "19 March 2025", actions: rows, in: folder)
    }

    /// Text that a browser would run, were it not escaped.
    static let script = "<script>document.title='owned'</script>"
    static let image = "\"><img src=x onerror=\"document.title='owned'\">"

    /// A headline report of TRAG 10 whose cells hold markup, in every place that a page shows.
    static func hostile(in folder: TemporaryFolder) throws -> URL {
        try headline(
            "trag-010-headline-report", meeting: "010", day: "16 April 2025",
            actions: [
                "\tTRAG10-01\tPublish the list \(script) of meters\tProgramme (PMO)\t30/04/25\tUnder way \(image)",
                "\tTRAG10-02\tReview the note \(image)\tProgramme (PMO) \(script)\t30/04/25\t{{content}} {{{rows}}}",
            ], in: folder)
    }

    private static func headline(
        _ name: String, meeting: String, day: String, actions: [String], in folder: TemporaryFolder
    ) throws -> URL {
        let text = """
            HWSP Testing and Readiness Advisory Group (TRAG) Headline Report

            Issue date: \(day)
            Meeting Number\tTRAG\(meeting)\tVenue\tVirtual – video call
            Meeting Date and Time\t\(day) 1000-1130\tClassification\tPublic

            Actions

            Area\tAction Ref\tAction\tOwner\tDue Date\tUpdate
            \(actions.joined(separator: "\n"))

            Decisions

            Area\tDec Ref\tDecision
            None made

            RAID Items

            RAID area\tDescription
            None raised

            Date of next meeting: 18 June 2025

            """
        return try folder.write(Array(text.utf8), to: name + ".txt")
    }
}
