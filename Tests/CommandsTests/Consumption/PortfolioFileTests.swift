import Consumption
import Kernel
import Market
import Testing

@testable import Commands

/// The portfolio file: what it says comes back, and what it gets wrong is named by its path.
@Suite struct PortfolioFileTests {
    private static func apply(_ text: String) throws -> RunSettings {
        var settings = RunSettings.standard
        try PortfolioFile.apply(try JSONScanner.read(Array(text.utf8)), to: &settings)
        return try settings.checked()
    }

    @Test func theDefaultsComeBack() throws {
        let json = PortfolioFile.json(.standard)
        var settings = RunSettings.standard
        settings.configuration.mix = []
        try PortfolioFile.apply(json, to: &settings)
        #expect(settings.ordered == RunSettings.standard.ordered)
    }

    @Test(arguments: Scenario.all.map(\.word)) func everyScenarioComesBack(_ word: String) throws {
        let scenario = try #require(Scenario(word: word))
        var settings = RunSettings.standard
        settings.configuration = scenario.configuration()
        var read = RunSettings.standard
        try PortfolioFile.apply(
            try JSONScanner.read(Array(PortfolioFile.json(settings).pretty.utf8)), to: &read)
        #expect(read.ordered == settings.ordered)
        #expect(read.digest == settings.digest)
    }

    @Test func theOrderOfWritingDecidesNothing() throws {
        let left = try Self.apply(
            #"{"mpans":10,"mix":{"smart-domestic+pv+ev":0.25,"smart-business":0.75},"gsp":{"_A":0.5,"_P":0.5}}"#)
        let right = try Self.apply(
            #"{"gsp":"_P=0.50,_A=5e-1","mix":"smart-business=0.75,smart-domestic+ev+pv=0.250","mpans":10}"#)
        #expect(left == right)
        #expect(left.digest == right.digest)
        #expect(left.digest != (try Self.apply(#"{"mpans":11}"#)).digest)
    }

    @Test func aListDecidesOverACount() throws {
        let settings = try Self.apply(
            #"{"mpan_list":["1012345678903",2143967712809],"mpans":7,"numbering":"regional"}"#)
        #expect(settings.configuration.importMPANs == 2)
        #expect(settings.configuration.numbering != .regional)
    }

    @Test func parametersAreReplaced() throws {
        let settings = try Self.apply(
            #"{"classes":{"smart-domestic":{"annual_median_wh":2600000,"fuse_amps":[60,100]}}}"#)
        #expect(settings.configuration.classes[.smartDomestic]?["annual_median_wh"] == 2_600_000)
        #expect(settings.configuration.classes[.smartDomestic]?.list("fuse_amps") == [60, 100])
    }

    @Test(arguments: [
        (#"[1]"#, "a portfolio is a JSON object"), (#"{"mpan":1}"#, "mpan: there is no such field"),
        (#"{"days":1.5}"#, "days: 1.5 is not a whole number"), (#"{"days":"1"}"#, "days: \"1\" is not a whole number"),
        (#"{"seed":-1}"#, "seed: -1 is not a whole number from 0"), (#"{"seed":18446744073709551616}"#, "seed: "),
        (#"{"from":"2026-13-01"}"#, "from: “2026-13-01” is not a date"),
        (#"{"numbering":"real"}"#, "numbering: “real”"),
        (#"{"mix":{"smart":1}}"#, "mix: there is no class “smart”"),
        (#"{"mix":{"smart-domestic":"1"}}"#, "mix.smart-domestic"),
        (#"{"mix":{"smart-domestic":0.0000000001}}"#, "mix.smart-domestic: the share"),
        (#"{"mix":{"smart-domestic":1.5}}"#, "mix.smart-domestic: the share 1.5 of smart-domestic is outside 0 to 1"),
        (#"{"mix":{"unmetered-allnight+pv":1}}"#, "mix: unmetered-allnight+pv has an add-on"),
        (#"{"gsp":{"_I":1}}"#, "gsp: there is no GSP group “_I”"),
        (#"{"classes":{"smart-domestic":{"annual_median_wh":-1}}}"#, "classes.smart-domestic.annual_median_wh: -1"),
        (#"{"classes":{"smart-domestic":{"annual":1}}}"#, "classes.smart-domestic: there is no parameter “annual”"),
        (#"{"classes":{"smart-domestic":{"fuse_amps":[60,"x"]}}}"#, "classes.smart-domestic.fuse_amps[1]: "),
        (#"{"classes":{"nothing":{}}}"#, "classes.nothing: there is no such class"),
        (#"{"add_ons":{"wind":{}}}"#, "add_ons.wind: there is no such add-on"),
        (#"{"mpan_list":["1012345678904"]}"#, "mpan_list[0]: “1012345678904” fails its check digit"),
        (#"{"mpan_list":["1012345678903","1012345678903"]}"#, "mpan_list[1]: 1012345678903 stands in entry 0"),
        (#"{"mpan_list":[]}"#, "mpan_list: it names no MPAN"), (#"{"parties":{"sender":"abcd"}}"#, "parties.sender: "),
        (#"{"parties":{"sender_dip_id":"1"}}"#, "parties.sender_dip_id: "),
        (#"{"parties":{"x":"1"}}"#, "parties.x: there is no"),
        (#"{"defects":[{"defect":"NONE"}]}"#, "defects[0].defect: "), (#"{"defects":{}}"#, "defects: it is not a list"),
        (#"{"defects":[{"defect":"MISS"}]}"#, "defects[0].rate_per_million: it is missing"),
        (#"{"delivery":{"period":49}}"#, "delivery.period: 49 is outside 1 to 48"),
    ])
    func whatIsWrongIsNamedByItsPath(_ text: String, _ words: String) {
        #expect {
            try Self.apply(text)
        } throws: { error in
            let line = String(describing: error)
            return line.hasPrefix(words) && !line.contains("\n")
        }
    }

    @Test(arguments: [
        (#"{"mix":{"smart-domestic":0.5}}"#, "mix: the shares sum to 0.5"),
        (#"{"gsp":{"_A":0.9}}"#, "gsp: the shares sum to 0.9"),
        (#"{"days":0}"#, "days: 0 is outside"), (#"{"mpans":0}"#, "mpans: 0 is outside"),
        (#"{"from":"1999-12-31"}"#, "from: 1999-12-31"), (#"{"from":"2098-12-31","days":2}"#, "from: 2098-12-31"),
    ])
    func whatCannotBeRunIsNamed(_ text: String, _ words: String) {
        #expect {
            try Self.apply(text)
        } throws: { error in
            String(describing: error).hasPrefix("error: \(words)") && !String(describing: error).contains("\n")
        }
    }

    @Test func aListOfMPANsNamesTheLine() throws {
        let good = "1012345678903\r\n1049827101269\r\n\n"
        #expect(
            try MPANList.read(Array(good.utf8), name: "l").map(\.description) == ["1012345678903", "1049827101269"])
        for (text, words) in [
            ("1012345678903\n12\n", "l, line 2: “12” has 2 digits"), ("1012345678903\n\n1049827101269", "l, line 2"),
            ("1012345678903\n1049827101269\n1012345678903", "l, line 3: 1012345678903 stands in line 1 already"),
            ("\n", "l names no MPAN"),
        ] {
            #expect {
                try MPANList.read(Array(text.utf8), name: "l")
            } throws: { error in
                String(describing: error).hasPrefix("mpan-list: \(words)")
            }
        }
    }
}
