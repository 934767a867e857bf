// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.broken;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import dev.dedup.tck.reference.Held;
import dev.dedup.tck.reference.ReferenceServer;
import dev.dedup.tck.reference.ReferenceStore;
import java.time.InstantSource;
import java.util.Map;

/** Stores that let somebody touch what is not theirs, or keep the holder from what is. */
final class BrokenOwners {
    private BrokenOwners() {}

    /** A late worker deletes the claim of the one who took over. */
    static final class ReleaseByAnybody extends ReferenceStore {
        ReleaseByAnybody(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean releaseOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimToken token) {
            return forgetOne(claims, post);
        }
    }

    /** A release says truly that the claim was not the caller's, after deleting it. */
    static final class ReleaseDeletesFirst extends ReferenceStore {
        ReleaseDeletesFirst(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean releaseOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimToken token) {
            Held held = live(claims, post);
            claims.remove(post);
            return held != null && isOwned(held, token);
        }
    }

    /** A late worker extends and confirms the claim of the one who took over. */
    static final class RenewalByAnybody extends ReferenceStore {
        RenewalByAnybody(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean renewOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            Held held = live(claims, post);
            if (held != null && !isDowngrade(held, request)) {
                claims.put(post, new Held(request.state(), held.token(), expiry(request)));
            }
            return held != null;
        }
    }

    /** Extending a lease looks at the token; confirming it does not. */
    static final class ConfirmationByAnybody extends ReferenceStore {
        ConfirmationByAnybody(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean renewOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            Held held = live(claims, post);
            if (held == null || request.state() == ClaimState.LEASED) {
                return super.renewOne(claims, post, request);
            }
            claims.put(post, new Held(request.state(), held.token(), expiry(request)));
            return true;
        }
    }

    /** Renewing an absent claim makes one, so a worker whose claim was forgotten brings it back. */
    static final class RenewalCreates extends ReferenceStore {
        RenewalCreates(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean renewOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            return claims.containsKey(post)
                    ? super.renewOne(claims, post, request)
                    : claimOne(claims, post, request) == Verdict.CLAIMED;
        }
    }

    /** The release of a lease changes nothing: the post waits for the lease to lapse. */
    static final class KeepsReleasedLeases extends ReferenceStore {
        KeepsReleasedLeases(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean releaseOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimToken token) {
            Held held = live(claims, post);
            if (held == null || held.state() == ClaimState.CONFIRMED) {
                return super.releaseOne(claims, post, token);
            }
            return isOwned(held, token);
        }
    }

    /** Only a lease can be released. */
    static final class KeepsReleasedConfirmations extends ReferenceStore {
        KeepsReleasedConfirmations(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean releaseOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimToken token) {
            Held held = live(claims, post);
            return held != null && held.state() == ClaimState.LEASED && super.releaseOne(claims, post, token);
        }
    }

    /** A confirmed claim cannot be forgotten. */
    static final class ForgetsLeasesOnly extends ReferenceStore {
        ForgetsLeasesOnly(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean forgetOne(Map<Fingerprint, Held> claims, Fingerprint post) {
            Held held = live(claims, post);
            return held != null && held.state() == ClaimState.LEASED && super.forgetOne(claims, post);
        }
    }

    /** Forgetting says that it removed the claim, and leaves it. */
    static final class ForgetsWithoutForgetting extends ReferenceStore {
        ForgetsWithoutForgetting(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean forgetOne(Map<Fingerprint, Held> claims, Fingerprint post) {
            return live(claims, post) != null;
        }
    }

    /** A late extension turns a confirmed claim into a lease: it lapses, and the post comes again. */
    static final class DowngradesConfirmed extends ReferenceStore {
        DowngradesConfirmed(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean isDowngrade(Held held, ClaimRequest request) {
            return false;
        }
    }

    /** A renewal sets the expiry and leaves the state. */
    static final class NeverConfirms extends ReferenceStore {
        NeverConfirms(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean renewOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            Held before = live(claims, post);
            boolean owned = super.renewOne(claims, post, request);
            if (owned && before != null) {
                claims.computeIfPresent(post, (same, held) -> new Held(before.state(), held.token(), held.expiresAt()));
            }
            return owned;
        }
    }
}
