// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** After a batch that was all new, the next one inserts before it looks, and says the same. */
class InsertFirstTest {
    private final Tenant tenant = Tenant.fresh();
    private final List<Fingerprint> posts = Posts.fresh(5);

    @AutoClose
    private final PostgresClaimStore store = tenant.open();

    private final Asker mine = new Asker(store);

    @Test
    void guessOfNewPostsChangesNoVerdict() {
        Asker theirs = mine.other();
        theirs.claim(posts.get(3));
        tenant.expireAll();
        theirs.claim(posts.get(1));
        theirs.lease(posts.get(2));
        mine.claim(posts.get(4));
        assertThat(mine.other().claim(Posts.fresh(3))).containsOnly(CLAIMED);

        assertThat(mine.claim(posts)).containsExactly(CLAIMED, DUPLICATE, IN_FLIGHT, CLAIMED, CLAIMED);
        assertThat(mine.claim(posts)).containsExactly(CLAIMED, DUPLICATE, IN_FLIGHT, CLAIMED, CLAIMED);
    }

    @Test
    void guessIsWhatTheLastClaimFound() {
        Expectation expectation = new Expectation();
        assertThat(expectation.isNew()).isFalse();

        expectation.learn(found(CLAIMED, CLAIMED));
        assertThat(expectation.isNew()).isTrue();

        expectation.learn(found(CLAIMED, DUPLICATE));
        assertThat(expectation.isNew()).isFalse();
    }

    private static Found<Verdict> found(Verdict... verdicts) {
        Found<Verdict> found = new Found<>(SortedKeys.of(Posts.fresh(verdicts.length)));
        for (int i = 0; i < verdicts.length; i++) {
            found.put(i, verdicts[i]);
        }
        return found;
    }
}
