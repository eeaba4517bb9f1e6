/// What becomes of rows with something wrong: what is said of them, and which of them go.
extension ChunkParser {
    /// Rules that remove their row, so that nothing else is said of it.
    public static let removing: Set<Rule> = [.fil11, .mpn01, .mpn02, .mpn03, .mpn05]

    /// Turns what is wrong into rejects, takes removed rows out of the columns.
    func settle(_ chunk: inout PackedChunk, _ bytes: UnsafeMutablePointer<UInt8>, _ offset: UInt64) {
        // Rows that are not regular are packed apart from the others, so their texts come out of order.
        chunk.others = others.map { texts in texts.sorted { $0.row < $1.row } }
        dirty.removeAll(keepingCapacity: true)
        for texts in chunk.others { for other in texts { dirty.append(chunk.lines[Int(other.row)]) } }
        for wrong in wrongs { dirty.append(chunk.lines[Int(wrong.row)]) }
        dirty.sort()
        guard !wrongs.isEmpty else { return }
        wrongs.sort { ($0.row, $0.field ?? -1, $0.rule.rawValue) < ($1.row, $1.field ?? -1, $1.rule.rawValue) }
        var isRemoved = [Bool](repeating: false, count: chunk.count)
        var from = 0
        while from < wrongs.count {
            var to = from + 1
            while to < wrongs.count, wrongs[to].row == wrongs[from].row { to += 1 }
            let row = Int(wrongs[from].row)
            let all = wrongs[from..<to]
            let damaged = all.filter { $0.rule == .fil11 }
            let removing = damaged.isEmpty ? all.filter { Self.removing.contains($0.rule) } : damaged
            let said = removing.isEmpty ? Array(all) : removing
            // A link of no kind and a hub without an identifier are used no further, though the reject is a field's.
            isRemoved[row] = !removing.isEmpty || isWithoutKind(row, chunk, all) || isNameless(row, chunk)
            if said.contains(where: { $0.rule != .mpn06 }) { chunk.rejectedRows += 1 }
            withhold(row, damaged, all, chunk: &chunk)
            let texts = subjectTexts(row, bytes)
            for wrong in said { chunk.rejects.append(reject(wrong, texts, chunk.lines[row], offset)) }
            from = to
        }
        if isRemoved.contains(true) { chunk.remove(isRemoved) }
    }

    private func isWithoutKind(_ row: Int, _ chunk: PackedChunk, _ wrongs: ArraySlice<Wrong>) -> Bool {
        guard layout.kind == .links else { return false }
        return wrongs.contains { $0.field == 0 } || !chunk.column(0, as: UInt16.self)[row].isPacked
    }

    private func isNameless(_ row: Int, _ chunk: PackedChunk) -> Bool {
        layout.kind == .hubs && chunk.forms?[row] != DeviceForm.canonical.rawValue
    }

    private func withhold(_ row: Int, _ damaged: [Wrong], _ all: ArraySlice<Wrong>, chunk: inout PackedChunk) {
        guard !damaged.isEmpty else { return }
        for (field, fact) in layout.fields.enumerated() where fact.packing == .mpan {
            let number = chunk.column(field, as: UInt64.self)[row]
            if number.isPacked, !all.contains(where: { $0.field == field && $0.rule != .mpn06 }) {
                chunk.withheld.append(number)
            }
        }
    }

    /// The text of each field that is an MPAN, and which of them is the row's subject.
    private func subjectTexts(_ row: Int, _ bytes: UnsafeMutablePointer<UInt8>) -> [[UInt8]?] {
        let start = Int(places.starts[row])
        let count = min(Int(places.stops[row]) - start, RegisterLayout.longestLine)
        var line = UnsafeRawBufferPointer(start: bytes + start, count: count)
        if line.last == 0x0D { line = UnsafeRawBufferPointer(rebasing: line.dropLast()) }
        let fields = CSVLine.fields(line)
        return layout.fields.enumerated().map { index, field in
            guard field.packing == .mpan, let place = layout.places[index], place < fields.count else { return nil }
            return fields[place]
        }
    }

    private func reject(_ wrong: Wrong, _ texts: [[UInt8]?], _ line: UInt32, _ offset: UInt64) -> Reject {
        let fields = layout.fields
        let subjectField = layout.kind == .links ? fields.firstIndex { $0.item == .subsidiary } : wrong.field
        var text: [UInt8]?
        if let field = wrong.field, fields[field].packing == .mpan {
            text = wrong.observed
        } else if layout.kind == .links, let subjectField {
            text = texts[subjectField]
        } else {
            text = texts.lazy.compactMap { $0 }.first
        }
        return Reject(
            rule: wrong.rule, subject: Self.subject(text ?? []), item: wrong.field.map { fields[$0].item } ?? .fields,
            observed: Reject.printed(wrong.observed), expected: Self.expected(wrong, layout), line: line,
            offset: offset + UInt64(wrong.offset))
    }

