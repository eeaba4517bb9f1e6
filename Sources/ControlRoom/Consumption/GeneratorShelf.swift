import Consumption
import Synchronization

/// The generators that pages asked for last: preparing one costs more than making a site's day.
///
/// Bounded: the one unused for longest goes first.
final class GeneratorShelf: Sendable {
    /// Generators kept.
    static let most = 8

    private let kept = Mutex<[ConsumptionGenerator]>([])

    /// The generator of a configuration, made where it is not at hand.
    func generator(_ configuration: ConsumptionConfiguration) throws(ConfigurationError) -> ConsumptionGenerator {
        let found = kept.withLock { kept -> ConsumptionGenerator? in
            guard let place = kept.firstIndex(where: { $0.configuration == configuration }) else { return nil }
            let found = kept.remove(at: place)
            kept.append(found)
            return found
        }
        if let found { return found }
        let made = try ConsumptionGenerator(configuration)
        kept.withLock { kept in
            kept.append(made)
            if kept.count > Self.most { kept.removeFirst() }
        }
        return made
    }

    /// How many are kept, for tests.
    var count: Int { kept.withLock(\.count) }
}
