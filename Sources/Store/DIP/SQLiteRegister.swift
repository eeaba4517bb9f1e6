public import DIP
import GRDB
public import Kernel
import Synchronization

/// The register of the stand-in in one SQLite file, `dip-register.sqlite` in the data folder.
///
/// A file of its own: loading millions of appointments from a command does not hold up the journal of a running server,
/// and a journal can be put away without its participants. Calls block for microseconds (reading) or a write of the disk.
public final class SQLiteRegister: DIPRegister, Sendable {
    /// The database's path.
    public let path: String

    private let pool: DatabasePool
    /// Reads of one row, on a connection that is always at hand.
    private let reader: DatabaseQueue
    private let seen = Mutex(Seen())
    private let words = Mutex(Words())
    /// Asked before every change of the database; throws to let a test see what a failure there leaves behind.
    private let beforeChange: (@Sendable () throws -> Void)?

    /// The version as of the last change that this connection saw.
    private struct Seen {
        var change: Int64?
        var version: Int64 = 0
    }

    /// Roles and DIP IDs by number; numbers are never given anew, so what was read stays true.
    private struct Words {
        var texts: [Int64: String] = [:]
    }

    /// Opens the register of a data folder; makes the folder (0700) and an empty register (0600) where there is none.
    /// - Throws: `JournalError.newer` for one that a later release wrote; `.notRead` where it cannot be opened.
    public convenience init(folder: String) throws(JournalError) { try self.init(folder: folder, beforeChange: nil) }

    /// For tests, which also bring migrations of their own.
    init(
        folder: String, migrations: [Migration] = DIPForms.register, beforeChange: (@Sendable () throws -> Void)?
    ) throws(JournalError) {
        let database = DIPDatabase.register(migrations)
        path = database.path(in: folder)
        self.beforeChange = beforeChange
        pool = try database.open(folder: folder)
        do {
            reader = try DatabaseQueue(path: path, configuration: database.configuration)
        } catch {
            throw .notRead(attempted: "open \(path)", cause: DIPDatabase.cause(of: error))
        }
    }

    /// Closes every connection; later calls fail.
    public func close() throws(JournalError) {
        do {
            try reader.close()
            try pool.close()
        } catch {
            throw .notWritten(attempted: "close the register", cause: DIPDatabase.cause(of: error))
        }
    }

    // MARK: - Reading

    public func version() throws(JournalError) -> Int64 {
        try read("read the register's version") { db in
            // SQLite's own number tells that some connection wrote, of whatever process; ours tells how often, for good.
            let asked = try RawStatement(db, "PRAGMA data_version")
            guard try asked.step() else { return 0 }
            let change = asked.int(0)
            asked.reset()
            let known = seen.withLock { $0.change == change ? $0.version : nil }
            if let known { return known }
            let statement = try RawStatement(db, "SELECT version FROM state")
            guard try statement.step() else { return 0 }
            let version = statement.int(0)
            statement.reset()
            seen.withLock { $0 = Seen(change: change, version: version) }
            return version
        }
    }

    public func participants() throws(JournalError) -> [Participant] {
        try read("read the participants") { db in
            try Row.fetchAll(db, sql: "SELECT * FROM participant ORDER BY dip_id").map { row in
                guard let dipID = DIPID(row["dip_id"] as String), let role = RoleCode(row["role"] as String) else {
                    throw StoreError.damaged(what: "a participant's DIP ID or role is none")
                }
                return Participant(
                    dipID: dipID, mpid: row["mpid"], role: role, apiKeyDigest: row["api_key_digest"],
                    certificateDigest: row["certificate_digest"],
                    certificateExpires: Instant(milliseconds: row["certificate_expires"]),
                    connectionProvider: (row["connection_provider"] as String?).flatMap { DIPID($0) },
                    enrolledAt: (row["enrolled_at"] as Int64?).map { Instant(milliseconds: $0) })
            }
        }
    }

    public func webhooks() throws(JournalError) -> [Webhook] {
        try read("read the webhooks") { db in
            try Row.fetchAll(db, sql: "SELECT * FROM webhook ORDER BY dip_id, channel").map { row in
                guard let dipID = DIPID(row["dip_id"] as String), let channel = Channel(row["channel"] as String) else {
                    throw StoreError.damaged(what: "a webhook's DIP ID or channel is none")
                }
                return Webhook(
                    dipID: dipID, channel: channel, url: row["url"], maxMessageCount: row["max_message_count"],
                    maxPayloadSize: row["max_payload_size"])
            }
        }
    }

