// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.broken;

import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.reference.ReferenceServer;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;

/** A broken store, and the tests of the contract that are there to catch it. */
@SuppressWarnings("ImmutableEnumChecker") // a constructor reference and a List.of are immutable, though not declared so
enum Suspect {
    FORGETS_ITS_TOKEN(BrokenClaims.ForgetsItsToken::new, "ownTokenIsClaimedAgain", "extremeTokensAreOrdinary"),
    REPLAY_OVERWRITES(BrokenClaims.ReplayOverwrites::new, "replayDoesNotChangeTheState"),
    REPLAY_EXTENDS(BrokenClaims.ReplayExtends::new, "replayDoesNotExtend", "sightingsDoNotExtend"),
    EVERYBODY_WINS(BrokenClaims.EverybodyWins::new, "onlyTheFirstClaimWins", "heldUntilTheLastMoment"),
    LOSER_OVERWRITES(BrokenClaims.LoserOverwrites::new, "rejectedClaimChangesNothing", "batchLeavesWhatOthersHold"),
    LEASE_REPORTED_AS_DONE(BrokenClaims.LeaseReportedAsDone::new, "leaseOfAnotherIsInFlight"),
    DONE_REPORTED_AS_LEASE(BrokenClaims.DoneReportedAsLease::new, "confirmedClaimOfAnotherIsDuplicate"),
    CONFLICT_BY_REQUEST(BrokenClaims.ConflictByRequest::new, "leaseOfAnotherIsInFlight"),
    UNKNOWN_AS_VERDICT(BrokenClaims.UnknownAsVerdict::new, "onlyTheFirstClaimWins"),
    LOOKUP_INVENTS_THE_TOKEN(BrokenClaims.LookupInventsTheToken::new, "lookupTellsTheToken"),
    LOOKUP_SEES_GHOSTS(BrokenClaims.LookupSeesGhosts::new, "freshFingerprintIsFree", "lookupTellsTheState"),

    RELEASE_BY_ANYBODY(
            BrokenOwners.ReleaseByAnybody::new, "anotherTokenCannotRelease", "overtakenHolderTouchesNothing"),
    RELEASE_DELETES_FIRST(BrokenOwners.ReleaseDeletesFirst::new, "anotherTokenCannotRelease"),
    RENEWAL_BY_ANYBODY(BrokenOwners.RenewalByAnybody::new, "anotherTokenCannotRenew", "releasedHolderTouchesNothing"),
    CONFIRMATION_BY_ANYBODY(BrokenOwners.ConfirmationByAnybody::new, "anotherTokenCannotConfirm"),
    RENEWAL_CREATES(BrokenOwners.RenewalCreates::new, "absentClaimIsNobodys", "forgottenHolderCannotRenewOrRelease"),
    KEEPS_RELEASED_LEASES(BrokenOwners.KeepsReleasedLeases::new, "releasedLeaseIsFree"),
    KEEPS_RELEASED_CONFIRMATIONS(BrokenOwners.KeepsReleasedConfirmations::new, "releasedConfirmedClaimIsFree"),
    FORGETS_LEASES_ONLY(BrokenOwners.ForgetsLeasesOnly::new, "forgettingRemovesAnybodysClaim"),
    FORGETS_WITHOUT_FORGETTING(BrokenOwners.ForgetsWithoutForgetting::new, "forgettingRemovesAnybodysClaim"),
    DOWNGRADES_CONFIRMED(BrokenOwners.DowngradesConfirmed::new, "confirmedClaimNeverBecomesALease"),
    NEVER_CONFIRMS(BrokenOwners.NeverConfirms::new, "confirmingTurnsInFlightIntoDuplicate"),

