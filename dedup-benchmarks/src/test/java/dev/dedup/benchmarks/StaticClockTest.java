// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** The time is a given clock's or the server's. */
class StaticClockTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importPaths(Reactor.jars().stream().map(Reactor::classes).toList());

    @Test
    void noModuleReadsAStaticClock() {
        noClasses()
                .should()
                .callMethodWhere(describe("a static clock is read", StaticClockTest::readsStaticClock))
                .check(CLASSES);
    }

    /** Clients' clocks are apart, so a hold that one of them ended would be over too early for another. */
    @Test
    void storesWithTheServersClockReadNoOther() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.dedup.valkey..", "dev.dedup.postgres..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(InstantSource.class)
                .check(CLASSES);
    }

    private static boolean readsStaticClock(JavaMethodCall call) {
        MethodCallTarget target = call.getTarget();
        String owner = target.getOwner().getName();
        boolean isNow = owner.startsWith("java.time.")
                && target.getName().equals("now")
                && target.getRawParameterTypes().isEmpty();
        return isNow || target.getFullName().equals("java.lang.System.currentTimeMillis()");
    }
}
