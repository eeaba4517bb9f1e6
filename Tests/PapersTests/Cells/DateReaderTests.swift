import Kernel
import Testing

@testable import Papers

/// A short account of a value, for tables.
func account(_ value: DateValue?) -> String {
    switch value {
    case .day(let day): day.iso
    case .month(let month): month.iso
    case .weekCommencing(let day): "w/c \(day)"
    case .months(let first, let last): "\(first)..\(last)"
    case .days(let first, let last): "\(first)..\(last)"
    case .word(let word): "'\(word)'"
    case nil: "-"
    }
}

@Suite("Printed dates") struct DateReaderTests {
    private let context = DateContext(anchor: CalendarDate(iso: "2023-08-16"))

    @Test(
        "every form of the papers is read",
        arguments: [
            ("24/07/22", "2022-07-24"), ("15/09/2022", "2022-09-15"), ("Fri 15/12/23", "2023-12-15"),
            ("17 August 2022", "2022-08-17"), ("02 June 2023", "2023-06-02"),
            ("Wednesday 9 August 2023", "2023-08-09"), ("Wednesday, 9th August 2023", "2023-08-09"),
            ("9 th October '23", "2023-10-09"), ("9 th October ’23", "2023-10-09"), ("07 th July 23", "2023-07-07"),
            ("28 th Sep 23", "2023-09-28"), ("18 Aug 23", "2023-08-18"), ("04-Sep-23", "2023-09-04"),
            ("20-Sep", "2023-09-20"), ("21/8", "2023-08-21"), ("01/9", "2023-09-01"), ("30/10", "2023-10-30"),
            ("6th July", "2023-07-06"), ("1st November", "2023-11-01"), ("4th Aug", "2023-08-04"),
            ("Aug-23 & Sep-23", "2023-08..2023-09"), ("Jun-23 – Jul 24", "2023-06..2024-07"),
            ("Oct-24 / Nov-24", "2024-10..2024-11"), ("SEP-24", "2024-09"), ("Jan -25", "2025-01"),
            ("mid-September", "2023-09"), ("Mid August to Mid September", "2023-08..2023-09"), ("July 2022", "2022-07"),
            ("w/c 22 August 2022", "w/c 2022-08-22"), ("w/c 21/08/23", "w/c 2023-08-21"), ("20/07.2023", "2023-07-20"),
            ("(01/08)", "2023-08-01"), ("3 26/08/2022", "2022-08-26"), ("2023-07-20", "2023-07-20"),
            ("07 th July 23 (No later than**)", "2023-07-07"), ("12/01", "2024-01-12"),
            ("14-18 August 2023", "2023-08-14..2023-08-18"),
            ("14/08/23 - 18/08/23", "2023-08-14..2023-08-18"), ("28 Dec to 3 Jan 2024", "2023-12-28..2024-01-03"),
            ("16 August:", "2023-08-16"), ("Ongoing", "'Ongoing'"), ("TBC", "'TBC'"), ("NA", "'NA'"), ("n/a", "'n/a'"),
            ("EOY", "'EOY'"), ("afternoon", "'afternoon'"), ("end of 2022", "'end of 2022'"), ("", "-"),
            ("COP this Friday 22 April", "2023-04-22"), ("last month's TMAG", "'last month's TMAG'"),
            ("20.07.2023", "2023-07-20"),
            ("29/02/24", "2024-02-29"), ("16 August 2023", "2023-08-16"), ("Programme", "-"), ("5.2.1", "-"),
            ("T3-TE-0069", "-"), ("1000-1200", "-"), ("July 6th", "2023-07-06"), ("August 16, 2023", "2023-08-16"),
        ]) func forms(_ cell: String, _ expected: String)
    {
        #expect(account(DateReader.read(cell, in: context).value) == expected)
    }

