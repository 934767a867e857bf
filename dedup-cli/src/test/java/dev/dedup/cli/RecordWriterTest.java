// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A device that fails, and is back a moment later, gets nothing twice. */
class RecordWriterTest {
    private static final byte[] RECORD = "0123456789".repeat(10_000).getBytes(StandardCharsets.UTF_8);

    private final HalfTaken device = new HalfTaken();
    private final RecordWriter writer = RecordWriter.toStream("device", device);

    /** Takes half of a write and fails when it is told to; takes all others whole. */
    private static final class HalfTaken extends OutputStream {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private boolean fails;
        private boolean closed;

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            taken.write(bytes, offset, fails ? length / 2 : length);
            if (fails) {
                fails = false;
                throw new IOException("the device is full");
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private void writeRecord(int length) {
        writer.write(RECORD, 0, length);
    }

    @Test
    void closingWritesWhatWasNotFlushed() {
        writeRecord(4);

        writer.close();

        assertThat(device.taken.toString(StandardCharsets.UTF_8)).isEqualTo("0123\n");
        assertThat(device.closed).isTrue();
    }

    @Test
    void closingAfterAFlushThatFailedWritesNothing() {
        writeRecord(9);
        device.fails = true;
        assertThatThrownBy(writer::flush)
                .isInstanceOf(RunException.class)
                .hasMessageContaining("device: writing failed: the device is full");

        writer.close();

        assertThat(device.taken.toString(StandardCharsets.UTF_8)).isEqualTo("01234");
        assertThat(device.closed).isTrue();
    }

    @Test
    void closingAfterAWriteThatFailedWritesNothing() {
        writeRecord(4);
        device.fails = true;
        assertThatThrownBy(() -> writeRecord(RECORD.length)).isInstanceOf(RunException.class);
        int taken = device.taken.size();

        writer.close();

        assertThat(device.taken.size()).isEqualTo(taken);
        assertThat(device.closed).isTrue();
    }

    @Test
    void failureWhileClosingIsToldAndNothingIsWrittenTwice() {
        writeRecord(9);
        device.fails = true;

        assertThatThrownBy(writer::close)
                .isInstanceOf(RunException.class)
                .hasMessageContaining("device: writing failed: the device is full");

        assertThat(device.taken.toString(StandardCharsets.UTF_8)).isEqualTo("01234");
        assertThat(device.closed).isTrue();
    }
}
