// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Places in another list. */
class IndexListTest {
    @Test
    void findsTheNulls() {
        IndexList nulls = IndexList.ofNulls(new Object[] {"a", null, "b", null});
        assertThat(nulls.select(List.of("w", "x", "y", "z"))).containsExactly("x", "z");
    }

    @Test
    void growsAndIsCutInSlices() {
        IndexList list = new IndexList(0);
        assertThat(list.isEmpty()).isTrue();
        IntStream.range(0, 100).forEach(list::add);
        IndexList slice = list.slice(90, 100);
        slice.addAll(list.slice(0, 2));
        assertThat(IntStream.range(0, slice.size()).map(slice::get))
                .containsExactly(90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 0, 1);
        assertThat(list.size()).isEqualTo(100);
    }
}
