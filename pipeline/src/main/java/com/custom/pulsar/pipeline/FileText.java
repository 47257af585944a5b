package com.custom.pulsar.pipeline;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The bytes of a file as the text that they are, or what keeps them from being one. */
final class FileText {
    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final String SAVE_AS_UTF_8 = "; save it as UTF-8";

    private FileText() {}

    /** Without a byte order mark; empty, and a problem noted, if it is no text. */
    static String of(byte[] content, Problems problems) {
        if (startsWith(content, 0xfe, 0xff) || startsWith(content, 0xff, 0xfe)) {
            problems.add(Location.NOWHERE, "", "is UTF-16 text" + SAVE_AS_UTF_8);
            return "";
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer decoded = CharBuffer.allocate(content.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(content), decoded, true);
        String text = decoded.flip().toString();
        text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        int hidden = firstUnprintable(text);
        if (hidden >= 0 && text.codePointAt(hidden) == 0) {
            problems.add(
                    Location.at(text, hidden),
                    "",
                    "holds a zero byte, so it is no text, or UTF-16" + SAVE_AS_UTF_8 + ", or name a pipeline file");
        } else if (result.isError()) {
            problems.add(Location.at(text, text.length()), "", "is not UTF-8 text from here on" + SAVE_AS_UTF_8);
        } else if (hidden >= 0) {
            problems.add(
                    Location.at(text, hidden),
                    "",
                    String.format(
                            Locale.ROOT,
                            "holds the character U+%04X, which YAML does not allow; delete it, or write its escape in"
                                    + " double quotes",
                            text.codePointAt(hidden)));
        }
        return problems.any() ? "" : text;
    }

    private static boolean startsWith(byte[] content, int first, int second) {
        return content.length >= 2 && (content[0] & 0xff) == first && (content[1] & 0xff) == second;
    }

    private static int firstUnprintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r' && c != '\u0085';
            if (control || c == '\ufffe' || c == '\uffff') {
                return i;
            }
        }
        return -1;
    }
}
