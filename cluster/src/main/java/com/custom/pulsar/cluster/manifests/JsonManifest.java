package com.custom.pulsar.cluster.manifests;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An object of JSON. What is written anew is indented by two. */
final class JsonManifest implements Manifest {
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final String text;
    private final int line;
    private final Map<String, Object> object;

    private JsonManifest(String text, int line, Map<String, Object> object) {
        this.text = text;
        this.line = line;
        this.object = object;
    }

    /**
     * The objects of a text, one after the other; empty if that is not what it is.
     *
     * @param from how many characters stand before the first object that are none of JSON
     */
    static Optional<List<Manifest>> parse(String text, int from, int linesBefore) {
        List<Manifest> manifests = new ArrayList<>();
        int begin = 0;
        try (MappingIterator<JsonNode> roots = MAPPER.readerFor(JsonNode.class).readValues(text.substring(from))) {
            while (roots.hasNextValue()) {
                JsonNode node = roots.nextValue();
                if (!node.isObject()) {
                    return Optional.empty();
                }
                int end = from + (int) roots.getParser().currentLocation().getCharOffset();
                end = text.substring(end).isBlank() ? text.length() : end;
                String own = text.substring(begin, end);
                int start = own.indexOf('{');
                manifests.add(new JsonManifest(
                        own, Position.at(text, begin + start, linesBefore).line(), object(node)));
                begin = end;
            }
            return manifests.isEmpty() ? Optional.empty() : Optional.of(manifests);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked") // An object has text keys.
    private static Map<String, Object> object(JsonNode node) throws JsonProcessingException {
        return MAPPER.treeToValue(node, Map.class);
    }

    @Override
    public int line() {
        return line;
    }

    @Override
    public Optional<Map<String, Object>> object() {
        return Optional.of(object);
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public String textWith(Map<String, Object> changed) {
        try {
            String before = text.substring(0, text.indexOf('{'));
            return before + MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(changed) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
