import Cleanse
import Testing

/// The tables that tests build are what a load would pack.
@Suite struct TableBuilderTests {
    @Test func packsSortsAndKeepsWhatDoesNotFit() {
        let meters = TableBuilder.table(
            .meters,
            """
            mpan, meter_id, esme_id, location, digits, install_date, mem
            1200000000023, B2, 0ca2f400007621bc, AA, 5, 2020-01-02, MEMA
            1200000000010, A1, 0C-A2-F4-00-00-76-21-BC, K, <rejected>, 20200102,
            """)
        #expect(meters.count == 2)
        #expect(meters.text(.mpan, row: 0) == "1200000000010")
        #expect(meters.text(.esmeID, row: 1) == "0ca2f400007621bc")
        #expect(meters.text(.location, row: 1) == "AA")
        #expect(meters.text(.installDate, row: 0) == meters.text(.installDate, row: 1))
        #expect(Meters(meters).digits[0] == .unknownField)
        #expect(Meters(meters).mem[0] == 0)
        #expect(meters.line[0] == 3)
        #expect(meters.present.contains(.mem) && !meters.present.contains(.makeType))
    }
}
