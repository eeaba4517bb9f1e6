import Cleanse
import Formats

/// A certificate as text, CSV and JSON.
enum CertificateText {
    static func csv(_ certificate: Certificate) -> [UInt8] {
        var bytes: [UInt8] = []
        CSVWriter.append(Certificate.Line.columns, columns: nil, to: &bytes)
        for line in certificate.lines { CSVWriter.append(line.fields, columns: [], to: &bytes) }
        return bytes
    }

    static func text(_ certificate: Certificate) -> String {
        let run = certificate.run
        var parts = ["Certificate of run \(run.number), as at \(run.asAt): \(run.population.grouped) MPANs"]
        var table = TextTable([
            ("item", .left), ("population", .right), ("valid", .right), ("invalid", .right), ("missing", .right),
            ("exempt", .right), ("out of scope", .right), ("complete", .right),
        ])
        for line in certificate.lines where line.cut == "all" {
            table.add(
                [line.item.item.rawValue, line.counts.sum.grouped]
                    + [ItemClass.valid, .invalid, .missing, .exempt, .outOfScope].map { line.counts[$0].grouped }
                    + [line.counts.completeness.map(percent) ?? "–"])
        }
        parts.append(table.text)
        parts.append(
            certificate.balances
                ? "Population = valid + invalid + missing + exempt + out of scope, in every item and every cut."
                : "The classes do not add up to the population: this certificate proves nothing.")
        if !certificate.standings.isEmpty {
            var targets = TextTable([
                ("target", .left), ("of", .left), ("aim", .right), ("by", .left), ("reached", .right), ("", .left),
            ])
            for standing in certificate.standings {
                targets.add([
                    standing.target.item.item.rawValue, standing.target.party?.description ?? "all",
                    percent(standing.target.share), standing.target.by ?? "",
                    standing.reached.map(percent) ?? "–",
                    standing.isMet ? "met" : standing.isDue ? "missed" : "open",
                ])
            }
            parts.append(targets.text)
        }
        var registers = TextTable([("register", .left), ("rows", .right), ("digest", .left)])
        for register in run.registers { registers.add([register.register, register.rows.grouped, register.digest]) }
        parts.append(registers.text)
        parts.append("Rules \(run.ruleSet)")
        return parts.joined(separator: "\n\n")
    }

    /// One JSON object, a member a line; a signature is put on a line after the last one.
    static func json(_ certificate: Certificate) -> String {
        let run = certificate.run
        var json = JSONDocument()
        json.object { json in
            json.member("run", run.number)
            json.member("as_at", run.asAt)
            json.member("rule_set", run.ruleSet)
            json.member("population", run.population)
            json.member("balances", certificate.balances)
            json.member("exceptions") { json in
                json.object { json in
                    for severity in Severity.allCases { json.member(severity.rawValue, run.raised(severity)) }
                }
            }
            json.member("registers") { json in
                json.array(run.registers) { json, register in
                    json.object {
                        $0.member("register", register.register)
                        $0.member("rows", register.rows)
                        $0.member("digest", register.digest)
                        $0.member("rejected", register.rejected)
                        $0.member("as_at", register.asAt)
                    }
                }
            }
            json.member("items") { json in
                json.array(certificate.lines) { json, line in
                    json.object { json in
                        json.member("item", line.item.item.rawValue)
                        json.member("cut", line.cut)
                        json.member("population", line.counts.sum)
                        json.member("valid", line.counts[.valid])
                        json.member("invalid", line.counts[.invalid])
                        json.member("missing", line.counts[.missing])
                        json.member("exempt", line.counts[.exempt])
                        json.member("out_of_scope", line.counts[.outOfScope])
                        json.member("completeness", millionths: line.counts.completeness)
                    }
                }
            }
            json.member("targets") { json in
                json.array(certificate.standings) { json, standing in
                    json.object {
                        $0.member("item", standing.target.item.item.rawValue)
                        $0.member("cut", standing.target.party?.description ?? "all")
                        $0.member("aim", millionths: standing.target.share)
                        $0.member("by", standing.target.by ?? "")
                        $0.member("reached", millionths: standing.reached)
                        $0.member("met", standing.isMet)
                    }
                }
            }
        }
        return json.text
    }

    /// `99.42 %`, cut and never rounded up, so that 100.00 % means all.
    static func percent(_ millionths: Int) -> String {
        let hundredths = millionths / 100
        let digits = String(hundredths % 100)
        return "\(hundredths / 100).\(digits.count < 2 ? "0" + digits : digits) %"
    }
}
