public import Market

extension ConsumptionWorker {
    /// Draws the random words of the loaded site's UTC day and makes nothing of them: what a measurement sets beside the
    /// cost of whole values.
    ///
    /// - Returns: a word of the day, so that the draws are not left out by an optimiser.
    public func drawOnly(_ day: UTCDay) -> UInt32 {
        let words = tables.words
        ActivityDraws.words(tables.philox, subject: site.mpan.body, day: day.number, into: words)
        return words.load(fromByteOffset: 64, as: UInt32.self) ^ words.load(fromByteOffset: 252, as: UInt32.self)
    }
}
