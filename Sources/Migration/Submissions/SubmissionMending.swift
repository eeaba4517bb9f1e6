/// Puts the suggestions of an answer into a submission.
public enum SubmissionMending {
    /// The submission with every change made: rows in their order, then those that were added; columns as they stood.
    ///
    /// - Returns: nil where the header is not one, so that no row can be read.
    public static func mended(_ bytes: [UInt8], by findings: [SubmissionFinding]) -> [UInt8]? {
        var sets: [Int: [(column: Int, value: String)]] = [:]
        var removed: Set<Int> = []
        var added: [String] = []
        for change in findings.flatMap(\.changes) {
            switch change.kind {
            case .set(let column): sets[change.row, default: []].append((column, change.value))
            case .remove: removed.insert(change.row)
            case .add: if !added.contains(change.value) { added.append(change.value) }
            }
        }
        return bytes.withUnsafeBufferPointer { buffer in
            var scanner = SubmissionScanner(buffer)
            guard scanner.next() == .row else { return nil }
            let names = scanner.fields.map { scanner.text($0) }
            let places = SubmissionTemplate.columns.compactMap { names.firstIndex(of: $0) }
            guard places.count == SubmissionTemplate.columns.count, names.count == places.count else { return nil }
            var mended: [UInt8] = []
            append(names, to: &mended)
            while true {
                let end = scanner.next()
                if end == .end { break }
                guard end == .row, scanner.count == places.count, !removed.contains(scanner.line) else { continue }
                var fields = scanner.fields.map { scanner.text($0) }
                for change in sets[scanner.line] ?? [] { fields[places[change.column]] = change.value }
                append(fields, to: &mended)
            }
            for row in added {
                // A row to add is in the template's order, and none of its values has a comma.
                let values = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                var fields = [String](repeating: "", count: places.count)
                for (place, value) in zip(places, values) { fields[place] = value }
                append(fields, to: &mended)
            }
            return mended
        }
    }

    private static func append(_ fields: [String], to bytes: inout [UInt8]) {
        for (place, field) in fields.enumerated() {
            if place > 0 { bytes.append(0x2C) }
            if field.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) {
                bytes.append(0x22)
                for byte in field.utf8 { bytes += byte == 0x22 ? [0x22, 0x22] : [byte] }
                bytes.append(0x22)
            } else {
                bytes += Array(field.utf8)
            }
        }
        bytes += [0x0D, 0x0A]
    }
}