    public func appointments(of mpan: String) throws(JournalError) -> [Appointment] {
        // What cannot be appointed to is appointed to by nobody.
        guard let number = try? AppointmentRules.number(of: mpan) else { return [] }
        return try read("read the appointments to \(mpan)") { db in
            try appointments(db, of: number, mpan, role: nil)
        }
    }

    public func appointmentCount() throws(JournalError) -> Int {
        try read("count the appointments") { db in try Int.fetchOne(db, sql: "SELECT appointments FROM state") ?? 0 }
    }

    private func appointments(
        _ db: Database, of number: Int64, _ mpan: String, role: RoleCode?
    ) throws -> [Appointment] {
        let statement = try RawStatement(db, "SELECT role, starts, dip_id, ends FROM appointment WHERE mpan = ?")
        statement.bind(number, at: 1)
        var rows: [(role: Int64, starts: Int64, dipID: Int64, ends: Int64?)] = []
        while try statement.step() {
            rows.append(
                (statement.int(0), statement.int(1), statement.int(2), statement.isNull(3) ? nil : statement.int(3)))
        }
        var found: [Appointment] = []
        for row in rows {
            guard let own = RoleCode(try word(db, row.role)), let dipID = DIPID(try word(db, row.dipID)) else {
                throw StoreError.damaged(what: "an appointment's role or DIP ID is none")
            }
            guard role == nil || own == role else { continue }
            found.append(
                Appointment(
                    mpan: mpan, role: own, dipID: dipID,
                    from: row.starts == .min ? nil : Instant(milliseconds: row.starts),
                    until: row.ends.map { Instant(milliseconds: $0) }))
        }
        return found.sorted {
            ($0.role, $0.from?.milliseconds ?? .min, $0.dipID) < ($1.role, $1.from?.milliseconds ?? .min, $1.dipID)
        }
    }

    private func word(_ db: Database, _ number: Int64) throws -> String {
        if let text = words.withLock({ $0.texts[number] }) { return text }
        guard
            let text = try String.fetchOne(
                db.cachedStatement(sql: "SELECT text FROM word WHERE id = ?"), arguments: [number])
        else { throw StoreError.damaged(what: "the register has no word \(number)") }
        words.withLock { $0.texts[number] = text }
        return text
    }

    private func read<Result>(_ attempt: String, _ body: (Database) throws -> Result) throws(JournalError) -> Result {
        do {
            return try reader.inDatabase(body)
        } catch {
            throw .notRead(attempted: attempt, cause: DIPDatabase.cause(of: error))
        }
    }

    // MARK: - Writing

