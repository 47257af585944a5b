package com.custom.pulsar.testsupport.kubernetes;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request as it came over a connection.
 *
 * @param headers by their names in lower case; of several with one name the last
 */
record HttpMessage(String method, String target, Map<String, String> headers, String body) {
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int REQUEST_PARTS = 3;
    private static final int HEX = 16;

    /** The next one of the connection; null if it has ended. */
    static @Nullable HttpMessage read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        List<String> parts = List.of(first.split(" ", -1));
        if (parts.size() != REQUEST_PARTS) {
            throw new IOException("no request: " + first);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = some(in); !line.isEmpty(); line = some(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, Math.max(0, colon)).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new HttpMessage(parts.get(0), parts.get(1), headers, body(headers, in));
    }

    /** The header of that name in lower case; empty without it. */
    String header(String name) {
        return Objects.requireNonNullElse(headers.get(name), "");
    }

    KubernetesApi.Call call() {
        int question = target.indexOf('?');
        return new KubernetesApi.Call(
                method,
                question < 0 ? target : target.substring(0, question),
                query(question < 0 ? "" : target.substring(question + 1)),
                header("authorization"),
                body,
                header("upgrade").equalsIgnoreCase("websocket"));
    }

    private static String body(Map<String, String> headers, InputStream in) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return chunks(in);
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException();
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private static String chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = chunk(in); length > 0; length = chunk(in)) {
            body.write(in.readNBytes(length));
            some(in);
        }
        some(in);
        return body.toString(StandardCharsets.UTF_8);
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(some(in).replaceFirst(";.*", "").strip(), HEX);
    }

    private static String some(InputStream in) throws IOException {
        String line = line(in);
        if (line == null) {
            throw new EOFException();
        }
        return line;
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (line.size() == LONGEST_LINE) {
                throw new IOException("a line of a request is longer than " + LONGEST_LINE + " bytes");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).replaceFirst("\r$", "");
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        if (!raw.isEmpty()) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                query.put(
                        decoded(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
