/// Finds the text that a signature covers, by trying what senders get wrong: one thing at a time, then two at a time.
struct StringSearch {
    /// A mistake that a try makes, with its sentence.
    struct Cause: Equatable {
        var mistake: SignatureMistake
        var sentence: String
    }

    struct Found {
        /// The text that was signed, as text.
        var text: String
        /// Empty where the right text was signed.
        var causes: [Cause]
        /// How many texts were tried.
        var tries: Int
    }

    /// One value that a part may have; no cause where it is the right one.
    struct Choice {
        var value: String
        var cause: Cause?

        init(_ value: String, _ cause: Cause? = nil) {
            self.value = value
            self.cause = cause
        }
    }

    /// The four parts' choices, the right one first.
    var methods: [Choice]
    var urls: [Choice]
    var dates: [Choice]
    var hashes: [Choice]
    var limit: Int

    private struct Layout {
        var join: @Sendable (_ method: String, _ url: String, _ date: String, _ hash: String) -> String
        var cause: Cause?
    }

    /// The text that `covers` says yes to, with the fewest causes; nil where none of the tries is it.
    func find(hash: SignatureBlock.Hash, covers: ([UInt8]) -> Bool) -> (found: Found?, tries: Int) {
        var tries = 0
        let layouts = Self.layouts
        let encodings = Self.encodings
        let counts = [methods.count, urls.count, dates.count, hashes.count, layouts.count, encodings.count]
        func attempt(_ choice: [Int]) -> Found? {
            tries += 1
            let (method, url) = (methods[choice[0]], urls[choice[1]])
            let (date, contentHash) = (dates[choice[2]], hashes[choice[3]])
            let layout = layouts[choice[4]]
            let encoding = encodings[choice[5]]
            let text = layout.join(method.value, url.value, date.value, contentHash.value)
            guard covers(encoding.encode(text, hash)) else { return nil }
            let causes = [url.cause, method.cause, date.cause, contentHash.cause, layout.cause, encoding.cause]
            return Found(text: text, causes: causes.compactMap { $0 }, tries: tries)
        }
        let right = [Int](repeating: 0, count: counts.count)
        if let found = attempt(right) { return (found, tries) }
        for part in counts.indices {
            for value in 1..<max(1, counts[part]) where tries < limit {
                var choice = right
                choice[part] = value
                if let found = attempt(choice) { return (found, tries) }
            }
        }
        for first in counts.indices {
            for second in counts.indices.dropFirst(first + 1) {
                for one in 1..<max(1, counts[first]) {
                    for other in 1..<max(1, counts[second]) where tries < limit {
                        var choice = right
                        choice[first] = one
                        choice[second] = other
                        if let found = attempt(choice) { return (found, tries) }
                    }
                }
            }
        }
        return (nil, tries)
    }

    private static let layouts: [Layout] = {
        var out = [Layout(join: { "\($0);\($1);\($2);\($3)" }, cause: nil)]
        func add(
            _ mistake: SignatureMistake, _ sentence: String,
            _ join: @escaping @Sendable (String, String, String, String) -> String
        ) {
            out.append(Layout(join: join, cause: Cause(mistake: mistake, sentence: sentence)))
        }
        let separators = [
            ("\n", "a line end"), ("; ", "'; ' with a blank"), (",", "','"), ("|", "'|'"), (":", "':'"),
            ("", "nothing"),
            (" ", "a blank"), ("\r\n", "CRLF"), ("&", "'&'"), (".", "'.'"), ("\t", "a tab"), (" ; ", "' ; '"),
            (", ", "', '"), ("-", "'-'"), ("+", "'+'"),
        ]
        for (separator, name) in separators {
            add(.separator, "the parts were joined with \(name) and not with ';'") {
                [$0, $1, $2, $3].joined(separator: separator)
            }
        }
        add(.separator, "there is a ';' after the last part") { "\($0);\($1);\($2);\($3);" }
        add(.lineEnd, "there is a line end after the string to sign") { "\($0);\($1);\($2);\($3)\n" }
        add(.lineEnd, "there is CRLF after the string to sign") { "\($0);\($1);\($2);\($3)\r\n" }
        add(.stringCase, "the whole string was put into small letters, and not the URL alone") {
            "\($0);\($1);\($2);\($3)".loweredASCII
        }
        add(.stringCase, "the whole string was put into capitals") { "\($0);\($1);\($2);\($3)".raisedASCII }
        add(.stringCase, "the string was put into small letters up to the content hash, and not the URL alone") {
            "\($0);\($1);\($2);".loweredASCII + $3
        }
        addOrders(add)
        return out
    }()

