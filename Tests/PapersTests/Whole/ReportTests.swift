import Papers
import Record
import Testing

/// Texts as a written paper prints them.
@Suite("Report writer") struct ReportTests {
    @Test("Meeting numbers are printed with three digits", arguments: [("8", "008"), ("22", "022"), ("10.1", "10.1")])
    func padding(number: String, printed: String) {
        let meeting = Entry(
            kind: .meetings, key: "TRAG \(number)",
            fields: [
                "group": FieldState(value: .text("TRAG"), printed: "TRAG"),
                "number": FieldState(value: .text(number), printed: number),
            ], sources: [], doubts: [])
        let dossier = MeetingDossier(meeting: meeting, groupName: "Trial Group", issued: nil)
        let text = ReportRenderer.render(ReportWriter.paper(.headline, of: dossier), as: .text)
        #expect(text.contains("Meeting number\tTRAG \(printed)\t"))
        #expect(text.hasPrefix("Trial Group (TRAG) Headline Report\n"))
    }

    @Test("Markup in a record is text in every format")
    func hostileText() {
        let paper = WrittenPaper(elements: [
            .title("<script>alert(1)</script>"), .table(head: ["A|B"], rows: [["[x](javascript:1)\tb", "a\nb"]]),
        ])
        let html = ReportRenderer.render(paper, as: .html)
        #expect(!html.contains("<script>alert"))
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        let markdown = ReportRenderer.render(paper, as: .markdown)
        #expect(markdown.contains("\\[x\\](javascript:1) b"))
        #expect(markdown.contains("A\\|B"))
        let marked = WrittenPaper(elements: [.paragraph("<\u{301}b>")])
        #expect(ReportRenderer.render(marked, as: .html).utf8.contains("&lt;\u{301}b&gt;".utf8))
        #expect(ReportRenderer.render(marked, as: .markdown).utf8.starts(with: "&lt;".utf8))
        let text = ReportRenderer.render(paper, as: .text)
        #expect(text.hasSuffix("[x](javascript:1) b\ta b\n"), "a tab or a line end inside a cell would break the table")
    }
}
