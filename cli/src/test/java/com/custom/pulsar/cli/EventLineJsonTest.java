package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLineJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void topicKeyAndEventAreOneObject() {
        assertThat(EventLine.json(Events.of(Events.KEY, "{\"op\":\"c\",\"n\":1.50}")))
                .isEqualTo("{\"topic\":\"" + Events.TOPIC + "\",\"key\":\"{\\\"id\\\":1}\","
                        + "\"event\":{\"op\":\"c\",\"n\":1.50}}");
    }

    @Test
    void aMissingKeyAndATombstoneAreNull() {
        assertThat(EventLine.json(Events.of(null, (byte[]) null)))
                .isEqualTo("{\"topic\":\"" + Events.TOPIC + "\",\"key\":null,\"event\":null}");
    }

    @Test
    void aDeadLetterHasItsProperties() {
        String line = EventLine.deadLetterJson(
                Events.deadLetter(Events.TOPIC, Map.of("cdc.reason", "no-json", "cdc.detail", "at \u001b[2J")));

        assertThat(line)
                .isEqualTo("{\"topic\":\"" + Events.TOPIC + "\",\"key\":null,\"event\":\"\","
                        + "\"properties\":{\"cdc.detail\":\"at \\u001B[2J\",\"cdc.reason\":\"no-json\"}}");
    }

    @Test
    void whateverTheRowHoldsTheLineIsOneOfAsciiThatReadsBackAsTheSame() throws Exception {
        String text = Events.HOSTILE + "\u007f\u0080\uffff Ångström 日本 😀 \\ \" \t";
        JsonNode event = JSON.createObjectNode()
                .put(text, text)
                .set("after", JSON.createArrayNode().add(text).add(1.5).addNull());
        // Pretty: with line ends between the fields.
        String value =
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(event).replace("\n", "\r\n");

        String line = EventLine.json(Events.of(text, value));

        assertThat(line).matches("[\\x20-\\x7e]+");
        assertThat(JSON.readTree(line).path("key").textValue()).isEqualTo(text);
        assertThat(JSON.readTree(line).path("event")).isEqualTo(event);
    }

    @Test
    void charactersBeyondTheBasicPlaneAreSurrogatePairs() throws Exception {
        String line = EventLine.json(Events.of("😀", "{\"a\":\"\ud800\udc00\"}"));

        assertThat(line).contains("\"key\":\"\\ud83d\\ude00\"").endsWith("\"event\":{\"a\":\"\\ud800\\udc00\"}}");
        assertThat(JSON.readTree(line).path("key").textValue()).isEqualTo("😀");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "no JSON",
                "{\"op\":\"c\"",
                "\"open",
                "{} {}",
                "null}\r\n{\"topic\":\"forged\",\"event\":null",
                "{\"a\":\"raw \u001b[2J\"}"
            })
    void aValueThatIsNotJsonIsAText(String value) throws Exception {
        String line = EventLine.json(Events.of(Events.KEY, value));

        assertThat(line).matches("[\\x20-\\x7e]+");
        JsonNode read = JSON.readTree(line);
        assertThat(read.path("event").textValue()).isEqualTo(value);
        assertThat(read.path("topic").textValue()).isEqualTo(Events.TOPIC);
    }

    @Test
    void bytesThatAreNoTextStillMakeALine() throws Exception {
        String line = EventLine.json(Events.of(Events.KEY, new byte[] {(byte) 0xff, 0, (byte) 0xc3}));

        assertThat(JSON.readTree(line).path("event").textValue()).isEqualTo("\ufffd\u0000\ufffd");
    }
}
