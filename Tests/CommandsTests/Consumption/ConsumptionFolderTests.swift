import Foundation
import Glibc
import TestSupport
import Testing

@testable import Commands

/// Folders of runs: manifests, joining, resuming, and the right answers, with the real program and an independent reader.
@Suite("Consumption folders, Serial") struct ConsumptionFolderSerialTests {
    private static let arguments = [
        "consumption", "generate", "--mpans", "60", "--mix", ConsumptionContractSerialTests.mix, "--from", "2026-10-24",
        "--days", "3",
    ]

    /// Checks a folder of one wide CSV by Python's own means, and prints its totals by the columns named.
    private static let reader = """
        import csv, datetime, hashlib, json, os, sys
        folder, columns = sys.argv[1], sys.argv[2].split(',')
        manifest = json.load(open(os.path.join(folder, 'manifest.json')))
        rows, energy, sums = 0, {}, {}
        portfolio = {r['mpan']: r for r in csv.DictReader(open(os.path.join(folder, 'portfolio.csv')))}
        def last_sunday(year, month):
            day = datetime.date(year, month, 31)
            return day - datetime.timedelta(days=(day.weekday() + 1) % 7)
        def local(instant):
            year = instant.year
            summer = (datetime.datetime.combine(last_sunday(year, 3), datetime.time(1))
                      <= instant < datetime.datetime.combine(last_sunday(year, 10), datetime.time(1)))
            return instant + datetime.timedelta(hours=1 if summer else 0)
        for file in manifest['files']:
            data = open(os.path.join(folder, file['name']), 'rb').read()
            assert len(data) == file['bytes'], file
            assert hashlib.sha256(data).hexdigest() == file['sha256'], file
            assert data.count(b'\\n') == file['rows'] + 1, file
        for name in [f['name'] for f in manifest['files'] if f['name'].startswith('consumption')]:
            for row in csv.DictReader(open(os.path.join(folder, name))):
                rows += 1
                site = portfolio[row['mpan']]
                date = datetime.datetime.strptime(row['utc_date'], '%Y%m%d')
                for period in range(1, 49):
                    text = row['hh%02d' % period]
                    if text == '':
                        continue
                    whole, decimals = text.split('.')
                    assert len(decimals) == 3
                    value = int(whole + decimals)
                    cell = energy.setdefault(row['mq'], {})
                    cell[site['gsp']] = cell.get(site['gsp'], 0) + value
                    instant = date + datetime.timedelta(minutes=30 * (period - 1))
                    known = {'mpan': row['mpan'], 'utc_date': date.date().isoformat(), 'period': period,
                             'local_date': local(instant).date().isoformat(), 'gsp': site['gsp'],
                             'segment': site['segment'], 'class': site['class'], 'quality': row['q']}
                    key = tuple(known[c] for c in columns) + (row['mq'],)
                    periods, sum = sums.get(key, (0, 0))
                    sums[key] = (periods + 1, sum + value)
        assert rows == manifest['rows'], (rows, manifest['rows'])
        energy = {q: {g: v for g, v in cells.items() if v} for q, cells in energy.items()}
        assert {q: c for q, c in energy.items() if c} == manifest['energy_wh'], energy
        assert manifest['mpans'] == len(portfolio)
        for line in portfolio.values():
            if line['linked_mpan']:
                assert portfolio[line['linked_mpan']]['linked_mpan'] == line['mpan']
        print(','.join(columns + ['mq', 'periods', 'wh']))
        for key in sorted(sums):
            print(','.join(str(k) for k in key + sums[key]))
        """

    private static func python(_ folder: URL, _ columns: String) async throws -> String {
        let outcome = try await Subprocess.run(Subprocess.python, ["-c", reader, folder.path, columns])
        #expect(outcome.succeeded, "\(outcome.errors)")
        return outcome.text
    }

    @Test func theRightAnswersAreWhatReadingTheFilesGives() async throws {
        let program = try Program("answers")
        defer { program.remove() }
        #expect(try program.run(Self.arguments + ["--out", "data"]).status == 0)
        for columns in [
            "gsp,utc_date,segment,quality", "mpan,local_date", "segment,mpan,period", "class,period", "quality",
        ] {
            let expected = try program.run("consumption", "expect", "data", "--by", columns, "--threads", "3")
            #expect(expected.status == 0, "\(expected.error)")
            // A period is local beside a local date only.
            #expect(expected.text == (try await Self.python(program.folder.appendingPathComponent("data"), columns)))
        }
        let day = try program.run("consumption", "expect", "data", "--by", "gsp,day")
        // Another word for the column is the column's head; all else is the same.
        let utc = try program.run("consumption", "expect", "data", "--by", "gsp,utc_date")
        #expect(day.text.hasPrefix("gsp,day,mq,periods,wh\n"))
        #expect(utc.text.hasPrefix("gsp,utc_date,mq,periods,wh\n"))
        #expect(day.text.split(separator: "\n").dropFirst() == utc.text.split(separator: "\n").dropFirst())
        let same = try program.run("consumption", "expect", "data", "--by", "mpan,period", "--check")
        #expect(same.status == 0, "\(same.error)")
        // One watt-hour more in one half hour is found.
        let file = program.folder.appendingPathComponent("data/consumption.csv")
        var text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        let line = text.split(separator: "\n")[5]
        var fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        fields[9] = "9" + fields[9]
        text = text.replacing(line, with: fields.joined(separator: ","))
        try Data(text.utf8).write(to: file)
        let differs = try program.run("consumption", "expect", "data", "--by", "mpan,period", "--check")
        #expect(differs.status == 3)
        #expect(differs.text.contains("\(fields[0]),6,\(fields[2]): expected 3,"))
    }

