package com.custom.pulsar.source.signal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.debezium.relational.TableId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/*
 * Who may write to the topic is Pulsar's to say; what a signal may do is said here. Debezium takes table names for regular
 * expressions, searched on the thread that reads the log, and a condition for SQL that it runs as the source's role. So tables are
 * named, each is looked up in the tables of the pipeline, and what Debezium gets is written anew from what was checked.
 */
/**
 * Reads signals: {@code {"id": "...", "type": "execute-snapshot", "data": {"data-collections": ["public.orders"]}}}. Thread-safe.
 */
final class SignalRules {

    static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_DEPTH = 8;
    private static final int MAX_TABLES = 1000;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,99}");
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_-]+");
    private static final String TABLES = "data-collections";
    private static final String CONDITIONS = "additional-conditions";
    private static final String SURROGATE_KEY = "surrogate-key";
    private static final Set<String> FIELDS = Set.of("id", "type", "data");
    private static final Set<String> DATA_FIELDS = Set.of("type", TABLES, CONDITIONS, SURROGATE_KEY);
    private static final Set<String> CONDITION_FIELDS = Set.of("data-collection", "filter");

    private static final JsonMapper JSON = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS.mappedFeature())
            .build();

    private final Predicate<TableId> tables;
    private final boolean conditions;

    /**
     * @param tables those of the pipeline
     * @param conditions whether a signal may bring SQL of its own
     */
    SignalRules(Predicate<TableId> tables, boolean conditions) {
        this.tables = tables;
        this.conditions = conditions;
    }

    /** @param messageId what a signal without an id is called */
    SignalReading read(byte @Nullable [] message, String messageId) {
        if (message == null || message.length == 0) {
            return new SignalReading.Refused(messageId, "it is empty; a signal is a JSON object");
        }
        if (message.length > MAX_BYTES) {
            return new SignalReading.Refused(
                    messageId, "it has " + message.length + " bytes; a signal has " + MAX_BYTES + " at most");
        }
        String id = messageId;
        try {
            JsonNode signal = JSON.readTree(message);
            if (!signal.isObject()) {
                throw new Refusal("it is no JSON object");
            }
            id = id(signal, messageId);
            onlyFields("", signal, FIELDS);
            SignalType type = type(signal);
            return new SignalReading.Accepted(id, type, data(type, signal.path("data")));
        } catch (Refusal e) {
            return new SignalReading.Refused(id, e.reason);
        } catch (IOException e) {
            // What Jackson says quotes the message.
            return new SignalReading.Refused(id, "it is no JSON, or nested deeper than " + MAX_DEPTH);
        }
    }

    private static String id(JsonNode signal, String messageId) throws Refusal {
        JsonNode id = signal.path("id");
        if (id.isMissingNode()) {
            return messageId;
        }
        if (!id.isTextual() || !ID.matcher(id.textValue()).matches()) {
            throw new Refusal("id must be a text of up to 100 letters, digits, and . _ : -");
        }
        return id.textValue();
    }

    private static SignalType type(JsonNode signal) throws Refusal {
        JsonNode type = signal.path("type");
        return SignalType.of(type.asText())
                .filter(known -> type.isTextual())
                .orElseThrow(() -> new Refusal("type must be one of " + SignalType.all()));
    }

    private String data(SignalType type, JsonNode data) throws Refusal, JsonProcessingException {
        if (!data.isObject() && !data.isMissingNode()) {
            throw new Refusal("data must be an object");
        }
        onlyFields("data.", data, DATA_FIELDS);
        if (data.has("type") && !data.path("type").asText().equals("incremental")) {
            throw new Refusal("data.type must be incremental: a blocking snapshot stops the stream");
        }
        ObjectNode checked = JSON.createObjectNode().put("type", "incremental");
        boolean names = type == SignalType.EXECUTE_SNAPSHOT || type == SignalType.STOP_SNAPSHOT;
        if (!names && data.has(TABLES)) {
            throw new Refusal("data." + TABLES + " is not for " + type.text() + ", which is for the whole snapshot");
        }
        if (type == SignalType.EXECUTE_SNAPSHOT || data.has(TABLES)) {
            checked.set(TABLES, tables(data.path(TABLES)));
        }
        sql(type, data, checked);
        return JSON.writeValueAsString(checked);
    }

    private ArrayNode tables(JsonNode names) throws Refusal {
        if (!names.isArray() || names.isEmpty() || names.size() > MAX_TABLES) {
            throw new Refusal("data." + TABLES + " must be a list of 1 to " + MAX_TABLES + " tables");
        }
        ArrayNode checked = JSON.createArrayNode();
        for (JsonNode name : names) {
            checked.add(table("data." + TABLES, name));
        }
        return checked;
    }

    private String table(String field, JsonNode name) throws Refusal {
        String text = name.isTextual() ? name.textValue() : "";
        int dot = text.indexOf('.');
        if (dot <= 0 || dot == text.length() - 1) {
            throw new Refusal(field + " must name tables as schema.table");
        }
        String schema = text.substring(0, dot);
        String table = text.substring(dot + 1);
        if (!tables.test(new TableId(null, schema, table))) {
            throw new Refusal(
                    field + " names what is no table of the pipeline; it takes names of its tables, no expressions");
        }
        if (PLAIN.matcher(schema).matches() && PLAIN.matcher(table).matches()) {
            return text;
        }
        return quoted(field, schema, table);
    }

    // Debezium makes a regular expression of it first, which must find nothing, and then reads the quotes.
    private static String quoted(String field, String schema, String table) throws Refusal {
        String quoted = "\"" + schema.replace("\"", "\"\"") + "\".\"" + table.replace("\"", "\"\"") + "\"";
        try {
            Pattern.compile(quoted);
        } catch (PatternSyntaxException e) {
            throw new Refusal(field + " names a table whose name Debezium cannot read");
        }
        return quoted;
    }

    private void sql(SignalType type, JsonNode data, ObjectNode checked) throws Refusal {
        for (String field : List.of(CONDITIONS, SURROGATE_KEY)) {
            if (data.has(field) && (!conditions || type != SignalType.EXECUTE_SNAPSHOT)) {
                throw new Refusal(
                        "data." + field + " brings SQL, which only execute-snapshot may, and only with the setting "
                                + SignalSettings.CONDITIONS + " = true");
            }
        }
        if (data.has(CONDITIONS)) {
            checked.set(CONDITIONS, conditions(data.path(CONDITIONS)));
        }
        if (data.has(SURROGATE_KEY)) {
            checked.put(SURROGATE_KEY, text("data." + SURROGATE_KEY, data.path(SURROGATE_KEY)));
        }
    }

    private ArrayNode conditions(JsonNode given) throws Refusal {
        if (!given.isArray() || given.size() > MAX_TABLES) {
            throw new Refusal("data." + CONDITIONS + " must be a list of objects with data-collection and filter");
        }
        List<ObjectNode> checked = new ArrayList<>();
        for (JsonNode condition : given) {
            onlyFields("data." + CONDITIONS + ".", condition, CONDITION_FIELDS);
            String field = "data." + CONDITIONS + ".data-collection";
            checked.add(JSON.createObjectNode()
                    .put("data-collection", Pattern.quote(table(field, condition.path("data-collection"))))
                    .put("filter", text("data." + CONDITIONS + ".filter", condition.path("filter"))));
        }
        return JSON.createArrayNode().addAll(checked);
    }

    private static String text(String field, JsonNode value) throws Refusal {
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new Refusal(field + " must be a text");
        }
        return value.textValue();
    }

    private static void onlyFields(String path, JsonNode object, Set<String> known) throws Refusal {
        for (var fields = object.fieldNames(); fields.hasNext(); ) {
            if (!known.contains(fields.next())) {
                throw new Refusal("it has a field other than " + path
                        + String.join(", " + path, known.stream().sorted().toList()));
            }
        }
    }

    /** Ends the reading of one message; without a stack trace, since nobody sees it. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        Refusal(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}
