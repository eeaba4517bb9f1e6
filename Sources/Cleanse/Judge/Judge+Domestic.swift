extension Judge {
    /// DPI-01 to DPI-06 and DPI-08: the domestic premises indicator.
    @inline(__always)
    func judgeDomestic(_ row: RegistrationRow, _ findings: inout CaseFindings) {
        guard row.saysDomestic else {
            // What is neither yes nor no was rejected at the load (DPI-02).
            if row.dpi == 0 { raise(.dpi01, .dpi, row, .supplier, expected: "true or false", &findings) }
            return
        }
        let isDomestic = row.isDomestic
        if row.direction == Packed.i, (1...8).contains(row.profileClass), (row.profileClass <= 2) != isDomestic {
            raise(
                .dpi03, .dpi, row, .supplier, with: [.pc],
                expected: isDomestic ? "false, or profile class 01 or 02" : "true, or profile class 03 to 08",
                &findings)
        }
        if row.llfc.domestic == (isDomestic ? 2 : 1), let cells = columns.registration, isGood(row, cells) {
            raise(
                .dpi05, .dpi, row, .supplier, with: [.llfc],
                expected: isDomestic ? "false, as the LLFC's description says" : "true, as the LLFC's description says",
                &findings)
        }
        guard isDomestic else { return }
        if row.mc == Packed.g {
            raise(.dpi04, .dpi, row, .supplier, with: [.mc], expected: "false, or another class", &findings)
        }
        if row.connection == Packed.u {
            raise(.dpi06, .dpi, row, .supplier, with: [.connectionType], expected: "false", &findings)
        } else if row.connection == UInt8(ascii: "H") || row.connection == Packed.e {
            raise(
                .dpi08, .dpi, row, .supplier, with: [.connectionType], expected: "false, or another connection type",
                &findings)
        }
    }
}
