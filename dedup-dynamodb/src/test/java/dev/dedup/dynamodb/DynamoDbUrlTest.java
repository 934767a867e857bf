// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dedup.spi.ClaimStoreProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DynamoDbUrlTest {
    @Test
    void allPartsAreTakenApart() {
        DynamoDbUrl url = DynamoDbUrl.parse("dynamodb://posts_1.a-b?region=eu-west-1"
                + "&endpoint=http%3A%2F%2Flocalhost:8000&concurrency=64&readFirst=true&createTable=false");

        assertThat(url.table()).isEqualTo("posts_1.a-b");
        assertThat(url.option("region")).isEqualTo("eu-west-1");
        assertThat(url.option("endpoint")).isEqualTo("http://localhost:8000");
        assertThat(url.number("concurrency")).isEqualTo(64);
        assertThat(url.isSet("readFirst")).isTrue();
        assertThat(url.isSet("createTable")).isFalse();
        assertThat(url.isSet("pointInTimeRecovery")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dynamodb://posts", "DynamoDB://posts", "dynamodb://posts/", "dynamodb://posts?"})
    void everyFormIsUnderstood(String url) {
        assertThat(DynamoDbUrl.parse(url).table()).isEqualTo("posts");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    dynamo://posts                       | does not begin with dynamodb://
                    dynamodb:posts                       | does not begin with dynamodb://
                    dynamodb://KEY:s3cret@posts          | has an @; credentials come from where the AWS SDK looks for them
                    dynamodb://posts?secretKey=s3cret    | has the option 'secretKey'; the options are concurrency=…, createTable=…
                    dynamodb://posts?region              | has an option without a value
                    dynamodb://posts?region=%zz          | has a % that begins no code
                    dynamodb://posts?region=a&&          | has an option without a value
                    """)
    void malformedUrlIsRefusedWithoutItsSecrets(String url, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamoDbUrl.parse(url))
                .withMessageStartingWith("The URL of a DynamoDB store " + problem)
                .withMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "readFirst=yes, has readFirst=yes; it is true or false",
        "concurrency=0, has concurrency=0; it is a number from 1 to 10000",
        "concurrency=many, has concurrency=many",
        "concurrency=10001, The concurrency is 10001",
        "region=EU, The AWS Region is 'EU'",
        "endpoint=localhost:8000, The endpoint is no http:// or https:// address",
        "endpoint=http%3A//a b, The endpoint is no http:// or https:// address"
    })
    void optionWithoutAValidValueIsRefused(String option, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamoDbClaimStore.connect("dynamodb://posts?" + option))
                .withMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dynamodb://", "dynamodb://a", "dynamodb://a b c", "dynamodb://posts/today"})
    void tableWithoutAValidNameIsRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamoDbUrl.parse(url))
                .withMessageContaining("it has 3 to 255 of the characters");
    }

    @Test
    void providerIsInstalled() {
        assertThat(ServiceLoader.load(ClaimStoreProvider.class).stream().map(ServiceLoader.Provider::type))
                .anyMatch(DynamoDbClaimStoreProvider.class::equals);
        assertThat(new DynamoDbClaimStoreProvider().schemes()).containsExactly("dynamodb");
    }
}
