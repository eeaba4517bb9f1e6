import Kernel
import Market
import TestSupport
import Testing

@Suite("MPAN cores") struct MPANCoreTests {
    /// The rule as it is written, digit by digit.
    static func remainder(ofBody body: UInt64) -> Int {
        let weights = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43]
        var rest = body
        var sum = 0
        for weight in weights.reversed() {
            sum += Int(rest % 10) * weight
            rest /= 10
        }
        return sum % 11
    }

    @Test(
        "good numbers are read, printed and grouped",
        arguments: [
            "1012345678903", "1049827101269", "2143967712809", "2830997098859", "1816273348119", "2312345678900",
            "2000056535971", "1900012374324", "1023885323324", "1700000000014", "1713738484880",
        ]) func good(_ printed: String) throws
    {
        let core = try MPANCore(reading: printed)
        #expect(core.description == printed)
        #expect(MPANCore(printed: printed) == core)
        #expect(MPANCore(number: core.number) == core)
        #expect(MPANCore(body: core.body) == core)
        #expect(MPANCore(distributor: core.distributor, unique: core.unique) == core)
        #expect("\(core.distributor)" == printed.prefix(2))
        #expect("\(core.checkDigit)" == printed.suffix(1))
        #expect(core.grouped.filter { $0 != " " } == printed)
        #expect(core.grouped.split(separator: " ").map(\.count) == [2, 4, 4, 3])
        #expect(try MPANCore(reading: core.grouped) == core)
    }

    @Test(
        "bad numbers are refused and the message says why",
        arguments: [
            (
                "1315001165123",
                "“1315001165123” fails its check digit; with these first twelve digits the last one is 2"
            ),
            (
                "1234567890123",
                "“1234567890123” fails its check digit; with these first twelve digits the last one is 6"
            ),
            ("", "“” has 0 digits; an MPAN core is 13"),
            ("101234567890", "“101234567890” has 12 digits; an MPAN core is 13"),
            ("10123456789030", "“10123456789030” has 14 digits; an MPAN core is 13"),
            ("10-1234-5678-903", "“10-1234-5678-903” holds something other than digits; an MPAN core is 13 digits"),
            ("10123456789030x", "“10123456789030x” holds something other than digits; an MPAN core is 13 digits"),
            ("+101234567890", "“+101234567890” holds something other than digits; an MPAN core is 13 digits"),
            ("１０１２", "“１０１２” holds something other than digits; an MPAN core is 13 digits"),
            (
                "1012345678903\n",
                "“1012345678903\\u{a}” holds something other than digits; an MPAN core is 13 digits"
            ),
            (
                "11111111112222222222333333333344444444445",
                "“1111111111222222222233333333334444444444…” has 41 digits; an MPAN core is 13"
            ),
        ]) func bad(_ printed: String, _ message: String)
    {
        #expect(MPANCore(printed: printed) == nil)
        let error = #expect(throws: MPANError.self) { try MPANCore(reading: printed) }
        #expect(error?.description == message)
    }

    @Test("numbers are refused where they are too long or fail the check") func numbers() {
        #expect(MPANCore(number: 1_012_345_678_903) != nil)
        #expect(MPANCore(number: 1_012_345_678_904) == nil)
        #expect(MPANCore(number: 10_000_000_000_000) == nil)
        #expect(MPANCore(number: .max) == nil)
        #expect(MPANCore(body: 0).description == "0000000000000")
        #expect(MPANCore(body: 999_999_999_999).number / 10 == 999_999_999_999)
    }

    @Test("the check digit by tables is the weighted sum, modulo 11, modulo 10") func tables() async throws {
        for body in 0..<UInt64(20_000) {
            for scale: UInt64 in [1, 10_000, 100_000_000] where body < 10_000 {
                #expect(Int(MPANCore.checkDigit(ofBody: body * scale)) == Self.remainder(ofBody: body * scale) % 10)
            }
        }
        try await Property.check(seed: 20_260_115, count: 20_000) { generator in
            let body = generator.next() % MPANCore.bodies.upperBound
            try Property.hold(
                Int(MPANCore.checkDigit(ofBody: body)) == Self.remainder(ofBody: body) % 10, "body \(body)")
        }
    }

    /// Every one-digit change and every exchange of neighbours, for random bodies: what passes is what must.
    @Test("the check digit misses only what moves the remainder between 0 and 10") func catches() async throws {
        try await Property.check(seed: 20_260_116, count: 1_500) { generator in
            let core = MPANCore(body: generator.next() % MPANCore.bodies.upperBound)
            let digits = core.description.utf8.map { Int($0) - 48 }
            func number(_ digits: [Int]) -> UInt64 { digits.reduce(0) { $0 * 10 + UInt64($1) } }
            let blind: Set = [0, 10]
            func check(_ changed: [Int], _ what: String) throws {
                let value = number(changed)
                let (was, now) = (Self.remainder(ofBody: core.body), Self.remainder(ofBody: value / 10))
                let passes = MPANCore(number: value) != nil
                // A change in the body always changes the remainder; in the check digit, never.
                if changed.last == digits.last {
                    try Property.hold(was != now, "\(core) to \(value) leaves the remainder (\(what))")
                    try Property.hold(passes == (blind == [was, now]), "\(core) to \(value) (\(what))")
                } else {
                    try Property.hold(!passes, "\(core) to \(value) passes (\(what))")
                }
            }
            for place in 0..<13 {
                for digit in 0..<10 where digit != digits[place] {
                    var changed = digits
                    changed[place] = digit
                    try check(changed, "digit \(place + 1)")
                }
            }
            for place in 0..<11 where digits[place] != digits[place + 1] {
                var changed = digits
                changed.swapAt(place, place + 1)
                try check(changed, "exchange at \(place + 1)")
            }
        }
    }

    @Test("numbers are given out in order and stay with their distributor") func allocation() throws {
        var core = MPANCore(distributor: 99, unique: 0)
        #expect(core.description.hasPrefix("990000000000"))
        #expect(core.isInvented)
        for unique in 1...1_000 {
            let next = try #require(core.next)
            #expect(next > core && next.unique == UInt64(unique) && next.distributor == 99)
            core = next
        }
        #expect(MPANCore(distributor: 10, unique: MPANCore.uniques.upperBound - 1).next == nil)
        #expect(!MPANCore(distributor: 10, unique: 5).isInvented)
    }
}

