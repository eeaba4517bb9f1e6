// Bytes compared and read many at a time, in the processor's own words where it has them (AVX2 on x86-64), else in plain
// C: both say the same. What Swift has no name for, such as the highest bits of thirty-two bytes as one number.
#pragma once
#include <stdint.h>
#include <string.h>
#if defined(__AVX2__)
#include <immintrin.h>
#endif

#define LANES_INLINE static inline __attribute__((always_inline))

/// Sixty-four bytes as bits, the first byte's lowest.
typedef struct {
    /// Line ends.
    uint64_t ends;
    /// Commas and line ends.
    uint64_t separators;
    uint64_t spaces;
    /// Bytes below a space that are no line ends, bytes above a tilde, quotes, bars.
    uint64_t odd;
} lanes_marks;

#if defined(__AVX2__)
LANES_INLINE uint64_t lanes_equal(__m256i low, __m256i high, char byte) {
    __m256i all = _mm256_set1_epi8(byte);
    uint32_t first = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, all));
    uint32_t last = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, all));
    return (uint64_t)last << 32 | first;
}

LANES_INLINE __m256i lanes_oddities(__m256i bytes) {
    // Bytes from 0x80 on are negative, and so below a space too.
    __m256i below = _mm256_cmpgt_epi8(_mm256_set1_epi8(0x20), bytes);
    __m256i quotes = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(0x22));
    __m256i bars = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(0x7C));
    __m256i deletes = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(0x7F));
    return _mm256_or_si256(_mm256_or_si256(below, quotes), _mm256_or_si256(bars, deletes));
}
#endif

LANES_INLINE lanes_marks lanes_read(const uint8_t *bytes) {
    lanes_marks marks;
#if defined(__AVX2__)
    __m256i low = _mm256_loadu_si256((const __m256i *)bytes);
    __m256i high = _mm256_loadu_si256((const __m256i *)(bytes + 32));
    marks.ends = lanes_equal(low, high, 0x0A);
    marks.separators = lanes_equal(low, high, 0x2C) | marks.ends;
    marks.spaces = lanes_equal(low, high, 0x20);
    uint32_t first = (uint32_t)_mm256_movemask_epi8(lanes_oddities(low));
    uint32_t last = (uint32_t)_mm256_movemask_epi8(lanes_oddities(high));
    marks.odd = ((uint64_t)last << 32 | first) & ~marks.ends;
#else
    memset(&marks, 0, sizeof marks);
    for (int place = 0; place < 64; place++) {
        uint8_t byte = bytes[place];
        uint64_t bit = 1ull << place;
        if (byte == 0x0A) marks.ends |= bit;
        if (byte == 0x0A || byte == 0x2C) marks.separators |= bit;
        if (byte == 0x20) marks.spaces |= bit;
        if ((byte < 0x20 && byte != 0x0A) || byte > 0x7E || byte == 0x22 || byte == 0x7C) marks.odd |= bit;
    }
#endif
    return marks;
}

/// The place of the first line end from here on; there is one, and thirty-two bytes behind it may be read.
LANES_INLINE intptr_t lanes_line_end(const uint8_t *bytes, intptr_t from) {
#if defined(__AVX2__)
    __m256i end = _mm256_set1_epi8(0x0A);
    for (;; from += 32) {
        __m256i next = _mm256_loadu_si256((const __m256i *)(bytes + from));
        uint32_t found = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(next, end));
        if (found) return from + __builtin_ctz(found);
    }
#else
    while (bytes[from] != 0x0A) from++;
    return from;
#endif
}

