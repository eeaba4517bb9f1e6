import DIP
import DIPStandIn
import Foundation
import Migration

/// Reads an appraisal's sheet from YAML; what is wrong is named by its key's path and line.
struct AppraisalFile {
    let sheet: AppraisalSheet
    let sha256: String
    private let path: String

    init(reading path: String) throws {
        self.path = path
        guard let data = FileManager.default.contents(atPath: path), data.count <= YAMLReading.mostBytes,
            let text = String(data: data, encoding: .utf8)
        else {
            throw Failure(
                "the options \(path) cannot be read", because: "there is no such file of UTF-8 text below 8 MB",
                advice: "name a file such as Examples/migration/options.yaml", code: .badInput)
        }
        sha256 = Digest.hexadecimal(of: [UInt8](data))
        do {
            let root = try YAMLReading.read(text, name: path)
            sheet = try Self.sheet(root)
            let problems = sheet.problems
            guard problems.isEmpty else { throw Self.failure(path, Self.words(problems)) }
        } catch let problem as AppraisalError {
            throw Self.failure(path, problem.description)
        } catch let problem as SpecificationError {
            throw Self.failure(path, problem.description)
        }
    }

    /// The most problems that are told; the others are counted.
    private static let mostTold = 100

    private static func words(_ problems: [AppraisalError]) -> [String] {
        let told = problems.prefix(mostTold).map(\.description)
        return told.count == problems.count ? told : told + ["and \((problems.count - told.count).grouped) more"]
    }

    static func failure(_ path: String, _ words: String) -> Failure { failure(path, [words]) }

    private static func failure(_ path: String, _ words: [String]) -> Failure {
        Failure(
            "the options \(path) cannot be appraised", because: words,
            advice: "mend what is named; Examples/migration/options.yaml shows the form", code: .badInput)
    }

    private static func refuse(_ node: SpecificationNode?, _ path: String, _ problem: String, _ advice: String)
        -> AppraisalError
    {
        .sheet(path: (node.map { "line \($0.line): " } ?? "") + path, problem: problem, advice: advice)
    }

    /// The members of a map, none but the known.
    private static func map(_ node: SpecificationNode, _ path: String, _ known: [String]) throws(AppraisalError) {
        guard let members = node.members else {
            throw refuse(node, path.isEmpty ? "the sheet" : path, "is no map", "write key: value pairs")
        }
        for member in members where !known.contains(member.key) {
            throw refuse(
                member.node, path.isEmpty ? member.key : "\(path).\(member.key)", "is not known",
                "use \(known.joined(separator: ", "))")
        }
    }

    private static func text(_ node: SpecificationNode, _ key: String, _ path: String, or standard: String? = nil)
        throws(AppraisalError) -> String
    {
        guard let member = node[key], !member.isNull else {
            if let standard { return standard }
            throw refuse(node, "\(path).\(key)", "is missing", "add it")
        }
        guard let text = member.scalarText else { throw refuse(member, "\(path).\(key)", "is no text", "write one") }
        return text
    }

    private static func number(
        _ node: SpecificationNode, _ key: String, _ path: String, or standard: Rational? = nil
    ) throws(AppraisalError) -> Rational {
        if node[key] == nil, let standard { return standard }
        let text = try text(node, key, path)
        guard let number = Rational(decimal: text) else {
            throw refuse(
                node[key], "\(path).\(key)", "“\(text)” is no decimal number", "write one of up to nine digits")
        }
        return number
    }

    private static func list(_ root: SpecificationNode, _ key: String, needed: Bool) throws(AppraisalError)
        -> [SpecificationNode]
    {
        guard let node = root[key], !node.isNull else {
            if needed { throw refuse(nil, key, "is missing", "add the list") }
            return []
        }
        guard let elements = node.elements else { throw refuse(node, key, "is no list", "begin each entry with “- ”") }
        return elements
    }

