import Testing
import Record
@testable import Papers
import Foundation
@Test func scratch() throws {
    guard let kinds = getenv("DUMP").map({ String(cString: $0) }) else { return }
    func dump(_ sample: PackSample, _ name: String) {
        for s in sample.ledger.statements
        where kinds == "all" || kinds.split(separator: ",").contains(Substring(s.kind.rawValue)) {
            print("\(name) [\(s.kind.rawValue)] \(s.key) \(s.lines) w\(s.weight.rawValue) \(s.rule) !\(s.doubts)")
            for f in s.fields {
                print(
                    "      \(f.name) = \(f.value?.exported ?? "NIL")\(f.doubts.isEmpty ? "" : " !\(f.doubts)")\(f.resolved.map { " ~\($0.value)" } ?? "")\(f.value == nil ? " «\(f.printed)»" : "")"
                )
            }
        }
        print(name, "UNCLAIMED", sample.unclaimed)
    }
    if let p = RealPack.sample { dump(p, "004") }
    if getenv("MIN") != nil {
        for (n, m, d) in [
            ("000", "8", "2022-08-17"), ("001", "8", "2022-08-17"), ("002", "4", "2022-04-20"),
            ("003", "6", "2022-06-15"),
        ] {
            if let b = RealPack.bytes(ofPaper: n) {
                dump(try PackSample(bytes: b, kind: .minutes, group: "TMAG", meeting: m, date: d), n)
            }
        }
    }
}
@Test func speed() throws {
    guard getenv("SPEED") != nil, let b = RealPack.bytes(ofPaper: "004") else { return }
    let source = try SourceText(name: "s", digest: "", bytes: b)
    let card = PaperCard(name: "s", kind: .pack, group: "TMAG", meeting: "22", meetingDate: nil)
    let paper = PaperContext(card: card, lines: source.lines, blocks: BlockFinder.blocks(of: source.lines))
    let clock = ContinuousClock()
    func time(_ name: String, _ body: () -> Void) { let t = clock.measure { for _ in 0..<10 { body() } }; print("SPEED", name, t / 10) }
    time("blocks") { _ = BlockFinder.blocks(of: source.lines) }
    for reader in PaperReader.packReaders { time("\(type(of: reader))") { var l = Ledger(lines: source.lines); for i in paper.blocks.indices { _ = reader.read(i, of: paper, into: &l) } } }
    for scan in PaperReader.packScans { time("\(type(of: scan))") { var l = Ledger(lines: source.lines); scan.scan(paper, into: &l) } }
}
