// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

/** Packed data is read to its very end, or its fault is told. */
class GzipMembersTest {
    private static byte[] unpack(byte[] packed) throws IOException {
        try (GzipMembers in = new GzipMembers(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        }
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void membersAreReadOneAfterTheOther() throws IOException {
        byte[] noise = new byte[300_000];
        new Random(1).nextBytes(noise);

        byte[] packed = join(Cli.gzip(bytes("one")), Cli.gzip(new byte[0]), Cli.gzip(noise), Cli.gzip(bytes("two")));

        assertThat(unpack(packed)).isEqualTo(join(bytes("one"), noise, bytes("two")));
    }

    @Test
    void nothingIsNoMember() throws IOException {
        assertThat(unpack(new byte[0])).isEmpty();
    }

    @Test
    void singleBytesCanBeRead() throws IOException {
        try (GzipMembers in = new GzipMembers(new ByteArrayInputStream(Cli.gzip(new byte[] {7, -1})))) {
            assertThat(in.available()).isEqualTo(1);
            assertThat(in.read()).isEqualTo(7);
            assertThat(in.read()).isEqualTo(255);
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.available()).isZero();
        }
    }

    @Test
    void everyCutIsToldUnlessItIsBetweenMembers() throws IOException {
        byte[] first = Cli.gzip(bytes("first"));
        byte[] packed = join(first, Cli.gzip(bytes("second")));
        for (int length = 1; length < packed.length; length++) {
            byte[] cut = Arrays.copyOf(packed, length);
            if (length == first.length) {
                assertThat(unpack(cut)).isEqualTo(bytes("first"));
            } else {
                assertThatThrownBy(() -> unpack(cut)).as("cut at %s", length).isInstanceOf(EOFException.class);
            }
        }
    }

    @Test
    void everyFlippedByteOfTheDataIsTold() throws IOException {
        byte[] packed = Cli.gzip(bytes("some text that is long enough to be packed, packed, packed"));
        for (int i = 10; i < packed.length; i++) {
            byte[] damaged = packed.clone();
            damaged[i] ^= 0x10;
            assertThatThrownBy(() -> unpack(damaged)).as("byte %s", i).isInstanceOf(IOException.class);
        }
    }

    @Test
    void somethingAfterTheLastMemberIsTold() throws IOException {
        byte[] packed = join(Cli.gzip(bytes("one")), bytes("rubbish that is long enough"));

        assertThatThrownBy(() -> unpack(packed))
                .isInstanceOf(ZipException.class)
                .hasMessageContaining("something follows its compressed data");
    }

    @Test
    void zerosAfterTheLastMemberFillUpABlock() throws IOException {
        assertThat(unpack(join(Cli.gzip(bytes("one")), new byte[512]))).isEqualTo(bytes("one"));
    }

    @Test
    void plainTextIsTold() {
        assertThatThrownBy(() -> unpack(bytes("{\"handle\":1}")))
                .isInstanceOf(ZipException.class)
                .hasMessageContaining("not compressed with gzip");
    }

    @Test
    void optionalHeaderFieldsArePassedOver() throws IOException {
        byte[] header = {0x1F, (byte) 0x8B, 8, 0x02 | 0x04 | 0x08 | 0x10, 0, 0, 0, 0, 0, 3};
        byte[] extras = join(new byte[] {3, 0, 1, 2, 3}, bytes("name\0"), bytes("comment\0"), new byte[] {9, 9});

        assertThat(unpack(join(header, extras, deflated(bytes("text")), trailer(bytes("text")))))
                .isEqualTo(bytes("text"));
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] out = new byte[100];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    private static byte[] trailer(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        long sum = crc.getValue();
        return new byte[] {
            (byte) sum, (byte) (sum >> 8), (byte) (sum >> 16), (byte) (sum >> 24), (byte) bytes.length, 0, 0, 0
        };
    }
}
