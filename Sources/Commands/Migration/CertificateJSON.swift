import Kernel
import Migration

/// A plan's certificate as `certificate.json` has it: no clock time and no path, so the same market gives the same bytes.
enum CertificateJSON {
    /// Raised when a member changes its meaning.
    static let version = 1

    static func text(
        _ certificate: PlanCertificate, market: MigrationMarket, digests: [(name: String, sha256: String)]
    ) -> String {
        let words = MigrationWords(market)
        var json = JSONDocument()
        json.object { json in
            json.member("version", version)
            json.member("objective_name", certificate.objective.rawValue)
            json.member("objective", decimal: certificate.meanCompletion)
            json.member("bound", decimal: certificate.bound)
            json.member("gap", decimal: certificate.gap)
            if certificate.boundLeavesOutSteps {
                json.member(
                    "bound_leaves_out",
                    "step limits, but for how high they let a supplier climb from its start: no plan that keeps them is under it"
                )
            }
            json.member("unit", "mean completion day over MPANs, in migration days from 0")
            json.member("mpans", certificate.mpans)
            json.member("placed", certificate.placed)
            json.member("unplaced", certificate.mpans - certificate.placed)
            json.member("least_unplaced_is_proved", certificate.isPlacementProved)
            json.member("price_of_fairness") { json in
                json.object { json in
                    json.member("fair", decimal: certificate.fairMeanCompletion)
                    json.member("earliest", decimal: certificate.earliestMeanCompletion)
                    json.member("days", decimal: certificate.fairMeanCompletion - certificate.earliestMeanCompletion)
                }
            }
            json.member("levels") { json in
                json.object { json in
                    for level in certificate.levels { write(level, words, to: &json) }
                }
            }
            json.member("fairness") { json in
                json.object { json in
                    json.member("unfair_days") { json in
                        json.array(certificate.unfairDays) { $0.string($1.iso) }
                    }
                    json.member("forced_days") { json in
                        json.array(certificate.forcedDays) { $0.string($1.iso) }
                    }
                    if !certificate.forcedDays.isEmpty {
                        json.member(
                            "forced_because",
                            certificate.objective == .fair
                                ? "sharing these days by level alone would leave volumes without a place; placing them came first"
                                : "no volume was found on these days that could give way, one for one, to what the pool holds for small portfolios"
                        )
                    }
                }
            }
            if let pool = certificate.smallPool {
                json.member("small_pool") { json in
                    json.object { json in
                        json.member("share", number: "\(pool)")
                        json.member(
                            "fairness",
                            certificate.objective == .fair
                                ? "in two parts: suppliers with small portfolios share this part of each distributor's day first, and keep what they have of it; what is left is shared by all"
                                : "suppliers with small portfolios have what they would share first of this part of each distributor's day, or more; what is left goes to whoever makes the plan earliest"
                        )
                        json.member("short_days") { json in
                            json.array(certificate.poolShortDays) { $0.string($1.iso) }
                        }
                    }
                }
            }
            json.member("capacity") { json in
                json.object { json in
                    json.member("broken") { json in
                        json.array(certificate.broken) { write($1, words, to: &$0) }
                    }
                    json.member("tightest") { json in
                        json.array(certificate.tightest) { write($1, words, to: &$0) }
                    }
                }
            }
            json.member("conflicts") { json in
                json.array(certificate.conflicts) { write($1, words, to: &$0) }
            }
            json.member("sources") { json in
                let agents = market.agents.flatMap(\.limits).map(\.source)
                json.array(Set(market.limits.map(\.source) + agents).sorted()) { $0.string($1) }
            }
            json.member("digests") { json in
                json.object { json in
                    for digest in digests { json.member(digest.name, digest.sha256) }
                }
            }
        }
        return json.text
    }

    private static func write(
        _ level: PlanCertificate.SupplierLevel, _ words: MigrationWords, to json: inout JSONDocument
    ) {
        json.member(words.suppliers[level.supplier]) { json in
            json.object { json in
                json.member("lowest", decimal: level.lowest)
                json.member("mean", decimal: level.mean)
                json.member("days", level.days)
                json.member("placed", level.placed)
                json.member("unplaced", level.unplaced)
                if let finish = level.finish { json.member("finish", finish.iso) }
            }
        }
    }

    private static func write(
        _ limit: PlanCertificate.TightestLimit, _ words: MigrationWords, to json: inout JSONDocument
    ) {
        json.object { json in
            json.member("date", limit.date.iso)
            json.member("limit", words.code(limit.limit))
            json.member("usable", limit.usable)
            json.member("used", limit.used)
        }
    }

    static func write(_ conflict: PlanConflict, _ words: MigrationWords, to json: inout JSONDocument) {
        json.object { json in
            json.member("limits") { json in json.array(conflict.members) { $0.string(words.code($1)) } }
            json.member("demand", conflict.demand)
            json.member("capacity", conflict.capacity)
            json.member("short", conflict.short)
            json.member("sentence", words.sentence(conflict))
        }
    }
}

extension JSONDocument {
    /// A number as its shortest decimal that reads back the same.
    mutating func member(_ name: String, decimal value: Double) { member(name, number: "\(value)") }
}
