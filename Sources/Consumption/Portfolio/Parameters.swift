/// One parameter of a model: its name in a portfolio file, its unit, its legal range and what it means.
///
/// Everything is an integer or a list of integers, so that a portfolio means the same on every machine.
public struct ParameterSpec: Sendable, Hashable {
    /// As written in the portfolio, such as `annual_median_wh`.
    public let name: String
    /// The unit as printed in the documentation: `Wh`, `per mille`, `minutes`.
    public let unit: String
    public let range: ClosedRange<Int>
    /// How many numbers: 1 for a scalar; for a list the multiple of which its length must be.
    public let stride: Int
    public let isList: Bool
    /// Whether a list may hold nothing; a model then does without.
    public let mayBeEmpty: Bool
    public let meaning: String

    public init(_ name: String, unit: String, range: ClosedRange<Int>, meaning: String) {
        self.name = name
        self.unit = unit
        self.range = range
        self.stride = 1
        self.isList = false
        self.mayBeEmpty = false
        self.meaning = meaning
    }

    /// A list whose length is a multiple of `stride`.
    public init(
        list name: String, unit: String, range: ClosedRange<Int>, stride: Int, mayBeEmpty: Bool = false, meaning: String
    ) {
        self.name = name
        self.unit = unit
        self.range = range
        self.stride = stride
        self.isList = true
        self.mayBeEmpty = mayBeEmpty
        self.meaning = meaning
    }
}

/// The parameters of one class or add-on, complete and within their ranges.
public struct ParameterValues: Sendable, Hashable {
    /// By the place of the name in `specs`.
    public private(set) var values: [[Int]]
    public let specs: [ParameterSpec]

    /// - Precondition: `defaults` gives every parameter of `specs`, in range.
    public init(specs: [ParameterSpec], defaults: [String: [Int]]) {
        self.specs = specs
        values = specs.map { spec in
            guard let given = defaults[spec.name], Self.fits(given, spec) else {
                preconditionFailure("the default of \(spec.name) is there and in range")
            }
            return given
        }
    }

    /// The number of a scalar parameter.
    public subscript(name: String) -> Int { list(name)[0] }

    /// The numbers of a list.
    public func list(_ name: String) -> [Int] {
        guard let place = specs.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("there is a parameter \(name)")
        }
        return values[place]
    }

    /// Replaces one parameter; `owner` is the class or add-on, for the message.
    public mutating func set(_ name: String, to given: [Int], owner: String) throws(ConfigurationError) {
        guard let place = specs.firstIndex(where: { $0.name == name }) else {
            throw .unknownParameter(name, owner: owner, known: specs.map(\.name))
        }
        let spec = specs[place]
        // What ships without a list can do without one.
        let isMissing = given.isEmpty && spec.isList && !spec.mayBeEmpty && !values[place].isEmpty
        guard Self.fits(given, spec), !isMissing else {
            throw .parameterOutOfRange(name, owner: owner, given: given, spec: spec)
        }
        values[place] = given
    }

    private static func fits(_ given: [Int], _ spec: ParameterSpec) -> Bool {
        let count = spec.isList ? given.count % spec.stride == 0 : given.count == 1
        return count && given.allSatisfy(spec.range.contains)
    }
}
