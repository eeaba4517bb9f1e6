import Kernel
import Migration

/// The answer to `why` in the domain's words.
struct WhyText {
    private let sentences: WhySentences

    init(_ answer: WhyAnswer, market: MigrationMarket) { sentences = WhySentences(answer, market: market) }

    private var answer: WhyAnswer { sentences.answer }
    private var words: MigrationWords { sentences.words }

    var text: String { sentences.lines.joined(separator: "\n") }

    var json: String {
        var json = JSONDocument()
        json.object { json in
            json.member("supplier", sentences.supplier)
            json.member("distributor", sentences.distributor)
            json.member("date", answer.date.iso)
            json.member("volume", answer.volume)
            json.member("causes") { json in json.array(answer.causes) { $0.string(sentences.sentence($1)) } }
            json.member("backlog", answer.backlog)
            json.member("backlog_in_all", answer.wholeBacklog)
            if let pace = answer.pace { json.member("pace", decimal: pace) }
            if let level = answer.level { json.member("level", decimal: level) }
            json.member("day_volume", answer.dayVolume)
            json.member("limits") { json in json.array(answer.limits) { write($1, to: &$0) } }
            json.member("shared_by") { json in
                json.array(answer.sharers) { json, sharer in
                    json.object { json in
                        json.member("supplier", words.suppliers[sharer.supplier])
                        json.member("volume", sharer.volume)
                        json.member("level", decimal: sharer.level)
                    }
                }
            }
            if let pool = answer.pool {
                json.member("small_pool") { json in
                    json.object { json in
                        json.member("size", pool.size)
                        json.member("volume", pool.volume)
                        json.member("for_supplier", pool.isForSupplier)
                    }
                }
            }
            json.member("more_capacity") { json in json.array(answer.raises) { write($1, to: &$0) } }
            json.member("neighbours") { json in
                json.array(answer.neighbours) { json, day in
                    json.object { json in
                        json.member("date", day.date.iso)
                        json.member("room", day.room)
                        json.member("volume", day.volume)
                    }
                }
            }
            if let finish = answer.finish { json.member("finish", finish.iso) }
        }
        return json.text
    }

    private func write(_ limit: WhyAnswer.Limit, to json: inout JSONDocument) {
        json.object { json in
            json.member("limit", words.code(limit.name))
            json.member("usable", limit.usable)
            json.member("used", limit.used)
            json.member("sources") { json in json.array(limit.sources) { $0.string($1) } }
        }
    }

    private func write(_ raise: WhyAnswer.Raise, to json: inout JSONDocument) {
        json.object { json in
            json.member("limit", words.code(raise.name))
            json.member("by", raise.by)
            json.member("more_in_all", raise.moreInAll)
            json.member("more_for_supplier", raise.moreForSupplier)
            json.member("sentence", sentences.sentence(raise))
        }
    }
}
