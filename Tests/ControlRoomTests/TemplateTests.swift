import Foundation
import Record
import Testing

@testable import ControlRoom

/// A template read into its tags, so that each name can be looked for in the model: Mustache passes over a misspelt
/// name in silence.
private indirect enum Tag {
    case value(String, id: String)
    case section(String, inverted: Bool, [Tag], id: String)
    case partial(String)
}

private struct TagReader {
    let name: String
    var rest: Substring
    var number = 0

    mutating func read(until close: String? = nil) -> [Tag] {
        var tags: [Tag] = []
        while let start = rest.range(of: "{{") {
            rest = rest[start.upperBound...]
            let isTriple = rest.first == "{"
            guard let end = rest.range(of: isTriple ? "}}}" : "}}") else { return tags }
            let text = rest[..<end.lowerBound].drop { $0 == "{" }.trimmingCharacters(in: .whitespaces)
            rest = rest[end.upperBound...]
            number += 1
            let id = "\(name) \(number) {{\(text)}}"
            let word = String(text.dropFirst()).trimmingCharacters(in: .whitespaces)
            switch text.first {
            case "#", "^": tags.append(.section(word, inverted: text.first == "^", read(until: word), id: id))
            case "/": return tags
            case ">": tags.append(.partial(word))
            default: tags.append(.value(text, id: id))
            }
        }
        return tags
    }
}

private struct TemplateCheck {
    let templates: [String: [Tag]]
    var all: Set<String> = []
    var met: Set<String> = []
    var faults: Set<String> = []

    init() {
        var read: [String: [Tag]] = [:]
        for (name, text) in EmbeddedAssets.templates {
            var reader = TagReader(name: name, rest: text[...])
            read[name] = reader.read()
        }
        templates = read
        for tags in read.values { count(tags) }
    }

    private mutating func count(_ tags: [Tag]) {
        for tag in tags {
            switch tag {
            case .value(_, let id): all.insert(id)
            case .section(_, _, let inner, let id):
                all.insert(id)
                count(inner)
            case .partial: continue
            }
        }
    }

    mutating func walk(_ name: String, _ model: Any) { walk(templates[name] ?? [], [model]) }

    private mutating func walk(_ tags: [Tag], _ stack: [Any]) {
        for tag in tags {
            switch tag {
            case .partial(let name):
                if templates[name] == nil { faults.insert("no template \(name)") }
                walk(templates[name] ?? [], stack)
            case .value(let name, let id):
                met.insert(id)
                if find(name, stack) == nil { faults.insert("\(id) is in no model") }
            case .section(let name, let inverted, let inner, let id):
                met.insert(id)
                guard let value = find(name, stack) else {
                    faults.insert("\(id) is in no model")
                    continue
                }
                if let flag = value as? Bool {
                    if flag != inverted { walk(inner, stack) }
                } else if let list = value as? [Any] {
                    if inverted, list.isEmpty { walk(inner, stack) }
                    if !inverted { for item in list { walk(inner, stack + [item]) } }
                } else if !inverted {
                    walk(inner, stack + [value])
                }
            }
        }
    }

    private func find(_ name: String, _ stack: [Any]) -> Any? {
        if name == "." { return stack.last }
        for object in stack.reversed() {
            if let child = Mirror(reflecting: object).children.first(where: { $0.label == name }) { return child.value }
        }
        return nil
    }
}

@Suite struct TemplateTests {
    @Test func everyNameOfEveryTemplateIsInItsModel() async throws {
        var check = TemplateCheck()
        let room = sampleRoom(dip: SampleTraffic(many: 250).desk().desk) { record in
            let few = record.entries[.identifiers] ?? []
            record.entries[.identifiers] = (0..<250).map { few[$0 % few.count] }
        }
        let addresses =
            everyPage.map { ($0, "") } + [
                ("/actions", "at=2024-06-30&f.status.eq=Open&sort=-due"), ("/actions", "f.text.has=nothing-has-this"),
                ("/records/identifiers", "page=2"), ("/actions", "focus=1"), ("/records/actions/MAG11-02", ""),
                ("/records/contradictions/1", ""), ("/papers/demo-pack-12", ""), ("/search", "q=x&at=2024-06-30"),
                ("/consumption", "mpans=x&gsp=x&class1=x&share1=x"),
                ("/consumption", "class1=smart-domestic&share1=1"),
                ("/consumption", "mpans=9&days=1&mpan=x&day=x&at=2024-06-30"),
                ("/dip/journal", "mpan=12&event=none&from=x"), ("/dip/journal", "event=accepted"),
                ("/dip/journal", "before=150"), ("/dip/transactions/\(SampleTraffic.transaction)", ""),
                ("/dip/onboarding/\(SampleTraffic.supplier)", ""), ("/dip/runs/run-1", ""),
            ]
        for (path, query) in addresses {
            let parts = path.split(separator: "?")
            let models = try await room.models(
                path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : query)
            check.walk("page", models.page)
            check.walk("layout", models.layout)
        }
        // A stand-in that nothing passed through yet.
        let quiet = DIPDesk(journal: SampleJournal(lines: []), register: SampleRegister(), now: { SampleTraffic.now })
        check.walk("page", try await sampleRoom(dip: quiet).models(path: "/dip", query: "").page)
        check.walk("failure", FailureModel(stylesheet: "", home: "", reference: ""))
        #expect(check.faults.sorted() == [])
        #expect(check.all.subtracting(check.met).sorted() == [], "no sample page reaches these tags")
    }

    @Test func onlyMarkupIsLeftUnescaped() {
        let allowed: Set<String> = ["content", "chart", "prose", "rows"]
        for (name, text) in EmbeddedAssets.templates {
            for piece in text.components(separatedBy: "{{{").dropFirst() {
                let tag = piece.components(separatedBy: "}}}")[0]
                #expect(allowed.contains(tag), "\(name) leaves \(tag) unescaped")
            }
            #expect(!text.contains("{{&"), "\(name)")
            #expect(
                !text.contains("style=\"") && !text.contains("onclick"), "\(name) breaks the content-security policy")
        }
    }

    @Test func theEmbeddedFilesAreTheFiles() throws {
        let room = repository.appendingPathComponent("Sources/ControlRoom")
        func files(_ folder: String, _ kinds: [String], keepingKind: Bool) throws -> [String: String] {
            var found: [String: String] = [:]
            let urls = try FileManager.default.contentsOfDirectory(
                at: room.appendingPathComponent(folder), includingPropertiesForKeys: nil)
            for url in urls where kinds.contains(url.pathExtension) {
                let name = keepingKind ? url.lastPathComponent : url.deletingPathExtension().lastPathComponent
                found[name] = try String(contentsOf: url, encoding: .utf8)
            }
            return found
        }
        #expect(
            try files("Templates", ["mustache"], keepingKind: false) == EmbeddedAssets.templates,
            "stale: run scripts/embed-templates")
        #expect(
            try files("Assets", ["css", "js"], keepingKind: true) == EmbeddedAssets.files,
            "stale: run scripts/embed-templates")
    }

    @Test func escapingIsByBytes() {
        #expect(Markup.escaped("<a b=\"c\">&'") == "&lt;a b=&quot;c&quot;&gt;&amp;&#39;")
        let accented = Markup.escaped("\"\u{301}<\u{301}")
        #expect(accented.utf8.allSatisfy { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "<") })
        #expect(Markup.escaped("a\u{0}\u{7}b") == "a\u{FFFD}\u{FFFD}b")
    }
}
