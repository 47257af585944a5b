package com.custom.pulsar.cluster.manifests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {
    private static final String STREAM = """
            # before
            ---
            # Source: chart/a.yaml
            a: 1
            ---
            ---
            script: |
              --- not a marker
              x
            --- # a comment
            c: [yes, "yes", 0644, 1e3, ~]
            """;

    @Test
    void theTextsOfAllDocumentsAreTheTextThatWasRead() {
        List<Manifest> manifests = Manifests.read("stdin", STREAM);

        assertThat(manifests.stream().map(Manifest::text).collect(Collectors.joining()))
                .isEqualTo(STREAM);
        assertThat(manifests).extracting(Manifest::line).containsExactly(1, 2, 5, 6, 10);
        assertThat(manifests)
                .extracting(manifest -> manifest.object().isPresent())
                .containsExactly(false, true, false, true, true);
    }

    @Test
    void valuesAreThoseThatKubectlAndHelmRead() {
        Map<String, Object> object = object("c: [yes, \"yes\", 0644, 0o17, 1e3, 12:30, 2001-01-01, ~, 08, 1_000, .5]");

        List<Object> expected = new ArrayList<>(
                List.of(true, "yes", 420L, 15L, 1000.0, "12:30", "2001-01-01", "null", 8.0, 1000L, 0.5));
        expected.set(7, null);
        assertThat(object.get("c")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n", "---\n---\n", "null\n", "\ufeff"})
    void nothingIsAnEmptyDocument(String text) {
        assertThat(Manifests.read("stdin", text))
                .isNotEmpty()
                .allSatisfy(manifest -> assertThat(manifest.object()).isEmpty());
    }

    @Test
    void aKeyThatStandsTwiceIsToldAndTheLastHolds() {
        Manifest manifest = Manifests.read("stdin", "---\na: 1\nb: 2\na: 3\n").get(0);

        assertThat(manifest.object().orElseThrow()).isEqualTo(Map.of("a", 3L, "b", 2L));
        assertThat(manifest.warnings())
                .containsExactly("stdin:4:1: the key a stands in its map already; the last one holds");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    'a: 1\n---\n  b: [1\n'           | stdin:4:1: this is no YAML
                    'a: \"x\n'                       | stdin:2:1: this is no YAML
                    'a: b: c\n'                      | stdin:1:5: this is no YAML: mapping values are not allowed
                    '{\"a\": }x\n'                   | stdin:1:8: this is no YAML
                    '- a\n'                          | stdin:1:1: a manifest is a map that begins with apiVersion and kind, and this is a list
                    '---\nhello\n'                   | stdin:2:1: a manifest is a map
                    'a: 1\n...\nb: 2\n'              | stdin:3:1: this is no YAML: expected
                    'a: &x [*x]\n'                   | stdin:1:4: the anchor here refers to itself
                    'a: *x\n'                        | stdin:1:4: this is no YAML: found undefined alias x
                    '[a]: 1\n'                       | stdin:1:1: a key must be text
                    '~: 1\n'                         | stdin:1:1: a key must be text, not null
                    'a: !!int x\n'                   | stdin:1:4: \"x\" is no value of the tag
                    """)
    void whatIsNoManifestIsRefusedWhereItIs(String text, String message) {
        assertThatThrownBy(
                        () -> Manifests.read("stdin", text.replace("\\n", "\n").replace("\\\"", "\"")))
                .isInstanceOf(ManifestException.class)
                .message()
                .startsWith(message.replace("\\\"", "\""));
    }

    @Test
    void charactersThatMayNotBeThereAreTold() {
        assertThatThrownBy(() -> Manifests.read("stdin", "a: 1\nb: x\u0007\n"))
                .hasMessage("stdin:2:5: the character U+0007 may not stand in YAML; remove it or escape it");
        assertThatThrownBy(() -> Manifests.read("stdin", "a: gr\u00f6\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessage("stdin:1:6: this is no UTF-8; save it in that encoding");
    }

    @Test
    void aBombOfAliasesIsRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1)));
        }

        assertThatThrownBy(() -> Manifests.read("stdin", bomb.toString()))
                .hasMessageStartingWith("stdin:7:5: aliases make this stand for more than 4000000 values");
    }

    @Test
    void nestingIsBoundedAndLengthIsNot() {
        assertThatThrownBy(() -> Manifests.read("stdin", "a: " + "[".repeat(100_000)))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("500");
        String text = "a: |\n" + "  0123456789\n".repeat(500_000);
        assertThat(object(text).get("a")).isEqualTo("0123456789\n".repeat(500_000));
    }

    @Test
    void whatChangesIsPutIntoTheTextAndNothingElseMoves() {
        Manifest manifest = Manifests.read("stdin", """
                ---
                # Source: chart/broker.yaml
                kind: Pod # a pod
                spec:
                  # the account
                  serviceAccountName: x
                  containers:
                  - name: "a"   # first
                    image: 'a:1'
                    args: ["sh", "-c"]
                  - {name: b}
                  volumes:
                  - name: v
                    emptyDir: {}
                  # the end
                """).get(0);
        Map<String, Object> object = copy(manifest.object().orElseThrow());
        Map<String, Object> spec = map(object.get("spec"));
        spec.put("securityContext", Map.of("runAsNonRoot", true));
        map(list(spec.get("containers")).get(0)).put("securityContext", Map.of("drop", List.of("ALL")));
        map(list(spec.get("containers")).get(1)).put("securityContext", Map.of("drop", List.of("ALL")));
        list(spec.get("volumes")).add(Map.of("name", "w"));

        assertThat(manifest.textWith(object)).isEqualTo("""
                ---
                # Source: chart/broker.yaml
                kind: Pod # a pod
                spec:
                  # the account
                  securityContext:
                    runAsNonRoot: true
                  serviceAccountName: x
                  containers:
                  - name: "a"   # first
                    securityContext:
                      drop:
                      - ALL
                    image: 'a:1'
                    args: ["sh", "-c"]
                  - {securityContext: {drop: [ALL]}, name: b}
                  volumes:
                  - name: v
                    emptyDir: {}
                  - name: w
                  # the end
                """);
    }

    @Test
    void newLinesEndAsTheOthersDo() {
        Manifest manifest = Manifests.read("stdin", "a: 1\r\nl:\r\n- x\r\n").get(0);
        Map<String, Object> object = copy(manifest.object().orElseThrow());
        object.put("b", Map.of("c", 2L));
        list(object.get("l")).add("z");

        assertThat(manifest.textWith(object)).isEqualTo("b:\r\n  c: 2\r\na: 1\r\nl:\r\n- x\r\n- z\r\n");
    }

    @Test
    void whatAliasesShareIsWrittenOutBelowTheCommentsOfTheHead() {
        Manifest manifest = Manifests.read("stdin", """
                ---
                # Source: chart/broker.yaml
                a: &x
                  b: "yes"   # gone
                c: *x
                """).get(0);
        Map<String, Object> object = copy(manifest.object().orElseThrow());
        object.put("c", Map.of("b", "no"));

        assertThat(manifest.textWith(object)).isEqualTo("""
                ---
                # Source: chart/broker.yaml
                a:
                  b: "yes"
                c:
                  b: "no"
                """);
    }

    @Test
    void objectsOfJsonFollowOneAnother() {
        String text = "{\"a\": \"x\\/\\ud83d\\ude00\",\n\t\"b\": 1.0}\n{\"a\": 2}\n";
        List<Manifest> manifests = Manifests.read("stdin", text);

        assertThat(manifests.stream().map(Manifest::text).collect(Collectors.joining()))
                .isEqualTo(text);
        assertThat(manifests).extracting(Manifest::line).containsExactly(1, 3);
        Map<String, Object> changed = copy(manifests.get(0).object().orElseThrow());
        assertThat(changed.get("a")).isEqualTo("x/\ud83d\ude00");
        changed.put("c", true);
        assertThat(object(manifests.get(0).textWith(changed)))
                .containsEntry("c", true)
                .containsKey("b");
    }

    private static Map<String, Object> object(String text) {
        return Manifests.read("stdin", text).get(0).object().orElseThrow();
    }

    private static Map<String, Object> copy(Map<String, Object> object) {
        return map(deep(object));
    }

    private static Object deep(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(key, deep(each)));
            return copy;
        }
        return value instanceof List<?> list
                ? list.stream().map(ManifestsTest::deep).collect(Collectors.toCollection(ArrayList::new))
                : value;
    }

    @SuppressWarnings("unchecked") // Test data.
    private static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) requireNonNull(value);
    }

    @SuppressWarnings("unchecked") // Test data.
    private static List<Object> list(@Nullable Object value) {
        return (List<Object>) requireNonNull(value);
    }
}
