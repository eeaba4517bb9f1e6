public import Market

/// Where the sun is, by integers.
public enum Sun {
    /// When the sun rises and sets, in minutes of the UTC day, for a place at least 49 and at most 61 degrees north.
    ///
    /// A stand-in until the sky has a model: six in the morning and in the evening.
    public static func riseAndSet(
        day: UTCDay, latitudeArcminutes: Int, longitudeArcminutes: Int
    ) -> (rise: Int, set: Int) { (360, 1_080) }
}
