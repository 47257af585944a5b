package com.custom.pulsar.securitycustomizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.podsecurity.harden.PolicyField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The settings in README.md are those of the code. */
final class SettingsTableTest {
    private static final String BEGIN = "<!-- settings: checked against the code -->";
    private static final String END = "<!-- end of settings -->";

    @Test
    void readmeHasTheSettingsOfTheCode() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        assertThat(readme).contains("# Pulsar security customizer", "## Settings", BEGIN, END);
        String written = readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END))
                .strip();

        assertThat(written)
                .as("between the two comments of security-customizer/README.md has to stand:%n%n%s%n", table())
                .isEqualTo(table());
    }

    private static String table() {
        StringBuilder table = new StringBuilder("""
                | setting | values | default | what a submitter may do | meaning |
                |---|---|---|---|---|
                """);
        for (OwnSetting setting : OwnSetting.values()) {
            row(
                    table,
                    setting.path(),
                    setting.type(),
                    setting.defaultValue(),
                    setting.audience() == OwnSetting.Audience.ADMINISTRATOR ? "nothing" : "set it when listed",
                    setting.description());
        }
        for (PolicyField field : PolicyField.values()) {
            row(
                    table,
                    field.path(),
                    type(field),
                    defaultValue(field),
                    switch (field.tightening()) {
                        case NO_DIRECTION -> "set it when listed";
                        default -> "tighten it: " + field.tightening().description();
                    },
                    field.description());
        }
        return table.toString().strip();
    }

    private static void row(
            StringBuilder table, String path, String type, String defaultValue, String direction, String description) {
        table.append(String.join(" | ", List.of("| `" + path + "`", type, defaultValue, direction, description)))
                .append(" |\n");
    }

    private static String type(PolicyField field) {
        return switch (field.type()) {
            case BOOLEAN -> "`true` or `false`";
            case INTEGER -> "whole number";
            case TEXT -> "text";
            case CHOICE -> field.choices().stream().collect(Collectors.joining("`, `", "`", "`"));
            case TEXT_LIST -> "list of names";
            case INTEGER_LIST -> "list of whole numbers";
            case SYSCTLS -> "map";
            case WRITABLE_PATHS -> "list of `PATH=SIZE`";
        };
    }

    private static String defaultValue(PolicyField field) {
        var policy = PodSettings.standard().policy();
        return policy.value(field)
                .map(value -> {
                    String text = text(value);
                    return policy.isLimit(field) ? "not set, and nothing looser than " + text : text;
                })
                .orElse("not set");
    }

    private static String text(Object value) {
        if (value instanceof List<?> list) {
            return list.isEmpty()
                    ? "none"
                    : list.stream().map(String::valueOf).collect(Collectors.joining(",", "`", "`"));
        }
        return value instanceof Map<?, ?> map && map.isEmpty() ? "none" : "`" + value + "`";
    }
}
