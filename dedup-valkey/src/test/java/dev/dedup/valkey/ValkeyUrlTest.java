// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dedup.valkey.ValkeyUrl.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValkeyUrlTest {
    private static final String SECRET = "S3CRET";

    @Test
    void aHostIsEnough() {
        ValkeyUrl url = ValkeyUrl.parse("valkey://cache.example.com");

        assertThat(url.addresses()).containsExactly(new Address("cache.example.com", 6379));
        assertThat(url.tls()).isFalse();
        assertThat(url.user()).isNull();
        assertThat(url.passwordSupplier()).isNull();
        assertThat(url.prefix()).isEqualTo(KeyPrefix.DEFAULT);
        assertThat(url).hasToString("valkey://cache.example.com:6379");
    }

    @Test
    void takesEverythingAtOnce(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("ca.pem"));
        ValkeyUrl url = ValkeyUrl.parse(
                "VALKEYS://us%3Aer:p%40ss%2Fw%3Ard+%25@a:7000,b,[::1]:7002/0?prefix=my%3Aposts%26&ca=" + file);

        assertThat(url.tls()).isTrue();
        assertThat(url.user()).isEqualTo("us:er");
        assertThat(password(url)).isEqualTo("p@ss/w:rd+%");
        assertThat(url.addresses())
                .containsExactly(new Address("a", 7000), new Address("b", 6379), new Address("[::1]", 7002));
        assertThat(url.prefix().text()).isEqualTo("my:posts&");
        assertThat(url.option("ca")).isEqualTo(file.toString());
        assertThat(url.place()).isEqualTo("a:7000,b:6379,[::1]:7002");
        assertThat(url.toString()).isEqualTo("valkeys://a:7000,b:6379,[::1]:7002");
    }

    @Test
    void sentinelsHaveAPortOfTheirOwn() {
        ValkeyUrl url = ValkeyUrl.parse("valkey://s1,s2:5000?sentinel=mymaster");

        assertThat(url.option("sentinel")).isEqualTo("mymaster");
        assertThat(url.addresses()).containsExactly(new Address("s1", 26379), new Address("s2", 5000));
    }

    @Test
    void takesAPasswordWithoutAUser() {
        ValkeyUrl url = ValkeyUrl.parse("valkey://:" + SECRET + "@host");

        assertThat(url.user()).isNull();
        assertThat(password(url)).isEqualTo(SECRET);
    }

    @Test
    void aPasswordMayHaveAnAtThatIsNotEncoded() {
        assertThat(password(ValkeyUrl.parse("valkey://u:a@b@host"))).isEqualTo("a@b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"valkey://[::1]", "valkey://[2001:db8::7]:6379", "valkey://[::ffff:10.0.0.1]:1"})
    void takesAddressesOfVersion6(String url) {
        assertThat(ValkeyUrl.parse(url).addresses()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://host",
                "host:6379",
                "",
                "valkey:host",
                "valkey:/host",
                "valkeyss://host",
                ":S3CRET@host",
                "://S3CRET@host"
            })
    void takesNoOtherScheme(String url) {
        assertRefused(url, "The URL of a Valkey store begins with neither valkey:// nor valkeys://;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "valkey://",
                "valkey://:6379",
                "valkey://host:",
                "valkey://host:abc",
                "valkey://host:-1",
                "valkey://host:123456",
                "valkey://ho st",
                "valkey://u:S3CRET@",
                "valkey://u:S3CRET@h@:1",
                "valkey://u:pw@host:S3CRET",
                "valkey://::1",
                "valkey://u:p/S3CRET#@ho#st",
                "valkey://%68ost"
            })
    void namesNoHostThatIsNone(String url) {
        assertRefused(url, "The URL of a Valkey store has no valid host and port at place 1;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"valkey://a,", "valkey://a,,b", "valkey://:S3CRET@a:1,b:x"})
    void saysWhichHostIsNone(String url) {
        assertRefused(url, "at place 2");
    }

    @ParameterizedTest
    @CsvSource({"0", "65536", "99999"})
    void aPortIsFrom1To65535(String port) {
        assertRefused("valkey://:S3CRET@host:" + port, "has the port " + port + "; a port is from 1 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"valkey://:S3CRET@host/1", "valkey://host/S3CRET", "valkey://host/0/1"})
    void aDatabaseIsRefused(String url) {
        assertRefused(url, "names a database, which a cluster does not have; keep sets of claims apart by ?prefix=…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"valkey://host/", "valkey://host/0", "valkey://host?"})
    void databaseZeroIsTheOneThereIs(String url) {
        assertThat(ValkeyUrl.parse(url).addresses()).containsExactly(new Address("host", 6379));
    }

    @ParameterizedTest
    @CsvSource({
        "valkey://:S3CRET@host?timeout=5, timeout",
        "valkey://:S3CRET@host?prefix, prefix",
        "valkey://:S3CRET@host?prefix=a&, ''"
    })
    void anUnknownOptionIsNamed(String url, String option) {
        assertRefused(url, "has the option '" + option + "'; the options are ca=…, prefix=… and sentinel=…");
    }

    @Test
    void aSentinelsPrimaryHasAName() {
        assertRefused("valkey://:S3CRET@host?sentinel=", "has sentinel= and no name; give the name of the primary");
    }

    @Test
    void certificatesWithoutTlsAreRefused(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("ca.pem"));
        assertRefused("valkey://:S3CRET@host?ca=" + file, "has ca=… and no TLS; write valkeys://");
    }

    @Test
    void certificatesThatCannotBeReadAreRefused(@TempDir Path directory) {
        for (String file : List.of("no-such-file.pem", directory.toString(), "")) {
            assertRefused(
                    "valkeys://:S3CRET@host?ca=" + file,
                    "has ca=" + file + ", where no file can be read; give a file of certificates in PEM form");
        }
    }

    @Test
    void aUserWithoutAPasswordIsRefused() {
        assertRefused("valkey://S3CRET@host", "has a user without a password; write user:password@, or :password@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"valkey://u:S3CRET%@host", "valkey://u:S3CRET%zz@host", "valkey://u:a@host?prefix=%"})
    void aPercentSignThatBeginsNothingIsRefused(String url) {
        assertRefused(url, "has a % that begins no code of two hexadecimal digits; write % itself as %25");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"valkey://u:p?S3CRET@host", "valkey://u:p?S3CRET=1@host", "valkey://u:p?ca=1&S3CRET@host:1"})
    void aPasswordWithAQuestionMarkInItIsNotShown(String url) {
        assertRefused(url, "has an @ after a ?; write a ? in user or password as %3F, and an @ in an option as %40");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{x}", "01234567890123456789012345678901234567890123456789012345678901234"})
    void aPrefixThatDoesNotFitIsRefusedWhereItIsTaken(String prefix) {
        ValkeyUrl url = ValkeyUrl.parse("valkey://:S3CRET@host?prefix=" + prefix);
        assertThatIllegalArgumentException().isThrownBy(url::prefix).withMessageContaining("The key prefix");
    }

    private static void assertRefused(String url, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValkeyUrl.parse(url))
                .withMessageContaining(words)
                .withMessageNotContaining(SECRET)
                .withNoCause();
    }

    private static String password(ValkeyUrl url) {
        return Objects.requireNonNull(url.passwordSupplier()).get();
    }
}