    private static func addOrders(
        _ add: (SignatureMistake, String, @escaping @Sendable (String, String, String, String) -> String) -> Void
    ) {
        let names = ["method", "URL", "date", "content hash"]
        for order in orders(of: 4) where order != [0, 1, 2, 3] {
            let words = order.map { names[$0] }.joined(separator: ", ")
            add(.order, "the parts were signed in the order \(words), and not method, URL, date, content hash") {
                let parts = [$0, $1, $2, $3]
                return order.map { parts[$0] }.joined(separator: ";")
            }
        }
        // Every choice of at least one part that leaves at least one out, most parts first.
        let kept = (1..<15).sorted { ($1.nonzeroBitCount, $0) < ($0.nonzeroBitCount, $1) }
        for mask in kept {
            let left = (0..<4).filter { mask >> $0 & 1 == 0 }.map { names[$0] }.joined(separator: " and the ")
            add(.partLeftOut, "the \(left) \(left.contains(" and ") ? "were" : "was") left out of the string to sign") {
                let parts = [$0, $1, $2, $3]
                return (0..<4).filter { mask >> $0 & 1 == 1 }.map { parts[$0] }.joined(separator: ";")
            }
        }
        add(.partLeftOut, "the date was left empty in the string to sign") { "\($0);\($1);;\($3)" }
        add(.partLeftOut, "the content hash was left empty in the string to sign") { method, url, date, _ in
            "\(method);\(url);\(date);"
        }
    }

    /// All orders of the numbers below a small count, in lexical order.
    private static func orders(of count: Int) -> [[Int]] {
        var out: [[Int]] = [[]]
        for _ in 0..<count {
            out = out.flatMap { order in (0..<count).filter { !order.contains($0) }.map { order + [$0] } }
        }
        return out
    }

    private struct Encoding {
        var encode: @Sendable (String, SignatureBlock.Hash) -> [UInt8]
        var cause: Cause?
    }

    private static let encodings: [Encoding] = [
        Encoding(encode: { text, _ in Array(text.utf8) }, cause: nil),
        Encoding(
            encode: { text, hash in hash(.sha256, Array(text.utf8)) },
            cause: Cause(
                mistake: .hashedTwice,
                sentence: "the string was hashed before it was signed, so that it was hashed twice")),
        Encoding(
            encode: { text, hash in Array(Hexadecimal.encode(hash(.sha256, Array(text.utf8))).utf8) },
            cause: Cause(
                mistake: .hashedTwice, sentence: "the string's hash in hexadecimal was signed and not the string itself"
            )
        ),
        Encoding(
            encode: { text, hash in Array(Base64.encode(hash(.sha256, Array(text.utf8))).utf8) },
            cause: Cause(
                mistake: .hashedTwice, sentence: "the string's hash in base64 was signed and not the string itself")),
        Encoding(
            encode: { text, _ in Array(text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) },
            cause: Cause(mistake: .stringEncoding, sentence: "the string was signed in UTF-16 and not in UTF-8")),
        Encoding(
            encode: { text, _ in Array(Base64.encode(Array(text.utf8)).utf8) },
            cause: Cause(
                mistake: .stringEncoding, sentence: "the string was put into base64 before it was signed")),
    ]
}
