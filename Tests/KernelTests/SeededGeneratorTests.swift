import Kernel
import Testing

@Suite("Seeded numbers") struct SeededGeneratorTests {
    @Test("the numbers are SplitMix64's") func reference() {
        var generator = SeededGenerator(seed: 1_234_567)
        #expect(generator.next() == 6_457_827_717_110_365_317)
        #expect(generator.next() == 3_203_168_211_198_807_973)
        #expect(generator.next() == 9_817_491_932_198_370_423)
    }

    @Test("a child depends on seed and label, not on what was drawn") func children() {
        var drawn = SeededGenerator(seed: 9)
        let fresh = drawn
        _ = drawn.next()
        var (one, two) = (drawn.child("papers"), fresh.child("papers"))
        #expect(one.next() == two.next())
        #expect(fresh.child("papers").seed != fresh.child("cells").seed)
        #expect(fresh.child("a").child("b").seed != fresh.child("b").child("a").seed)
        #expect(fresh.child("").seed != fresh.seed)
    }

    @Test("numbers below a bound stay below it and reach every value") func bounds() {
        var generator = SeededGenerator(seed: 3)
        var seen = Set<Int>()
        for _ in 0..<1_000 { seen.insert(generator.nextBelow(7)) }
        #expect(seen == Set(0..<7))
        #expect(generator.nextBelow(0) == 0)
        #expect(generator.nextBelow(-5) == 0)
        #expect((0..<Int.max).contains(generator.nextBelow(Int.max)))
    }

    @Test("severities are ordered") func severities() {
        #expect(Finding.Severity.note < .warning)
        #expect(Finding.Severity.warning < .error)
    }
}
