// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static dev.dedup.memory.Claims.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What a table of recent claims keeps, and what makes room. */
class RecentTableTest {
    private static final long OWNER = 77;
    private static final long OTHER = 78;

    /** One group, so that all claims meet. */
    private final RecentTable table = new RecentTable(8, 5);

    @Test
    void holdsAClaimFromOthersUntilItsEnd() {
        remember(1, 10);
        assertThat(isHeld(1, 9)).isTrue();
        assertThat(isHeld(1, 10)).isFalse();
        assertThat(isHeld(2, 9)).isFalse();
    }

    @Test
    void holdsNothingFromTheOwner() {
        remember(1, 10);
        assertThat(table.isHeldFromOthersThan(OWNER, key(1), 0)).isFalse();
    }

    @Test
    void isEmptyAtFirstAtEveryTime() {
        assertThat(table.isHeldFromOthersThan(OTHER, key(0), Long.MIN_VALUE + 1))
                .isFalse();
    }

    @Test
    void keepsOneClaimOfAFingerprint() {
        remember(1, 10);
        table.remember(key(1), OTHER, 20, 0, table.moment());
        assertThat(table.isHeldFromOthersThan(OTHER, key(1), 0)).isFalse();
        assertThat(table.isHeldFromOthersThan(OWNER, key(1), 19)).isTrue();
    }

    @Test
    void fillsUpBeforeItForgets() {
        rememberAll(0, 8);
        assertThat(held(0, 8)).hasSize(8);
    }

    @Test
    void forgetsWhatWasNotAskedForLately() {
        rememberAll(0, 8);
        List<Long> order = held(0, 8);
        assertThat(order).hasSize(8);
        LongStream.of(7, 5, 4, 6)
                .forEach(number -> assertThat(isHeld(number, 0)).isTrue());
        rememberAll(100, 200);
        assertThat(held(0, 8)).containsExactly(4L, 5L, 6L, 7L);
        assertThat(held(100, 200)).hasSize(4);
    }

