import Consumption
import Market

/// What a run or a part of one holds: counts, sums, digests, and the configuration that makes it again.
struct Manifest: Sendable, Hashable {
    struct File: Sendable, Hashable {
        var name: String
        var bytes: Int
        /// Rows of data or lines of a portfolio, headers not counted.
        var rows: Int
        var sha256: String
    }

    var productVersion = Changeover.version
    var modelVersion = ConsumptionConfiguration.modelVersion
    var format: String
    /// Of zstd; nil where nothing is compressed.
    var compressionLevel: Int?
    /// From 1; nil for a run joined from its parts.
    var part: Int?
    var parts: Int
    var rows = 0
    var importMPANs = 0
    var exportMPANs = 0
    var energies = EnergyTable()
    var files: [File] = []
    var digest: String
    /// The complete portfolio file.
    var configuration: ExactJSON

    /// `manifest.json`; members sorted, so that the same run writes the same bytes.
    var json: ExactJSON {
        .object([
            ("config", configuration), ("config_sha256", .text(digest)),
            ("days", configuration["days"] ?? .null), ("energy_wh", energies.json),
            ("export_mpans", .whole(exportMPANs)),
            (
                "files",
                .list(
                    files.map { file in
                        .object([
                            ("bytes", .whole(file.bytes)), ("name", .text(file.name)), ("rows", .whole(file.rows)),
                            ("sha256", .text(file.sha256)),
                        ])
                    })
            ),
            ("format", .text(format)), ("from", configuration["from"] ?? .null),
            ("import_mpans", .whole(importMPANs)), ("model_version", .text(modelVersion)),
            ("mpans", .whole(importMPANs + exportMPANs)), ("part", part.map { .whole($0) } ?? .null),
            ("parts", .whole(parts)), ("product_version", .text(productVersion)), ("rows", .whole(rows)),
            ("seed", configuration["seed"] ?? .null), ("zstd", compressionLevel.map { .whole($0) } ?? .null),
        ])
    }

    var bytes: [UInt8] { Array((json.pretty + "\n").utf8) }

    /// Whether two manifests are of one run: equal in all but the part and what is in it.
    func isSameRun(as other: Manifest) -> Bool {
        digest == other.digest && format == other.format && compressionLevel == other.compressionLevel
            && parts == other.parts && modelVersion == other.modelVersion
    }
}

extension Manifest {
    /// Reads a manifest.
    init(_ json: ExactJSON) throws(FieldProblem) {
        func whole(_ name: String) throws(FieldProblem) -> Int {
            guard let value = json[name]?.whole, value >= 0 else {
                throw FieldProblem(name, "it is missing or no whole number")
            }
            return value
        }
        func text(_ name: String) throws(FieldProblem) -> String {
            guard let value = json[name]?.text else { throw FieldProblem(name, "it is missing or no text") }
            return value
        }
        guard let configuration = json["config"], configuration.members != nil else {
            throw FieldProblem("config", "it is missing or no object")
        }
        guard let energies = json["energy_wh"].flatMap({ EnergyTable($0) }) else {
            throw FieldProblem("energy_wh", "it is missing, or not sums by quantity and GSP group")
        }
        self.init(
            productVersion: try text("product_version"), modelVersion: try text("model_version"),
            format: try text("format"), compressionLevel: json["zstd"]?.whole, part: json["part"]?.whole,
            parts: try whole("parts"), rows: try whole("rows"), importMPANs: try whole("import_mpans"),
            exportMPANs: try whole("export_mpans"), energies: energies, files: try Self.files(json),
            digest: try text("config_sha256"), configuration: configuration)
    }

    private static func files(_ json: ExactJSON) throws(FieldProblem) -> [File] {
        guard let list = json["files"]?.list else { throw FieldProblem("files", "it is missing or no list") }
        var files: [File] = []
        for (place, item) in list.enumerated() {
            guard let name = item["name"]?.text, let bytes = item["bytes"]?.whole, let rows = item["rows"]?.whole,
                let sha256 = item["sha256"]?.text, !name.contains("/")
            else { throw FieldProblem("files[\(place)]", "it is not a name, bytes, rows and a sha256") }
            files.append(File(name: name, bytes: bytes, rows: rows, sha256: sha256))
        }
        return files
    }

    /// The settings that the manifest's configuration says; refused where this program would make other values.
    func settings(_ name: String) throws -> RunSettings {
        guard modelVersion == ConsumptionConfiguration.modelVersion else {
            throw Failure(
                line: "\(name): its data are of model version \(modelVersion), and this program makes version "
                    + "\(ConsumptionConfiguration.modelVersion); use the program of version \(productVersion)",
                code: .badInput)
        }
        var settings = RunSettings.standard
        do {
            try PortfolioFile.apply(configuration, to: &settings)
        } catch {
            throw Failure(line: "\(name): config: \(error)", code: .badInput)
        }
        let checked = try settings.checked()
        guard checked.digest == digest else {
            throw Failure(
                line: "\(name): config_sha256 is not the digest of its config; it was altered", code: .badInput)
        }
        return checked
    }
}
