import Kernel
import Market
import Testing

@testable import Consumption

/// Reading defects from the fields of a file.
@Suite struct DefectFieldTests {
    @Test func everyFieldIsRead() throws {
        let spec = try DefectSpec(
            fields: [
                ("rate_per_million", .numbers([2_500])), ("defect", .words(["EST"])),
                ("variant", .words(["last-week"])),
                ("quality", .words(["EA3"])), ("segments", .words(["smart", "advanced"])),
                ("classes", .words(["smart-domestic"])), ("gsp", .words(["_A", "_P"])), ("quantities", .words(["AI"])),
                ("mpans", .words(["1012345678903"])), ("from", .words(["2026-03-29"])), ("days", .numbers([7])),
                ("length_mean", .numbers([9])),
            ], at: "defects[0]")
        #expect(spec.kind == .estimated && spec.variant == .lastWeek && spec.quality?.code == "EA3")
        #expect(spec.amount == .rate(perMillionDays: 2_500))
        #expect(spec.scope.segments == [.smart, .advanced] && spec.scope.regions == [.a, .p])
        #expect(spec.scope.classes == [.smartDomestic] && spec.scope.quantities == [.activeImport])
        #expect(spec.scope.mpans.map(\.number) == [1_012_345_678_903])
        #expect(spec.scope.from?.iso == "2026-03-29" && spec.scope.days == 7)
        #expect(spec.parameters["length_mean"] == 9)
    }

    @Test func amountsAreRead() throws {
        func amount(_ kind: String, _ fields: [(name: String, value: DefectFieldValue)]) throws -> DefectAmount {
            try DefectSpec(fields: [("defect", .words([kind]))] + fields, at: "x").amount
        }
        #expect(try amount("UNIT", [("budget_mpans", .numbers([12]))]) == .budget(mpans: 12))
        #expect(
            try amount("UNIT", [("per", .words(["mpan"])), ("rate_per_million", .numbers([5]))])
                == .share(perMillionMPANs: 5))
        #expect(try amount("COS", [("rate_per_million", .numbers([5]))]) == .share(perMillionMPANs: 5))
    }

    @Test func wrongFieldsAreNamed() {
        let cases: [([(name: String, value: DefectFieldValue)], String)] = [
            ([], "defects[3].defect"), ([("defect", .words(["OOPS"]))], "defects[3].defect"),
            ([("defect", .words(["UNIT"]))], "defects[3].rate_per_million"),
            (
                [
                    ("defect", .words(["UNIT"])), ("rate_per_million", .numbers([1])), ("budget_mpans", .numbers([1])),
                ], "defects[3].budget_mpans"
            ),
        ]
        let fields: [((name: String, value: DefectFieldValue), String)] = [
            (("rate_per_million", .numbers([2_000_000])), "rate_per_million"),
            (("variant", .words(["fast"])), "variant"),
            (("gsp", .words(["_Z"])), "gsp"), (("from", .words(["29/03/2026"])), "from"),
            (("from", .numbers([1])), "from"), (("days", .numbers([0])), "days"), (("days", .words(["x"])), "days"),
            (("mpans", .words(["1012345678904"])), "mpans"), (("lenght", .numbers([1])), "lenght"),
            (("length_mean_days", .numbers([61])), "length_mean_days"),
            (("length_mean_days", .numbers([1, 2])), "length_mean_days"), (("per", .words(["week"])), "per"),
            (("quality", .words(["A"])), "quality"),
        ]
        let unit: [(name: String, value: DefectFieldValue)] = [
            ("defect", .words(["UNIT"])), ("rate_per_million", .numbers([1])),
        ]
        for (given, path) in cases + fields.map({ (unit + [$0.0], "defects[3].\($0.1)") }) {
            do {
                _ = try DefectSpec(fields: given, at: "defects[3]")
                Issue.record("\(path) is not refused")
            } catch {
                #expect(error.description.hasPrefix("\(path): "), "\(error)")
                #expect(!error.description.contains("\n"))
            }
        }
    }

    /// What the documentation lists is what is read, for each kind.
    @Test(arguments: DefectKind.allCases)
    func listedFieldsAreAccepted(kind: DefectKind) throws {
        let listed = DefectSpec.fields(of: kind)
        #expect(Set(listed.map(\.name)).count == listed.count)
        for field in listed where !["defect", "rate_per_million", "budget_mpans", "per"].contains(field.name) {
            var spec = DefectSpec(kind, .budget(mpans: 1))
            let values: [DefectFieldValue] =
                switch field.form {
                case .number(let range, _): [.numbers([range.lowerBound]), .numbers([range.upperBound])]
                case .numbers(let range, _): [.numbers([range.lowerBound, range.upperBound])]
                case .word(let words): words.map { .words([$0]) }
                case .words(let words): [.words(words)]
                case .date: [.words(["2026-01-31"])]
                case .mpans: [.words(["1012345678903"])]
                }
            for value in values { try spec.set(field.name, to: value, at: "x") }
        }
    }

    @Test func kindsAreTellable() {
        #expect(Set(DefectKind.allCases.map(\.id)).count == 25)
        for kind in DefectKind.allCases {
            #expect(DefectKind(id: kind.id) == kind)
            #expect(!kind.title.isEmpty && !kind.variants.isEmpty)
            #expect(!kind.expectedReaction.contains(",") && !kind.expectedReaction.contains("\""))
        }
        #expect(
            DefectVariant.allCases.allSatisfy { variant in
                DefectKind.allCases.contains { $0.variants.contains(variant) }
            })
    }
}
