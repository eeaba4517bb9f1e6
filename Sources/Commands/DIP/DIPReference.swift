import DIP

/// The reference pages of the stand-in that are made from what the program knows.
public enum DIPReference {
    /// Every setting, with its default, its source and how sure that is.
    public static func settings() -> String {
        var page = """
            # Settings of the stand-in

            Where the sources of the Data Integration Platform establish a fact, it is code. Where they do not, it is a setting, listed here with its default and where that comes from. `changeover dip settings` prints them as a configuration file; the data folder's `dip/settings.yaml` is read when the stand-in starts. *Stated* is in the named source, *inferred* is concluded from it, *chosen* is ours.

            | setting | takes | default | what it decides | source | confidence |
            | --- | --- | --- | --- | --- | --- |

            """
        for key in SettingKey.allCases {
            let entry = key.entry
            page +=
                "| `\(key.rawValue)` | \(entry.kind.inWords) | `\(entry.standard)` | \(entry.sentence) "
                + "| \(entry.source) | \(entry.confidence.rawValue) |\n"
        }
        return page
    }

    /// Every rule of checking, the known defects of the specification, and the response codes.
    public static func rules() -> String {
        var page = """
            # Rules and codes of the stand-in

            `changeover dip check` and the platform's refusals name a rule. A rule of the schema comes from the specification that is loaded; a rule beyond it rests on what its basis says. What refuses a message is answered with the code; advice refuses nothing.

            | rule | what holds when a message is good | basis | code | refuses |
            | --- | --- | --- | --- | --- |

            """
        for rule in CheckRule.allCases {
            let facts = rule.facts
            page +=
                "| `\(rule.rawValue)` | \(facts.meaning) | \(facts.isSchema ? "schema: " : "")\(facts.basis) "
                + "| \(facts.code) | \(facts.refuses ? "yes" : "advice") |\n"
        }
        page += """

            ## Known defects of the official material

            A finding that comes from one of these says so, so that nobody looks for it at home.

            | name | what is wrong |
            | --- | --- |

            """
        for defect in KnownDefect.allCases { page += "| `\(defect.rawValue)` | \(defect.sentence) |\n" }
        page += """

            ## Response codes

            In our words; the codes are the platform's.

            | code | meaning |
            | --- | --- |

            """
        for entry in ResponseCodes.all { page += "| \(entry.code) | \(entry.meaning) |\n" }
        let later = ResponseCodes.later.map {
            $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)"
        }
        page += """

            Codes of later releases, whose meanings were not reached, may be given by a rule too: \(later.joined(separator: ", ")).

            """
        return page
    }
}
