import Cleanse

/// The reference pages of the cleanse that are made from what the program knows.
public enum CleanseReference {
    /// Every rule by family, precedence, the optional inputs and the settings.
    public static func rules() -> String {
        var page = """
            # Rules of the data cleanse

            `changeover cleanse check` asks these rules of every row; `changeover cleanse rules` prints them, as text, CSV or JSON. An exception is one rule, one subject and one item. The severity is *E* where the row would be refused or settled wrong, *W* where a person has to look, *I* for information. The owner is who mends it: *S* supplier, *L* distributor, *M* meter manager, *D* data company, *U* unmetered supplies operator, *P* programme, *F* the file's sender; of two letters the first is asked. Confidence is *H* where a source states the rule, *M* where it is inferred, *L* where it is recalled, *D* where it is our design. A rule whose inputs are not there is off, and the run says so.

            A live MPAN is one whose metering point status is not X. An open meter has no removal date on or before the as-at date. A blank value is tested only by rules that say blank or missing; a field that was rejected is tested by none.

            """
        for (title, prefixes) in families {
            page += """

                ## \(title)

                | rule | severity | owner | item | asked of | raised when | to do | basis | confidence | needs |
                | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |

                """
            for fact in RuleTable.standard where prefixes.contains(String(fact.rule.id.prefix(3))) {
                page +=
                    "| \(fact.rule.id) | \(fact.severity.rawValue) | \(fact.owner) | \(fact.itemWords) "
                    + "| \(fact.population) | \(fact.condition) | \(fact.resolution) | \(fact.basis) "
                    + "| \(fact.confidence) | \(fact.needWords) |\n"
            }
        }
        page += precedence
        for fact in RuleTable.standard where !fact.silences.isEmpty {
            page += "| \(fact.rule.id) | \(fact.silenceWords) |\n"
        }
        return page + inputs + settings
    }

    private static let families: [(String, [String])] = [
        ("Files and structure", ["FIL"]), ("Identity", ["MPN"]), ("Reference data", ["ISD"]),
        ("Dates and statuses", ["EFF", "STA"]), ("Meters", ["MTR", "LOC", "DIG"]), ("Devices", ["ESM"]),
        ("Class, connection, segment, direction", ["MCL", "CON", "SEG", "DIR"]), ("Domestic premises", ["DPI"]),
        ("Links", ["LNK"]), ("Unmetered supplies", ["UMS"]), ("Registers and completeness", ["REC", "CMP"]),
    ]

    private static let precedence = """

        ## Precedence

        One fault is one exception. Structure comes before identity, identity before reference data, then statuses, items, items against each other, and registers against each other. So a row that FIL-11 or MPN-01, 02, 03 or 05 removes raises nothing else; a value that fails a rule of its own takes no part in rules of several items; and a difference between registers is not raised for an item that has another exception of severity E or W. A disconnected MPAN is asked only the STA rules on its row, MTR-15, LNK-12 and REC. Beyond that, on one MPAN:

        | rule | silences |
        | --- | --- |

        """

    private static let inputs = """

        ## Optional inputs

        Some rules need facts that the registers need not have. They are asked when a file of this layout is in the folder, or when a register has the column; a header row is required, columns stand in any order, dates of the first three files are ISO, `yyyymmdd` or `dd/mm/yyyy`.

        | file | columns | rules |
        | --- | --- | --- |
        | `combinations.csv` | distributor (two digits), mtc, llfc, ssc, pc, from, to; a row without ssc and pc is a pair, one with them says that its pair is valid too | ISD-09, ISD-10 |
        | `half-hourly-meters.csv` | mpan, ct_ratio (`200/5`; blank where there is no current transformer) | CON-10 |
        | `unmetered.csv` | mpan, holder (`AGG` or `UMSO`), party, eac (MWh a year), energisation, demand (kW) | UMS-02 to UMS-05 |
        | `hubs.csv` | guid (a communications hub's or a gas proxy's, in any spelling of an ESME ID), kind (`hub`, `gas-proxy` or blank) | ESM-08 |
        | `appointments.csv` | mpan, ms (metering service), ds (data service), from, to (inclusive; both may be blank) | LNK-19 |
        | `MTR.csv`, further columns | ihd (status of the in-home display), smso (operator of smart systems); either is enough | MTR-16 |
        | `LNK.csv`, further column | stated_by (`principal`, `subsidiary` or the MPAN of one of them); blank: both sides hold the link | LNK-13 |
        | `mtc.csv`, further columns | from, to, distributor (two digits, for a class of its own) | ISD-06 |
        | `ssc.csv`, further columns | from, to | ISD-07 |

        `hubs` and `appointments` are registers: several files, `.zst`, senders, mappings, replays and digests are theirs too. A device that is a hub is invalid in the certificate and takes no part in rules of several meters; a row of `hubs` without a good identifier is rejected (FIL-07).

        A link that both sides state is two rows, one of each side. LNK-13 compares what runs on the as-at date: kind and both MPANs must be the same, dates may differ. A side that could not be read (FIL-03) may be either.

        LNK-19 compares a service where both members state it: every row of the MPAN that runs on the as-at date has it, and all the same one. Where a service is blank or was rejected, where rows that run at once differ, where a date of the MPAN's rows cannot be read, or where a row was removed (FIL-11), that service is not compared.

        """

    private static let settings = """

        ## Settings

        `cleanse.json` in the data folder, or `--settings FILE`; it is kept with every run. All members may be left out.

        | member | takes | default | what it decides |
        | --- | --- | --- | --- |
        | `rules` | `{"CON-06": {"on": false}, "ESM-14": {"severity": "I"}}` | every rule on, in the table's severity | which rules are asked, and how grave they are |
        | `persistence` | 1 to 12 | 1 | in how many runs one after another an exception must be seen before it is raised |
        | `monthsDeenergised` | 1 to 600 | 12 | STA-07 |
        | `daysWithoutFlag` | 0 to 3650 | \(CleanseSettings().daysWithoutFlag) | ESM-14 |
        | `unmeteredClassEnds` | a date | none: UMS-01 is off | UMS-01 |
        | `unmeteredTolerance` | megawatt-hours | 5 | UMS-02, UMS-03 |
        | `digitsByMeterType` | `{"S2A": [5, 6]}` | none: DIG-03 is off, since the industry's table is not public | DIG-03 |
        | `traditionalMeterTypes` | `["N", "K"]` | `\(CleanseSettings().traditionalMeterTypes.sorted().joined(separator: "`, `"))`; NSS is left out, since such a meter may have a display of its own | MTR-16 |
        | `winners` | `{"supplier": "EES"}` | none | whose value REC-03 expects |
        | `universal` | `["EES"]` | none | which registers print days of universal time (EFF-06), beside those whose mapping says so |
        | `targets` | `[{"item": "esme_id", "party": "L:LOND", "percent": 99.5, "by": "2026-12-18"}]` | none | CMP-02 |

        """
}
