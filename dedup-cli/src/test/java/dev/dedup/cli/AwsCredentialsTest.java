// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dedup.testservers.DynamoDbServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command brings what the ways to credentials need that people have: a role in a profile, a web identity as on EKS, and IAM Identity
 * Center. An HTTP server in the place of AWS's hands them out; the SDK asks it as it would ask them.
 */
class AwsCredentialsTest {
    private static DynamoDbServer service;

    @TempDir
    Path directory;

    private final String expiry = Instant.now()
            .plus(1, ChronoUnit.HOURS)
            .truncatedTo(ChronoUnit.SECONDS)
            .toString();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer issuer;
    private Cli cli;

    @BeforeAll
    static void startService() {
        service = DynamoDbServer.started();
    }

    @AfterAll
    static void stopService() {
        service.close();
    }

    @BeforeEach
    void begin() throws IOException {
        cli = new Cli(directory);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/", this::issue);
        issuer.start();
    }

    @AfterEach
    void end() {
        issuer.stop(0);
    }

    @Test
    void roleOfAProfile() throws Exception {
        assertClaims("""
                [profile work]
                role_arn = arn:aws:iam::111122223333:role/scraper
                source_profile = base
                [profile base]
                aws_access_key_id = basekey
                aws_secret_access_key = basesecret
                """, "AWS_PROFILE=work");

        assertThat(requests).singleElement().asString().contains("Action=AssumeRole&", "role%2Fscraper");
    }

    @Test
    void webIdentity() throws Exception {
        cli.write("token", "a.web.token");

        assertClaims(
                "",
                "AWS_ROLE_ARN=arn:aws:iam::111122223333:role/pod AWS_WEB_IDENTITY_TOKEN_FILE='" + cli.file("token")
                        + "'");

        assertThat(requests)
                .singleElement()
                .asString()
                .contains("Action=AssumeRoleWithWebIdentity&", "WebIdentityToken=a.web.token");
    }

    /** Somebody has signed in, which has left a token. */
    @Test
    void identityCenter() throws Exception {
        Path tokens = Files.createDirectories(directory.resolve(".aws/sso/cache"));
        Files.writeString(tokens.resolve(sha1("org") + ".json"), """
                {"accessToken": "signed-in", "expiresAt": "%s", "region": "eu-west-1", "startUrl": "https://org.example/start"}
                """.formatted(expiry));

        assertClaims("""
                [profile people]
                sso_session = org
                sso_account_id = 111122223333
                sso_role_name = scraper
                [sso-session org]
                sso_region = eu-west-1
                sso_start_url = https://org.example/start
                """, "AWS_PROFILE=people");

        assertThat(requests)
                .singleElement()
                .asString()
                .contains("/federation/credentials?", "role_name=scraper", "account_id=111122223333");
    }

    /** Claims a post with nothing else to go by. */
    private void assertClaims(String config, String variables) throws Exception {
        cli.write("config", config);
        cli.write("in.jsonl", Cli.posts(0, 3));
        String url = "dynamodb://posts-" + UUID.randomUUID() + "?region=eu-west-1&createTable=true&endpoint="
                + service.endpoint();
        String address = "http://127.0.0.1:" + issuer.getAddress().getPort();
        CliProcess process = CliProcess.shell(
                directory,
                "unset ${!AWS_@}; export AWS_REGION=eu-west-1 AWS_EC2_METADATA_DISABLED=true HOME='" + directory
                        + "' AWS_CONFIG_FILE='" + cli.file("config") + "' AWS_SHARED_CREDENTIALS_FILE='"
                        + cli.file("absent") + "' AWS_ENDPOINT_URL_STS=" + address + " AWS_ENDPOINT_URL_SSO=" + address
                        + " " + variables + "; \"$@\"",
                CliProcess.command(
                        List.of(),
                        "filter",
                        "--store",
                        url,
                        cli.file("in.jsonl").toString()));

        assertThat(process.exitCode()).as(cli.read("stderr")).isZero();
        assertThat(cli.read("stdout")).isEqualTo(Cli.posts(0, 3));
    }

    private void issue(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestURI() + " "
                + new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        requests.add(request);
        byte[] answer = answer(request).getBytes(UTF_8);
        exchange.getResponseHeaders()
                .add("Content-Type", request.contains("Action=") ? "text/xml" : "application/json");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private String answer(String request) {
        if (!request.contains("Action=")) {
            return """
                    {"roleCredentials": {"accessKeyId": "issuedkey", "secretAccessKey": "issued", "sessionToken": "session",
                     "expiration": %d}}""".formatted(Instant.parse(expiry).toEpochMilli());
        }
        String action = request.contains("WithWebIdentity") ? "AssumeRoleWithWebIdentity" : "AssumeRole";
        return """
                <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%1$sResult>
                <AssumedRoleUser><AssumedRoleId>ID:dedup</AssumedRoleId><Arn>arn:aws:sts::111122223333:assumed-role/r/s</Arn>
                </AssumedRoleUser><Credentials><AccessKeyId>issuedkey</AccessKeyId><SecretAccessKey>issued</SecretAccessKey>
                <SessionToken>session</SessionToken><Expiration>%2$s</Expiration></Credentials>
                </%1$sResult></%1$sResponse>""".formatted(action, expiry);
    }

    private static String sha1(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
    }
}
