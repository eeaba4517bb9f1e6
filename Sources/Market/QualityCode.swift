/// A settlement period quality indicator (data item DI-083), held as its place in a list.
///
/// The first places are the codes of the message specification, in its order. The set is open: settings can add codes
/// and say how each is classed, see `QualityCodes`.
public struct QualityCode: Hashable, Comparable, Sendable {
    public let index: UInt8

    public init(index: UInt8) { self.index = index }

    /// The codes that the message specification lists, in the order of the specification's groups.
    public static let specified: [String] = [
        "A", "E", "E0", "E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9", "ZE", "ZE1", "ZE2", "ZE3", "A1", "A2",
        "A3", "AAE1", "AAE2", "AAE3", "EAE1", "EAE2", "EAE3", "EA1", "EA2", "EA3", "EA4", "EA5", "EA6", "EA7", "EA8",
        "EA9", "EA10", "EA11", "EA12", "EA13",
    ]

    /// An actual reading.
    public static let actual = QualityCode(index: 0)
    /// An estimate of no further kind.
    public static let estimate = QualityCode(index: 1)
    /// A zero, since the meter did not advance.
    public static let zeroAdvance = QualityCode(index: 12)

    public init?(code: some StringProtocol) {
        guard let found = Self.specified.firstIndex(where: { $0 == code }) else { return nil }
        index = UInt8(found)
    }

    /// The code as printed; `?` and the place for one beyond the specified list, which only `QualityCodes` can name.
    public var code: String {
        Int(index) < Self.specified.count ? Self.specified[Int(index)] : "?\(index)"
    }

    /// What a specified code says of its value's source, where that is established; nil for those of the advanced data
    /// service, of which only the last-resort estimate EA12 is. The abbreviations are the specification's.
    public var meaning: String? { Self.meanings[index] }

    /// Whether the value was measured, by the specification; everything else is an estimate or a zero put in its place.
    ///
    /// Settings may class a code otherwise: then ask `QualityCodes.qualityClass(of:)`.
    public var isActual: Bool { index == 0 || (16...18).contains(index) }

    public static func < (left: Self, right: Self) -> Bool { left.index < right.index }

    private static let meanings: [UInt8: String] = [
        0: "actual", 1: "estimate", 2: "one missing period", 3: "actual daily advance", 4: "daily advance",
        5: "NDM advance", 6: "register history", 7: "earlier daily advance", 8: "PMA only", 9: "no recent data",
        10: "agreed reading", 11: "annual figure", 12: "zero advance", 13: "neither period nor advance",
        14: "vacant for long", 15: "meter disabled", 36: "last-resort estimate from a load shape and an annual figure",
    ]
}

/// What stands behind a value.
public enum QualityClass: UInt8, CaseIterable, Sendable, Hashable {
    /// It was measured.
    case actual
    /// It was worked out in place of a measurement.
    case estimate
    /// It is a zero put in place of a measurement.
    case zero

    /// The word that settings use.
    public var word: String { ["actual", "estimate", "zero"][Int(rawValue)] }

    public init?(word: some StringProtocol) {
        guard let found = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = found
    }
}

/// The quality codes of a run: those of the message specification, and what settings add or class otherwise.
///
/// Specified codes begin with how they are classed: A then a digit or nothing is actual, Z is zero, all else is an
/// estimate. That AAE1 to AAE3 are estimates is not established, which is one reason why settings may say otherwise.
public struct QualityCodes: Hashable, Sendable {
    /// The message specification's codes alone.
    public static let specified = QualityCodes()

    private var names: [String]
    private var classes: [QualityClass]

    public init() {
        names = QualityCode.specified
        classes = names.map { name in
            if name.hasPrefix("Z") { return .zero }
            return name.hasPrefix("A") && !name.hasPrefix("AAE") ? .actual : .estimate
        }
    }

    /// Every code, in the order of `QualityCode.index`.
    public var all: [QualityCode] { names.indices.map { QualityCode(index: UInt8($0)) } }

    /// Classes a code, adding it at the end where it is new.
    ///
    /// - Throws: where the code is not one to eight capitals and digits, or the list is full at 256.
    @discardableResult
    public mutating func define(
        _ name: String, as qualityClass: QualityClass
    ) throws(QualityCodeError) -> QualityCode {
        if let known = code(named: name) {
            classes[Int(known.index)] = qualityClass
            return known
        }
        let isWritten = name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
        guard isWritten, (1...8).contains(name.utf8.count) else { throw .notACode(name) }
        guard names.count < 256 else { throw .tooMany(name) }
        names.append(name)
        classes.append(qualityClass)
        return QualityCode(index: UInt8(names.count - 1))
    }

    /// The code with this name, or nil.
    public func code(named name: some StringProtocol) -> QualityCode? {
        names.firstIndex { $0 == name }.map { QualityCode(index: UInt8($0)) }
    }

    /// The name of a code; `?` and its place for one that is not in the list.
    public func name(of code: QualityCode) -> String {
        Int(code.index) < names.count ? names[Int(code.index)] : code.code
    }

    /// The class of a code; an estimate for one that is not in the list.
    public func qualityClass(of code: QualityCode) -> QualityClass {
        Int(code.index) < classes.count ? classes[Int(code.index)] : .estimate
    }
}

/// Why a quality code cannot be added.
public enum QualityCodeError: Error, Hashable, Sendable, CustomStringConvertible {
    case notACode(String)
    case tooMany(String)

    public var description: String {
        switch self {
        case .notACode(let name): "\(quoted(name)) is no quality code; one is 1 to 8 capitals and digits"
        case .tooMany(let name): "\(quoted(name)) cannot be added; there are 256 quality codes already"
        }
    }
}
