import Foundation
import TestSupport
import Testing

@testable import Commands

/// Load shapes by settlement's groups: what reading the messages and the portfolio gives.
@Suite("Consumption load shapes, Serial") struct ConsumptionShapeSerialTests {
    private static let arguments = [
        "consumption", "generate", "--mpans", "400", "--mix",
        "smart-domestic=0.2,smart-domestic-multirate+pv=0.1,smart-business=0.1,traditional=0.1,advanced-process=0.3,"
            + "advanced-pub+pv=0.1,unmetered-allnight=0.1",
        "--from", "2026-10-24", "--days", "2",
    ]

    /// Adds up the actual values of `if021` by the groups of IF-022; whether a site is domestic is what its class says.
    private static let reader = """
        import collections, csv, decimal, json, os, sys
        folder = sys.argv[1]
        portfolio = {r['mpan']: r for r in csv.DictReader(open(os.path.join(folder, 'portfolio.csv')))}
        domestic = {'smart-domestic', 'smart-domestic-multirate', 'traditional'}
        sums = collections.defaultdict(lambda: [0, 0])
        for line in open(os.path.join(folder, 'consumption.jsonl')):
            for message in json.loads(line):
                common, custom = message['payload']['CommonBlock'], message['payload']['CustomBlock']
                site = portfolio[common['M0']['MPANCore']]
                assert common['M0']['GSPGroupID'] == site['gsp']
                for day in custom['B900']['settlementDayConsumptionPeriods']:
                    date = day['settlementDay']['settlementDayDate'][:10]
                    for number, period in enumerate(day['consumptionPeriods'], 1):
                        if not period['q'].startswith('A') or period['v'] is None:
                            continue
                        key = (date, site['gsp'], custom['B067']['connectionTypeIndicator'], site['segment'],
                               'T' if site['class'].split('+')[0] in domestic else 'F', number,
                               custom['B900']['MQID']['measurementQuantityID'])
                        value = decimal.Decimal(period['v']) * 1000
                        assert value == int(value)
                        sums[key][0] += 1
                        sums[key][1] += int(value)
        print('utc_date,gsp,connection,segment,domestic,period,mq,periods,wh,mean_wh')
        for key in sorted(sums):
            count, total = sums[key]
            mean = (decimal.Decimal(total) / count).quantize(decimal.Decimal('0.001'), decimal.ROUND_HALF_UP)
            print(','.join(str(k) for k in key + (count, total, mean)))
        """

    @Test func shapesAreByConnectionAndDomesticPremises() async throws {
        let program = try Program("shapes")
        defer { program.remove() }
        #expect(try program.run(Self.arguments + ["--format", "if021", "--out", "data"]).status == 0)
        let folder = program.folder.appendingPathComponent("data")
        let outcome = try await Subprocess.run(Subprocess.python, ["-c", Self.reader, folder.path])
        #expect(outcome.succeeded, "\(outcome.errors)")
        let shapes = try program.run(
            "consumption", "expect", "data", "--load-shapes", "--by",
            "utc_date,gsp,connection,segment,domestic,period")
        #expect(shapes.status == 0, "\(shapes.error)")
        #expect(shapes.text == outcome.text)
        // Each kind of connection that a mix of this size has is there.
        let rows = shapes.text.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
        #expect(Set(rows.map { $0[2] }).isSuperset(of: ["H", "L", "U", "W"]))
        #expect(Set(rows.map { $0[4] }) == ["F", "T"])
        let usual = try program.run("consumption", "expect", "data", "--load-shapes")
        #expect(
            usual.text.hasPrefix("segment,domestic,connection,class,gsp,period,mq,periods,wh,mean_wh\n"),
            "\(usual.text.prefix(99))")
    }
}
