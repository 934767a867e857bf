// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Every test of the contract names its rule, and every rule that a store can show has a test. */
class ContractShapeTest {
    @Test
    void everyTestNamesItsRule() {
        assertThat(tests()).hasSizeGreaterThan(70).allMatch(test -> test.isAnnotationPresent(Shows.class));
    }

    @Test
    void everyRuleHasATest() {
        assertThat(tests().stream().map(test -> test.getAnnotation(Shows.class).value()))
                .contains(Rule.values());
    }

    @Test
    void noTestHidesAnother() {
        assertThat(tests().stream().map(Method::getName)).doesNotHaveDuplicates();
    }

    private static List<Method> tests() {
        List<Method> tests = new ArrayList<>();
        for (Class<?> type = ClaimStoreContract.class;
                type != Object.class;
                type = Objects.requireNonNull(type.getSuperclass())) {
            tests.addAll(Arrays.asList(type.getDeclaredMethods()));
        }
        return tests.stream()
                .filter(method -> method.isAnnotationPresent(Test.class))
                .toList();
    }
}