    @Test(
        "clean prints raise no doubt",
        arguments: [
            "24/07/22", "Fri 15/12/23", "9 th October '23", "07 th July 23 (No later than**)", "w/c 22 August 2022",
            "(01/08)",
            "Aug-23 & Sep-23", "TBC", "20-Sep", "", "SEP-24", "Jan -25", "16 August:",
        ]) func clean(_ cell: String)
    { #expect(DateReader.read(cell, in: context).doubts == []) }

    @Test(
        "what cannot be relied on is doubted",
        arguments: [
            ("0 th Oct 23", "-", "not a date: 0 th Oct 23"), ("31/02/23", "-", "not a date: 31/02/23"),
            ("Fri 15/12/22", "2022-12-15", "weekday Fri does not agree with 15/12/22, a Thursday"),
            ("O1/09/2023", "-", "not a date: O1/09/2023, probably 01/09/2023"),
            ("l5 Aug 23", "-", "not a date: l5 Aug 23, probably 15 Aug 23"),
            ("2O/07/23", "-", "not a date: 2O/07/23, probably 20/07/23"),
            ("3 26/08/2022", "2022-08-26", "stray 3 before the date"),
            ("w/c 23 August 2022", "w/c 2022-08-23", "week commencing 23 August 2022, a Tuesday"),
            ("15/13/23", "-", "not a date: 15/13/23"), ("29/02/23", "-", "not a date: 29/02/23"),
            ("14/08/23 16/08/23", "-", "more than one date: 14/08/23 16/08/23"),
        ]) func doubtful(_ cell: String, _ expected: String, _ doubt: String)
    {
        let reading = DateReader.read(cell, in: context)
        #expect(account(reading.value) == expected)
        #expect(reading.doubts == [doubt])
        #expect(reading.printed == cell)
    }

    @Test("notes are kept") func notes() {
        #expect(DateReader.read("07 th July 23 (No later than**)").notes == ["No later than"])
        #expect(DateReader.hasNoLaterThan("07 th July 23 (No later than**)"))
        #expect(DateReader.hasNoLaterThan("'No later than' date"))
        #expect(!DateReader.hasNoLaterThan("no later"))
        #expect(DateReader.read("mid-September", in: context).notes == ["mid September"])
    }

    @Test("without a context a missing year stays missing") func noContext() {
        #expect(DateReader.read("20-Sep").value == nil)
        #expect(DateReader.read("20-Sep").doubts == ["no year for 20-Sep"])
        #expect(DateReader.find(in: "by 20-Sep") == [])
    }

    @Test("a column head gives month and year") func columnHead() {
        let head = DateContext(anchor: CalendarDate(iso: "2023-08-16"), month: CalendarMonth(iso: "2024-08"))
        #expect(account(DateReader.read("16 August:", in: head).value) == "2024-08-16")
        #expect(account(DateReader.read("24", in: head).value) == "2024-08-24")
        #expect(account(DateReader.read("24th", in: head).value) == "2024-08-24")
        #expect(account(DateReader.read("24", in: context).value) == "-")
    }

    @Test("a missing year is that of the nearest occurrence") func nearest() {
        let january = DateContext(anchor: CalendarDate(iso: "2023-01-10"))
        #expect(account(DateReader.read("20-Dec", in: january).value) == "2022-12-20")
        #expect(account(DateReader.read("1/3", in: january).value) == "2023-03-01")
        #expect(DateValue.weekCommencing(.earliest).day == .earliest)
        #expect(DateValue.days(.earliest, .latest).day == nil)
    }

    @Test(
        "dates are found in running text",
        arguments: [
            ("First data cut deadline 19/08/2023 from PPs. MHHS to send by 15/09/2023.", "2023-08-19 2023-09-15"),
            ("guidelines to PPs 20/07.2023. Confirmation 16/08/2023 RECCo", "2023-07-20 2023-08-16"),
            ("Update (01/08) PPC reaching out", "2023-08-01"),
            ("minutes of the meeting held 20 July 2022", "2022-07-20"),
            ("deferred to the September 2023 DAG", "2023-09"), ("February TMAG", "2023-02"),
            ("you may want 5 of them", ""),
            ("open 24/7, 1/2 done, version 5.2.1, T3-TE-0069", ""), ("10 mins, 10:00-10:05, 1000-1200", ""),
            ("on 17 August 2022 1000-1200", "2022-08-17"),
            ("w/c 22 August 2022 and Fri 15/12/23", "w/c 2022-08-22 2023-12-15"),
            ("0 th Oct 23 then 27 th Oct 23", "2023-10-27"), ("from 14 to 18 August 2023", "2023-08-14..2023-08-18"),
            ("MHHS-DEL1507 TMAG08-01 12/34/56 v1.04/07", ""),
            ("**- 8 August:** Code", "2023-08-08"),
        ]) func running(_ text: String, _ expected: String)
    {
        let found = DateReader.find(in: text, context: context)
        #expect(found.map { account($0.value) }.joined(separator: " ") == expected)
        let bytes = Array(text.utf8)
        for date in found { #expect(String(decoding: bytes[date.range], as: UTF8.self) == date.printed) }
    }

    @Test("at most 64 dates are found in a line") func limit() {
        let text = String(repeating: "16/08/2023 ", count: 200)
        #expect(DateReader.find(in: text).count == 64)
    }
}
