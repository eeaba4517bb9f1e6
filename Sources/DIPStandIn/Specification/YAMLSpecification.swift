public import DIP
public import Foundation
internal import Yams

/// Reads YAML into the neutral tree that specifications, settings and scenarios are read from, and a folder of official
/// files into a specification.
public enum YAMLReading {
    /// Bytes of one file.
    public static let mostBytes = 8 << 20
    /// Values of one file.
    public static let mostNodes = 500_000
    /// Maps and lists within each other.
    public static let deepest = 100
    /// Files of a folder.
    public static let mostFiles = 64

    /// Reads one document. Aliases are refused, since a few of them can ask for more memory than there is.
    /// - Throws: what is wrong, with `name` as the file and the line.
    public static func read(_ text: String, name: String) throws(SpecificationError) -> SpecificationNode {
        guard text.utf8.count <= mostBytes else {
            throw SpecificationError(file: name, line: 0, cause: .unreadable("the file is larger than 8 MB"))
        }
        let root: Node?
        do {
            try refuseAliases(text, name: name)
            root = try Yams.compose(yaml: text)
        } catch let error as SpecificationError {
            throw error
        } catch let error as YamlError {
            throw SpecificationError(file: name, line: line(of: error), cause: .unreadable(sentence(of: error)))
        } catch {
            throw SpecificationError(file: name, line: 0, cause: .unreadable("the file is no YAML"))
        }
        guard let root else { return SpecificationNode(.null, line: 1) }
        var left = mostNodes
        return try convert(root, name: name, depth: 0, left: &left)
    }

    /// The named files of a folder and its folders, `.yaml` and `.yml`, as trees.
    /// - Throws: what cannot be read.
    public static func files(of folder: URL) throws(SpecificationError) -> [SpecificationReader.File] {
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        guard manager.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
            throw SpecificationError(file: folder.path, line: 0, cause: .unreadable("there is no such folder"))
        }
        let paths = (manager.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? [])
            .filter { path in [".yaml", ".yml"].contains { path.lowercased().hasSuffix($0) } }
            .sorted()
        guard !paths.isEmpty, paths.count <= mostFiles else {
            let what =
                paths.isEmpty ? "the folder holds no .yaml file" : "the folder holds more than \(mostFiles) files"
            throw SpecificationError(file: folder.path, line: 0, cause: .unreadable(what))
        }
        var files: [SpecificationReader.File] = []
        for path in paths {
            let url = folder.appendingPathComponent(path)
            let name = url.lastPathComponent
            guard let data = try? Data(contentsOf: url), data.count <= mostBytes else {
                throw SpecificationError(
                    file: path, line: 0, cause: .unreadable("the file cannot be read or is larger than 8 MB"))
            }
            guard let text = String(data: data, encoding: .utf8) else {
                throw SpecificationError(file: path, line: 0, cause: .unreadable("the file is not UTF-8"))
            }
            guard !files.contains(where: { $0.name == name }) else {
                throw SpecificationError(
                    file: path, line: 0, cause: .unreadable("two files have this name; give the folder of one version"))
            }
            files.append(SpecificationReader.File(name: name, root: try read(text, name: name)))
        }
        return files
    }

    /// A version's specification from the folder of its official files.
    /// - Throws: what cannot be read without guessing, with file and line.
    public static func specification(in folder: URL) throws(SpecificationError) -> SpecificationReader.Result {
        try SpecificationReader.read(files(of: folder))
    }

    private static func refuseAliases(_ text: String, name: String) throws {
        // A `*name` where a value stands; quoted text and comments are seen by the parser, which is why this only
        // looks where an alias could begin.
        var line = 0
        for row in text.split(separator: "\n", omittingEmptySubsequences: false) {
            line += 1
            let trimmed = row.drop { $0 == " " || $0 == "-" }
            let value = trimmed.firstRange(of: ": ").map { trimmed[$0.upperBound...].drop { $0 == " " } } ?? trimmed
            if value.hasPrefix("*"), value.dropFirst().first?.isLetter == true {
                throw SpecificationError(file: name, line: line, cause: .unreadable("YAML aliases are not taken"))
            }
        }
    }

    private static func convert(_ node: Node, name: String, depth: Int, left: inout Int) throws(SpecificationError)
        -> SpecificationNode
    {
        let line = node.mark?.line ?? 0
        left -= 1
        guard left >= 0, depth <= deepest else {
            let what = left < 0 ? "more than \(mostNodes) values" : "maps and lists nested deeper than \(deepest)"
            throw SpecificationError(file: name, line: line, cause: .tooLarge("the file has " + what))
        }
        switch node {
        case .scalar(let scalar): return SpecificationNode(value(of: node, scalar), line: line)
        case .sequence(let sequence):
            var elements: [SpecificationNode] = []
            for element in sequence { elements.append(try convert(element, name: name, depth: depth + 1, left: &left)) }
            return SpecificationNode(.list(elements), line: line)
        case .mapping(let mapping):
            var members: [SpecificationMember] = []
            var keys: Set<String> = []
            for (key, value) in mapping {
                guard let text = key.scalar?.string else {
                    throw SpecificationError(
                        file: name, line: key.mark?.line ?? line, cause: .unreadable("a key is no single word"))
                }
                guard keys.insert(text).inserted else {
                    throw SpecificationError(
                        file: name, line: key.mark?.line ?? line, cause: .unreadable("the key \(text) comes twice"))
                }
                let child = try convert(value, name: name, depth: depth + 1, left: &left)
                members.append(SpecificationMember(text, child, line: key.mark?.line ?? line))
            }
            return SpecificationNode(.map(members), line: line)
        case .alias:
            throw SpecificationError(file: name, line: line, cause: .unreadable("YAML aliases are not taken"))
        }
    }

    /// What a scalar is by YAML's core schema: a quoted one is a string always.
    private static func value(of node: Node, _ scalar: Node.Scalar) -> SpecificationNode.Value {
        guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
        switch scalar.string {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .boolean(true)
        case "false", "False", "FALSE": return .boolean(false)
        default: break
        }
        let text = scalar.string
        // 011 and 55 keep their zeros as text elsewhere; only what a person would call a number is one.
        if let number = Int(text), !text.hasPrefix("+"), String(number) == text { return .integer(number) }
        let isDecimal = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D }
        if isDecimal, text.utf8.filter({ $0 == 0x2E }).count == 1, let number = Double(text) { return .number(number) }
        return .string(text)
    }

    private static func line(of error: YamlError) -> Int {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        case .duplicatedKeysInMapping(_, let context): context.mark.line
        default: 0
        }
    }

    private static func sentence(of error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _):
            "it is no YAML: \(problem)"
        case .duplicatedKeysInMapping(let keys, _):
            "the key \(keys.first ?? "") comes twice"
        default: "it is no YAML"
        }
    }
}
