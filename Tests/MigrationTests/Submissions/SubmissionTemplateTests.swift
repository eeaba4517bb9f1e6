import Kernel
import Migration
import TestSupport
import Testing

/// What we hand out, we accept.
struct SubmissionTemplateTests {
    @Test(arguments: 1...9)
    func everyTemplateIsAccepted(_ sprint: Int) throws {
        var made = MadeSprint()
        made.sprint = sprint
        made.limit(nil, 3_000)
        made.limit(1, 1_500)
        let checker = try made.checker()
        for supplier in made.suppliers.indices {
            let rows = MadeSprint.template(checker, supplier)
            let answer = checker.check(MadeSprint.file(rows), SubmissionCircumstances()).answer
            let errors = answer.findings.filter { $0.severity == .error }
            #expect(errors.isEmpty, "sprint \(sprint), \(made.suppliers[supplier].code): \(errors.prefix(3))")
            #expect(answer.rows == rows.count - 1)
        }
    }
}
