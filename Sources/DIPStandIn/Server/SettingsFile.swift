public import DIP
public import Foundation

/// Reads the stand-in's configuration file.
public enum SettingsFile {
    /// Where a data folder keeps it; there may be none.
    public static func place(in data: URL) -> URL {
        data.appendingPathComponent("dip", isDirectory: true).appendingPathComponent("settings.yaml")
    }

    /// The settings of a file.
    public static func read(_ file: URL) throws(SettingsFileError) -> PlatformSettings {
        guard let data = try? Data(contentsOf: file), let text = String(data: data, encoding: .utf8) else {
            throw SettingsFileError(file: file.path, line: 0, why: "it cannot be read as UTF-8 text")
        }
        let node: SpecificationNode
        do throws(SpecificationError) {
            node = try YAMLReading.read(text, name: file.path)
        } catch {
            throw SettingsFileError(file: file.path, line: error.line, why: error.description)
        }
        if node.isNull { return PlatformSettings() }
        guard let members = node.members else {
            throw SettingsFileError(file: file.path, line: node.line, why: "it holds no list of `name: value`")
        }
        var settings = PlatformSettings()
        var seen: Set<String> = []
        for member in members {
            func problem(_ why: String) -> SettingsFileError {
                SettingsFileError(file: file.path, line: member.line, why: why)
            }
            guard seen.insert(member.key).inserted else { throw problem("\(member.key) is set twice") }
            guard let value = value(of: member.node) else { throw problem("\(member.key) has no plain value") }
            do {
                try settings.set(named: member.key, to: value)
            } catch {
                throw problem(error.description)
            }
        }
        return settings
    }

    private static func value(of node: SpecificationNode) -> SettingValue? {
        if let number = node.integer { return .integer(number) }
        if let yes = node.boolean { return .boolean(yes) }
        if let text = node.text { return .text(text) }
        if let elements = node.elements { return .list(elements.compactMap(\.scalarText)) }
        return nil
    }
}

/// Why a configuration file was not taken.
public struct SettingsFileError: Error, CustomStringConvertible {
    public let file: String
    /// From 1; 0 where the file as a whole is meant.
    public let line: Int
    public let why: String

    public var description: String { line > 0 ? "\(file), line \(line): \(why)" : "\(file): \(why)" }
}
