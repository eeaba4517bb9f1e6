/// What was loaded: kept beside the packed registers, and part of every proof.
public struct LoadFacts: Hashable, Sendable, Codable {
    /// One register's snapshot.
    public struct RegisterFacts: Hashable, Sendable, Codable {
        /// The register's name, `REG`.
        public var register: String
        /// The day that the snapshot speaks of, ISO.
        public var asAt: String
        public var files: [FileFacts]
        /// Rows of the table: without those removed and those that said the same again.
        public var rows: Int
        /// Rows that were read, whatever became of them.
        public var rowsRead: Int
        /// Rows with a reject.
        public var rejectedRows: Int
        /// Thirty-two hexadecimal digits: a sum over the rows' contents that does not depend on their order.
        public var digest: String
        /// True where the sender prints days of universal time.
        public var isUniversal: Bool

        public init(
            register: String, asAt: String, files: [FileFacts], rows: Int, rowsRead: Int, rejectedRows: Int,
            digest: String, isUniversal: Bool
        ) {
            self.register = register
            self.asAt = asAt
            self.files = files
            self.rows = rows
            self.rowsRead = rowsRead
            self.rejectedRows = rejectedRows
            self.digest = digest
            self.isUniversal = isUniversal
        }
    }

    /// One file of a register.
    public struct FileFacts: Hashable, Sendable, Codable {
        public var name: String
        /// Role letter and party, `L:LOND`; nil where nobody was named.
        public var sender: String?
        /// Bytes of text, after decompression.
        public var bytes: Int
        public var rows: Int
        public var rejectedRows: Int
        /// A digest of the text's bytes in their order, for telling a replay.
        public var digest: String

        public init(name: String, sender: String?, bytes: Int, rows: Int, rejectedRows: Int, digest: String) {
            self.name = name
            self.sender = sender
            self.bytes = bytes
            self.rows = rows
            self.rejectedRows = rejectedRows
            self.digest = digest
        }
    }

    /// The day of the last load, ISO: the day that rules are asked of.
    public var asAt: String
    /// In the order of `RegisterKind.allCases`.
    public var registers: [RegisterFacts]
    /// Names of the reference files that are there, `llfc.csv`, in the order of `Input.allCases`.
    public var references: [String]
    /// Who sends what is no register of this set, `exemptions` or a register without a file: role letter and party; nil
    /// where nobody was named.
    public var senders: [String: String]?

    public init(asAt: String, registers: [RegisterFacts], references: [String]) {
        self.asAt = asAt
        self.registers = registers
        self.references = references
    }

    /// The facts of a register; nil where it was not loaded.
    public func register(_ kind: RegisterKind) -> RegisterFacts? {
        registers.first { $0.register == kind.rawValue }
    }

    /// The sender of a register: the first one named among its files, or who was named without a file.
    public func sender(of kind: RegisterKind) -> Owner? {
        guard let register = register(kind) else { return senders?[kind.rawValue].flatMap { Owner($0) } }
        return register.files.lazy.compactMap { $0.sender.flatMap { Owner($0) } }.first
    }

    /// The sender of the exemptions.
    public var exemptionsSender: Owner? { senders?[Input.exemptions.rawValue].flatMap { Owner($0) } }

    /// The registers whose days are of universal time.
    public var universalRegisters: Set<RegisterKind> {
        Set(registers.filter(\.isUniversal).compactMap { RegisterKind(rawValue: $0.register) })
    }

    /// What rules may be asked of: the registers and reference files that are there.
    public func inputs(of references: [ReferenceFile]) -> Set<Input> {
        Set(registers.compactMap { Input(rawValue: $0.register) }).union(references.map(\.input))
    }
}
