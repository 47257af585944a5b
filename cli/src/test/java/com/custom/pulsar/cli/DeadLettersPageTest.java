package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.envelope.DeadLetterProperty;
import com.custom.pulsar.envelope.DeadLetterReason;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/dead-letters.md} has every reason and every property that there is. */
class DeadLettersPageTest {
    private static final Path FILE = Path.of("..", "docs", "dead-letters.md");

    @Test
    void itHasEveryReasonInTheirOrder() throws IOException {
        assertThat(rows("`([0-9]{3}-[A-Z0-9_]+)`"))
                .containsExactlyElementsOf(Arrays.stream(DeadLetterReason.values())
                        .map(DeadLetterReason::code)
                        .toList());
    }

    @Test
    void itHasEveryProperty() throws IOException {
        List<Object> properties = Arrays.stream(DeadLetterProperty.class.getDeclaredFields())
                .filter(field -> Modifier.isPublic(field.getModifiers())
                        && field.getType().equals(String.class))
                .map(DeadLettersPageTest::value)
                .toList();

        assertThat(rows("`(cdc\\.[a-z_]+)`"))
                .containsExactlyInAnyOrderElementsOf(
                        properties.stream().map(Object::toString).toList());
    }

    private static List<String> rows(String name) throws IOException {
        return Pattern.compile("(?m)^\\| " + name + " \\|")
                .matcher(Files.readString(FILE))
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();
    }

    private static Object value(Field constant) {
        try {
            return constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
