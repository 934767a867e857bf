// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Says of every failed contract test which rule broke, on which store, and with which seed. */
final class ContractFailures implements TestExecutionExceptionHandler {
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable problem) throws Throwable {
        Shows shows = context.getRequiredTestMethod().getAnnotation(Shows.class);
        ContractBase contract = (ContractBase) context.getRequiredTestInstance();
        // A test of the author's own, or a store that could not be opened, says nothing about the contract.
        if (shows == null || !contract.isOpen()) {
            throw problem;
        }
        throw new AssertionError(describe(contract, shows.value(), problem), problem);
    }

    private static String describe(ContractBase contract, Rule rule, Throwable problem) {
        return "Store '" + contract.storeName() + "' breaks " + rule + ".\n" + problem + "\n" + contract.seed();
    }
}
