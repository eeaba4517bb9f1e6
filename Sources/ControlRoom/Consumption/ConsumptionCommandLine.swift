import Consumption
import Kernel
import Market

/// The command that makes the whole run, as a shell takes it.
enum ConsumptionCommandLine {
    static func generate(_ request: ConsumptionRequest) -> String {
        let configuration = request.configuration
        let mix = configuration.mix.map { "\($0.kind)=\(Percent.share(billionths: $0.billionths))" }
        var words = [
            "changeover", "consumption", "generate", "--mpans", String(configuration.importMPANs), "--mix",
            mix.joined(separator: ","), "--from", configuration.from.iso, "--days", String(configuration.days),
            "--seed",
            String(configuration.seed),
        ]
        if let region = request.region { words += ["--gsp", "\(region.id)=1"] }
        words += ["--format", request.format, "--out", "data/"]
        return words.map(quoted).joined(separator: " ")
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
