package com.custom.pulsar.securitycustomizer.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkerVariablesTest {
    @Test
    void aVariableIsMissingWhenItsKeyIsNotInTheFile() {
        assertThat(missing(Map.of("PF_a_b", "1", "PF_c", "2"), Map.of("a", Map.of("b", "1"))))
                .containsExactly("PF_c");
    }

    @Test
    void aVariableIsMissingWhenTheFileHoldsAnotherValue() {
        assertThat(missing(Map.of("PF_a", "new"), Map.of("a", "old"))).containsExactly("PF_a");
    }

    @Test
    void aVariableIsMissingWhenTheFileHoldsASectionOrNothingThere() {
        Map<String, @Nullable Object> file = new LinkedHashMap<>();
        file.put("a", Map.of("b", "1"));
        file.put("c", null);

        assertThat(missing(Map.of("PF_a", "1", "PF_c", ""), file)).containsExactly("PF_a", "PF_c");
    }

    @ParameterizedTest
    @CsvSource({"8080, 8080", "08, 8", "1e3, 1000.0", "1_000, 1000", "' 7', 7"})
    void aNumberInTheFileIsComparedAsNumber(String variable, double inFile) {
        assertThat(missing(Map.of("PF_a", variable), Map.of("a", inFile))).isEmpty();
        assertThat(missing(Map.of("PF_a", variable), Map.of("a", inFile + 1))).containsExactly("PF_a");
    }

    @Test
    void textIsNoNumber() {
        assertThat(missing(Map.of("PF_a", "many"), Map.of("a", 1))).containsExactly("PF_a");
    }

    @Test
    void aListInTheFileIsComparedWithTheCommaSeparatedText() {
        assertThat(missing(Map.of("PF_a", "x,y"), Map.of("a", List.of("x", "y"))))
                .isEmpty();
        assertThat(missing(Map.of("PF_a", "x,y"), Map.of("a", List.of("x")))).containsExactly("PF_a");
    }

    @Test
    void aBooleanInTheFileIsComparedWithoutCase() {
        assertThat(missing(Map.of("PF_a", "True"), Map.of("a", true))).isEmpty();
        assertThat(missing(Map.of("PF_a", "True"), Map.of("a", false))).containsExactly("PF_a");
    }

    /** A Java process in the C locale gets other characters for them than the script. */
    @Test
    void ofAValueBeyondAsciiOnlyThePresenceIsChecked() {
        assertThat(missing(Map.of("PF_a", "\uFFFD\uFFFD"), Map.of("a", "\u00E9")))
                .isEmpty();
        assertThat(missing(Map.of("PF_a", "\uFFFD\uFFFD"), Map.of())).containsExactly("PF_a");
    }

    @Test
    void variablesThatTheScriptDropsAreNotMissed() {
        Map<String, String> environment = Map.of(
                "PF_containerFactory", "k8s",
                "PF_processContainerFactory_logDirectory", "logs",
                "PF_kubernetesContainerFactory_jobNamespace", "functions",
                "PF_ENV_DEBUG", "1",
                "OTHER", "x");

        assertThat(missing(environment, Map.of())).containsExactly("PF_kubernetesContainerFactory_jobNamespace");
        assertThat(new WorkerVariables(environment).count()).isEqualTo(1);
    }

    @Test
    void aKeyBelowAValueOfTheFileStopsTheScript() {
        Map<String, @Nullable Object> file = new LinkedHashMap<>();
        file.put("tlsKeyStore", null);

        assertThat(new WorkerVariables(Map.of("PF_tlsKeyStore_path", "/a")).obstacles(file))
                .containsExactly(new StartupProblem(
                        "PF_tlsKeyStore_path sets a key below tlsKeyStore, which is not a section",
                        "remove PF_tlsKeyStore_path"));
    }

    @Test
    void aKeyBelowTheValueOfAnotherVariableStopsTheScript() {
        assertThat(new WorkerVariables(Map.of("PF_a_b", "1", "PF_a_b_c", "2")).obstacles(Map.of()))
                .containsExactly(new StartupProblem(
                        "PF_a_b_c sets a key below a.b, which is not a section", "remove PF_a_b_c or PF_a_b"));
    }

    @Test
    void aPortThatIsNoNumberStopsTheScript() {
        assertThat(new WorkerVariables(Map.of("PF_workerPort", "http")).obstacles(Map.of()))
                .extracting(StartupProblem::found)
                .containsExactly("PF_workerPort is not a whole number");
    }

    @Test
    void whatCanBeSetStopsNothing() {
        Map<String, @Nullable Object> file = new LinkedHashMap<>();
        file.put("a", Map.of("b", "1"));

        assertThat(new WorkerVariables(Map.of("PF_a_b", "2", "PF_a_c_d", "3", "PF_workerPort", "6750")).obstacles(file))
                .isEmpty();
        assertThat(file).containsExactly(Map.entry("a", Map.of("b", "1")));
    }

    private static List<String> missing(Map<String, String> environment, Map<String, @Nullable Object> file) {
        return new WorkerVariables(environment).missingFrom(file);
    }
}