    @Test func partsJoinIntoTheRunsManifest() throws {
        let program = try Program("join")
        defer { program.remove() }
        #expect(try program.run(Self.arguments + ["--out", "whole"]).status == 0)
        for part in 1...3 {
            #expect(
                try program.run(Self.arguments + ["--out", "parts", "--parts", "3", "--part", "\(part)"]).status == 0)
        }
        let joined = try program.run("consumption", "join", "parts")
        #expect(joined.status == 0, "\(joined.error)")
        let left = try Self.manifest(program, "whole/manifest.json")
        let right = try Self.manifest(program, "parts/manifest.json")
        #expect(left.energies == right.energies && left.rows == right.rows && left.digest == right.digest)
        #expect(right.files.map(\.name).first == "consumption-part-1-of-3.csv" && right.files.count == 6)
        let expected = try program.run("consumption", "expect", "parts", "--by", "mpan")
        #expect(expected.text == (try program.run("consumption", "expect", "whole", "--by", "mpan")).text)
        // A byte changed, then a part gone.
        let file = program.folder.appendingPathComponent("parts/consumption-part-2-of-3.csv")
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count - 3] ^= 1
        try bytes.write(to: file)
        let damaged = try program.run("consumption", "join", "parts")
        #expect(damaged.status == 3 && damaged.error.contains("consumption-part-2-of-3.csv: its SHA-256 is"))
        try FileManager.default.removeItem(at: program.folder.appendingPathComponent("parts/manifest-part-2-of-3.json"))
        let missing = try program.run("consumption", "join", "parts")
        #expect(missing.status == 3 && missing.error.contains("part 2 of 3 is missing"))
    }

    private static func manifest(_ program: Program, _ name: String) throws -> Manifest {
        let bytes = [UInt8](try Data(contentsOf: program.folder.appendingPathComponent(name)))
        return try Manifest(try JSONScanner.read(bytes))
    }

    @Test func aManifestMakesItsRunAgain() throws {
        let program = try Program("again")
        defer { program.remove() }
        #expect(
            try program.run(["consumption", "generate", "--scenario", "dirty-data", "--mpans", "200", "--out", "a"])
                .status == 0)
        #expect(try program.run("consumption", "generate", "--config", "a/manifest.json", "--out", "b").status == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: program.folder.appendingPathComponent("a").path)
        #expect(names.sorted().starts(with: ["consumption-late-1.csv"]) && names.contains("defects.csv"))
        for name in names {
            let left = try Data(contentsOf: program.folder.appendingPathComponent("a/\(name)"))
            #expect(try Data(contentsOf: program.folder.appendingPathComponent("b/\(name)")) == left, "\(name) differs")
        }
        let portfolio = try program.run("consumption", "portfolio", "--config", "a/manifest.json")
        let file = try program.write("p.json", [UInt8](portfolio.output))
        #expect(try program.run("consumption", "portfolio", "--config", file).output == portfolio.output)
        let lines = try program.run("consumption", "portfolio", "--config", file, "--csv")
        #expect(try Data(contentsOf: program.folder.appendingPathComponent("a/portfolio.csv")) == lines.output)
    }

    @Test(arguments: [("csv", nil), ("csv", "3"), ("d0036", nil), ("parquet", nil), ("hhb", "1")])
    func aKilledRunGoesOnWithoutAWrongByte(_ format: String, _ zstd: String?) async throws {
        let program = try Program("kill-\(format)-\(zstd ?? "")")
        defer { program.remove() }
        let arguments =
            [
                "consumption", "generate", "--mix", "unmetered-continuous=1", "--mpans", "9000", "--days", "3",
                "--format", format, "--checkpoint", "20000",
            ]
            + (zstd.map { ["--zstd", $0] } ?? [])
        #expect(try program.run(arguments + ["--out", "whole"]).status == 0)
        let whole = program.folder.appendingPathComponent("whole")
        let names = try FileManager.default.contentsOfDirectory(atPath: whole.path).sorted()
        let size = try names.map { try Data(contentsOf: whole.appendingPathComponent($0)).count }.max() ?? 0
        var kills = 0
        for twentieth in [0, 8, 17] {
            let folder = program.folder.appendingPathComponent("killed")
            let resumes = kills > 0 && OutputFolder.size(folder.path) != nil
            kills += try await Self.kill(program, arguments, resumes: resumes, at: size * twentieth / 20) ? 1 : 0
        }
        #expect(kills > 0)
        let resumed = try program.run(arguments + ["--out", "killed", "--resume"])
        #expect(resumed.status == 0, "\(resumed.error)")
        let killed = program.folder.appendingPathComponent("killed")
        #expect(try FileManager.default.contentsOfDirectory(atPath: killed.path).sorted() == names)
        for name in names {
            let left = try Data(contentsOf: whole.appendingPathComponent(name))
            #expect(try Data(contentsOf: killed.appendingPathComponent(name)) == left, "\(name) differs")
        }
    }

    /// Starts the run and kills it when its file has grown to a size; false where it ended before.
    private static func kill(
        _ program: Program, _ arguments: [String], resumes: Bool, at size: Int
    ) async throws -> Bool {
        let process = Process()
        process.executableURL = Program.executable
        process.arguments = arguments + ["--out", "killed"] + (resumes ? ["--resume"] : [])
        process.currentDirectoryURL = program.folder
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let folder = program.folder.appendingPathComponent("killed")
        _ = try await Poll.until(within: .seconds(120), every: .milliseconds(1)) {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            let grown = names.contains { name in
                name.hasSuffix(".partial") && (OutputFolder.size(folder.appendingPathComponent(name).path) ?? 0) > size
            }
            return grown || !process.isRunning
        }
        guard process.isRunning else { return false }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }
}
