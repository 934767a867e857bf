// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program as Java: a test of this package. */
final class Source {
    private static final String BEFORE = """
            package dev.dedup.equivalence.model;

            import dev.dedup.spi.ClaimState;
            import java.util.List;
            import org.junit.jupiter.api.Test;

            class FoundProgramTest {
                @Test
                void isAnsweredAsTheModelDoes() {
                    try (Benches benches = Benches.ofAllStores().in(Setup.%s)) {
                        new Program(benches)
            """;
    private static final String AFTER = """
            ;
                    }
                }
            }
            """;
    private static final String INDENT = " ".repeat(20);

    private Source() {}

    static String of(Setup setup, List<Step> steps) {
        return steps.stream()
                .map(step -> INDENT + ".run(" + expression(step) + ")")
                .collect(Collectors.joining("\n", BEFORE.formatted(setup), AFTER));
    }

    private static String expression(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.getDeclaringClass().getSimpleName() + "." + constant.name();
        }
        if (value instanceof List<?> list) {
            return "List.of" + arguments(list.stream());
        }
        return value instanceof Step step ? expression(step) : value.toString();
    }

    private static String expression(Step step) {
        return "new Step." + step.getClass().getSimpleName()
                + arguments(Stream.of(step.getClass().getRecordComponents()).map(part -> value(step, part)));
    }

    private static String arguments(Stream<?> values) {
        return values.map(Source::expression).collect(Collectors.joining(", ", "(", ")"));
    }

    private static Object value(Step step, RecordComponent part) {
        try {
            return part.getAccessor().invoke(step);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
