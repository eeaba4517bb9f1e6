import Cleanse
import Foundation
import Kernel
import Store
import TestSupport

@testable import ControlRoom

/// A small market, checked three times: things are opened, mended, gone and broken again.
struct SampleCleanse {
    static let house = "1012345678903"
    static let twin = "1000000000012"
    static let flat = "1000000000021"
    static let shop = "1200000000030"
    static let works = "1200000000049"
    static let lamp = "2000000000051"
    static let hostile = "\"\u{301} onmouseover=alert(1)><script>alert(1)</script><img src=x>'"

    let ledger: CleanseLedger
    let books: CleanseBooks
    private let folder: TemporaryFolder

    /// The market as most tests see it.
    static let plain: SampleCleanse? = try? SampleCleanse()

    /// - Parameter text: what stands in values that senders decide.
    init(text: String = "Z9") throws {
        folder = try TemporaryFolder()
        let ledger = try CleanseLedger(folder: folder.url.path)
        self.ledger = ledger
        for week in 0..<3 { try Self.run(week, text, ledger) }
        var filter = LedgerFilter()
        filter.rule = .con08
        _ = try ledger.mark(filter, as: .inProgress, note: "asked the distributor \(text)")
        let judge = try Self.judge(week: 2, text)
        let asAt = judge.registers.asAt
        books = CleanseBooks(
            ledger: ledger,
            explain: { mpan in
                ExplainedPoint(explanation: Explanation(mpan, judge: judge, faults: []), asAt: asAt)
            },
            targets: {
                [
                    CompletenessTarget(item: .esmeID, party: nil, share: 990_000, by: "2026-07-10"),
                    CompletenessTarget(item: .dpi, party: Owner(.supplier, "SUPA"), share: 500_000, by: nil),
                ]
            })
    }

    /// With the files that the command line makes.
    var withFiles: CleanseBooks {
        var books = books
        books.certificate = { certificate, format in
            Array("\(format.rawValue) of run \(certificate.run.number)\n".utf8)
        }
        books.pack = { owner, run in
            PartyPackFiles(
                exceptions: Array("exceptions of \(owner)\n".utf8), manifest: Array("{\"run\": \(run.number)}\n".utf8))
        }
        return books
    }

    // MARK: Runs

    private static func run(_ week: Int, _ text: String, _ ledger: CleanseLedger) throws {
        let judge = try judge(week: week, text)
        let check = MarketCheck(judge: judge, exemptions: .none, loadedFiles: ["REG.csv", "MTR.csv"])
        let settings = week == 0 ? "{}" : "{\"rules\": {\"\(Markup.escaped(text).isEmpty ? "" : "CMP-02")\": {}}}"
        var faults = [
            RaisedException(
                rule: .fil05, subject: .file("MTR \(text).csv"), item: .trailer, owner: Owner(.sender, text),
                observed: "\(text) rows", expected: "as many as the trailer says",
                place: Place(register: "MTR", file: "MTR \(text).csv", line: nil), suggestion: text),
            RaisedException(
                rule: .mpn01, subject: .printed("1.01234E+12 \(text)"), item: .mpan, owner: Owner(.distributor, "LOND"),
                observed: "1.01234E+12", expected: "thirteen digits",
                place: Place(register: "REG", file: "REG.csv", line: 9)),
        ].sorted()[...]
        if week == 1 { faults = [] }
        _ = try ledger.record(
            CleanseLedger.RunFacts(
                asAt: "\(judge.registers.asAt)", ruleSet: String(repeating: "\(week > 0 ? 1 : 0)a", count: 32),
                settings: settings,
                registers: [
                    RegisterFact(
                        register: "REG", rows: 6, rejected: week == 1 ? 0 : 1,
                        digest: String(repeating: "0f", count: 16), asAt: "\(judge.registers.asAt)")
                ],
                persistence: 1, today: Day.packed(judge.registers.asAt), exemptions: .none), check,
            workers: OneWorker(), nextFault: { faults.popFirst() })
    }