    public func enrol(_ participant: Participant) throws(JournalError) {
        try write("enrol \(participant.dipID)") { db in
            try beforeChange?()
            try db.execute(
                sql: "INSERT OR REPLACE INTO participant VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    participant.dipID.text, participant.mpid, participant.role.text, participant.apiKeyDigest,
                    participant.certificateDigest, participant.certificateExpires.milliseconds,
                    participant.connectionProvider?.text, participant.enrolledAt?.milliseconds,
                ])
        }
    }

    public func setWebhook(_ webhook: Webhook) throws(JournalError) {
        try write("set the webhook of \(webhook.dipID) for \(webhook.channel)") { db in
            try beforeChange?()
            try db.execute(
                sql: "INSERT OR REPLACE INTO webhook VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    webhook.dipID.text, webhook.channel.description, webhook.url, webhook.maxMessageCount,
                    webhook.maxPayloadSize,
                ])
        }
    }

    public func removeWebhook(of dipID: DIPID, channel: Channel) throws(JournalError) {
        try write("remove the webhook of \(dipID) for \(channel)") { db in
            try beforeChange?()
            try db.execute(
                sql: "DELETE FROM webhook WHERE dip_id = ? AND channel = ?",
                arguments: [dipID.text, channel.description])
        }
    }

    public func load(appointments: [Appointment]) throws(JournalError) {
        var numbered: [(number: Int64, appointment: Appointment)] = []
        numbered.reserveCapacity(appointments.count)
        for appointment in appointments {
            numbered.append((try AppointmentRules.number(of: appointment.mpan), appointment))
        }
        // In the order of the table, so that each of its pages is written once; stable, so that of equal rows the last
        // counts.
        let sorted = numbered.indices.sorted { left, right in
            (numbered[left].number, numbered[left].appointment.role, left)
                < (numbered[right].number, numbered[right].appointment.role, right)
        }
        try write("load \(appointments.count) appointments") { db in
            var table = AppointmentTable(db, beforeChange)
            let isEmpty = try Int.fetchOne(db, sql: "SELECT appointments FROM state") == 0
            var start = 0
            while start < sorted.count {
                let (number, first) = numbered[sorted[start]]
                var end = start + 1
                while end < sorted.count, numbered[sorted[end]].number == number,
                    numbered[sorted[end]].appointment.role == first.role
                { end += 1 }
                if !isEmpty { try table.remove(number, first.role) }
                if end == start + 1 {
                    try table.insert(number, first)
                } else {
                    let list = AppointmentRules.ordered(sorted[start..<end].map { numbered[$0].appointment })
                    for appointment in list { try table.insert(number, appointment) }
                }
                start = end
            }
            try table.count()
        }
    }

    public func appoint(mpan: String, role: RoleCode, dipID: DIPID?, from: Instant) throws(JournalError) {
        let number = try AppointmentRules.number(of: mpan)
        try write("appoint to \(mpan)") { db in
            var table = AppointmentTable(db, beforeChange)
            let known = try appointments(db, of: number, mpan, role: role)
            let next = dipID.map { Appointment(mpan: mpan, role: role, dipID: $0, from: from, until: nil) }
            try table.remove(number, role)
            for appointment in AppointmentRules.appointed(known, next, from: from) {
                try table.insert(number, appointment)
            }
            try table.count()
        }
    }

    /// One transaction, which raises the version.
    // MARK: - Switches

    public func switches() throws(JournalError) -> [String: String] {
        try read("read the switches") { db in
            let rows = try Row.fetchAll(db, sql: "SELECT name, value FROM switch")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["name"] as String, $0["value"] as String) })
        }
    }

    public func setSwitch(_ name: String, to value: String?) throws(JournalError) {
        try SwitchBounds.check(name, value)
        try write("set the switch \(name)", raises: false) { db in
            if let value {
                try db.execute(
                    sql: "INSERT INTO switch VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    arguments: [name, value])
                let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM switch") ?? 0
                guard count <= SwitchBounds.most else {
                    throw JournalError.beyondLimit(attempted: "one more switch", limit: SwitchBounds.most)
                }
            } else {
                try db.execute(sql: "DELETE FROM switch WHERE name = ?", arguments: [name])
            }
        }
    }

    private func write(
        _ attempt: String, raises: Bool = true, _ body: (Database) throws -> Void
    ) throws(JournalError) {
        do {
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
                try db.inTransaction(.immediate) {
                    try body(db)
                    try beforeChange?()
                    if raises { try db.execute(sql: "UPDATE state SET version = version + 1") }
                    return .commit
                }
            }
        } catch let error as JournalError {
            throw error
        } catch {
            throw .notWritten(attempted: attempt, cause: DIPDatabase.cause(of: error))
        }
    }
}

/// Changes of the appointments within one transaction.
private struct AppointmentTable {
    private let db: Database
    private let beforeChange: (@Sendable () throws -> Void)?
    private var numbers: [String: Int64] = [:]
    private var more = 0

    init(_ db: Database, _ beforeChange: (@Sendable () throws -> Void)?) {
        self.db = db
        self.beforeChange = beforeChange
    }

    mutating func remove(_ mpan: Int64, _ role: RoleCode) throws {
        let role = try number(of: role.text)
        try beforeChange?()
        let delete = try RawStatement(db, "DELETE FROM appointment WHERE mpan = ? AND role = ?")
        delete.bind(mpan, at: 1)
        delete.bind(role, at: 2)
        try delete.run()
        more -= db.changesCount
    }

    mutating func insert(_ mpan: Int64, _ appointment: Appointment) throws {
        let role = try number(of: appointment.role.text)
        let dipID = try number(of: appointment.dipID.text)
        try beforeChange?()
        let insert = try RawStatement(db, "INSERT INTO appointment VALUES (?, ?, ?, ?, ?)")
        insert.bind(mpan, at: 1)
        insert.bind(role, at: 2)
        insert.bind(appointment.from?.milliseconds ?? .min, at: 3)
        insert.bind(dipID, at: 4)
        insert.bind(appointment.until?.milliseconds, at: 5)
        try insert.run()
        more += 1
    }

    /// Keeps the number of appointments with them.
    func count() throws {
        try beforeChange?()
        try db.execute(sql: "UPDATE state SET appointments = appointments + ?", arguments: [more])
    }

    private mutating func number(of text: String) throws -> Int64 {
        if let known = numbers[text] { return known }
        let select = try db.cachedStatement(sql: "SELECT id FROM word WHERE text = ?")
        var number = try Int64.fetchOne(select, arguments: [text])
        if number == nil {
            try beforeChange?()
            try db.execute(sql: "INSERT INTO word (text) VALUES (?)", arguments: [text])
            number = db.lastInsertedRowID
        }
        numbers[text] = number
        return number ?? 0
    }
}
