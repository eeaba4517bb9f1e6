import ArgumentParser
import Foundation
import Kernel
import Migration

/// `changeover migration control …`
struct MigrationControlling: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "control",
        abstract: "Throttle, freeze and exceptional limits: proposed by one person, approved by another.",
        discussion: """
            A throttle lowers a limit, a freeze closes days, an exceptional limit raises one; --limit says for whom: \
            the industry, a distributor (L:LOND) or one supplier (S:ABCD, whose ramp is capped). A proposal has no effect \
            until somebody else approves it; so has a proposal to lift one. Every entry is a line of \
            migration/controls.jsonl that carries the digest of the line before it.

            migration plan --with-controls and replan --with-controls plan under what is in force.

            EXAMPLE
              changeover migration control throttle --limit L:LOND --from 2026-05-11 --to 2026-05-15 --value 4000 \\
                --by "A. Jones" --on 2026-05-08 --reason "registration queue"
              changeover migration control approve 1 --by "B. Smith" --on 2026-05-08
            """,
        subcommands: [
            Throttle.self, Freeze.self, Exceptional.self, Lift.self, Approve.self, List.self,
        ])

    /// Who says it, when and why.
    struct Said: ParsableArguments {
        @OptionGroup var data: DataOptions
        @Option(name: .long, help: ArgumentHelp("Who says it.", valueName: "name")) var by: String
        @Option(name: .long, help: ArgumentHelp("The day on which it is said.", valueName: "date")) var on: String

        func append(_ act: ControlEntry.Act, reason: String) throws {
            let path = MigrationShelf(data: data.folder).path(MigrationShelf.controlsFile)
            let (entry, head) = try ControlLog.append(
                to: path, on: try date(on, "--on"), by: by, act: act, reason: reason)
            let words =
                switch act {
                case .approve(let number): "entry \(entry.number): \(number) is approved and in force"
                default: "entry \(entry.number): proposed; it holds when somebody else approves \(entry.number)"
                }
            try Terminal.print("\(words)\nhead \(head)")
        }

        func date(_ text: String, _ option: String) throws -> CalendarDate {
            guard let date = CalendarDate(iso: text) else {
                throw Failure(line: "\(option): \(text) is no date; write it as 2026-05-14", code: .misused)
            }
            return date
        }
    }

    /// Where and when a control holds, and why.
    struct Order: ParsableArguments {
        @Option(
            name: .long,
            help: ArgumentHelp("industry, a distributor as L:LOND, or a supplier as S:ABCD.", valueName: "limit"))
        var limit: String
        @Option(name: .long, help: ArgumentHelp("Its first day.", valueName: "date")) var from: String
        @Option(name: .long, help: ArgumentHelp("Its last day.", valueName: "date")) var to: String
        @Option(name: .long, help: ArgumentHelp("Why.", valueName: "text")) var reason: String

        func propose(_ kind: ControlOrder.Kind, _ value: Int?, _ said: Said) throws {
            guard let scope = ControlOrder.Scope(limit) else {
                throw Failure(
                    line:
                        "--limit: \(limit) is not industry, a distributor such as L:LOND or a supplier such as S:ABCD",
                    code: .misused)
            }
            try Self.check(scope, said.data)
            let order = ControlOrder(
                kind: kind, scope: scope, from: try said.date(from, "--from"), to: try said.date(to, "--to"),
                value: value)
            try said.append(.propose(order), reason: reason)
        }

        /// Where a market was adopted, a control names one of its distributors or suppliers.
        private static func check(_ scope: ControlOrder.Scope, _ data: DataOptions) throws {
            let shelf = MigrationShelf(data: data.folder)
            let number = shelf.current()
            guard number > 0 else { return }
            let market = try MarketFolder(reading: shelf.market(number), asJSON: true).market
            switch scope {
            case .industry: return
            case .distributor(let code):
                guard market.distributor(code) == nil else { return }
                throw Failure(line: "--limit: \(code) is no distributor of the adopted market", code: .misused)
            case .supplier(let code):
                guard market.supplier(code) == nil else { return }
                throw Failure(line: "--limit: \(code) is no supplier of the adopted market", code: .misused)
            }
        }
    }

    struct Throttle: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "throttle", abstract: "Propose to lower a limit between two days.")
        @OptionGroup var order: Order
        @Option(name: .long, help: ArgumentHelp("MPANs a day, before the reserve.", valueName: "mpans")) var value: Int
        @OptionGroup var said: Said

        func run() async throws { try await reporting { try order.propose(.throttle, value, said) } }
    }

    struct Freeze: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "freeze", abstract: "Propose to close days: nothing begins on them.")
        @OptionGroup var order: Order
        @OptionGroup var said: Said

        func run() async throws { try await reporting { try order.propose(.freeze, nil, said) } }
    }

    struct Exceptional: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "exceptional", abstract: "Propose to raise a limit up to a value between two days.")
        @OptionGroup var order: Order
        @Option(name: .long, help: ArgumentHelp("MPANs a day, before the reserve.", valueName: "mpans")) var value: Int
        @OptionGroup var said: Said

        func run() async throws { try await reporting { try order.propose(.exceptional, value, said) } }
    }

    struct Lift: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lift", abstract: "Propose to end a control from a day on.")
        @Argument(help: ArgumentHelp("The number of the control.", valueName: "number")) var number: Int
        @Option(name: .long, help: ArgumentHelp("The first day on which it no longer holds.", valueName: "date"))
        var from: String
        @Option(name: .long, help: ArgumentHelp("Why.", valueName: "text")) var reason: String
        @OptionGroup var said: Said

        func run() async throws {
            try await reporting {
                try said.append(.lift(control: number, from: try said.date(from, "--from")), reason: reason)
            }
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "approve", abstract: "Approve what somebody else proposed.")
        @Argument(help: ArgumentHelp("The number of the proposal.", valueName: "number")) var number: Int
        @Option(name: .long, help: ArgumentHelp("Anything that is to be noted.", valueName: "text")) var reason = ""
        @OptionGroup var said: Said

        func run() async throws { try await reporting { try said.append(.approve(number), reason: reason) } }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the controls, and check that the log is as it was written.",
            discussion: """
                --verify ends with 3 where a line was changed, left out or put in. That lines at the end were taken \
                away shows beside a head that was noted before: --head.
                """)
        @OptionGroup var data: DataOptions
        @Flag(name: .long, help: "Check the chain, and say no more.") var verify = false
        @Option(name: .long, help: ArgumentHelp("The head that was noted.", valueName: "sha-256")) var head: String?
        @Flag(name: .long, help: "As JSON.") var json = false

        func run() async throws {
            try await reporting {
                let path = MigrationShelf(data: data.folder).path(MigrationShelf.controlsFile)
                let log = try ControlLog(reading: path)
                let text = ControlText(log: log)
                if !verify { try Terminal.print(json ? text.json : text.table) }
                if let fault = log.fault {
                    throw Failure(
                        "the control log \(path) is not as it was written",
                        because: "line \(fault.line) \(fault.why)",
                        advice: "put back the log as it was; nothing from that line on is applied", code: .checkFailed)
                }
                if let head, head.lowercased() != log.head {
                    throw Failure(
                        "the control log \(path) does not end as was noted", because: "its head is \(log.head)",
                        advice: "look for lines that were taken away or added since", code: .checkFailed)
                }
                if verify {
                    let count = log.book.entries.count
                    try Terminal.print(
                        "\(count.grouped) \(count == 1 ? "line follows" : "lines follow") one from the other\nhead \(log.head)"
                    )
                }
            }
        }
    }
}

