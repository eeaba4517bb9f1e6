import Foundation
import TestSupport
import Testing

/// Adopting, taking and controlling with the real binary.
@Suite(.serialized) struct MigrationRoomSerialTests {
    private func program(_ name: String) throws -> Program {
        let program = try Program("migration-room-\(name)")
        let made = try program.run(
            "migration", "market", "--seed", "7", "--suppliers", "5", "--distributors", "3", "--mpans", "60000",
            "--out", program.folder.appendingPathComponent("market").path)
        #expect(made.status == 0, "\(made.error)")
        return program
    }

    @Test func aPlanIsAdoptedWholeOrNotAtAll() throws {
        let program = try program("adopt")
        defer { program.remove() }
        let place = program.folder.path
        #expect(try program.run("migration", "plan", "\(place)/market", "--out", "\(place)/plan").status == 0)
        let first = try program.run("migration", "adopt", "\(place)/plan", "--reason", "first baseline")
        #expect(first.status == 0, "\(first.error)")
        #expect(first.text.hasPrefix("baseline 1: "))
        let adopted = "\(place)/data/migration/plans/1"
        for name in ["plan.csv", "unplaced.csv", "certificate.json", "market/suppliers.csv"] {
            #expect(
                FileManager.default.contents(atPath: "\(adopted)/\(name)")
                    == FileManager.default.contents(atPath: "\(place)/plan/\(name)"), "\(name)")
        }
        #expect(FileManager.default.fileExists(atPath: "\(place)/data/migration/market/limits.csv"))
        // The same plan again is another baseline with the same digest.
        let second = try program.run("migration", "adopt", "\(place)/plan")
        #expect(second.text.hasPrefix("baseline 2: "))
        #expect(second.text.split(separator: "\n").last == first.text.split(separator: "\n").last)
        // More than the portfolio has: refused, and nothing is left behind.
        let plan = try String(contentsOfFile: "\(place)/plan/plan.csv", encoding: .utf8)
        var lines = plan.split(separator: "\n").map(String.init)
        let cells = lines[1].split(separator: ",")
        lines[1] = "\(cells[0]),\(cells[1]),\(cells[2]),99999999"
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: "\(place)/plan/plan.csv"))
        let refused = try program.run("migration", "adopt", "\(place)/plan")
        #expect(refused.status == 65)
        #expect(refused.error.contains("more than its portfolio"))
        let kept = try FileManager.default.contentsOfDirectory(atPath: "\(place)/data/migration/plans")
        #expect(kept.sorted() == ["1", "2"])
    }

    @Test func progressAndListsAreTakenWhenTheyAreSound() throws {
        let program = try program("take")
        defer { program.remove() }
        let place = program.folder.path
        let early = try program.run("migration", "take", "--actuals", "none.csv")
        #expect(early.status == 1)
        #expect(early.error.contains("adopt"))
        #expect(try program.run("migration", "plan", "\(place)/market", "--out", "\(place)/plan").status == 0)
        #expect(try program.run("migration", "adopt", "\(place)/plan").status == 0)
        let row = try String(contentsOfFile: "\(place)/plan/plan.csv", encoding: .utf8).split(separator: "\n")[1]
        let cells = row.split(separator: ",")
        let head = "date,supplier,distributor,completed,reversed\n"
        let good = try program.write("good.csv", "\(head)\(cells[2]),\(cells[0]),\(cells[1]),5,1\n")
        let taken = try program.run("migration", "take", "--actuals", good)
        #expect(taken.status == 0, "\(taken.error)")
        let bad = try program.write("bad.csv", "\(head)\(cells[2]),\(cells[0]),\(cells[1]),-5,1\n")
        #expect(try program.run("migration", "take", "--actuals", bad).status == 65)
        #expect(
            FileManager.default.contents(atPath: "\(place)/data/migration/actuals.csv")
                == FileManager.default.contents(atPath: good))
        try FileManager.default.createDirectory(atPath: "\(place)/track", withIntermediateDirectories: true)
        let stuck = "mpan,supplier,distributor,state,waits_for,owner,due,age_working_days,action\n"
        _ = try program.write(
            "track/stuck.csv", stuck + "1200000001000,A,B,requested,an answer,supplier,2026-05-04,3,\n")
        let lacking = try program.run("migration", "take", "--track", "\(place)/track")
        #expect(lacking.status == 65)
        #expect(lacking.error.contains("quarantine.csv"))
        _ = try program.write("track/quarantine.csv", "mpan,at,event,state,rule,why,owner,what_to_do\n")
        #expect(try program.run("migration", "take", "--track", "\(place)/track").status == 0)
        #expect(try program.run("migration", "take", "--track", "\(place)/track").text.contains("stuck.csv: 1 rows"))
        // The tracker's own progress comes with its lists; where it is unsound, neither is taken.
        let own = "\(head)\(cells[2]),\(cells[0]),\(cells[1]),7,0\n"
        _ = try program.write("track/actuals.csv", own)
        #expect(
            try program.run("migration", "take", "--track", "\(place)/track").text.hasPrefix("actual progress: 1 rows"))
        #expect(FileManager.default.contents(atPath: "\(place)/data/migration/actuals.csv") == Data(own.utf8))
        _ = try program.write("track/actuals.csv", "\(head)\(cells[2]),\(cells[0]),\(cells[1]),x,0\n")
        _ = try program.write("track/stuck.csv", stuck)
        #expect(try program.run("migration", "take", "--track", "\(place)/track").status == 65)
        let kept = try String(contentsOfFile: "\(place)/data/migration/track/stuck.csv", encoding: .utf8)
        #expect(kept.contains("1200000001000"))
    }

    @Test func aControlNeedsTwoPersonsAndTheLogTellsOfChanges() throws {
        let program = try program("control")
        defer { program.remove() }
        let place = program.folder.path
        func control(_ words: String...) throws -> Program.Result { try program.run(["migration", "control"] + words) }
        let freeze = try control(
            "freeze", "--limit", "industry", "--from", "2026-05-11", "--to", "2026-05-15", "--by", "Ann", "--on",
            "2026-05-08", "--reason", "incident 12")
        #expect(freeze.status == 0, "\(freeze.error)")
        let same = try control("approve", "1", "--by", "ann", "--on", "2026-05-08")
        #expect(same.status == 64)
        #expect(same.error.contains("second person"))
        let noReason = try control(
            "throttle", "--limit", "industry", "--from", "2026-05-11", "--to", "2026-05-15", "--value", "9", "--by",
            "Ann", "--on", "2026-05-08", "--reason", " ")
        #expect(noReason.status == 64)
        #expect(try control("approve", "1", "--by", "Bob", "--on", "2026-05-08").status == 0)
        let verified = try control("list", "--verify")
        #expect(verified.status == 0)
        let head = try #require(verified.text.split(separator: "\n").last?.split(separator: " ").last)
        #expect(try control("list", "--verify", "--head", String(head)).status == 0)
        #expect(try control("list").text.contains("incident 12"))
        // The plan under the freeze has nothing on its days.
        let planned = try program.run(
            "migration", "plan", "\(place)/market", "--out", "\(place)/plan", "--with-controls")
        #expect(planned.status == 0, "\(planned.error)")
        let plan = try String(contentsOfFile: "\(place)/plan/plan.csv", encoding: .utf8)
        for day in 11...15 { #expect(!plan.contains(",2026-05-\(day),")) }
        #expect(plan.contains(",2026-05-0"))
        // Another value in the log.
        let log = "\(place)/data/migration/controls.jsonl"
        let text = try String(contentsOfFile: log, encoding: .utf8)
        try Data(text.replacing("05-15", with: "05-12").utf8).write(to: URL(fileURLWithPath: log))
        let changed = try control("list", "--verify")
        #expect(changed.status == 3)
        #expect(changed.error.contains("line 1"))
        #expect(
            try program.run("migration", "plan", "\(place)/market", "--out", "\(place)/p2", "--with-controls").status
                == 3)
        // The last line taken away: the chain holds, the noted head does not.
        try Data((text.split(separator: "\n")[0] + "\n").utf8).write(to: URL(fileURLWithPath: log))
        #expect(try control("list", "--verify").status == 0)
        #expect(try control("list", "--verify", "--head", String(head)).status == 3)
    }

    /// The digests as plain Python makes them.
    @Test func theChainIsWhatItIsSaidToBe() async throws {
        let program = try program("chain")
        defer { program.remove() }
        for (by, words) in [
            (
                "Ann",
                [
                    "freeze", "--limit", "industry", "--from", "2026-05-11", "--to", "2026-05-15", "--reason",
                    "a \"b\" é",
                ]
            ),
            ("Bob", ["approve", "1"]),
        ] {
            let run = try program.run(["migration", "control"] + words + ["--by", by, "--on", "2026-05-08"])
            #expect(run.status == 0, "\(run.error)")
        }
        let script = try program.write(
            "chain.py",
            """
            import hashlib, re, sys
            previous = "0" * 64
            for line in open(sys.argv[1], encoding="utf-8").read().splitlines():
                hash = re.search(r', "hash": "([0-9a-f]{64})"}$', line)
                bare = line[:hash.start()] + "}"
                assert f'"previous": "{previous}"' in bare, line
                previous = hashlib.sha256(bare.encode("utf-8")).hexdigest()
                assert previous == hash.group(1), line
            print(previous)
            """)
        let outcome = try await Subprocess.run(
            URL(fileURLWithPath: "/usr/bin/python3"),
            [script, program.folder.appendingPathComponent("data/migration/controls.jsonl").path],
            environment: [:], within: .seconds(30))
        #expect(outcome.succeeded, "\(outcome.errors)")
        let verified = try program.run("migration", "control", "list", "--verify")
        #expect(verified.text.contains(outcome.text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }
}
