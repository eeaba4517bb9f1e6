/// Collects schemas, each once: equal facts share a place, so reading the same facts in the same order gives the same
/// table, wherever they come from.
struct SchemaTable {
    private(set) var schemas: [Schema] = []
    private var places: [Schema: SchemaID] = [:]

    /// More schemas than any version has; beyond it a file is refused.
    static let most = 20_000
    /// Schemas within schemas.
    static let deepest = 40

    mutating func place(of schema: Schema) -> SchemaID {
        if let place = places[schema] { return place }
        places[schema] = schemas.count
        schemas.append(schema)
        return schemas.count - 1
    }
}