/// The numbers of `yyyy-mm-dd`: year, month and day in sixteen, eight and eight bits; all bits where a byte is another.
/// Sixteen bytes may be read.
LANES_INLINE uint32_t lanes_iso_day(const uint8_t *text) {
#if defined(__AVX2__)
    // A digit less its lowest is 0 to 9, a hyphen less itself 0: whatever is above that is another byte.
    const __m128i form = _mm_setr_epi8('0', '0', '0', '0', '-', '0', '0', '-', '0', '0', 0, 0, 0, 0, 0, 0);
    const __m128i most = _mm_setr_epi8(9, 9, 9, 9, 0, 9, 9, 0, 9, 9, -1, -1, -1, -1, -1, -1);
    const __m128i tens = _mm_setr_epi8(10, 1, 10, 1, 0, 10, 1, 0, 10, 1, 0, 0, 0, 0, 0, 0);
    const __m128i hundreds = _mm_setr_epi16(100, 1, 1, 1, 1, 0, 0, 0);
    __m128i digits = _mm_xor_si128(_mm_loadu_si128((const __m128i *)text), form);
    __m128i over = _mm_subs_epu8(digits, most);
    __m128i kept = _mm_and_si128(digits, _mm_set1_epi8(15));
    __m128i numbers = _mm_madd_epi16(_mm_maddubs_epi16(kept, tens), hundreds);
    uint64_t first = (uint64_t)_mm_cvtsi128_si64(numbers);
    uint32_t day = (uint32_t)_mm_extract_epi32(numbers, 2);
    uint32_t number = (uint32_t)first << 16 | (uint32_t)(first >> 32) << 8 | day;
    return _mm_testz_si128(over, over) ? number : UINT32_MAX;
#else
    static const uint8_t places[8] = {0, 1, 2, 3, 5, 6, 8, 9};
    uint32_t value[8];
    if (text[4] != '-' || text[7] != '-') return UINT32_MAX;
    for (int digit = 0; digit < 8; digit++) {
        value[digit] = (uint32_t)text[places[digit]] - '0';
        if (value[digit] > 9) return UINT32_MAX;
    }
    uint32_t year = value[0] * 1000 + value[1] * 100 + value[2] * 10 + value[3];
    return year << 16 | (value[4] * 10 + value[5]) << 8 | (value[6] * 10 + value[7]);
#endif
}

/// Up to ten letters, digits and spaces in six bits each, the first one in bits 54 to 59: space 1, digits from 2, capital
/// letters from 12, small ones from 38; all bits where a byte is another or they are more. Sixteen bytes may be read.
LANES_INLINE uint64_t lanes_serial(const uint8_t *text, intptr_t length) {
    if (length > 10) return UINT64_MAX;
#if defined(__AVX2__)
    const __m128i order = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    __m128i bytes = _mm_loadu_si128((const __m128i *)text);
    __m128i within = _mm_cmpgt_epi8(_mm_set1_epi8((char)length), order);
    __m128i digit = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
    __m128i capital = _mm_sub_epi8(bytes, _mm_set1_epi8('A'));
    __m128i small = _mm_sub_epi8(bytes, _mm_set1_epi8('a'));
    __m128i isDigit = _mm_cmpeq_epi8(_mm_min_epu8(digit, _mm_set1_epi8(9)), digit);
    __m128i isCapital = _mm_cmpeq_epi8(_mm_min_epu8(capital, _mm_set1_epi8(25)), capital);
    __m128i isSmall = _mm_cmpeq_epi8(_mm_min_epu8(small, _mm_set1_epi8(25)), small);
    __m128i isSpace = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(' '));
    __m128i known = _mm_or_si128(_mm_or_si128(isDigit, isCapital), _mm_or_si128(isSmall, isSpace));
    __m128i symbols = _mm_or_si128(
        _mm_or_si128(
            _mm_and_si128(isDigit, _mm_add_epi8(digit, _mm_set1_epi8(2))),
            _mm_and_si128(isCapital, _mm_add_epi8(capital, _mm_set1_epi8(12)))),
        _mm_or_si128(
            _mm_and_si128(isSmall, _mm_add_epi8(small, _mm_set1_epi8(38))),
            _mm_and_si128(isSpace, _mm_set1_epi8(1))));
    symbols = _mm_and_si128(symbols, within);
    __m128i pairs = _mm_maddubs_epi16(symbols, _mm_set1_epi16(0x0140));
    __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(0x00011000));
    uint64_t first = (uint64_t)_mm_cvtsi128_si64(fours);
    uint64_t last = (uint64_t)_mm_extract_epi16(pairs, 4);
    uint64_t value = (uint64_t)(uint32_t)first << 36 | (first >> 32) << 12 | last;
    return _mm_testc_si128(known, within) ? value : UINT64_MAX;
