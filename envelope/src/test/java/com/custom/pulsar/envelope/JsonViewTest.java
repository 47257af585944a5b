package com.custom.pulsar.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonViewTest {
    private static final ObjectMapper JACKSON = new ObjectMapper();

    private final EnvelopeScanner scanner = new EnvelopeScanner();

    @ParameterizedTest
    @ValueSource(longs = {4, 20_261_129})
    void seesWhatJacksonReads(long seed) throws IOException {
        RandomEvents events =
                new RandomEvents(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = round % 2 == 0 ? events.json() : events.envelope();
            JsonView view = scanner.read(bytes);
            if (view != null) {
                agrees(view, JACKSON.readTree(bytes), "seed " + seed + ", round " + round);
            }
        }
    }

    @Test
    void writesOtherValuesWhereSomeStand() {
        JsonView object = Objects.requireNonNull(
                scanner.read(" { \"a\" : [1, {\"ü\":\"x\"}] , \"b\":null,\"c\": true }\n".getBytes(UTF_8)));
        Map<JsonView, byte[]> others = new LinkedHashMap<>();
        others.put(Objects.requireNonNull(object.member("a")), "\"é\"".getBytes(UTF_8));
        others.put(Objects.requireNonNull(object.member("c")), "{ }".getBytes(UTF_8));

        assertThat(new String(object.rewritten(others), UTF_8))
                .isEqualTo(" { \"a\" : \"é\" , \"b\":null,\"c\": { } }\n");
        assertThat(new String(object.rewritten(Map.of()), UTF_8)).endsWith("\"c\": true }\n");
        assertThat(Objects.requireNonNull(object.member("c")).toBytes()).isEqualTo("true".getBytes(UTF_8));
    }

    private static void agrees(JsonView view, JsonNode node, String where) {
        switch (view.kind()) {
            case OBJECT -> {
                assertThat(node.isObject()).as(where).isTrue();
                List<String> names = new ArrayList<>();
                view.forEachMember((name, member) -> names.add(name));
                assertThat(names)
                        .as(where)
                        .containsOnly(
                                node.propertyStream().map(Map.Entry::getKey).toArray(String[]::new));
                for (String name : names) {
                    agrees(Objects.requireNonNull(view.member(name), where), node.get(name), where);
                }
                assertThat(view.member("not there")).isNull();
            }
            case ARRAY -> {
                List<JsonView> elements = new ArrayList<>();
                view.forEachElement(elements::add);
                assertThat(elements).as(where).hasSize(node.size());
                for (int i = 0; i < elements.size(); i++) {
                    agrees(elements.get(i), node.get(i), where);
                }
            }
            case STRING -> assertThat(view.text()).as(where).isEqualTo(node.textValue());
            case NUMBER -> assertThat(Double.parseDouble(view.json())).as(where).isEqualTo(node.doubleValue());
            case TRUE, FALSE ->
                assertThat(view.kind() == JsonView.Kind.TRUE).as(where).isEqualTo(node.booleanValue());
            case NULL -> assertThat(node.isNull()).as(where).isTrue();
        }
    }

    @Test
    void isOneTextOfJson() {
        assertThat(scanner.read("7".getBytes(UTF_8))).extracting(JsonView::kind).isEqualTo(JsonView.Kind.NUMBER);
        assertThat(scanner.read(" {} ".getBytes(UTF_8)))
                .extracting(JsonView::json)
                .isEqualTo("{}");
        assertThat(scanner.read("{} 1".getBytes(UTF_8))).isNull();
        assertThat(scanner.read("id=7".getBytes(UTF_8))).isNull();
        assertThat(scanner.read(new byte[0])).isNull();
    }

    @Test
    void findsMembersOfAnEventAndSaysNothingOfTheirValues() {
        assertThat(scanner.scan("{\"op\":\"c\",\"source\":{\"a\":\"secret\"},\"after\":{}}".getBytes(UTF_8)))
                .isTrue();

        assertThat(scanner.view(EnvelopeField.BEFORE)).isNull();
        assertThat(scanner.view(EnvelopeField.SOURCE)).hasToString("JSON of 14 bytes");
    }
}
