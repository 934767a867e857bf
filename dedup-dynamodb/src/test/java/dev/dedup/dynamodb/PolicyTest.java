// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.HttpMessage;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** The policy that the jar carries and the documentation shows allows what a store does, and nothing else. */
class PolicyTest {
    private static final Pattern ACTION = Pattern.compile("\"dynamodb:(\\w+)\"");

    private final Operations operations = new Operations();

    @AutoClose
    private final TcpProxy proxy = Local.proxy();

    @AutoClose
    private final DynamoDbAsyncClient client = Local.client(Local.endpoint(proxy))
            .overrideConfiguration(all -> all.addExecutionInterceptor(operations))
            .build();

    @Test
    void allowsEveryOperationAndNoOther() throws IOException {
        doAllThereIs();

        assertThat(new TreeSet<>(operations.names())).isEqualTo(actions(policy()));
    }

    @Test
    void claimsNeedOnlyTheFirstStatement() throws IOException {
        try (var store = builder(Local.table()).readFirst().build()) {
            operations.forget();
            useAll(new Asker(store));
        }

        assertThat(new TreeSet<>(operations.names())).isEqualTo(actions(statement("Claims")));
    }

    @Test
    void whoSetsTheTableUpNeedsTheOtherTwo() throws IOException {
        answerForBackups();
        builder(Local.newName()).createTable().pointInTimeRecovery().build().close();

        assertThat(new TreeSet<>(operations.names()))
                .isEqualTo(actions(
                        statement("CheckAtStartMayBeLeftOut") + statement("CreateTableOnlyWhereTheStoreMakesIt")));
    }

    /** So that workers may keep createTable in their URL. */
    @Test
    void tableThatIsThereNeedsNotTheLast() throws IOException {
        String table = Local.table();
        builder(table).createTable().build().close();
        operations.forget();
        builder(table).createTable().build().close();

        assertThat(new TreeSet<>(operations.names())).isEqualTo(actions(statement("CheckAtStartMayBeLeftOut")));
    }

    @Test
    void everyStatementIsAboutTheTableAlone() throws IOException {
        assertThat(policy().lines().filter(line -> line.contains("\"Resource\"")))
                .hasSize(3)
                .allMatch(line -> line.contains("arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE"));
    }

    private void doAllThereIs() {
        answerForBackups();
        try (var store = builder(Local.newName())
                .createTable()
                .pointInTimeRecovery()
                .deletionProtection()
                .readFirst()
                .build()) {
            useAll(new Asker(store));
        }
    }

    /** DynamoDB Local has none. */
    private void answerForBackups() {
        proxy.always(
                Wire.of("UpdateContinuousBackups"),
                ProxyAction.answerInstead(HttpMessage.answer(200, "{\"ContinuousBackupsDescription\":{}}")));
    }

    private static void useAll(Asker asker) {
        List<Fingerprint> posts = Posts.fresh(2);
        asker.claim(posts);
        asker.confirm(posts);
        asker.lookup(posts.get(0));
        asker.release(posts.get(0));
        asker.forget(posts.get(1));
    }

    private DynamoDbClaimStoreBuilder builder(String table) {
        return DynamoDbClaimStore.builder().table(table).client(client);
    }

    private static String policy() throws IOException {
        try (var file = DynamoDbClaimStore.class.getResourceAsStream("policy.json")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
        }
    }

    private static String statement(String name) throws IOException {
        return Stream.of(policy().split("\"Sid\"", -1))
                .filter(statement -> statement.contains("\"" + name + "\""))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> actions(String text) {
        return ACTION.matcher(text)
                .results()
                .map(action -> action.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
