// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Runs the command inside the test, on files of one directory. */
final class Cli {
    private final Path directory;
    private byte[] input = new byte[0];

    Cli(Path directory) {
        this.directory = directory;
    }

    /** What a run gave. */
    record Result(int exitCode, String text, String err) {
        List<String> lines() {
            return text.lines().toList();
        }

        Result exits(int expected) {
            assertThat(exitCode).as("exit status, with the message: %s", err).isEqualTo(expected);
            return this;
        }

        /** Checks the numbers of the summary. */
        Result counts(int read, int unique, int duplicate, int rejected) {
            assertThat(count("read")).as("read").isEqualTo(read);
            assertThat(count("unique")).as("unique").isEqualTo(unique);
            assertThat(count("duplicate")).as("duplicate").isEqualTo(duplicate);
            assertThat(count("rejected")).as("rejected").isEqualTo(rejected);
            return this;
        }

        long count(String name) {
            return err.lines()
                    .filter(line -> line.startsWith(name + " "))
                    .map(line -> line.substring(name.length()).strip().replace(",", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(-1);
        }
    }

    Cli withInput(String text) {
        return withInput(text.getBytes(StandardCharsets.UTF_8));
    }

    Cli withInput(byte[] bytes) {
        input = bytes.clone();
        return this;
    }

    /** Runs the command; an argument that begins with a percent sign names a file in the directory. */
    Result run(String... args) {
        return run(new ByteArrayInputStream(input), args);
    }

    Result run(InputStream in, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8);
        String[] resolved = Arrays.stream(args).map(this::resolve).toArray(String[]::new);
        int exitCode = Main.run(new Streams(in, out, messages), resolved);
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    Path write(String name, String text) {
        return write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    Path write(String name, byte[] bytes) {
        try {
            return Files.write(file(name), name.endsWith(".gz") ? gzip(bytes) : bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    byte[] bytes(String name) {
        try (InputStream in = Files.newInputStream(file(name))) {
            return (name.endsWith(".gz") ? new GZIPInputStream(in) : in).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> lines(String name) {
        return read(name).lines().toList();
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    static String post(String handle, String message) {
        return "{\"handle\":\"" + handle + "\",\"message\":\"" + message + "\"}\n";
    }

    /** Posts with a running number, each different from all others. */
    static String posts(int from, int to) {
        StringBuilder posts = new StringBuilder();
        for (int i = from; i < to; i++) {
            posts.append(post("@user" + i % 7, "post number " + i));
        }
        return posts.toString();
    }

    private String resolve(String argument) {
        return argument.startsWith("%") ? file(argument.substring(1)).toString() : argument;
    }
}
