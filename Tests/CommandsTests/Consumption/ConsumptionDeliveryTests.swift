import Foundation
import TestSupport
import Testing

@testable import Commands

/// The delivery schedule beside the data: what reading the files themselves gives.
@Suite("Consumption deliveries, Serial") struct ConsumptionDeliverySerialTests {
    private static let arguments = [
        "consumption", "generate", "--scenario", "dirty-data", "--mpans", "900", "--from", "2026-03-24", "--days", "9",
    ]

    /// Counts the rows of every file by metering point, quantity and date, and compares the schedule of each part with
    /// them. Prints how many rows come late and how many twice.
    private static let reader = """
        import collections, csv, datetime, hashlib, json, os, re, sys
        folder = sys.argv[1]
        late = copies = 0
        names = sorted(n for n in os.listdir(folder) if re.match(r'manifest-part|manifest.json', n))
        for name in [n for n in names if 'part' in n] or names:
            manifest = json.load(open(os.path.join(folder, name)))
            for file in manifest['files']:
                data = open(os.path.join(folder, file['name']), 'rb').read()
                assert hashlib.sha256(data).hexdigest() == file['sha256'], file
            files = {f['name']: f for f in manifest['files']}
            schedules = [n for n in files if n.startswith('deliveries')]
            assert len(schedules) == 1, files
            lines = list(csv.DictReader(open(os.path.join(folder, schedules[0]))))
            assert files[schedules[0]]['rows'] == len(lines)
            assert list(lines[0]) == 'delivered_at,batch,file,mpan,mq,date,rows,copy'.split(',')
            found, daily, own = {}, {}, {}
            for data in [n for n in files if n.startswith('consumption')]:
                rows = [r for r in csv.reader(open(os.path.join(folder, data)))][1:]
                assert len(rows) == files[data]['rows'], data
                found[data] = collections.Counter((r[0], r[2], r[1]) for r in rows)
                daily[data], own[data] = {}, collections.Counter()
            for line in lines:
                batch = int(line['batch'])
                assert line['file'].startswith('consumption-late-%d' % batch if batch else 'consumption'), line
                assert batch or 'late' not in line['file'], line
                date = datetime.date.fromisoformat(line['date'])
                arrives = date + datetime.timedelta(days=1 + [0, 7, 28, 84][batch])
                assert line['delivered_at'] == arrives.isoformat() + 'T06:00:00Z', line
                digits = line['date'].replace('-', '')
                if line['mpan'] == '':
                    assert batch == 0 and line['mq'] == '' and line['copy'] == '1', line
                    assert digits not in daily[line['file']], line
                    daily[line['file']][digits] = int(line['rows'])
                    continue
                assert line['rows'] == '1' and (batch or line['copy'] == '2'), line
                own[line['file']][(line['mpan'], line['mq'], digits)] += 1
                late += batch > 0
                copies += line['copy'] == '2'
            for data in found:
                rest = found[data] - own[data]
                assert sum(rest.values()) == sum(found[data].values()) - sum(own[data].values()), data
                by_date = collections.Counter()
                for (_, _, digits), count in rest.items():
                    by_date[digits] += count
                assert {d: n for d, n in daily[data].items() if n} == dict(by_date), data
                assert 'late' in data or len(daily[data]) == 9, data
        print(late, copies)
        """

    private static func read(_ folder: URL) async throws -> [Int] {
        let outcome = try await Subprocess.run(Subprocess.python, ["-c", reader, folder.path])
        #expect(outcome.succeeded, "\(outcome.errors)")
        return outcome.text.split { $0.isWhitespace }.compactMap { Int($0) }
    }

    @Test func theScheduleIsWhatReadingTheFilesGives() async throws {
        let program = try Program("deliveries")
        defer { program.remove() }
        #expect(try program.run(Self.arguments + ["--out", "whole"]).status == 0)
        let whole = program.folder.appendingPathComponent("whole")
        let counts = try await Self.read(whole)
        #expect(counts.count == 2 && counts.allSatisfy { $0 > 5 }, "\(counts)")
        // Threads decide nothing.
        #expect(try program.run(Self.arguments + ["--out", "one", "--threads", "1"]).status == 0)
        let schedule = try Data(contentsOf: whole.appendingPathComponent("deliveries.csv"))
        #expect(try Data(contentsOf: program.folder.appendingPathComponent("one/deliveries.csv")) == schedule)
        // Each part's schedule is of its own files, and all together are the whole's.
        for part in 1...3 {
            let cut = ["--out", "parts", "--parts", "3", "--part", "\(part)"]
            #expect(try program.run(Self.arguments + cut).status == 0)
        }
        #expect(try await Self.read(program.folder.appendingPathComponent("parts")) == counts)
        let joined = try program.run("consumption", "join", "parts")
        #expect(joined.status == 0, "\(joined.error)")
        let names = try FileManager.default.contentsOfDirectory(atPath: whole.path)
        #expect(names.allSatisfy { !$0.hasSuffix(".partial") })
    }

    @Test func besideStandardOutputTheScheduleGoesWhereItIsTold() async throws {
        let program = try Program("deliveries-stream")
        defer { program.remove() }
        let side = ["--deliveries", "d.csv", "--defects", "k.csv", "--manifest", "m.json"]
        #expect(try program.run(Self.arguments + side).status == 0)
        #expect(try program.run(Self.arguments + ["--out", "whole"]).status == 0)
        func text(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: program.folder.appendingPathComponent(name)), as: UTF8.self)
        }
        // The same lines; what is not written has no file.
        let expected = try text("whole/deliveries.csv").replacing("consumption.csv", with: "-")
            .replacing(/consumption-late-[0-9].csv/, with: "")
        let written = try text("d.csv")
        #expect(written == expected)
        #expect(try text("m.json").contains(#""name": "d.csv""#))
        #expect(try text("k.csv") == (try text("whole/defects.csv")))
        // Without defects there is nothing to schedule.
        let clean = [
            "consumption", "generate", "--mpans", "2", "--mix", "smart-domestic=1", "--deliveries", "none.csv",
        ]
        #expect(try program.run(clean).status == 0)
        #expect(OutputFolder.size(program.folder.appendingPathComponent("none.csv").path) == nil)
    }

    /// Technical details and register reads say something of a site, not of its days: they are delivered once.
    @Test(arguments: ["d0268", "d0010"]) func recordsOfSitesComeOnce(_ format: String) throws {
        let program = try Program("deliveries-\(format)")
        defer { program.remove() }
        #expect(try program.run(Self.arguments + ["--format", format, "--out", "data"]).status == 0)
        let folder = program.folder.appendingPathComponent("data")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
                "consumption.usr", "defects.csv", "manifest.json", "portfolio.csv",
            ])
    }
}
