public import DIP

extension Scenario {
    /// Reads a scenario from YAML.
    /// - Throws: what keeps the text from being YAML; what is wrong in the document is told by the reading's findings.
    public static func read(yaml text: String, name: String) throws(SpecificationError) -> ScenarioReading {
        read(try YAMLReading.read(text, name: name))
    }
}
