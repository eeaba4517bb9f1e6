import DIPStandIn
import Foundation
import Kernel
import TestSupport
import Testing

@testable import DIP

/// The bundled catalogue, the official files, and their differences.
struct CatalogueTests {
    @Test func bundledCatalogueHasTheFactsOfTheVersion() {
        let bundled = Specification.bundled
        #expect(bundled.version == "2.1.0")
        #expect(bundled.interfaces.count == 58)
        #expect(bundled.validations.count == 127)
        #expect(bundled.environmentTags == ["PRD", "SITB", "SIT", "UIT", "DEV"])
        #expect(bundled.channels.count == 58)
        #expect(bundled.features.names == ["companyDetails"])
        #expect(
            InterfaceID("if-021").flatMap { bundled.interface($0) }?.events == ["[ActivePower]", "[ReactivePower]"])
        #expect(InterfaceID("IF-021").flatMap { bundled.event(validatedAs: "activepower", of: $0) } == "[ActivePower]")
        #expect(InterfaceID("IF-016").flatMap { bundled.event(validatedAs: "ActivePower", of: $0) } == nil)
        for name in SpecificationReader.bodyNames { #expect(bundled.body(name) != nil, "\(name)") }
    }

    @Test func catalogueAndOfficialFilesAreTheSameValue() throws {
        guard let folder = Judge.official("2.1.0") else { return }
        let official = try YAMLReading.specification(in: folder)
        #expect(official.specification == Specification.bundled)
        // One nullable enumeration without null, and twelve objects without a type.
        #expect(official.findings.count == 13)
        #expect(official.findings.allSatisfy { $0.line > 0 })
    }

    @Test func catalogueIsWhatItsScriptMakes() async throws {
        guard let folder = Judge.official("2.1.0") else { return }
        let made = try await Subprocess.python("scripts/dip/make-catalogue", [folder.path])
        #expect(made.succeeded, "\(made.errors)")
        let kept = try Data(contentsOf: Repository.file("Sources/DIP/Generated/CatalogueText.swift"))
        #expect(made.output == Array(kept))
    }

    @Test func olderVersionLoadsAndItsDifferencesAreTold() throws {
        guard let folder = Judge.official("1.8.3") else { return }
        let older = try YAMLReading.specification(in: folder).specification
        #expect(older.version == "1.8.3")
        #expect(older.interfaces.count == 57)
        let differences = Specification.bundled.differences(from: older)
        let words = differences.map(\.description)
        #expect(words.contains { $0.hasPrefix("added interface IF-051") })
        #expect(words.contains("added path /validate/IF-051/EESRefresh"))
        #expect(words.contains { $0.hasPrefix("changed type DI-995-Sender-Unique-Reference: pattern none -> ^S-") })
        #expect(Specification.bundled.differences(from: older) == differences)
        #expect(Specification.bundled.differences(from: .bundled).isEmpty)
        let back = older.differences(from: .bundled).map(\.description)
        #expect(back.contains("removed interface IF-051"))
        #expect(back.count == words.count)
    }

    /// A version like 2.2.1: the paths that were taken out of 2.1.0 are back.
    @Test func versionWithMorePathsLoads() throws {
        guard let folder = Judge.official("2.1.0") else { return }
        var files = try YAMLReading.files(of: folder)
        let index = try #require(files.firstIndex { $0.root["paths"]?["/dip-channel/{id}"] != nil })
        let extra = """
            /dip-channel/{id}/replay/{recipient-id}: {post: {responses: {'200': {description: a}, '206': {description: b}}}}
            /dip-channel/{id}/requeue/{recipient-id}: {post: {responses: {'202': {description: a}}}}
            /dip-channel/{id}/requeueStatus/{recipient-id}: {get: {responses: {'200': {description: a}}}}
            /statusmessage/replay/{recipient-id}: {post: {responses: {'200': {description: a}}}}
            /statusmessage/requeue/{recipient-id}: {post: {responses: {'202': {description: a}}}}
            """
        let added = try YAMLReading.read(extra, name: "extra").members ?? []
        guard case .map(var members) = files[index].root.value,
            let paths = members.firstIndex(where: { $0.key == "paths" })
        else { throw Property.Broken("no paths") }
        let kept = (members[paths].node.members ?? []).filter { path in !added.contains { $0.key == path.key } }
        members[paths].node = SpecificationNode(.map(kept + added))
        files[index].root = SpecificationNode(.map(members))
        let newer = try SpecificationReader.read(files).specification
        #expect(
            newer.features.names == [
                "replayContinues", "requeueIsTaken", "requeueHasStatus", "statusMessagesReplay",
                "statusMessagesRequeue",
                "companyDetails",
            ])
        let differences = newer.differences(from: .bundled)
        #expect(differences.allSatisfy { $0.subject == .feature && $0.change == .added })
        #expect(differences.count == 5)
    }

    @Test func everyListedCodeHasAMeaningAndNoOther() {
        let listed = Set(Specification.bundled.responseCodes)
        #expect(Set(ResponseCodes.all.map(\.code.text)) == listed)
        #expect(ResponseCodes.all.count == listed.count)
        #expect(ResponseCodes.all.allSatisfy { ResponseCodes.family(of: $0.code) != nil && !$0.meaning.isEmpty })
        #expect(ResponseCodes.message(of: .success) == "MSG0000 - Success")
        #expect(ResponseCodes.all.allSatisfy { ResponseCodes.message(of: $0.code).utf8.count <= 200 })
        #expect(ResponseCodes.meaning(of: ResponseCode("MSG9999")) == nil)
    }

    @Test func everyRuleIsTold() {
        #expect(Set(CheckRule.allCases.map(\.rawValue)).count == CheckRule.allCases.count)
        for rule in CheckRule.allCases {
            #expect(rule.facts.meaning.hasSuffix(".") && !rule.facts.basis.isEmpty, "\(rule)")
        }
        #expect(KnownDefect.allCases.allSatisfy { $0.sentence.hasSuffix(".") })
    }
}
