// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/** Credentials of somebody's who closes them: a client closes whatever it is given that can be closed. */
record BorrowedCredentials(AwsCredentialsProvider lender) implements AwsCredentialsProvider {
    @Override
    public AwsCredentials resolveCredentials() {
        return lender.resolveCredentials();
    }

    @Override
    public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
        return lender.resolveIdentity(request).thenApply(identity -> identity);
    }

    @Override
    public Class<AwsCredentialsIdentity> identityType() {
        return lender.identityType();
    }
}
