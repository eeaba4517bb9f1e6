import Consumption
import Kernel
import Market

/// The command that makes the whole run, as a shell takes it: its lines are joined by backslashes.
enum ConsumptionCommandLine {
    static func generate(_ request: ConsumptionRequest) -> String {
        let configuration = request.configuration
        let mix = configuration.mix.map { "\($0.kind)=\(Percent.share(billionths: $0.billionths))" }
        var lines = [
            ["changeover", "consumption", "generate", "--mpans", String(configuration.importMPANs)],
            ["--mix", mix.joined(separator: ",")],
        ]
        if let region = request.region { lines.append(["--gsp", "\(region.id)=1"]) }
        let (from, days, seed) = (configuration.from.iso, String(configuration.days), String(configuration.seed))
        lines.append(["--from", from, "--days", days, "--seed", seed])
        lines.append(["--format", request.format, "--out", "data/"])
        return lines.map { $0.map(quoted).joined(separator: " ") }.joined(separator: " \\\n  ")
    }

    /// A word as a POSIX shell reads it back: bare where nothing in it has a meaning there, else in single quotes.
    static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_=+,./:@%".utf8.contains(byte)
            }
        }
        guard !isPlain || word.isEmpty else { return word }
        var out = "'"
        for scalar in word.unicodeScalars {
            if scalar == "'" { out += "'\\''" } else { out.unicodeScalars.append(scalar) }
        }
        return out + "'"
    }
}
