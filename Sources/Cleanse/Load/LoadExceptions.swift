public import Kernel

/// Makes exceptions of what a load rejected: owner, register, file and line.
public struct LoadExceptions: Sendable {
    public let register: String
    public let sender: Owner?
    /// The file's name, without a folder.
    public let file: String
    private let distributors: [String?]

    /// - Parameters:
    ///   - register: the register's name or a reference file's.
    ///   - distributors: the distributors on the as-at date by number, for MPN-07 and STA-01.
    public init(register: String, sender: Owner?, file: String, distributors: [String?] = []) {
        self.register = register
        self.sender = sender
        self.file = file
        self.distributors = distributors
    }

    /// The exception of a reject whose line and offset are the file's.
    public func exception(_ reject: Reject) -> RaisedException {
        var subject = reject.subject
        if case .file = subject { subject = .file(file) }
        return RaisedException(
            rule: reject.rule, subject: subject, item: reject.item, owner: owner(reject.rule, subject),
            observed: reject.observed, expected: reject.expected,
            place: Place(register: register, file: file, line: reject.line))
    }

    /// The exception of a file that is refused as a whole.
    public func exception(_ fault: FileFault) -> RaisedException {
        RaisedException(
            rule: fault.rule, subject: .file(file), item: fault.item, owner: Owner(.sender, sender?.party),
            observed: fault.observed, expected: fault.expected, place: Place(register: register, file: file, line: 1))
    }

    /// Says that the file was loaded before (FIL-08).
    public func replay(_ observed: String) -> RaisedException {
        RaisedException(
            rule: .fil08, subject: .file(file), item: .fileID, owner: Owner(.sender, sender?.party),
            observed: observed, expected: "a file that was not loaded before",
            place: Place(register: register, file: file, line: nil))
    }

    /// Says that a register has not the rows that its sender's manifest tells (REC-06).
    public func rows(read: Int, told: String) -> RaisedException {
        RaisedException(
            rule: .rec06, subject: .file(file), item: .rows, owner: Owner(.sender, sender?.party),
            observed: "\(read) rows", expected: "\(told) rows, as in the manifest",
            place: Place(register: register, file: file, line: nil))
    }

    private func owner(_ rule: Rule, _ subject: Subject) -> Owner {
        switch rule {
        case .mpn06: return Owner(.distributor, sender?.party)
        case .mpn07, .sta01:
            guard case .mpan(let number) = subject else { return Owner(.distributor, nil) }
            let code = Int(truncatingIfNeeded: number / 100_000_000_000)
            return Owner(.distributor, distributors.indices.contains(code) ? distributors[code] : nil)
        default: return Owner(.sender, sender?.party)
        }
    }

    /// The distributors by number on a day; the last one that had the number where none has it then.
    public static func distributors(_ file: ReferenceFile?, asAt: CalendarDate) -> [String?] {
        guard let file, let code = file.place(of: "code"), let mpid = file.place(of: "mpid") else { return [] }
        let today = Day.packed(asAt)
        var found = [(from: UInt16, mpid: String)?](repeating: nil, count: 100)
        for row in file.rows {
            guard let number = Int(row.fields[code]), found.indices.contains(number) else { continue }
            let from = file.place(of: "from").flatMap { ReferenceDay.packed(row.fields[$0]) } ?? 0
            if from > today { continue }
            if let known = found[number], known.from > from { continue }
            found[number] = (from, row.fields[mpid])
        }
        return found.map { $0?.mpid }
    }
}

/// Suggests the number that was meant where a check digit is wrong (MPN-08: suggested, never applied).
public enum NearMiss {
    /// The one registered number that differs in one digit or in the order of two neighbours; empty where there is none
    /// or more than one.
    public static func suggestion(_ number: UInt64, in registration: RegisterTable?) -> String {
        guard let registration, number < 10_000_000_000_000 else { return "" }
        var digits: [UInt64] = []
        var rest = number
        for _ in 0..<13 {
            digits.insert(rest % 10, at: 0)
            rest /= 10
        }
        var found: Set<UInt64> = []
        func look(_ digits: [UInt64]) {
            let candidate = digits.reduce(0) { $0 * 10 + $1 }
            if candidate != number, !registration.rows(of: candidate).isEmpty { found.insert(candidate) }
        }
        for place in digits.indices {
            for digit in UInt64(0)...9 where digit != digits[place] {
                var changed = digits
                changed[place] = digit
                look(changed)
            }
            if place > 0, digits[place] != digits[place - 1] {
                var changed = digits
                changed.swapAt(place, place - 1)
                look(changed)
            }
        }
        guard found.count == 1, let only = found.first else { return "" }
        return MPANText.printed(only)
    }
}
