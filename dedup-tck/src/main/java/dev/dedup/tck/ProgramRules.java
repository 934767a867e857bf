// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import org.junit.jupiter.api.Test;

/** Random programs, asked of the store in batches, of the store one by one, and of the model. */
abstract class ProgramRules extends ConcurrencyRules {
    @Test
    @Shows(Rule.BATCHES_ARE_SINGLES)
    void batchesAndSinglesAnswerAsTheModelDoes() {
        Trials.check(steps(), trials(), seed().random(), this::assertAnswersAsTheModel);
    }

    private Arbitrary<Step> steps() {
        if (clockIsStill()) {
            return Programs.exact(store().store().guarantees().promises(Guarantee.HOLDS_FOREVER));
        }
        return Programs.coarse(Duration.ofMillis(1).plus(clock().tolerance()));
    }

    private void assertAnswersAsTheModel(List<Step> program) {
        List<ClaimToken> tokens =
                Stream.generate(ClaimToken::random).limit(Programs.CALLERS).toList();
        List<Fingerprint> together = Fingerprints.fresh(Programs.POSTS);
        List<Fingerprint> alone = Fingerprints.fresh(Programs.POSTS);
        ModelClaims model = new ModelClaims(clock().now());
        for (Step step : program) {
            List<?> expected = comparable(step.ask(model, together, tokens));
            assertThat(comparable(step.ask(store(), together, tokens)))
                    .as("%s, as a batch", step)
                    .isEqualTo(expected);
            assertThat(comparable(step.ask(new Singly(store()), alone, tokens)))
                    .as("%s, one by one", step)
                    .isEqualTo(expected);
            pass(step.pause(), model);
        }
    }

    private void pass(Duration pause, ModelClaims model) {
        if (!pause.isZero()) {
            clock().advance(pause);
            model.advance(pause);
        }
    }

    /** Leaves out of a lookup what a running clock does not let the model foresee: the expiry. */
    private List<?> comparable(List<?> answers) {
        return clockIsStill()
                ? answers
                : answers.stream().map(ProgramRules::withoutExpiry).toList();
    }

    private static Object withoutExpiry(Object answer) {
        return answer instanceof Optional<?> found && found.orElse(null) instanceof ClaimRecord held
                ? new ClaimRecord(held.state(), held.token(), Optional.empty(), Optional.empty())
                : answer;
    }
}
