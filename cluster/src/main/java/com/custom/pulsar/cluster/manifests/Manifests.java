package com.custom.pulsar.cluster.manifests;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a stream of manifests: documents of YAML 1.1 between lines of {@code ---}, as kubectl and Helm read them (see
 * {@link PlainScalar}), or objects of JSON. The texts of all manifests, one after the other, are the text that was read,
 * but for a byte order mark.
 */
public final class Manifests {
    private static final Pattern MARKER = Pattern.compile("(?m)^---(?=[ \\t\\r\\n]|\\z)");
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private Manifests() {}

    /**
     * The manifests of a text in UTF-8.
     *
     * @param source what messages call the text, such as a file's name
     * @throws ManifestException if it is no UTF-8, or as the other {@code read} does
     */
    public static List<Manifest> read(String source, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        if (result.isError()) {
            throw new ManifestException(
                    source,
                    Position.at(text.toString(), text.length(), 0),
                    "this is no UTF-8; save it in that encoding");
        }
        return read(source, text.toString());
    }

    /**
     * The manifests of a text, empty documents included.
     *
     * @param source what messages call the text, such as a file's name
     * @throws ManifestException at the first place that is no YAML (or JSON), that no manifest can have (a key that is a list, an
     *     anchor that refers to itself, a document that is no map), or that stands for too much
     */
    public static List<Manifest> read(String source, String given) {
        String text = given.startsWith(BYTE_ORDER_MARK) ? given.substring(1) : given;
        List<Manifest> manifests = new ArrayList<>();
        Matcher marker = MARKER.matcher(text);
        int begin = 0;
        int lines = 0;
        while (begin < text.length() || manifests.isEmpty()) {
            int end = marker.find() ? marker.start() : text.length();
            if (end > begin || end == text.length()) {
                String document = text.substring(begin, end);
                manifests.addAll(documents(source, document, lines));
                lines += (int) document.chars().filter(c -> c == '\n').count();
                begin = end;
            }
        }
        return List.copyOf(manifests);
    }

    private static List<Manifest> documents(String source, String document, int linesBefore) {
        int dashes = document.startsWith("---") ? 3 : 0;
        boolean mayBeJson = document.substring(dashes).stripLeading().startsWith("{");
        return (mayBeJson ? JsonManifest.parse(document, dashes, linesBefore) : Optional.<List<Manifest>>empty())
                .orElseGet(() -> List.of(YamlManifest.parse(source, document, linesBefore)));
    }
}