#else
    uint64_t value = 0;
    for (intptr_t place = 0; place < length; place++) {
        uint8_t byte = text[place];
        uint64_t symbol;
        if (byte == ' ') symbol = 1;
        else if (byte >= '0' && byte <= '9') symbol = (uint64_t)(byte - '0') + 2;
        else if (byte >= 'A' && byte <= 'Z') symbol = (uint64_t)(byte - 'A') + 12;
        else if (byte >= 'a' && byte <= 'z') symbol = (uint64_t)(byte - 'a') + 38;
        else return UINT64_MAX;
        value |= symbol << (54 - 6 * place);
    }
    return value;
#endif
}

/// The four lanes of a digest on its way, and what each of them is multiplied by.
typedef struct {
    uint64_t a, b, c, d;
} lanes_digest;

/// Keeps a number in a register of its own: gathered four at a time for the sums, the lanes would have to be taken apart
/// again for every product.
#define LANES_ALONE(x) __asm__("" : "+r"(x))

/// The two halves of a product, one over the other, over the value: `ByteDigest.fold`.
LANES_INLINE uint64_t lanes_fold(uint64_t value, uint64_t by) {
    unsigned __int128 product = (unsigned __int128)(value ^ by) * (by | 1);
    return (uint64_t)(product >> 64) ^ (uint64_t)product ^ value;
}

/// Takes in thirty-two bytes.
LANES_INLINE lanes_digest lanes_digest_step(lanes_digest at, const uint8_t *bytes, lanes_digest by) {
    uint64_t words[4];
    memcpy(words, bytes, sizeof words);
    // Every word goes into two lanes, so that a change of one word changes twice sixty-four bits.
    at.a = lanes_fold(at.a ^ words[0], by.a) + words[1];
    at.b = lanes_fold(at.b ^ words[1], by.b) + words[2];
    at.c = lanes_fold(at.c ^ words[2], by.c) + words[3];
    at.d = lanes_fold(at.d ^ words[3], by.d) + words[0];
    LANES_ALONE(at.a);
    LANES_ALONE(at.b);
    LANES_ALONE(at.c);
    LANES_ALONE(at.d);
    return at;
}

/// Takes in thirty-two bytes so many times.
LANES_INLINE lanes_digest lanes_digest_take(lanes_digest at, const uint8_t *bytes, intptr_t steps, lanes_digest by) {
    for (intptr_t step = 0; step < steps; step++) at = lanes_digest_step(at, bytes + 32 * step, by);
    return at;
}

/// Takes other bytes into another digest as many times meanwhile: a processor waits for products in both, and does one
/// while it waits for the other.
LANES_INLINE lanes_digest lanes_digest_take_two(
    lanes_digest at, const uint8_t *bytes, lanes_digest *other, const uint8_t *others, intptr_t steps, lanes_digest by) {
    lanes_digest beside = *other;
    for (intptr_t step = 0; step < steps; step++) {
        at = lanes_digest_step(at, bytes + 32 * step, by);
        beside = lanes_digest_step(beside, others + 32 * step, by);
    }
    *other = beside;
    return at;
}

/// Has the line of memory about a byte brought into the nearest cache but one; nothing where no memory is there.
LANES_INLINE void lanes_prefetch(const uint8_t *byte) { __builtin_prefetch(byte, 0, 2); }