    @Test
    void givesTheRoomOfExpiredClaimsFirst() {
        rememberAll(0, 7);
        remember(7, 10);
        table.remember(key(8), OWNER, 100, 10, table.moment());
        assertThat(LongStream.range(0, 9).filter(number -> isHeld(number, 10)).boxed())
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 8L);
    }

    @Test
    void forgetsAFingerprint() {
        rememberAll(0, 3);
        table.forget(key(1));
        table.forget(key(9));
        assertThat(held(0, 3)).containsExactly(0L, 2L);
    }

    @Test
    void forgetsTheClaimsOfAToken() {
        rememberAll(0, 3);
        table.remember(key(3), OTHER, 100, 0, table.moment());
        table.begin(List.of(key(0), key(2), key(3), key(9)), OWNER);
        table.end(OWNER);
        assertThat(held(0, 3)).containsExactly(1L);
        assertThat(table.isHeldFromOthersThan(OWNER, key(3), 0)).isTrue();
    }

    @Test
    void takesNoAnswerFromBeforeTheFingerprintWasForgotten() {
        long moment = table.moment();
        table.forget(key(1));
        table.remember(key(1), OWNER, 100, 0, moment);
        assertThat(isHeld(1, 0)).isFalse();
        remember(1, 100);
        assertThat(isHeld(1, 0)).isTrue();
    }

    @Test
    void takesNoAnswerFromBeforeTheTokenWasForgotten() {
        long moment = table.moment();
        table.begin(List.of(key(1)), OWNER);
        table.end(OWNER);
        table.remember(key(1), OWNER, 100, 0, moment);
        assertThat(isHeld(1, 0)).isFalse();
        table.remember(key(1), OTHER, 100, 0, moment);
        assertThat(table.isHeldFromOthersThan(OWNER, key(1), 0)).isTrue();
    }

    @Test
    void takesNoAnswerWhileAChangeIsUnderWay() {
        table.begin(key(1));
        table.begin(key(1));
        remember(1, 100);
        assertThat(isHeld(1, 0)).isFalse();
        table.end(key(1));
        remember(1, 100);
        assertThat(isHeld(1, 0)).isFalse();
        long moment = table.moment();
        table.end(key(1));
        table.remember(key(1), OWNER, 100, 0, moment);
        assertThat(isHeld(1, 0)).isFalse();
        remember(1, 100);
        assertThat(isHeld(1, 0)).isTrue();
    }

    @Test
    void marksNothingAtFirst() {
        RecentTable large = new RecentTable(8_000_000, 5);
        assertThat(LongStream.range(0, 2_000).filter(number -> large.mark(key(number))))
                .isEmpty();
    }

    @Test
    void marksAFingerprintOnce() {
        assertThat(table.mark(key(1))).isFalse();
        assertThat(table.mark(key(1))).isTrue();
        assertThat(table.mark(key(1))).isFalse();
        assertThat(held(0, 2)).isEmpty();
    }

    @Test
    void forgetsMarksInTime() {
        assertThat(table.mark(key(1))).isFalse();
        LongStream.range(1_000, 1_100).forEach(number -> table.mark(key(number)));
        assertThat(table.mark(key(1))).isFalse();
    }

    /** Of 256 marks the last eight are kept, so about one in 32 is taken for another. */
    @Test
    void seldomTakesOneMarkForAnother() {
        RecentTable large = new RecentTable(8_000, 5);
        long mistaken = LongStream.range(0, 1_000_000)
                .filter(number -> large.mark(key(number)))
                .count();
        assertThat(mistaken).isBetween(20_000L, 40_000L);
    }

    @Property(tries = 50)
    void neverHoldsMoreThanItsMaximum(@ForAll @IntRange(min = 8, max = 3_000) int maximum, @ForAll long seed) {
        RecentTable bounded = new RecentTable(maximum, seed);
        for (int number = 0; number < 4 * maximum; number++) {
            bounded.remember(key(number), OWNER, 100, 0, bounded.moment());
        }
        assertThat(LongStream.range(0, 4L * maximum)
                        .filter(number -> bounded.isHeldFromOthersThan(OTHER, key(number), 0))
                        .count())
                .isBetween(maximum / 2L, (long) maximum);
    }

    @Test
    void acceptsAMaximumThatJustFits() {
        assertThat(RecentTable.requireRoom(100, 3_300)).isEqualTo(100);
        assertThat(RecentTable.requireRoom(8, 264)).isEqualTo(8);
    }

    @Test
    void saysHowManyWouldFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecentTable.requireRoom(101, 3_300))
                .withMessage(
                        "maximumClaims is 101, but a quarter of the heap, 3300 bytes, has room for 100 claims of 33"
                                + " bytes; lower maximumClaims or raise the maximum heap (-Xmx)");
    }

    @Test
    void refusesMoreThanOneArray() {
        assertThat(RecentTable.requireRoom(520_602_088, Long.MAX_VALUE)).isEqualTo(520_602_088);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecentTable.requireRoom(520_602_089, Long.MAX_VALUE))
                .withMessageContaining("from 8 to 520602088");
    }

    @Test
    void refusesLessThanOneGroup() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecentTable.requireRoom(7, 3_300))
                .withMessage("maximumClaims is 7; it must be from 8 to 520602088, the places of one array");
    }

    private void remember(long number, long end) {
        table.remember(key(number), OWNER, end, 0, table.moment());
    }

    private void rememberAll(long from, long to) {
        LongStream.range(from, to).forEach(number -> remember(number, 100));
    }

    private boolean isHeld(long number, long now) {
        return table.isHeldFromOthersThan(OTHER, key(number), now);
    }

    private List<Long> held(long from, long to) {
        return LongStream.range(from, to)
                .filter(number -> isHeld(number, 0))
                .boxed()
                .toList();
    }
}
