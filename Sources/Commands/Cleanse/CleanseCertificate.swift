import ArgumentParser
import Cleanse
import Foundation
import Store
import Trust

/// `changeover cleanse certificate`
struct CleanseCertificate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificate",
        abstract: "Account for every MPAN: valid, invalid, missing, exempt or out of scope, by item and party.",
        discussion: """
            --sign adds a signature of yours as the last line of the JSON; it covers every byte before that line. \
            changeover cleanse verify checks it, and so does openssl dgst -sha256 -verify.

            EXAMPLE
              changeover cleanse certificate --format json --sign key.pem --out certificate.json
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, csv, json
    }

    @OptionGroup var data: DataOptions
    @Option(name: .long, help: ArgumentHelp("Of this run (else the latest).", valueName: "n")) var run: Int?
    @Option(name: .long, help: "text, csv or json.") var format = Format.text
    @Option(name: .long, help: ArgumentHelp("Targets and rules as in this file.", valueName: "file"))
    var settings: String?
    @Option(name: .long, help: ArgumentHelp("Sign with this private key in PEM (RSA or P-256).", valueName: "file"))
    var sign: String?
    @Option(name: .long, help: ArgumentHelp("Write to this file (else print).", valueName: "file")) var out: String?

    func validate() throws {
        if sign != nil, format != .json { throw ValidationError("--sign needs --format json.") }
    }

    func run() async throws {
        try await reporting {
            let desk = CleanseDesk(data: data.folder)
            let ledger = try desk.existingLedger()
            let found = try desk.run(run, of: ledger)
            let file = try CleanseSettingsFile(path: settings, data: data.folder)
            let certificate = Certificate(
                run: found, completeness: try ledger.completeness(run: found), targets: file.targets)
            var bytes: [UInt8]
            switch format {
            case .text: bytes = Array((CertificateText.text(certificate) + "\n").utf8)
            case .csv: bytes = CertificateText.csv(certificate)
            case .json:
                bytes = Array((CertificateText.json(certificate) + "\n").utf8)
                if let sign { bytes = try SignedDocument.signed(bytes, keyFile: sign) }
            }
            if let out {
                try CleanseFiles.write(bytes, to: out)
            } else {
                try Terminal.write(bytes)
            }
        }
    }
}

/// `changeover cleanse verify`
struct CleanseVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the signature and the sums of a certificate or of a party's pack.",
        discussion: """
            For a certificate: its signature, with the signer's public key or certificate. For a pack's folder: every \
            file's digest against its manifest. Ends with 3 where anything differs.

            EXAMPLE
              changeover cleanse verify certificate.json --key public.pem
            """)

    @Argument(help: ArgumentHelp("A signed certificate, or a folder of packs.", valueName: "path")) var path: String
    @Option(name: .long, help: ArgumentHelp("The signer's public key or certificate in PEM.", valueName: "file"))
    var key: String?

    func run() async throws {
        try await reporting {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw Failure(
                    "\(path) cannot be verified", because: "there is no such file or folder",
                    advice: "name a certificate or a folder of packs", code: .badInput)
            }
            let words =
                isFolder.boolValue
                ? try PackFolder.verified(path) : try SignedDocument.verified(path, keyFile: key)
            try Terminal.print(words)
        }
    }
}
