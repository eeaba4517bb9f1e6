/// One difference between two versions, as `changeover dip diff` prints it.
public struct SpecificationDifference: Hashable, Sendable, CustomStringConvertible {
    public enum Change: String, Hashable, Sendable { case added, removed, changed }
    public enum Subject: String, Hashable, Sendable {
        case interface, event, field, value, type, body, path, feature, code
    }

    public var change: Change
    public var subject: Subject
    /// What it is about: `IF-021`, `IF-020 [RelatedAdd]`, `IF-021 [ActivePower] CustomBlock/B900`.
    public var name: String
    /// Before and after, in words; empty where the name says it all.
    public var detail: String

    public init(change: Change, subject: Subject, name: String, detail: String = "") {
        self.change = change
        self.subject = subject
        self.name = name
        self.detail = detail
    }

    public var description: String { "\(change) \(subject) \(name)" + (detail.isEmpty ? "" : ": \(detail)") }
}

extension Specification {
    /// What is different in this version from an older one: interfaces, events, fields, types, codes, paths.
    ///
    /// In a fixed order: interfaces as they come, added ones after; within a message its fields in order. A named block
    /// or type that many messages use is told once, under its name.
    public func differences(from older: Specification) -> [SpecificationDifference] {
        var comparison = SpecificationComparison(older: older, newer: self)
        return comparison.run()
    }
}

private struct SpecificationComparison {
    let older: Specification
    let newer: Specification
    private var found: [SpecificationDifference] = []
    /// Pairs that were compared under their name.
    private var compared: Set<String> = []
    /// Pairs without a difference, so that what messages share is looked at once.
    private var same: Set<[SchemaID]> = []

    init(older: Specification, newer: Specification) {
        self.older = older
        self.newer = newer
    }

    private mutating func add(
        _ change: SpecificationDifference.Change, _ subject: SpecificationDifference.Subject, _ name: String,
        _ detail: String = ""
    ) {
        let difference = SpecificationDifference(change: change, subject: subject, name: name, detail: detail)
        if !found.contains(difference) { found.append(difference) }
    }

    mutating func run() -> [SpecificationDifference] {
        lists(.path, older.channels.map { "/dip-channel/\($0)" }, newer.channels.map { "/dip-channel/\($0)" })
        for interface in older.interfaces where newer.interface(interface.id) == nil {
            add(.removed, .interface, interface.id.text)
        }
        for interface in newer.interfaces {
            guard let before = older.interface(interface.id) else {
                add(.added, .interface, interface.id.text, "events \(interface.events.joined(separator: ", "))")
                continue
            }
            compare(before, interface)
        }
        for body in newer.bodies {
            guard let before = older.body(body.name) else {
                add(.added, .body, body.name)
                continue
            }
            compare(before, body.schema, path: body.name)
        }
        for body in older.bodies where newer.body(body.name) == nil { add(.removed, .body, body.name) }
        lists(.path, older.validations.map(Self.path), newer.validations.map(Self.path))
        lists(.feature, older.features.names, newer.features.names)
        lists(.code, older.responseCodes, newer.responseCodes)
        return found
    }

    private static func path(_ path: ValidationPath) -> String { "/validate/\(path.interface)/\(path.event)" }

    private mutating func lists(_ subject: SpecificationDifference.Subject, _ before: [String], _ after: [String]) {
        let (old, new) = (Set(before), Set(after))
        for name in before.uniqued() where !new.contains(name) { add(.removed, subject, name) }
        for name in after.uniqued() where !old.contains(name) { add(.added, subject, name) }
    }

    private mutating func compare(_ before: SpecifiedInterface, _ after: SpecifiedInterface) {
        let id = after.id.text
        lists(.event, before.events.map { "\(id) \($0)" }, after.events.map { "\(id) \($0)" })
        if before.schemaVersions != after.schemaVersions {
            add(
                .changed, .interface, id,
                "schema version \(before.schemaVersions.joined(separator: ", ")) "
                    + "-> \(after.schemaVersions.joined(separator: ", "))")
        }
        for variant in after.variants {
            let match =
                before.variants.first { $0.name == variant.name }
                ?? before.variants.first { !Set($0.events).isDisjoint(with: variant.events) }
            guard let match else { continue }
            compare(match.schema, variant.schema, path: variant.name)
        }
    }

    // MARK: - Schemas

    private mutating func compare(_ old: SchemaID, _ new: SchemaID, path: String) {
        guard !same.contains([old, new]) else { return }
        let (before, after) = (older.schemas[old], newer.schemas[new])
        var place = path
        if let name = after.name, before.name == name, path != name {
            guard compared.insert(name).inserted else { return }
            place = name
        }
        let count = found.count
        if before.name != after.name, let one = before.name, let other = after.name {
            add(.changed, .type, place, "\(one) -> \(other)")
        }
        if before.isNullable != after.isNullable {
            add(.changed, .type, place, after.isNullable ? "may be null now" : "may no longer be null")
        }
        switch (before.kind, after.kind) {
        case (.object(let before), .object(let after)): compare(before, after, place)
        case (.array(let before), .array(let after)):
            bounds(place, "elements", before.minimumCount, before.maximumCount, after.minimumCount, after.maximumCount)
            compare(before.element, after.element, path: place + "[]")
        case (.string(let before), .string(let after)): compare(before, after, place)
        case (.number(let before), .number(let after)):
            if before != after { add(.changed, .type, place, "bounds of the number") }
        case (.boolean, .boolean): break
        default: add(.changed, .type, place, "another kind of value")
        }
        if found.count == count { same.insert([old, new]) }
    }

    private mutating func compare(_ before: ObjectSchema, _ after: ObjectSchema, _ place: String) {
        for field in before.fields where !after.fields.contains(where: { $0.name == field.name }) {
            add(.removed, .field, "\(place)/\(field.name)")
        }
        for field in after.fields {
            guard let match = before.fields.first(where: { $0.name == field.name }) else {
                add(.added, .field, "\(place)/\(field.name)", field.isRequired ? "required" : "optional")
                continue
            }
            if match.isRequired != field.isRequired {
                add(.changed, .field, "\(place)/\(field.name)", field.isRequired ? "required now" : "optional now")
            }
            compare(match.schema, field.schema, path: "\(place)/\(field.name)")
        }
        if before.allowsOthers != after.allowsOthers {
            add(.changed, .type, place, after.allowsOthers ? "other fields pass now" : "other fields no longer pass")
        }
    }

    private mutating func compare(_ before: StringSchema, _ after: StringSchema, _ place: String) {
        bounds(place, "length", before.minimumLength, before.maximumLength, after.minimumLength, after.maximumLength)
        if before.pattern != after.pattern {
            add(.changed, .type, place, "pattern \(before.pattern ?? "none") -> \(after.pattern ?? "none")")
        }
        switch (before.values, after.values) {
        case (let old?, let new?): lists(.value, old.map { "\(place) \($0)" }, new.map { "\(place) \($0)" })
        case (nil, nil): break
        case (nil, _): add(.changed, .type, place, "values are listed now")
        case (_, nil): add(.changed, .type, place, "values are no longer listed")
        }
    }

    private mutating func bounds(
        _ place: String, _ what: String, _ least: Int?, _ most: Int?, _ low: Int?, _ high: Int?
    ) {
        guard least != low || most != high else { return }
        func words(_ least: Int?, _ most: Int?) -> String {
            "\(least.map(String.init) ?? "any")..\(most.map(String.init) ?? "any")"
        }
        add(.changed, .type, place, "\(what) \(words(least, most)) -> \(words(low, high))")
    }
}