    /// An MPAN's number, what stood in its place, or nothing, which the load makes the file.
    static func subject(_ text: [UInt8]) -> Subject {
        if text.count == 13, text.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
            return .mpan(text.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - 0x30) })
        }
        return text.isEmpty ? .file("") : .printed(Reject.printed(text))
    }

    /// The words that a column may have, for people.
    private static func words(_ wrong: Wrong, _ layout: RegisterLayout) -> String {
        switch wrong.field.map({ layout.fields[$0].item }) {
        case .statedBy: "principal, subsidiary or the MPAN of one of them"
        case .kind where layout.kind == .hubs: "hub or gas-proxy"
        default: "IE or REL"
        }
    }

    /// What would have been right, for people.
    private static func expected(_ wrong: Wrong, _ layout: RegisterLayout) -> String {
        switch wrong.rule {
        case .dpi02, .sta01: "true or false"
        case .fil03: words(wrong, layout)
        case .fil04: "\(layout.width) fields, as in the header"
        case .fil06: "a day, " + (layout.days.dialect?.rawValue ?? "yyyy-mm-dd or yyyymmdd")
        case .fil07 where wrong.field.map({ layout.fields[$0].item }) == .guid:
            "a device's eight octets in hexadecimal"
        case .fil07: "printable ASCII without a bar, at most \(longestField) characters"
        case .fil11: "the text as it was before a spreadsheet read it"
        case .mpn01
        where (6...10).contains(wrong.observed.count) && wrong.observed.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }:
            "thirteen digits; so few may be a gas reference"
        case .mpn01: "thirteen digits"
        case .mpn02: "a right check digit"
        case .mpn03: "a distributor on the as-at date"
        case .mpn05: "a settlement distributor"
        case .mpn06: "the sender's own numbers"
        default: ""
        }
    }
}

extension PackedChunk {
    /// Takes rows out, the others close up in their order.
    mutating func remove(_ isRemoved: [Bool]) {
        var kept: [UInt32] = []
        kept.reserveCapacity(count)
        for row in 0..<count where !isRemoved[row] { kept.append(UInt32(row)) }
        func close<Element>(_ column: UnsafeMutablePointer<Element>) {
            for (to, from) in kept.enumerated() { column[to] = column[Int(from)] }
        }
        for (index, field) in fields.enumerated() {
            switch field.packing.width {
            case 1: close(column(index, as: UInt8.self))
            case 2: close(column(index, as: UInt16.self))
            case 4: close(column(index, as: UInt32.self))
            default: close(column(index, as: UInt64.self))
            }
        }
        if let forms { close(forms) }
        close(lines)
        for field in others.indices where !others[field].isEmpty {
            others[field] = others[field].compactMap { other in
                guard !isRemoved[Int(other.row)] else { return nil }
                var moved = other
                moved.row = UInt32(Self.place(of: other.row, in: kept))
                return moved
            }
        }
        count = kept.count
        if kept.count * 2 < isRemoved.count { shrink() }
    }

    /// Moves the rows to memory of their own size, so that a chunk of nonsense keeps none.
    private mutating func shrink() {
        let plan = ColumnPlan(fields: fields, rows: count)
        let smaller = Block(byteCount: plan.byteCount)
        func move(_ from: Int, _ to: Int, _ width: Int) {
            guard let source = UnsafeRawPointer(bitPattern: block.address + UInt(from)),
                let target = UnsafeMutableRawPointer(bitPattern: smaller.address + UInt(to))
            else { return }
            target.copyMemory(from: source, byteCount: count * width)
        }
        for (index, field) in fields.enumerated() {
            move(offsets[index], plan.offsets[index], field.packing.width)
        }
        if let old = formOffset, let new = plan.formOffset { move(old, new, 1) }
        move(lineOffset, plan.lineOffset, 4)
        block = smaller
        offsets = plan.offsets
        formOffset = plan.formOffset
        lineOffset = plan.lineOffset
    }

    private static func place(of row: UInt32, in rows: [UInt32]) -> Int {
        var low = 0
        var high = rows.count
        while low < high {
            let middle = (low + high) / 2
            if rows[middle] < row { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
