// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.broken;

import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import dev.dedup.tck.ManualClock;
import dev.dedup.tck.StoreFaults;
import dev.dedup.tck.reference.ReferenceServer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The contract on a suspect that the launcher names; not run by itself. */
@ExtendWith(SuspectContract.Named.class)
class SuspectContract extends ClaimStoreContract {
    static final String SUSPECT = "suspect";

    private final Suspect suspect;
    private final ReferenceServer server = new ReferenceServer();
    private final ManualClock clock = new ManualClock();

    SuspectContract(Suspect suspect) {
        this.suspect = suspect;
    }

    @Override
    protected ClaimStore createStore() {
        return suspect.open(server, clock);
    }

    @Override
    protected ContractClock clock() {
        return clock;
    }

    @Override
    protected Optional<ClaimStore> createPeer(ClaimStore store) {
        return Optional.of(suspect.open(server, clock));
    }

    @Override
    protected Optional<StoreFaults> faults(ClaimStore store) {
        return Optional.of(server);
    }

    @Override
    protected Optional<ClaimStore> restart(ClaimStore store) {
        store.close();
        return Optional.of(suspect.open(server, clock));
    }

    @Override
    protected Duration patience() {
        return Duration.ofSeconds(1);
    }

    /** Gives the suspect whose name the launcher passed. */
    static final class Named implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Suspect.class;
        }

        @Override
        public Suspect resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return Suspect.valueOf(context.getConfigurationParameter(SUSPECT).orElseThrow());
        }
    }
}