    private static func judge(week: Int, _ text: String) throws -> Judge {
        let settings = CleanseSettings()
        let asAt = CalendarDate(iso: "2026-07-01")?.adding(days: week * 7) ?? .earliest
        let registers = Registers(asAt: asAt, tables: tables(week, text))
        let files = [
            TableBuilder.reference(
                .distributors,
                """
                code,mpid,from,to,home_gsp
                10,EELC,2000-01-01,,_A
                12,LOND,2000-01-01,,_C
                20,SOUT,2000-01-01,,_H
                """)
        ]
        let inputs: Set<Input> = [.registration, .meters, .links, .histories, .devices, .extracts, .distributors]
        return Judge(
            registers: registers, reference: Reference(files: files), settings: settings,
            rules: RuleTable(facts: RuleTable.standard, settings: settings, inputs: inputs), workers: OneWorker())
    }

    private static func tables(_ week: Int, _ text: String) -> [RegisterTable] {
        // A comma would part the fields of the little tables.
        let text = text.replacingOccurrences(of: ",", with: " ")
        let plain = "2020-01-01,T,O,E,2015-01-01,01,0393,A,801,100,2015-01-01"
        let rest = "I,true,A,2020-06-01"
        var registration = """
            mpan,gsp_group,supplier,supplier_efd,mp_status,rmp_status,energisation,energisation_efd,pc,ssc,mc,mtc,llfc,\
            llfc_efd,connection_type,connection_efd,segment,segment_efd,dpi,dpi_efd,direction,metered,dcc_flag,dcc_efd,\
            postcode,created
            \(house),_A,SUPA,\(plain),W,2024-09-13,S,2024-09-13,true,2022-07-18,\(rest),E1 1AA,2005-01-01
            \(twin),_A,SUPA,\(plain),W,2024-09-13,S,2024-09-13,true,2022-07-18,\(rest),E1 1AB,2005-01-01
            \(flat),_A,SUPB,\(plain),\(week < 2 ? "" : "W"),,S,2024-09-13,\(week == 1 ? "true" : ""),2022-07-18,\(rest),E1 1AC,2005-01-01
            \(shop),_C,SUPB,\(plain),\(week == 0 ? "" : "W"),2024-09-13,S,2024-09-13,false,2022-07-18,\(rest),E1 1AD,2005-01-01

            """
        if week < 2 {
            registration += """
                \(works),_C,\(text),\(plain),,2024-09-13,S,2024-09-13,,2022-07-18,\(rest),E1 1AE,2005-01-01

                """
        }
        let isGone = week > 0
        registration += """
            \(lamp),_H,SUPB,2020-01-01,\(isGone ? "X" : "T"),O,\(isGone ? "D" : "E"),2015-01-01,01,0393,A,801,100,2015-01-01,,2024-09-13,S,2024-09-13,,2022-07-18,\(rest),E1 1AF,2005-01-01
            """
        let device = "00-DB-12-00-00-00-00-"
        let meters = """
            mpan,meter_id,meter_type,make_type,esme_id,location,digits,install_date,removal_date,map_id,map_efd,mem
            \(house),OLD0000001,N,\(text),,B,5,1999-02-01,2020-04-30,MAPA,1999-02-01,MEMA
            \(house),E100000001,S2A,ACME 100,\(week == 1 ? device + "01" : ""),B,5,2020-05-01,,MAPA,2020-05-01,MEMA
            \(twin),E100000002,S2A,ACME 100,\(device)02,B,\(week == 0 ? "" : "5"),2020-05-01,,MAPA,2020-05-01,MEMA
            \(flat),E100000003,S2A,ACME 100,\(device)02,\(text),5,2020-05-01,,MAPA,2020-05-01,\(text)
            \(shop),E100000004,S2A,ACME 100,\(device)04,B,5,2020-05-01,,MAPA,2020-05-01,MEMB
            """
        let links = """
            kind,principal,subsidiary,from,to
            REL,\(house),\(twin),2021-03-01,
            """
        let histories = """
            mpan,item,value,from,to
            \(house),supplier,OLDS,2012-01-01,2019-12-31
            \(house),supplier,SUPA,2020-01-01,
            \(house),energisation,\(text),2016-01-01,2018-06-30
            """
        let devices = """
            esme_id,mpan,status,as_at
            \(device)01,\(house),active,2026-06-30
            """
        let extracts = """
            mem,mpan,meter_id,location,digits,install_date
            MEMA,\(house),E100000001,B,5,2020-05-01
            """
        return [
            TableBuilder.table(.registration, registration), TableBuilder.table(.meters, meters),
            TableBuilder.table(.links, links), TableBuilder.table(.histories, histories),
            TableBuilder.table(.devices, devices), TableBuilder.table(.extracts, extracts),
        ]
    }
}
