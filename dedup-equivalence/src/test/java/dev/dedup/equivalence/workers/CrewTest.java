// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.equivalence.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A crew leaves nobody behind. */
class CrewTest {
    /** Is never done. */
    static final class Idler {
        private Idler() {}

        public static void main(String[] arguments) throws InterruptedException {
            ChildJvm.endWithParent();
            new CountDownLatch(1).await();
        }
    }

    @Test
    void noneIsLeftIfOneCannotBeStarted() {
        List<ChildJvm> started = new ArrayList<>();
        assertThatThrownBy(() -> Crew.start(2, name -> {
                    if (!started.isEmpty()) {
                        throw new IllegalStateException("no more of them");
                    }
                    started.add(idler(name));
                    return started.get(0);
                }))
                .hasMessage("no more of them");
        assertThat(started).hasSize(1).noneMatch(ChildJvm::isAlive);
    }

    @Test
    void isAtWorkForAsLongAsAnybodyLives() {
        List<ChildJvm> started = new ArrayList<>();
        try (Crew crew = Crew.start(2, name -> {
            started.add(idler(name));
            return started.get(started.size() - 1);
        })) {
            started.get(0).kill();
            assertThat(crew.isAtWork()).isTrue();
            started.get(1).kill();
            assertThat(crew.isAtWork()).isFalse();
        }
    }

    private static ChildJvm idler(String name) {
        return ChildJvm.start(name, Idler.class, "memory:", Map.of(), List.of());
    }
}
