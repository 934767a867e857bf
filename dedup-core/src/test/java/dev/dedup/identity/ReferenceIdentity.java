// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.util.ULocale;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** The identity format written as plainly as possible, on ICU's case tables: slow, and shares no code with the library. */
public final class ReferenceIdentity {
    private static final String SPACE_CLASS =
            "[\\x{9}-\\x{D}\\x{1C}-\\x{1F}\\x{20}\\x{85}\\x{A0}\\x{1680}\\x{2000}-\\x{200A}"
                    + "\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}]+";
    private static final Pattern SPACES = Pattern.compile(SPACE_CLASS);
    private static final Pattern LEADING = Pattern.compile("^" + SPACE_CLASS);
    private static final Pattern TRAILING = Pattern.compile(SPACE_CLASS + "\\z");
    private static final Pattern UNPAIRED = Pattern.compile("[\\x{D800}-\\x{DFFF}]");

    private ReferenceIdentity() {}

    /** Returns what {@code case-space-1} makes of a text. */
    public static String caseSpace(String text) {
        String lower = UCharacter.toLowerCase(ULocale.ROOT, text);
        String stripped =
                TRAILING.matcher(LEADING.matcher(lower).replaceFirst("")).replaceFirst("");
        return SPACES.matcher(stripped).replaceAll(" ");
    }

    /** Returns what {@code case-space-1} makes of a handle. */
    public static String caseSpaceHandle(String handle) {
        String normal = caseSpace(handle);
        return normal.startsWith("@") ? normal.substring(1) : normal;
    }

    /** Returns a text with each unpaired surrogate replaced by U+FFFD. */
    public static String wellFormed(String text) {
        return UNPAIRED.matcher(text).replaceAll("\uFFFD");
    }

    /** Returns the bytes that a fingerprint is the digest of. */
    public static byte[] encode(String scheme, List<String> fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(1);
            out.writeByte(scheme.length());
            out.write(scheme.getBytes(US_ASCII));
            for (String field : fields) {
                byte[] utf8 = wellFormed(field).getBytes(UTF_8);
                out.writeInt(utf8.length);
                out.write(utf8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Returns the fingerprint of fields that are normalised already, as 32 hexadecimal digits. */
    public static String fingerprint(String scheme, List<String> fields) {
        byte[] digest = sha256().digest(encode(scheme, fields));
        return HexFormat.of().formatHex(digest, 0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
