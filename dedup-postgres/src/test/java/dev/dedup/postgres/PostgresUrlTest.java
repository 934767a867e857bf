// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {
    @Test
    void allPartsAreTakenApart() {
        PostgresUrl url = PostgresUrl.parse("postgresql://me:s%40%3A%2F+word@db.example:6432/posts?schema=a%20b&table=c"
                + "&createSchema=true&connections=3&sslmode=require&connectTimeout=7");

        assertThat(url.user()).isEqualTo("me");
        assertThat(url.password()).isEqualTo("s@:/+word");
        assertThat(url.table()).isEqualTo(new ClaimTable("a b", "c"));
        assertThat(url.createsSchema()).isTrue();
        assertThat(url.connections(8)).isEqualTo(3);
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:6432/posts?connectTimeout=7&sslmode=require");
    }

    @Test
    void whatIsLeftOutHasADefault() {
        PostgresUrl url = PostgresUrl.parse("postgres://localhost/posts");

        assertThat(url.user()).isNull();
        assertThat(url.password()).isNull();
        assertThat(url.table()).isEqualTo(ClaimTable.DEFAULT);
        assertThat(url.createsSchema()).isFalse();
        assertThat(url.connections(8)).isEqualTo(8);
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://localhost/posts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://a,b:5433,c/posts",
                "postgresql://[::1]:5432/posts",
                "POSTGRESQL://10.0.0.1:65535/posts",
                "postgres://me@host/posts",
                "postgres://me:@host/posts",
                "postgres://host/posts?",
                "postgres://me:p@ss@host/posts",
                "postgres://me:p/ss@host/posts"
            })
    void everyFormIsUnderstood(String url) {
        assertThat(PostgresUrl.parse(url).jdbcUrl())
                .startsWith("jdbc:postgresql://")
                .endsWith("/posts")
                .doesNotContain("@");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mysql://h/d | begins with neither postgresql:// nor postgres://",
                "postgresql:h/d | begins with neither",
                "postgresql:// | has no valid host, port and database",
                "postgresql://h | has no valid host, port and database",
                "postgresql://h/ | has no valid host, port and database",
                "postgresql:///d | has no valid host, port and database",
                "postgresql://h:/d | has no valid host, port and database",
                "postgresql://h:x/d | has no valid host, port and database",
                "postgresql://h:123456/d | has no valid host, port and database",
                "postgresql://h:0/d | has the port 0; a port is a number from 1 to 65535",
                "postgresql://h:65536/d | has the port 65536; a port is a number from 1 to 65535",
                "postgresql://g:1,h:99999/d | has the port 99999; a port is a number from 1 to 65535",
                "postgresql://h/d/e | has no valid host, port and database",
                "postgresql://h/d%zz | has a % that begins no code of two hexadecimal digits",
                "postgresql://h h/d | has no valid host, port and database",
                "postgresql://h,/d | has no valid host, port and database",
                "postgresql://u:s3cret?x@h/d | has an @ after a ?",
                "postgresql://u:s3cret%zz@h/d | has a % that begins no code of two hexadecimal digits",
                "postgresql://h/d?password=s3cret | has the option 'password'; the options are ApplicationName=…, connectTimeout=…",
                "postgresql://h/d?sslpassword=x&s3cret | has an option without a value; write option=value, and an & in a value as %26",
                "postgresql://h/d?socketFactory=x | has the option 'socketFactory'",
                "postgresql://h/d?table=a&& | has an option without a value"
            })
    void malformedUrlIsRefusedWithoutItsSecrets(String url, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresUrl.parse(url))
                .withMessageStartingWith("The URL of a PostgreSQL store " + problem)
                .withMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "createSchema=yes | has createSchema=yes; it is true or false",
                "createSchema= | has createSchema=; it is true or false",
                "connections=0 | has connections=0; it is a number from 1 to 9999",
                "connections=10000 | has connections=10000; it is a number from 1 to 9999",
                "connections=-1 | has connections=-1; it is a number from 1 to 9999",
                "connections=many | has connections=many; it is a number from 1 to 9999",
                "table= | name of a PostgreSQL store is 0 bytes long; it must be 1 to 63 bytes without a NUL",
                "schema=a%00 | name of a PostgreSQL store is 2 bytes long; it must be 1 to 63 bytes without a NUL"
            })
    void valueThatIsNoneIsRefused(String option, String problem) {
        PostgresClaimStoreBuilder builder = PostgresClaimStore.builder().url("postgresql://u:s3cret@h/d?" + option);

        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageContaining(problem)
                .withMessageNotContaining("s3cret");
    }

    @Test
    void textFormHasNoSecret() {
        assertThat(PostgresUrl.parse("postgresql://user:s3cret@h:1/d?sslpassword=s3cret"))
                .hasToString("postgresql://h:1/d");
    }

    @Test
    void schemeIsReadInEveryLanguage() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(PostgresUrl.parse("POSTGRES://h/d")).hasToString("postgresql://h/d");
        } finally {
            Locale.setDefault(before);
        }
    }
}
