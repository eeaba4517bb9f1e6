/// The place of a schema in its specification's table.
public typealias SchemaID = Int

/// What a value of a message may be, as a specification says it.
public struct Schema: Hashable, Sendable {
    /// The specification's own name for it, outermost first where names lead to names: `B047`, `DI-063-MPAN-Core`; nil
    /// where it stands unnamed within another.
    public var name: String?
    /// Whether null is a value too.
    public var isNullable: Bool
    public var kind: SchemaKind

    public init(name: String?, isNullable: Bool, kind: SchemaKind) {
        self.name = name
        self.isNullable = isNullable
        self.kind = kind
    }
}

public enum SchemaKind: Hashable, Sendable {
    case object(ObjectSchema)
    case array(ArraySchema)
    case string(StringSchema)
    case number(NumberSchema)
    case boolean
}

/// An object: its fields in the specification's order.
public struct ObjectSchema: Hashable, Sendable {
    public var fields: [FieldSchema]
    /// Whether fields that are not listed are let through.
    public var allowsOthers: Bool

    public init(fields: [FieldSchema], allowsOthers: Bool) {
        self.fields = fields
        self.allowsOthers = allowsOthers
    }
}

public struct FieldSchema: Hashable, Sendable {
    public var name: String
    public var isRequired: Bool
    public var schema: SchemaID

    public init(name: String, isRequired: Bool, schema: SchemaID) {
        self.name = name
        self.isRequired = isRequired
        self.schema = schema
    }
}

public struct ArraySchema: Hashable, Sendable {
    public var element: SchemaID
    public var minimumCount: Int?
    public var maximumCount: Int?

    public init(element: SchemaID, minimumCount: Int? = nil, maximumCount: Int? = nil) {
        self.element = element
        self.minimumCount = minimumCount
        self.maximumCount = maximumCount
    }
}

/// A string; lengths count Unicode scalars.
public struct StringSchema: Hashable, Sendable {
    public var minimumLength: Int?
    public var maximumLength: Int?
    /// A regular expression of the subset that `TextPattern` knows.
    public var pattern: String?
    /// The values of an enumeration, in the specification's order, null left out; nil where any text will do.
    public var values: [String]?
    /// Whether the enumeration names null itself; where it does not and the schema is nullable, a setting decides.
    public var valuesNameNull: Bool
    /// `byte` (base 64), `uri`, `email`: advice only.
    public var format: String?

    public init(
        minimumLength: Int? = nil, maximumLength: Int? = nil, pattern: String? = nil, values: [String]? = nil,
        valuesNameNull: Bool = false, format: String? = nil
    ) {
        self.minimumLength = minimumLength
        self.maximumLength = maximumLength
        self.pattern = pattern
        self.values = values
        self.valuesNameNull = valuesNameNull
        self.format = format
    }
}

/// A JSON number; bounds are included.
public struct NumberSchema: Hashable, Sendable {
    /// Whether only whole numbers pass (`1.0` is whole).
    public var isInteger: Bool
    public var minimum: ExactDecimal?
    public var maximum: ExactDecimal?
    public var multipleOf: ExactDecimal?

    public init(
        isInteger: Bool, minimum: ExactDecimal? = nil, maximum: ExactDecimal? = nil, multipleOf: ExactDecimal? = nil
    ) {
        self.isInteger = isInteger
        self.minimum = minimum
        self.maximum = maximum
        self.multipleOf = multipleOf
    }
}