    HELD_AT_ITS_EXPIRY(
            BrokenExpiry.HeldAtItsExpiry::new, "freeFromTheInstantOfExpiry", "invisibleFromTheInstantOfExpiry"),
    FREE_TOO_EARLY(BrokenExpiry.FreeTooEarly::new, "heldUntilTheLastMoment", "seenAndRenewableUntilTheLastMoment"),
    ROUNDS_THE_CLOCK(BrokenExpiry.RoundsTheClock::new, "nanosecondsOfTheClockNeitherShortenNorProlong"),
    WHOLE_SECONDS(BrokenExpiry.WholeSeconds::new, "expiryIsTheHoldFromNow"),
    WAITS_FOR_THE_COLLECTOR(BrokenExpiry.WaitsForTheCollector::new, "freeFromTheInstantOfExpiry", "renewalMayShorten"),
    SLIDING_WINDOW(BrokenExpiry.SlidingWindow::new, "sightingsDoNotExtend", "rejectedClaimChangesNothing"),
    RENEWS_THE_EXPIRED(BrokenExpiry.RenewsTheExpired::new, "expiredClaimCannotBeRenewed"),
    RELEASES_THE_EXPIRED(BrokenExpiry.ReleasesTheExpired::new, "expiredClaimCannotBeReleased"),
    SHOWS_THE_EXPIRED(BrokenExpiry.ShowsTheExpired::new, "invisibleFromTheInstantOfExpiry"),
    TIME_LEFT_STANDS_STILL(BrokenExpiry.TimeLeftStandsStill::new, "timeLeftIsTheHoldAndFallsWithTheClock"),
    TIME_LEFT_BY_ANOTHER_CLOCK(BrokenExpiry.TimeLeftByAnotherClock::new, "timeLeftIsTheHoldAndFallsWithTheClock"),
    TAKES_OVER_IN_THE_OLD_WINDOW(
            BrokenExpiry.TakesOverInTheOldWindow::new, "takeOverStartsANewWindow", "ownTokenAfterExpiryClaimsAnew"),
    RENEWAL_LEAVES_THE_EXPIRY(
            BrokenExpiry.RenewalLeavesTheExpiry::new, "renewedClaimOutlivesItsFirstHold", "renewalSetsTheExpiry"),
    RENEWAL_ONLY_EXTENDS(BrokenExpiry.RenewalOnlyExtends::new, "renewalMayShorten"),
    HOLDS_IN_32_BITS(BrokenExpiry.HoldsIn32Bits::new, "longHoldsAreKeptToTheMillisecond"),
    HOLD_OVERFLOWS(BrokenExpiry.HoldOverflows::new, "holdTooLongForTheStoreIsRefusedNotShortened"),
    SHORTEST_HOLD_IS_NONE(BrokenExpiry.ShortestHoldIsNone::new, "shortestHoldIsAHold"),
    SHORTEST_HOLD_IS_A_SECOND(BrokenExpiry.ShortestHoldIsASecond::new, "shortestHoldEnds"),

    SORTS_ITS_ANSWERS(
            BrokenBatches.SortsItsAnswers::new,
            "claimsAreAnsweredInTheOrderAsked",
            "renewalsAreAnsweredInTheOrderAsked",
            "releasesAreAnsweredInTheOrderAsked",
            "lookupsAreAnsweredInTheOrderAsked",
            "forgettingsAreAnsweredInTheOrderAsked"),
    BLIND_BATCH_WRITE(
            BrokenBatches.BlindBatchWrite::new, "overlappingBatchesClaimTheOverlapOnce", "batchLeavesWhatOthersHold"),
    REPLAYED_BATCH_IS_DUPLICATE(BrokenBatches.ReplayedBatchIsDuplicate::new, "repeatedBatchOfOneTokenIsClaimedAgain"),
    DROPS_THE_REST(BrokenBatches.DropsTheRest::new, "largestBatchWorks"),
    ALL_OR_NOTHING(
            BrokenBatches.AllOrNothing::new,
            "claimsAreAnsweredInTheOrderAsked",
            "batchesAndSinglesAnswerAsTheModelDoes"),

    KEYS_OF_THE_FIRST_HALF(BrokenKeys.KeysOfTheFirstHalf::new, "everyBitOfAFingerprintCounts"),
    FOLDS_ITS_KEYS(BrokenKeys.FoldsItsKeys::new, "halvesOfAFingerprintAreNotFolded"),
    ZERO_MEANS_EMPTY(BrokenKeys.ZeroMeansEmpty::new, "extremeFingerprintsAreOrdinary"),
    ZERO_TOKEN_IS_NOBODY(BrokenKeys.ZeroTokenIsNobody::new, "extremeTokensAreOrdinary"),
    TOKENS_AS_DOUBLES(BrokenKeys.TokensAsDoubles::new, "everyBitOfATokenCounts"),
    TOKENS_OF_32_BITS(BrokenKeys.TokensOf32Bits::new, "everyBitOfATokenCounts"),

