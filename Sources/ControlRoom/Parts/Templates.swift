import Mustache
import Synchronization

/// The page templates, parsed once for the life of the process.
enum Templates {
    /// The name under which templates ask for escaping by bytes.
    private static let contentType = "ROOM"

    static let library: MustacheLibrary = {
        MustacheContentTypes.register(BytewiseHTML(), named: contentType)
        var library = MustacheLibrary()
        for (name, text) in EmbeddedAssets.templates.sorted(by: { $0.key < $1.key }) {
            do {
                try library.register("{{% CONTENT_TYPE:\(contentType)}}" + text, named: name)
            } catch {
                preconditionFailure("the template \(name) parses: \(error)")
            }
        }
        return library
    }()

    /// Writes a model through a template.
    static func render(_ model: some Sendable, as name: String) -> String {
        guard let text = library.render(model, withTemplate: name) else {
            preconditionFailure("there is a template \(name)")
        }
        return text
    }
}
