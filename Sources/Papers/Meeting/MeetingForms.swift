/// The forms of table that this folder reads, with the heads they are printed under (hazard H19).
enum MeetingForms {
    static let actions = TableForm(
        "actions",
        [
            ColumnForm("area", "Area", "Agenda item", "Topic", required: false),
            ColumnForm(
                "reference", "Action Ref", "Ref", "Action Reference", "Reference", "Action ID", "Action No",
                "Action Number",
                "ID"),
            ColumnForm("text", "Action", "Action Description", "Description", "Actions"),
            ColumnForm("owner", "Owner", "Action Owner", "Owners", "Owner(s)"),
            ColumnForm("raised", "Date", "Date Raised", "Raised", "Raised On", required: false),
            ColumnForm("due", "Due Date", "Due", "Date Due", "Target Date"),
            ColumnForm("status", "Status", "Action Status", required: false),
            ColumnForm(
                "update", "Update", "Latest Update", "Updates", "Comments", "Comment", "Progress", "Latest Updates",
                required: false),
        ])

    static let decisions = TableForm(
        "decisions",
        [
            ColumnForm("area", "Area", "Agenda item", "Topic", required: false),
            ColumnForm(
                "reference", "Decision Ref", "Dec Ref", "Decision Reference", "Dec Reference", "Decision ID",
                "Decision No"),
            ColumnForm("text", "Description", "Decision", "Decision Description", "Decision Text"),
        ])

    static let raid = TableForm(
        "raid",
        [
            ColumnForm("area", "RAID area", "RAID Items area", "RAID item"),
            ColumnForm("reference", "RAID Ref", "RAID ID", "Ref", "Reference", required: false),
            ColumnForm("text", "Description", "RAID Description", "Details"),
        ])

    /// The same with a column of references in place of the area's head.
    static let raidLog = TableForm(
        "raid",
        [
            ColumnForm("reference", "RAID Ref", "RAID ID", "RAID Reference", "RAID No", "RAID item ref", "Risk Ref"),
            ColumnForm("area", "Area", "RAID area", "Topic", "Theme", required: false),
            ColumnForm("text", "Description", "RAID Description", "Details", "Summary"),
        ])

    static let discussion = TableForm(
        "discussion",
        [
            ColumnForm("area", "Area", "Agenda item", "Topic"),
            ColumnForm("text", "Discussion", "Key Discussion", "Discussion Item", "Key Discussion Items"),
        ])

    static let all = [actions, decisions, raid, raidLog, discussion]

    /// Bytes of the longest head of a column, with room for markup.
    private static let longest = 48

    /// The form whose head the row is; nil for any other row.
    static func form(of row: Row) -> (TableForm, TableHead)? {
        // Long cells are texts: they are passed over before anything is compared.
        guard row.cells.count(where: { $0.text.utf8.count <= longest && !$0.isEmpty }) >= 2 else { return nil }
        var short = row
        for index in short.cells.indices where short.cells[index].text.utf8.count > longest {
            short.cells[index].text = ""
        }
        for form in all {
            if let head = form.head(in: short) { return (form, head) }
        }
        return nil
    }
}

/// Takes this folder's tables out of the blocks: over blank lines and breaks, up to the next head.
enum TableRun {
    /// The rows under one head.
    struct Segment {
        let form: TableForm
        let head: TableHead
        var rows: [Row] = []
    }

    struct Run {
        var segments: [Segment]
        /// Rows of the first block before the first head.
        var before: [Row]
        /// Blocks taken, from the one with the head.
        var taken: Int
        /// What is uncertain about every row.
        var doubts: [String] = []
    }

    /// The tables that begin in the block; nil where no known head is in it.
    ///
    /// Tables that follow without text between belong to the last head as long as they have none of their own: a break
    /// that changed the number of cells must not end the table. A repeated head begins a segment of the same form.
    static func run(at index: Int, _ blocks: [Block]) -> Run? {
        guard let table = blocks[index].table else { return nil }
        var run = Run(segments: [], before: [], taken: 1)
        append(table, to: &run)
        if run.segments.isEmpty {
            guard let (form, head) = Headless.head(of: table) else { return nil }
            run.segments = [Segment(form: form, head: head, rows: run.before)]
            run.before = []
            run.doubts = [Headless.doubt]
        }
        while index + run.taken < blocks.count, let more = blocks[index + run.taken].table,
            let head = run.segments.last?.head, continues(more, head)
        {
            append(more, to: &run)
            run.taken += 1
        }
        return run
    }

    private static func append(_ table: RawTable, to run: inout Run) {
        for row in table.rows where !row.isEmpty {
            if let (form, head) = MeetingForms.form(of: row) {
                run.segments.append(Segment(form: form, head: head))
            } else if run.segments.isEmpty {
                run.before.append(row)
            } else {
                run.segments[run.segments.count - 1].rows.append(row)
            }
        }
    }

    /// Whether a table without a head of its own carries on the one above: about as wide, or one text a line.
    private static func continues(_ table: RawTable, _ head: TableHead) -> Bool {
        guard let first = table.rows.first, MeetingForms.form(of: first) == nil else { return false }
        if table.rows.allSatisfy({ $0.texts.count <= 1 }) { return true }
        guard abs(table.width - head.width) <= 1 else { return false }
        let texts = first.texts
        let isHead =
            texts.count >= 3
            && texts.allSatisfy { text in
                text.utf8.count <= 32 && !text.contains(where: \.isNumber)
                    && (text.first.map { $0.isUppercase || $0 == "#" } ?? false)
            }
        return !isHead
    }
}
