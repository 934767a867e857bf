// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("one-jdk")
class OpenedTest {
    private final List<String> closed = new ArrayList<>();
    private final Opened opened = new Opened();

    @Test
    void lastIsClosedFirstAndEachOnce() {
        assertThat(opened.add("proxy", () -> closed.add("proxy"))).isEqualTo("proxy");
        opened.add("client", () -> closed.add("client"));
        opened.close();
        opened.close();
        assertThat(closed).containsExactly("client", "proxy");
    }

    @Test
    void restIsClosedWhereOneCannotBe() {
        opened.add("proxy", () -> closed.add("proxy"));
        opened.add("client", () -> {
            throw new IllegalStateException("the client cannot be closed");
        });
        assertThatIllegalStateException().isThrownBy(opened::close).withMessage("the client cannot be closed");
        assertThat(closed).containsExactly("proxy");
    }
}
