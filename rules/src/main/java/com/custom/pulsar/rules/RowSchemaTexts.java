package com.custom.pulsar.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.JsonText;
import com.custom.pulsar.envelope.JsonView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/*
 * A function's settings are on a command line. Schemas say much the same again and again, so a tenth of them is left by packing; and
 * what base64 gives needs no escapes there, of which every other quote needs several.
 */
/** Files with schemas, packed into one text. */
final class RowSchemaTexts {
    private static final int MOST_BYTES = 16 << 20;

    private RowSchemaTexts() {}

    /** @param texts by the names of their files */
    static String packed(Map<String, String> texts) {
        StringBuilder json = new StringBuilder();
        texts.forEach((name, text) -> {
            json.append(json.isEmpty() ? '{' : ',');
            JsonText.appendString(json, name);
            json.append(':');
            JsonText.appendString(json, text);
        });
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(packed)) {
            out.write(json.append('}').toString().getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }

    /** @throws IllegalArgumentException if {@link #packed} did not give it */
    static Map<String, String> unpacked(String packed) {
        try (InputStream in = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(packed)))) {
            @Nullable JsonView json = new EnvelopeScanner().read(in.readNBytes(MOST_BYTES));
            if (json == null || json.kind() != JsonView.Kind.OBJECT) {
                throw new IllegalArgumentException("no object");
            }
            Map<String, String> texts = new LinkedHashMap<>();
            json.forEachMember((name, text) -> texts.put(name, text.text()));
            return texts;
        } catch (IOException e) {
            throw new IllegalArgumentException("not packed", e);
        }
    }
}
