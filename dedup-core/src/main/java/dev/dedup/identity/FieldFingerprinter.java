// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.util.List;

/** Hashes the length-prefixed fields of an item: format version, scheme, then each field. */
final class FieldFingerprinter<T> implements Fingerprinter<T> {
    private static final byte FORMAT_VERSION = 1;
    private static final int LONGEST_SCHEME = 255;

    private final String scheme;
    private final byte[] header;
    private final List<TextField<T>> fields;

    FieldFingerprinter(String scheme, List<TextField<T>> fields) {
        this.scheme = checked(requireNonNull(scheme, "scheme"));
        this.header = header(scheme);
        this.fields = List.copyOf(fields);
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("Scheme \"" + scheme
                    + "\" has no field, so that all items would be the same: name at least one text of the item");
        }
    }

    private static String checked(String scheme) {
        boolean visible = scheme.chars().allMatch(c -> c > ' ' && c < 0x7F);
        if (scheme.isEmpty() || scheme.length() > LONGEST_SCHEME || !visible) {
            throw new IllegalArgumentException("Scheme name \"" + scheme + "\" of " + scheme.length()
                    + " characters: use 1 to " + LONGEST_SCHEME + " visible ASCII characters, such as article/url-1");
        }
        return scheme;
    }

    private static byte[] header(String scheme) {
        byte[] header = new byte[2 + scheme.length()];
        header[0] = FORMAT_VERSION;
        header[1] = (byte) scheme.length();
        System.arraycopy(scheme.getBytes(US_ASCII), 0, header, 2, scheme.length());
        return header;
    }

    @Override
    public Fingerprint fingerprint(T item) {
        requireNonNull(item, "item");
        Workspace workspace = WorkspacePool.take();
        workspace.begin(header);
        for (int i = 0; i < fields.size(); i++) {
            addField(workspace, i, item);
        }
        Fingerprint fingerprint = workspace.finish();
        WorkspacePool.give(workspace);
        return fingerprint;
    }

    private void addField(Workspace workspace, int index, T item) {
        TextField<T> field = fields.get(index);
        String text = field.text().apply(item);
        if (text == null) {
            throw new NullPointerException("Field " + (index + 1) + " of " + fields.size() + " of scheme \"" + scheme
                    + "\" is null: the function that reads it must return a text, \"\" if there is none");
        }
        if (field.normalizer() instanceof InlineNormalizer inline) {
            workspace.field(inline, text);
        } else {
            workspace.field(Exact1.INSTANCE, field.normalizer().normalize(text));
        }
    }
}
