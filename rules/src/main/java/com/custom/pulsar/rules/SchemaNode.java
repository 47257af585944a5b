package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.JsonView;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.SimpleType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * Whatever the library does with a value, it asks for its type first. So the work for a row is counted there: a schema that refers to itself
 * more than once could otherwise ask two to the power of the row's depth questions, and a comparison of all elements of a list with all others
 * their square.
 */
/** A value of JSON as the library for JSON Schema reads it: nothing of it is parsed before it is asked for. Not thread-safe. */
final class SchemaNode implements JsonNode {
    /** Reads schemas, which are not limited: they are no longer than a file may be. */
    static final JsonNodeFactory FACTORY = new JsonNodeFactory() {
        @Override
        public JsonNode wrap(Object node) {
            return (JsonNode) node;
        }

        @Override
        public JsonNode create(String json) {
            @Nullable JsonView view = new EnvelopeScanner().read(json.getBytes(StandardCharsets.UTF_8));
            if (view == null) {
                throw new IllegalArgumentException("is no JSON");
            }
            return of(view, new WorkLimit(Integer.MAX_VALUE));
        }
    };

    /** Digits of a number, and its exponent. PostgreSQL's largest double has 309 digits. */
    private static final int LARGEST_NUMBER = 1_000;

    /** Lists in lists; PostgreSQL's arrays have six dimensions at most. */
    private static final int DEEPEST = 64;

    /** A long text takes its time too, in whatever is asked of it. */
    private static final int BYTES_A_STEP = 64;

    /** The library asks for it to note something, and keeps the note. */
    private static final int STEPS_OF_POINTER = 50;

    private final JsonView json;
    private final WorkLimit limit;
    private final @Nullable SchemaNode parent;
    private final String step;
    private final int depth;
    private final SimpleType type;
    private @Nullable Object value;
    private @Nullable String pointer;

    private SchemaNode(JsonView json, WorkLimit limit, @Nullable SchemaNode parent, String step) {
        this.json = json;
        this.limit = limit;
        this.parent = parent;
        this.step = step;
        this.depth = parent == null ? 0 : parent.depth + 1;
        if (depth > DEEPEST) {
            throw new RuleFailureException("nested deeper than " + DEEPEST + " lists and objects");
        }
        this.type = switch (json.kind()) {
            case OBJECT -> SimpleType.OBJECT;
            case ARRAY -> SimpleType.ARRAY;
            case STRING -> SimpleType.STRING;
            case NUMBER -> number().scale() <= 0 ? SimpleType.INTEGER : SimpleType.NUMBER;
            case TRUE, FALSE -> SimpleType.BOOLEAN;
            case NULL -> SimpleType.NULL;
        };
    }

    static SchemaNode of(JsonView json, WorkLimit limit) {
        return new SchemaNode(json, limit, null, "");
    }

    @Override
    public String getJsonPointer() {
        limit.spend(STEPS_OF_POINTER);
        if (pointer == null) {
            pointer = parent == null ? "" : parent.getJsonPointer() + "/" + JsonNode.encodeJsonPointer(step);
        }
        return pointer;
    }

    @Override
    public SimpleType getNodeType() {
        limit.spend(1);
        return type;
    }

    @Override
    public boolean asBoolean() {
        return json.kind() == JsonView.Kind.TRUE;
    }

    @Override
    public String asString() {
        if (type != SimpleType.STRING) {
            return json.json();
        }
        limit.spend(json.length() / BYTES_A_STEP);
        if (value == null) {
            value = json.text();
        }
        return (String) value;
    }

    @Override
    public BigInteger asInteger() {
        return number().toBigInteger();
    }

    /** One without zeros at its end, so that numbers are equal whichever way they are written. */
    @Override
    public BigDecimal asNumber() {
        return number();
    }

    private BigDecimal number() {
        if (value == null) {
            String digits = json.length() > LARGEST_NUMBER ? "" : json.json();
            try {
                BigDecimal number = new BigDecimal(digits).stripTrailingZeros();
                if (Math.abs((long) number.precision() - number.scale()) > LARGEST_NUMBER) {
                    throw new NumberFormatException();
                }
                value = number;
            } catch (NumberFormatException e) {
                throw new RuleFailureException("a number has more than " + LARGEST_NUMBER + " digits");
            }
        }
        return (BigDecimal) value;
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<JsonNode> asArray() {
        if (value == null) {
            List<JsonNode> elements = new ArrayList<>();
            json.forEachElement(
                    element -> elements.add(new SchemaNode(element, limit, this, Integer.toString(elements.size()))));
            value = elements;
        }
        return (List<JsonNode>) value;
    }

    /** Of a name that is there twice the last value, as rules see it. */
    @Override
    @SuppressWarnings("unchecked")
    public Map<String, JsonNode> asObject() {
        if (value == null) {
            Map<String, JsonNode> members = new LinkedHashMap<>();
            json.forEachMember((name, member) -> members.put(name, new SchemaNode(member, limit, this, name)));
            value = members;
        }
        return (Map<String, JsonNode>) value;
    }
}