/// The controls of a log, as a table and as JSON.
struct ControlText {
    let log: ControlLog

    var table: String {
        guard !log.book.controls.isEmpty else { return "no control was ever proposed" }
        var table = TextTable([
            ("control", .right), ("kind", .left), ("limit", .left), ("from", .left), ("to", .left), ("value", .right),
            ("state", .left), ("proposed by", .left), ("approved by", .left), ("reason", .left),
        ])
        for control in log.book.controls {
            let days = control.inForce ?? control.order.from...control.order.to
            table.add([
                String(control.number), control.order.kind.rawValue, control.order.scope.description,
                days.lowerBound.iso, days.upperBound.iso, control.order.value?.grouped ?? "closed", state(control),
                control.entry.by, control.approval?.by ?? "", control.entry.reason,
            ])
        }
        return table.text
    }

    private func state(_ control: ControlBook.Control) -> String {
        if control.approval == nil { return "proposed" }
        guard let lift = control.lift else { return "in force" }
        if lift.approval == nil { return "in force, lift \(lift.entry.number) proposed" }
        return control.inForce == nil ? "lifted" : "in force until lifted"
    }

    var json: String {
        var json = JSONDocument()
        json.object { json in
            json.member("entries", log.book.entries.count)
            json.member("head", log.head)
            json.member("whole", log.fault == nil)
            json.member("controls") { json in
                json.array(log.book.controls) { json, control in
                    json.object { json in
                        json.member("control", control.number)
                        json.member("kind", control.order.kind.rawValue)
                        json.member("limit", control.order.scope.description)
                        json.member("from", control.order.from.iso)
                        json.member("to", control.order.to.iso)
                        if let value = control.order.value { json.member("value", value) }
                        json.member("state", state(control))
                        if let days = control.inForce {
                            json.member("in_force_from", days.lowerBound.iso)
                            json.member("in_force_to", days.upperBound.iso)
                        }
                        json.member("proposed_by", control.entry.by)
                        if let approval = control.approval { json.member("approved_by", approval.by) }
                        json.member("reason", control.entry.reason)
                    }
                }
            }
        }
        return json.text
    }
}
