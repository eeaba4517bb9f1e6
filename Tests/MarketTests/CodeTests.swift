import Market
import Testing

@Suite("Codes of the market") struct CodeTests {
    /// Domain notes, section 2.3.
    static let homes = """
        10 EELC _A, 11 EMEB _B, 12 LOND _C, 13 MANW _D, 14 MIDE _E, 15 NEEB _F, 16 NORW _G, 17 HYDE _P, 18 SPOW _N, \
        19 SEEB _J, 20 SOUT _H, 21 SWAE _K, 22 SWEB _L, 23 YELG _M
        """
    static let independents = """
        24 IPNL, 25 LENG, 26 GUCL, 27 ETCL, 28 EDFI, 29 HARL, 30 PENL, 31 UKPD, 32 UDNL, 33 GGEN, 34 MPDL, 35 FEAL, \
        36 VATT, 37 FORB, 38 INDI
        """

    @Test("distributors have the known numbers, participants and home groups") func distributors() throws {
        let printed = Distributor.all.map { distributor in
            "\(distributor.id) \(distributor.participant)" + (distributor.homeGroup.map { " \($0.id)" } ?? "")
        }
        #expect(printed.joined(separator: ", ") == "\(Self.homes), \(Self.independents)")
        for id in UInt8.min...UInt8.max {
            #expect((Distributor(id: id) != nil) == ((10...38).contains(id) || id == 99))
        }
        #expect(Distributor(id: 99) == .invented && Distributor.invented.homeGroup == nil)
        #expect(Distributor.all.allSatisfy { !$0.name.isEmpty && Distributor(id: $0.id) == $0 })
    }

    @Test("the fourteen groups are A to H, J to N and P, each the home of one distributor") func groups() throws {
        #expect(GSPGroup.allCases.map(\.id).joined() == "_A_B_C_D_E_F_G_H_J_K_L_M_N_P")
        for group in GSPGroup.allCases {
            #expect(GSPGroup(id: group.id) == group)
            let home = try #require(Distributor(id: group.homeDistributor))
            #expect(home.homeGroup == group)
            #expect(home.name == group.name)
            #expect(group.isScottish == group.name.hasSuffix("Scotland"))
            // Great Britain lies between these.
            #expect((50 * 60...60 * 60).contains(group.latitudeArcminutes))
            #expect((-7 * 60...2 * 60).contains(group.longitudeArcminutes))
        }
        #expect(["_I", "_O", "_Z", "A", "_a", "", "_AA"].allSatisfy { GSPGroup(id: $0) == nil })
        #expect(GSPGroup.allCases == GSPGroup.allCases.sorted())
    }

    @Test("quantities, segments and connection types print their indicators") func indicators() {
        #expect(MeasurementQuantity.allCases.map(\.code) == ["AI", "AE", "RI", "RE"])
        #expect(MeasurementQuantity.allCases.map(\.isReactive) == [false, false, true, true])
        #expect(MeasurementQuantity.allCases.allSatisfy { MeasurementQuantity(code: $0.code) == $0 })
        #expect(MeasurementQuantity(code: "UN") == nil)
        #expect(MarketSegment.allCases.map(\.indicator) == ["S", "A", "U"])
        #expect(MarketSegment.allCases.map(\.word) == ["smart", "advanced", "unmetered"])
        #expect(ConnectionType.allCases.map(\.indicator) == ["W", "L", "H", "E", "U"])
    }

    /// Domain notes, section 3.4, data item DI-083.
    @Test("the 38 specified quality codes are there once each, and classed") func qualityCodes() {
        let expected = Set(
            ["A", "E", "ZE"] + (0...9).map { "E\($0)" }
                + (1...3).flatMap { ["ZE\($0)", "A\($0)", "AAE\($0)", "EAE\($0)"] }
                + (1...13).map { "EA\($0)" })
        #expect(expected.count == 38)
        #expect(QualityCode.specified.count == 38 && Set(QualityCode.specified) == expected)
        let codes = QualityCodes.specified
        #expect(codes.all.map(codes.name(of:)) == QualityCode.specified)
        for (index, name) in QualityCode.specified.enumerated() {
            let code = QualityCode(index: UInt8(index))
            #expect(QualityCode(code: name) == code && code.code == name && codes.code(named: name) == code)
            let expected: QualityClass =
                ["A", "A1", "A2", "A3"].contains(name) ? .actual : name.hasPrefix("Z") ? .zero : .estimate
            #expect(codes.qualityClass(of: code) == expected)
            #expect(code.isActual == (expected == .actual))
            // Nothing is claimed of the codes of the advanced data service but of the last-resort estimate.
            let isKnown = index < 16 || name == "EA12"
            #expect((code.meaning != nil) == isKnown, "\(name)")
        }
        #expect(QualityCode.actual.code == "A" && QualityCode.estimate.code == "E")
        #expect(QualityCode.zeroAdvance.code == "ZE")
        #expect(QualityCode(code: "A4") == nil && QualityCode(code: "a") == nil && QualityCode(code: "") == nil)
        #expect(QualityCode(index: 38).code == "?38" && QualityCode(index: 38).meaning == nil)
        #expect(codes.name(of: QualityCode(index: 38)) == "?38")
        #expect(codes.qualityClass(of: QualityCode(index: 38)) == .estimate)
    }

    @Test("settings add quality codes and class known ones otherwise") func moreCodes() throws {
        var codes = QualityCodes.specified
        let added = try codes.define("A4", as: .actual)
        #expect(added.index == 38 && codes.name(of: added) == "A4" && codes.code(named: "A4") == added)
        #expect(codes.qualityClass(of: added) == .actual)
        let known = try codes.define("AAE1", as: .actual)
        #expect(known == QualityCode(code: "AAE1") && codes.qualityClass(of: known) == .actual)
        #expect(QualityCodes.specified.qualityClass(of: known) == .estimate)
        #expect(codes.all.count == 39 && codes != .specified)
        for number in 39..<256 { try codes.define("X\(number)", as: .zero) }
        let error = #expect(throws: QualityCodeError.self) { try codes.define("Y", as: .zero) }
        #expect(error?.description == "“Y” cannot be added; there are 256 quality codes already")
        #expect(try codes.define("X255", as: .estimate).index == 255)
        #expect(codes.all.count == 256)
    }

    @Test("what is no quality code is refused", arguments: ["", "a1", "A 1", "A,1", "ABCDEFGHI", "É"])
    func notACode(_ name: String) {
        var codes = QualityCodes()
        let error = #expect(throws: QualityCodeError.self) { try codes.define(name, as: .actual) }
        #expect(error?.description == "“\(name)” is no quality code; one is 1 to 8 capitals and digits")
        #expect(codes == .specified)
    }

    @Test("quality classes have words") func classes() {
        #expect(QualityClass.allCases.map(\.word) == ["actual", "estimate", "zero"])
        #expect(QualityClass.allCases.allSatisfy { QualityClass(word: $0.word) == $0 })
        #expect(QualityClass(word: "Actual") == nil)
    }
}
