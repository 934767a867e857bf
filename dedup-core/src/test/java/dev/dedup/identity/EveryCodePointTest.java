// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * One digest over the fingerprints of every code point, alone and beside capital sigmas.
 *
 * <p>The same on every Java version: a newer one knows more letters, and must not put them into lower case. The script in {@code
 * docs/identity-format.md}, run by a Python that has Unicode 13, comes to the same two digests.
 */
class EveryCodePointTest {
    private static final String EXACT = "message/exact-1";
    private static final String EXACT_GOLDEN = "6e7c0d193f55144932c6ac7ed6e206e50132850292ad41d7b86fcedb08050e41";
    private static final String CASE_SPACE = "message/case-space-1";
    private static final String CASE_SPACE_GOLDEN = "7ab9c9dc51b2370491dda1dfc7e6cbbdae6fe9ed9138fc3d0e5f026091f27fb5";

    @Test
    void fingerprintsUnderCaseSpaceAreTheGoldenOnes() throws Exception {
        Fingerprinter<String> fingerprinter = Fingerprinter.of(
                CASE_SPACE, List.of(new TextField<>(Function.identity(), TextNormalizer.caseSpace1())));
        assertThat(digest(text -> fingerprinter.fingerprint(text).toBytes())).isEqualTo(CASE_SPACE_GOLDEN);
    }

    @Test
    void fingerprintsUnderExactAreTheGoldenOnes() throws Exception {
        Fingerprinter<String> fingerprinter = Fingerprinter.ofFields(EXACT, Function.identity());
        assertThat(digest(text -> fingerprinter.fingerprint(text).toBytes())).isEqualTo(EXACT_GOLDEN);
    }

    private static String digest(Function<String, byte[]> fingerprint) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            for (String text : inContexts(Character.toString(codePoint))) {
                sha256.update(ByteBuffer.wrap(fingerprint.apply(text)));
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static List<String> inContexts(String c) {
        return List.of(c, "A" + c + "\u03A3", "\u03A3" + c, "A\u03A3" + c + "B", c + "\u03A3 " + c);
    }
}