@Suite("Supply numbers") struct SupplyNumberTests {
    @Test(
        "a number is read however it is grouped",
        arguments: [
            "018011001012345678903", "01 801 100 10 1234 5678 903", "S 01 801 100 10 1234 5678 903",
            "S018011001012345678903",
        ]) func reads(_ printed: String) throws
    {
        let number = try SupplyNumber(reading: printed)
        #expect(number.profileClass == .domesticUnrestricted)
        #expect(number.timeSwitch.number == 801)
        #expect(number.lineLossFactorClass.code == "100")
        #expect(number.core.description == "1012345678903")
        #expect(number.description == "018011001012345678903")
        #expect(number.grouped == "01 801 100 10 1234 5678 903")
    }

    @Test("letters of the line loss factor class are kept") func letters() throws {
        let number = try SupplyNumber(reading: "00 845 A0b 20 0005 6535 971")
        #expect(number.profileClass == .halfHourly)
        #expect(number.description == "00845A0b2000056535971")
        #expect(try SupplyNumber(reading: number.description) == number)
    }

    @Test(
        "each wrong part is named",
        arguments: [
            ("", "“” has 0 characters; a supply number is 21"),
            ("01801100101234567890", "“01801100101234567890” has 20 characters; a supply number is 21"),
            ("S0180110010123456789031", "“S0180110010123456789031” has 22 characters; a supply number is 21"),
            ("098011001012345678903", "“09” is no profile class; they run from 00 to 08"),
            ("0é8011001012345678903", "“0é” is no profile class; they run from 00 to 08"),
            ("0180x1001012345678903", "“80x” is no meter time-switch code; one is three digits"),
            ("018011-01012345678903", "“1-0” is no line loss factor class; one is three letters or digits"),
            (
                "018011001012345678904",
                "“1012345678904” fails its check digit; with these first twelve digits the last one is 3"
            ),
        ]) func refuses(_ printed: String, _ message: String)
    {
        let error = #expect(throws: SupplyNumberError.self) { try SupplyNumber(reading: printed) }
        #expect(error?.description == message)
    }

    @Test("every profile class and time-switch code prints as it is read") func parts() throws {
        #expect(ProfileClass.allCases.map(\.code) == (0...8).map { "0\($0)" })
        #expect(ProfileClass(code: "5") == nil && ProfileClass(code: "00 ") == nil)
        var ranges: [TimeSwitchCode.Range?: Int] = [:]
        for number in 0..<1_000 {
            let printed = String(String(1_000 + number).dropFirst())
            let code = try #require(TimeSwitchCode(code: printed))
            #expect(code.code == printed)
            ranges[code.range, default: 0] += 1
        }
        let expected: [TimeSwitchCode.Range?: Int] = [
            nil: 1, .distributor: 399, .reserved: 100, .relatedIndustry: 10, .relatedDistributor: 290, .industry: 200,
        ]
        #expect(ranges == expected)
        #expect(["", "1", "0001", "-01", "１００"].allSatisfy { TimeSwitchCode(code: $0) == nil })
        #expect(["", "1", "ABCD", "A B", "é1", "a_1"].allSatisfy { LineLossFactorClass(code: $0) == nil })
    }
}