    ERROR_READ_AS_DUPLICATE(BrokenFailures.ErrorReadAsDuplicate::new, "brokenConnectionIsNeverAnAnswer"),
    GUESSES_FAILED_BATCHES(BrokenFailures.GuessesFailedBatches::new, "noAnswerOfABrokenBatchIsGuessed"),
    ERROR_READ_AS_NOT_HELD(BrokenFailures.ErrorReadAsNotHeld::new, "brokenConnectionIsNeverAnAnswer"),
    ERROR_READ_AS_FREE(BrokenFailures.ErrorReadAsFree::new, "brokenConnectionIsNeverAnAnswer"),
    ANSWERS_DUPLICATE_WHEN_CLOSED(BrokenFailures.AnswersDuplicateWhenClosed::new, "closedStoreAnswersNothing"),
    REOPENS_WHEN_CLOSED_TWICE(BrokenFailures.ReopensWhenClosedTwice::new, "closingTwiceHasNoEffect"),
    CLOSES_WITH_ITS_VIEW(BrokenFailures.ClosesWithItsView::new, "closingASharedViewLeavesTheStoreOpen"),
    THROWS_WHEN_CLOSED(BrokenFailures.ThrowsWhenClosed::new, "closedStoreAnswersNothing"),
    FAILS_WITH_ANY_EXCEPTION(BrokenFailures.FailsWithAnyException::new, "closedStoreAnswersNothing"),
    NAMES_ITS_CLIENT(BrokenFailures.NamesItsClient::new, "closedStoreAnswersNothing"),
    GIVES_UP_FOR_GOOD(BrokenFailures.GivesUpForGood::new, "brokenConnectionIsNeverAnAnswer"),
    FORGETS_ON_RECONNECT(BrokenFailures.ForgetsOnReconnect::new, "brokenConnectionLosesNoClaim"),
    REPLAYS_UNDER_A_NEW_TOKEN(BrokenFailures.ReplaysUnderANewToken::new, "claimThatFailedIsSettledByItsToken"),
    HANGS_ON_LARGE_BATCHES(BrokenFailures.HangsOnLargeBatches::new, "largestBatchWorks"),

    GIVES_NO_REASONS(BrokenPromises.GivesNoReasons::new, "guaranteesAreDeclaredWithReasons"),
    HAS_NO_NAME(BrokenPromises.HasNoName::new, "storeDescribesItself"),
    ONLY_LOOKS_BLOCKING(BrokenPromises.OnlyLooksBlocking::new, "blockingStoreHasAnsweredWhenItReturns"),
    FOREVER_IS_A_CENTURY(
            BrokenPromises.ForeverIsACentury::new, "foreverIsKeptOrRefused", "renewalToForeverIsKeptOrRefused"),
    HOLDS_FOREVER_UNDECLARED(
            BrokenPromises.HoldsForeverUndeclared::new, "foreverIsKeptOrRefused", "renewalToForeverIsKeptOrRefused"),
    EVICTS(BrokenPromises.Evicts::new, "liveClaimsAreNotDroppedToMakeRoom"),
    PURGES_LIVE_CLAIMS(BrokenPromises.PurgesLiveClaims::new, "heldUntilTheLastMoment"),
    CLAIMS_DIE_WITH_THE_STORE(
            BrokenPromises.ClaimsDieWithTheStore::new, "claimOutlivesTheStoreObject", "claimsSurviveARestart"),
    KEEPS_TO_ITSELF(BrokenPromises.KeepsToItself::new, "peerSeesTheClaim", "tokenIsKnownThroughThePeer"),

    CLAIM_CHECKS_THEN_ACTS(
            BrokenRaces.ClaimChecksThenActs::new, "freshFingerprintHasOneWinner", "leaseHasOneHolderAtATime"),
    TAKE_OVER_CHECKS_THEN_ACTS(BrokenRaces.TakeOverChecksThenActs::new, "expiredClaimHasOneSuccessor"),
    REPLAY_LOSES_TO_ITSELF(BrokenRaces.ReplayLosesToItself::new, "concurrentReplaysOfOneTokenAllWin"),
    RELEASE_CHECKS_THEN_ACTS(BrokenRaces.ReleaseChecksThenActs::new, "concurrentReleasesRemoveOnce"),
    FORGET_CHECKS_THEN_ACTS(BrokenRaces.ForgetChecksThenActs::new, "concurrentForgettingsRemoveOnce"),
    LOCKS_IN_REQUEST_ORDER(BrokenRaces.LocksInRequestOrder::new, "batchesInOppositeOrdersNeitherBlockNorShare");

    private final BiFunction<ReferenceServer, InstantSource, ClaimStore> opener;
    private final List<String> caughtBy;

    Suspect(BiFunction<ReferenceServer, InstantSource, ClaimStore> opener, String... caughtBy) {
        this.opener = opener;
        this.caughtBy = List.of(caughtBy);
    }

    ClaimStore open(ReferenceServer server, InstantSource clock) {
        return opener.apply(server, clock);
    }

    /** Returns the names of the tests that must fail, whichever others do. */
    List<String> caughtBy() {
        return caughtBy;
    }
}
