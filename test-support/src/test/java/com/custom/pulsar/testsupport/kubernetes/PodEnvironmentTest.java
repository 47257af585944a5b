package com.custom.pulsar.testsupport.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PodEnvironmentTest {
    private static final Map<String, Object> POD = Map.of("metadata", Map.of("name", "pf-0", "namespace", "functions"));

    @Test
    void thePodsVariablesAreOverThoseOfTheImage() {
        assertThat(of(List.of(
                        Map.of("name", "PATH", "value", "/opt"),
                        Map.of(
                                "name",
                                "POD_NAME",
                                "valueFrom",
                                Map.of("fieldRef", Map.of("fieldPath", "metadata.name"))),
                        Map.of("name", "KEY", "valueFrom", reference("password", false)),
                        Map.of("name", "NONE", "valueFrom", reference("other", true)))))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "PATH", "/opt", "HOME", "/pulsar/data", "HOSTNAME", "pf-0", "POD_NAME", "pf-0", "KEY", "p"));
    }

    @Test
    void refusesASecretThatIsNotThere() {
        assertThatThrownBy(() -> of(List.of(Map.of("name", "KEY", "valueFrom", reference("other", false)))))
                .hasMessage("secret \"postgres\" with key \"other\" not found");
    }

    private static Map<String, Object> reference(String key, boolean optional) {
        return Map.of("secretKeyRef", Map.of("name", "postgres", "key", key, "optional", optional));
    }

    private static Map<String, String> of(List<Map<String, Object>> variables) {
        return PodEnvironment.of(
                POD,
                Map.of("env", variables),
                Map.of("PATH", "/bin", "HOME", "/pulsar/data"),
                Map.of("postgres", Map.of("password", "p")));
    }
}
