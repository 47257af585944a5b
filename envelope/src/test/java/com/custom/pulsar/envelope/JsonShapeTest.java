package com.custom.pulsar.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.envelope.JsonShape.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonShapeTest {
    private static final JsonShape ORDER = JsonShape.object(List.of(
            new Member("id", JsonShape.whole(32), true),
            new Member("order_no", JsonShape.anyOf(List.of(JsonShape.nothing(), JsonShape.text())), false),
            new Member("paid", JsonShape.truth(), false),
            new Member("weight", JsonShape.number(), false),
            new Member(
                    "lines",
                    JsonShape.list(JsonShape.object(List.of(new Member("n", JsonShape.whole(64), true)))),
                    false),
            new Member("tags", JsonShape.map(JsonShape.text()), false)));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1}",
                "{\"id\":-2147483648}",
                "{\"id\":2147483647,\"order_no\":null}",
                " { \"id\" : 1 , \"order_no\" : \"}\\\"\" } ",
                "{\"paid\":false,\"id\":1}",
                "{\"i\\u0064\":1}",
                "{\"id\":1,\"order no\":\"a\"}",
                "{\"id\":1,\"weight\":1.5e3}",
                "{\"id\":1,\"weight\":\"-Infinity\"}",
                "{\"id\":1,\"weight\":\"NaN\"}",
                "{\"id\":1,\"lines\":[]}",
                "{\"id\":1,\"lines\":[ {\"n\":9223372036854775807} , {\"n\":-9223372036854775808}]}",
                "{\"id\":1,\"tags\":{\"a\":\"b\",\"c\":\"d\"}}",
                "{\"id\":1,\"tags\":{}}",
            })
    void fits(String json) {
        assertThat(ORDER.misfit(view(json))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                      | the event is a list where the schema has an object",
                "{}                                      | id is missing",
                "{\"id\":null}                           | id is null where the schema has a whole number",
                "{\"id\":1.0}                            | id is a number that is not whole, or too large for the schema",
                "{\"id\":2147483648}                     | id is a number that is not whole, or too large for the schema",
                "{\"id\":1,\"id\":2}                     | id is there twice",
                "{\"id\":1,\"secret\":2}                 | the event has a member that the schema does not have",
                "{\"id\":1,\"order_no\":7}               | order_no is a number where the schema has text",
                "{\"id\":1,\"order_no\":\"a\",\"order no\":\"b\"} | the event has a member that the schema does not have",
                "{\"id\":1,\"paid\":\"yes\"}             | paid is text where the schema has true or false",
                "{\"id\":1,\"weight\":\"heavy\"}         | weight is text where the schema has a number",
                "{\"id\":1,\"weight\":{}}                | weight is an object where the schema has a number",
                "{\"id\":1,\"lines\":[{\"n\":1},{}]}     | lines.[].n is missing",
                "{\"id\":1,\"lines\":[{\"n\":9223372036854775808}]} | lines.[].n is a number that is not whole, or too large for the schema",
                "{\"id\":1,\"lines\":7}                  | lines is a number where the schema has a list",
                "{\"id\":1,\"tags\":{\"a\":true}}        | tags.{} is true or false where the schema has text",
            })
    void doesNotFitAndSaysWhereWithoutAValue(String json, String misfit) {
        assertThat(ORDER.misfit(view(json))).hasValue(misfit);
    }

    @Test
    void aMemberIsFoundWhateverTheirNumberAndOrder() {
        List<Member> members = new ArrayList<>();
        List<String> backwards = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            members.add(new Member("c" + i, JsonShape.whole(32), true));
            backwards.add(0, "\"c" + i + "\":" + i);
        }
        JsonShape wide = JsonShape.object(members);

        assertThat(wide.misfit(view("{" + String.join(",", backwards) + "}"))).isEmpty();
        assertThat(wide.misfit(view("{\"c199\":1,\"c63\":1,\"c64\":1,\"c63\":1}")))
                .hasValue("c63 is there twice");
    }

    @Test
    void anythingFitsWhatAsksForNothing() {
        assertThat(JsonShape.anything().misfit(view("[{\"a\":[null]}]"))).isEmpty();
    }

    private static JsonView view(String json) {
        return Objects.requireNonNull(new EnvelopeScanner().read(json.getBytes(UTF_8)));
    }
}
