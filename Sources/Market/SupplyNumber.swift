/// The full supply number, which a bill prints beside a large S: 21 characters in two lines.
///
/// The top line is profile class (2 digits), meter time-switch code (3 digits) and line loss factor class (3 letters or
/// digits); the bottom line is the MPAN core. Half-hourly settlement under the new arrangements does without the top
/// line, but registers and papers still carry it.
public struct SupplyNumber: Hashable, Sendable, CustomStringConvertible {
    public let profileClass: ProfileClass
    public let timeSwitch: TimeSwitchCode
    public let lineLossFactorClass: LineLossFactorClass
    public let core: MPANCore

    public init(
        profileClass: ProfileClass, timeSwitch: TimeSwitchCode, lineLossFactorClass: LineLossFactorClass, core: MPANCore
    ) {
        self.profileClass = profileClass
        self.timeSwitch = timeSwitch
        self.lineLossFactorClass = lineLossFactorClass
        self.core = core
    }

    /// Reads 21 characters, grouped by spaces or not; the S that stands before them on bills may be there.
    public init(reading printed: some StringProtocol) throws(SupplyNumberError) {
        var characters = printed.unicodeScalars.filter { $0 != " " }
        // The first character of the number itself is a digit, so an S there is the bill's.
        if characters.first == "S" { characters.removeFirst() }
        guard characters.count == 21 else { throw .wrongLength(String(printed), characters.count) }
        func part(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(characters[range])) }
        guard let profileClass = ProfileClass(code: part(0..<2)) else { throw .profileClass(part(0..<2)) }
        guard let timeSwitch = TimeSwitchCode(code: part(2..<5)) else { throw .timeSwitch(part(2..<5)) }
        guard let lossClass = LineLossFactorClass(code: part(5..<8)) else { throw .lineLossFactorClass(part(5..<8)) }
        self.profileClass = profileClass
        self.timeSwitch = timeSwitch
        lineLossFactorClass = lossClass
        do { core = try MPANCore(reading: part(8..<21)) } catch { throw .core(error) }
    }

    /// All 21 characters: `018011001012345678903`.
    public var description: String { "\(profileClass.code)\(timeSwitch.code)\(lineLossFactorClass.code)\(core)" }

    /// Both lines as a bill groups them: `01 801 100 10 1234 5678 903`.
    public var grouped: String {
        "\(profileClass.code) \(timeSwitch.code) \(lineLossFactorClass.code) \(core.grouped)"
    }
}

/// A profile class: how a site without half-hourly readings was profiled.
///
/// Source: BSCP510. Since April 2017 (modification P272) sites of classes 5 to 8 are settled half-hourly.
public enum ProfileClass: UInt8, CaseIterable, Sendable, Hashable {
    case halfHourly, domesticUnrestricted, domesticEconomy7, businessUnrestricted, businessEconomy7
    /// Maximum-demand sites by peak load factor.
    case loadFactorTo20, loadFactorTo30, loadFactorTo40, loadFactorAbove40

    /// `00` to `08`.
    public var code: String { "0\(rawValue)" }

    /// The class with this code of two digits, or nil.
    public init?(code: some StringProtocol) {
        guard let found = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = found
    }
}

/// A meter time-switch code: three digits that say what registers a meter has and when they run.
public struct TimeSwitchCode: Hashable, Sendable {
    /// Who gives codes of a range their meaning.
    public enum Range: Hashable, Sendable {
        /// 001 to 399.
        case distributor
        /// 400 to 499.
        case reserved
        /// 500 to 509, for related metering systems across the industry.
        case relatedIndustry
        /// 510 to 799, for related metering systems of one distributor.
        case relatedDistributor
        /// 800 to 999.
        case industry
    }

    /// 0 to 999.
    public let number: UInt16

    /// The code of three digits, or nil.
    public init?(code: some StringProtocol) {
        guard code.utf8.count == 3, code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        number = code.utf8.reduce(0) { $0 * 10 + UInt16($1 - 0x30) }
    }

    /// `001` and so on.
    public var code: String {
        let digits = String(number)
        return String(repeating: "0", count: 3 - digits.utf8.count) + digits
    }

    /// Nil for 000, which is in no range.
    public var range: Range? {
        switch number {
        case 1...399: .distributor
        case 400...499: .reserved
        case 500...509: .relatedIndustry
        case 510...799: .relatedDistributor
        case 800...999: .industry
        default: nil
        }
    }
}

/// A line loss factor class: three letters or digits whose meaning is the distributor's.
///
/// Messages of the new arrangements carry the DUoS tariff in its place. Letters stay as they were printed.
public struct LineLossFactorClass: Hashable, Sendable {
    public let code: String

    /// The class with this code, or nil unless it is three letters or digits of ASCII.
    public init?(code: some StringProtocol) {
        let isWritten = code.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        }
        guard code.utf8.count == 3, isWritten else { return nil }
        self.code = String(code)
    }
}

/// Why a text is no full supply number.
public enum SupplyNumberError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text, and how many characters it has without spaces and the leading S.
    case wrongLength(String, Int)
    case profileClass(String)
    case timeSwitch(String)
    case lineLossFactorClass(String)
    case core(MPANError)

    public var description: String {
        switch self {
        case .wrongLength(let printed, let count): "\(quoted(printed)) has \(count) characters; a supply number is 21"
        case .profileClass(let code): "\(quoted(code)) is no profile class; they run from 00 to 08"
        case .timeSwitch(let code): "\(quoted(code)) is no meter time-switch code; one is three digits"
        case .lineLossFactorClass(let code):
            "\(quoted(code)) is no line loss factor class; one is three letters or digits"
        case .core(let error): error.description
        }
    }
}
