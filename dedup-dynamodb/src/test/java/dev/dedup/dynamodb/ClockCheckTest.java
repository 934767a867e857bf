// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.testservers.HttpMessage;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.LogRecorder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The service tells the time with each answer: before the first claim it is compared with the machine's. */
class ClockCheckTest {
    private static final String DESCRIPTION = "{\"Table\":{\"TableStatus\":\"ACTIVE\","
            + "\"KeySchema\":[{\"AttributeName\":\"k\",\"KeyType\":\"HASH\"}],"
            + "\"AttributeDefinitions\":[{\"AttributeName\":\"k\",\"AttributeType\":\"B\"}]}}";

    private final String table = tableWithTimeToLive();

    @AutoClose
    private final TcpProxy proxy = Local.proxy();

    @AutoClose
    private final LogRecorder log = LogRecorder.of(DynamoDbClaimStore.class);

    @Test
    void clockThatIsAheadTakesOthersClaimsOver() {
        serviceSays(200, DESCRIPTION, inSeconds(-60));

        assertThat(warnings())
                .singleElement()
                .asString()
                .containsPattern("at http://\\S+: this machine's clock is at least 5[89] s ahead of the service's")
                .contains(table, "others' live claims are taken over", "its own are held too long; set it");
    }

    @Test
    void clockThatIsBehindHasItsClaimsTakenOver() {
        serviceSays(200, DESCRIPTION, inSeconds(60));

        assertThat(warnings())
                .singleElement()
                .asString()
                .containsPattern("this machine's clock is at least (59|60) s behind the service's")
                .contains(table, "others take its live claims over", "others' are held too long; set it");
    }

    /** The service tells whole seconds, and an answer may take some. */
    @ParameterizedTest
    @ValueSource(longs = {-3, 0, 3})
    void clockThatIsOffByLessIsNotSpokenOf(long seconds) {
        serviceSays(200, DESCRIPTION, inSeconds(seconds));

        assertThat(warnings()).isEmpty();
    }

    @Test
    void clockOfTheServerAsItIsAgrees() {
        assertThat(warnings()).isEmpty();
    }

    @Test
    void refusalTellsTheTimeToo() {
        serviceSays(400, "{\"__type\":\"x#" + Failures.ACCESS_DENIED + "\"}", inSeconds(60));

        assertThat(warnings()).singleElement().asString().contains("behind the service's");
    }

    @Test
    void clockOfATableThatIsMadeIsLookedAtOnce() {
        serviceSays(200, DESCRIPTION.replace("ACTIVE", "CREATING"), inSeconds(60));
        serviceSays(200, DESCRIPTION, inSeconds(60));

        Local.builder(table, Local.endpoint(proxy)).createTable().build().close();

        assertThat(log.warnings()).singleElement().asString().contains("behind the service's");
    }

    @Test
    void clockThatWasGivenIsNotCompared() {
        serviceSays(200, DESCRIPTION, inSeconds(60));

        Local.builder(table, Local.endpoint(proxy))
                .clock(InstantSource.offset(InstantSource.system(), Duration.ofSeconds(1)))
                .build()
                .close();

        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void timeThatCannotBeReadIsNone() {
        serviceSays(200, DESCRIPTION, "yesterday");

        assertThat(warnings()).isEmpty();
    }

    private List<String> warnings() {
        Local.builder(table, Local.endpoint(proxy)).build().close();
        return log.warnings();
    }

    private void serviceSays(int status, String json, String date) {
        String answer = new String(HttpMessage.answer(status, json), ISO_8859_1);
        proxy.once(
                Wire.of("DescribeTable"),
                ProxyAction.answerInstead(answer.replaceFirst("\r\n", "\r\nDate: " + date + "\r\n")
                        .getBytes(ISO_8859_1)));
    }

    private static String inSeconds(long seconds) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(seconds).atOffset(ZoneOffset.UTC));
    }

    private static String tableWithTimeToLive() {
        String name = Local.table(ItemLayout.KEY, ScalarAttributeType.B);
        Local.builder(name).createTable().build().close();
        return name;
    }
}
