import Foundation
import Record
import TestSupport
import Testing

/// The commands of the tour, typed as a newcomer types them, against the real binary and a real store.
@Suite("Record commands, Serial") struct RecordCommandSerialTests {
    private static var examples: [String] {
        get throws {
            let folder = Repository.examplePapers
            return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".txt") }
                .sorted().map { folder.appendingPathComponent($0).path }
        }
    }

    @Test("Importing, exporting and verifying the example papers")
    func tour() throws {
        let program = try Program("tour")
        defer { program.remove() }
        let papers = try Self.examples
        #expect(papers.count >= 4)
        let imported = try program.run(["record", "import"] + papers)
        #expect(imported.status == 0, "\(imported.error)")
        let actions = try program.run("record", "export", "actions", "--format", "csv")
        #expect(actions.status == 0, "\(actions.error)")
        let head = actions.text.split(separator: "\r\n").first.map(String.init) ?? ""
        #expect(
            head.hasPrefix(
                "reference,group,meeting,area,text,owners,raised,due,due_printed,status,update,sources"))
        #expect(head.hasSuffix(",doubts"))
        #expect(actions.text.contains("TRAG03-01"))
        let verified = try program.run("record", "verify")
        #expect(verified.status == 0, "\(verified.error)")
    }

    @Test("Every kind exports in every format that carries it")
    func everyExport() throws {
        let program = try Program("exports")
        defer { program.remove() }
        #expect(try program.run(["record", "import"] + Self.examples).status == 0)
        for kind in RecordKind.allCases {
            for format in ["csv", "json"] {
                let result = try program.run("record", "export", kind.rawValue, "--format", format)
                #expect(result.status == 0, "\(kind.rawValue) \(format): \(result.error)")
                #expect(!result.output.isEmpty)
            }
        }
        for kind in ["meetings", "actions", "milestones"] {
            let result = try program.run("record", "export", kind, "--format", "ics")
            #expect(result.text.hasPrefix("BEGIN:VCALENDAR\r\n"))
        }
        let refused = try program.run("record", "export", "raid", "--format", "ics")
        #expect(refused.status == 64)
        #expect(refused.error.contains("a calendar carries"))
    }

    @Test("Importing twice changes no export, and neither does the order")
    func idempotentAndOrderless() throws {
        let one = try Program("order-one")
        let two = try Program("order-two")
        defer {
            one.remove()
            two.remove()
        }
        let papers = try Self.examples
        #expect(try one.run(["record", "import"] + papers).status == 0)
        #expect(try one.run(["record", "import"] + papers).status == 0)
        for paper in papers.reversed() { #expect(try two.run("record", "import", paper).status == 0) }
        for kind in RecordKind.allCases {
            let left = try one.run("record", "export", kind.rawValue)
            let right = try two.run("record", "export", kind.rawValue)
            #expect(left.output == right.output, "\(kind.rawValue) differs")
        }
    }

    @Test("A paper's text comes back byte for byte")
    func textComesBack() throws {
        let program = try Program("text")
        defer { program.remove() }
        let papers = try Self.examples
        #expect(try program.run(["record", "import"] + papers).status == 0)
        for paper in papers {
            let name = URL(fileURLWithPath: paper).deletingPathExtension().lastPathComponent
            let result = try program.run("record", "text", name)
            #expect(try result.output == Data(contentsOf: URL(fileURLWithPath: paper)), "\(name)")
        }
    }

    struct BadPaper: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let words: String
        var testDescription: String { name }
    }

    static let badPapers = [
        BadPaper(name: "empty.txt", bytes: [], words: "the file holds no text"),
        BadPaper(name: "blank.txt", bytes: Array("\n\n \t\n".utf8), words: "the file holds no text"),
        BadPaper(name: "binary.txt", bytes: [0x25, 0x50, 0x44, 0x46, 0x0A, 0x00, 0x01], words: "line 2"),
        BadPaper(
            name: "latin1.txt", bytes: Array("Minutes\n".utf8) + [0xE9, 0x0A], words: "line 2: the line is not UTF-8"),
        BadPaper(name: "letter.txt", bytes: Array("Dear Chair,\n\nthank you.\n".utf8), words: "no known form of paper"),
        BadPaper(
            name: "tabs.txt", bytes: Array("Actions\n\n".utf8) + [UInt8](repeating: 9, count: 100_000),
            words: "line 3: the line has 100001 cells"),
        BadPaper(name: "large.txt", bytes: [UInt8](repeating: 0x41, count: 9_000_000), words: "9000000 bytes"),
    ]

    @Test("Bad input is named with its line, and nothing comes in", arguments: badPapers)
    func badInput(_ bad: BadPaper) throws {
        let program = try Program("bad-\(bad.name)")
        defer { program.remove() }
        let good = try #require(try Self.examples.first)
        let path = try program.write(bad.name, bad.bytes)
        let result = try program.run("record", "import", good, path)
        #expect(result.status == 65, "\(result.error)")
        #expect(result.error.contains("error: "), "\(result.error)")
        #expect(result.error.contains(bad.name))
        #expect(result.error.contains(bad.words), "\(result.error)")
        #expect(result.error.contains("try: "))
        let papers = try program.run("record", "export", "papers")
        #expect(papers.status == 1, "nothing was imported, so there is no record")
        let rest = try program.run("record", "import", "--skip-unreadable", good, path)
        #expect(rest.status == 65)
        #expect(try program.run("record", "export", "papers").text.split(separator: "\r\n").count == 2)
    }

    @Test(
        "A report of a meeting imports to the same records",
        arguments: [
            ("headline", ["meetings", "actions", "decisions", "discussion", "raid"]),
            ("minutes", ["meetings", "actions", "decisions", "attendees", "minute-sections", "raid"]),
        ])
    func reportRoundTrip(form: String, kinds: [String]) throws {
        let program = try Program("report-\(form)")
        let again = try Program("report-again-\(form)")
        defer {
            program.remove()
            again.remove()
        }
        let model = try #require(try Self.examples.first { $0.contains("003-\(form)") })
        #expect(try program.run("record", "import", model).status == 0)
        let written = try program.run("record", "report", form, "--meeting", "TRAG 003")
        #expect(written.status == 0, "\(written.error)")
        let path = try again.write("written.txt", Array(written.output))
        let imported = try again.run("record", "import", path)
        #expect(imported.status == 0, "\(imported.error)\n\(written.text)")
        for kind in kinds {
            let left = try Self.withoutSources(program.run("record", "export", kind))
            let right = try Self.withoutSources(again.run("record", "export", kind))
            #expect(left == right, "\(kind)")
        }
    }

    /// The rows of an export without `sources` and what follows: a written paper has other lines than its model.
    private static func withoutSources(_ result: Program.Result) throws -> [[String]] {
        let rows = CSVRows.read(result.text)
        let end = try #require(rows.first?.firstIndex(of: "sources"))
        return rows.map { Array($0.prefix(end)) }
    }

    @Test("Misuse ends with 64 and says what is wrong")
    func misuse() throws {
        let program = try Program("misuse")
        defer { program.remove() }
        for arguments in [
            ["record", "export", "nonsense"], ["record", "export", "actions", "--as-known-at", "19/08/2022"],
            ["record", "report", "headline", "--meeting", "nothing"], ["record", "import"],
        ] {
            #expect(try program.run(arguments).status == 64, "\(arguments)")
        }
        let missing = try program.run("record", "import", "nowhere.txt")
        #expect(missing.status == 65)
        #expect(missing.error.contains("there is no such file"))
    }
}

/// A plain reader of RFC 4180, apart from the writer's own code.
enum CSVRows {
    static func read(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var field = ""
        var quoted = false
        var scalars = text.unicodeScalars.makeIterator()
        var next = scalars.next()
        while let scalar = next {
            next = scalars.next()
            switch (scalar, quoted) {
            case ("\"", true) where next == "\"":
                field.unicodeScalars.append("\"")
                next = scalars.next()
            case ("\"", _): quoted.toggle()
            case (",", false):
                row.append(field)
                field = ""
            case ("\r", false): continue
            case ("\n", false):
                rows.append(row + [field])
                row = []
                field = ""
            default: field.unicodeScalars.append(scalar)
            }
        }
        return rows
    }
}