    private static func sheet(_ root: SpecificationNode) throws(AppraisalError) -> AppraisalSheet {
        try map(
            root, "",
            [
                "title", "options", "criteria", "scores", "checks", "consistency", "outranking", "monte-carlo",
                "dissent", "changes",
            ])
        var sheet = AppraisalSheet()
        sheet.title = try text(root, "title", "", or: "Options")
        for (place, node) in try list(root, "options", needed: true).enumerated() {
            let path = "options[\(place)]"
            try map(node, path, ["id", "name"])
            let id = try text(node, "id", path)
            sheet.options.append(.init(id: id, name: try text(node, "name", path, or: id)))
        }
        for (place, node) in try list(root, "criteria", needed: true).enumerated() {
            sheet.criteria.append(try criterion(node, "criteria[\(place)]", depth: 0))
        }
        for (place, node) in try list(root, "scores", needed: true).enumerated() {
            let path = "scores[\(place)]"
            try map(node, path, ["option", "criterion", "score", "evidence", "scorer"])
            sheet.scores.append(
                .init(
                    option: try text(node, "option", path), criterion: try text(node, "criterion", path),
                    score: try number(node, "score", path), evidence: try text(node, "evidence", path),
                    scorer: try text(node, "scorer", path)))
        }
        try addRest(root, to: &sheet)
        return sheet
    }

    private static func criterion(_ node: SpecificationNode, _ path: String, depth: Int) throws(AppraisalError)
        -> AppraisalSheet.Criterion
    {
        guard depth < 10 else { throw refuse(node, path, "is deeper than ten levels", "flatten the tree") }
        try map(node, path, ["id", "name", "swing", "criteria"])
        let id = try text(node, "id", path)
        var criterion = AppraisalSheet.Criterion(
            id: id, name: try text(node, "name", path, or: id), swing: try number(node, "swing", path))
        for (place, part) in try list(node, "criteria", needed: false).enumerated() {
            criterion.parts.append(try Self.criterion(part, "\(path).criteria[\(place)]", depth: depth + 1))
        }
        return criterion
    }

    private static func addRest(_ root: SpecificationNode, to sheet: inout AppraisalSheet) throws(AppraisalError) {
        for (place, node) in try list(root, "checks", needed: false).enumerated() {
            let path = "checks[\(place)]"
            try map(node, path, ["more", "less", "times"])
            sheet.comparisons.append(
                .init(
                    more: try text(node, "more", path), less: try text(node, "less", path),
                    times: try number(node, "times", path)))
        }
        let empty = SpecificationNode(.map([]))
        let consistency = root["consistency"] ?? empty
        try map(consistency, "consistency", ["tolerance"])
        sheet.tolerance = try number(consistency, "tolerance", "consistency", or: Rational(decimal: "1.25"))
        let outranking = root["outranking"] ?? empty
        try map(outranking, "outranking", ["concordance", "veto"])
        sheet.concordance = try number(outranking, "concordance", "outranking", or: Rational(decimal: "0.65"))
        sheet.veto = try number(outranking, "veto", "outranking", or: Rational(whole: 60))
        let chance = root["monte-carlo"] ?? empty
        try map(chance, "monte-carlo", ["draws", "spread"])
        sheet.spread = try number(chance, "spread", "monte-carlo", or: Rational(decimal: "0.25"))
        let draws = chance["draws"] == nil ? 1_000 : chance["draws"]?.integer
        guard let draws, (1...100_000).contains(draws) else {
            throw refuse(chance["draws"], "monte-carlo.draws", "is no count", "write a whole number from 1 to 100000")
        }
        sheet.draws = draws
        for (place, node) in try list(root, "dissent", needed: false).enumerated() {
            let path = "dissent[\(place)]"
            try map(node, path, ["who", "option", "criterion", "score", "why"])
            sheet.dissent.append(
                .init(
                    who: try text(node, "who", path), option: try text(node, "option", path),
                    criterion: try text(node, "criterion", path), score: try number(node, "score", path),
                    why: try text(node, "why", path)))
        }
        for (place, node) in try list(root, "changes", needed: false).enumerated() {
            let path = "changes[\(place)]"
            try map(node, path, ["on", "who", "what", "was", "now", "why"])
            sheet.changes.append(
                .init(
                    on: try text(node, "on", path), who: try text(node, "who", path),
                    what: try text(node, "what", path), was: try text(node, "was", path),
                    now: try text(node, "now", path), why: try text(node, "why", path)))
        }
    }
}
