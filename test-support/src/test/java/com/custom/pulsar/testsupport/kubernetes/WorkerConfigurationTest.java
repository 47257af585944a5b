package com.custom.pulsar.testsupport.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The types and shapes are those that the image's own script was seen to make. */
final class WorkerConfigurationTest {
    private static final String CUSTOMIZER = "PF_runtimeCustomizerConfig_";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10000",
                "true",
                "TRUE",
                "yes",
                "null",
                "~",
                "",
                "0644",
                "0x10",
                "1.5",
                "ALL,NET_RAW",
                "[\"ALL\"]"
            })
    void aValueIsAText(String value) throws Exception {
        assertThat(customizer(Map.of(CUSTOMIZER + "x", value))).containsEntry("x", value);
    }

    @Test
    void aValueWithAnExponentArrivesAsANumber() throws Exception {
        assertThat(customizer(Map.of(CUSTOMIZER + "a", "1e3", CUSTOMIZER + "b", "-1e+3")))
                .containsEntry("a", 1000.0)
                .containsEntry("b", -1000.0);
    }

    @Test
    void anUnderscoreNestsAndAnIndexIsAKey() throws Exception {
        assertThat(customizer(Map.of(
                        CUSTOMIZER + "containerSecurityContext_capabilities_drop_0", "ALL",
                        CUSTOMIZER + "containerSecurityContext_runAsUser", "10001")))
                .isEqualTo(Map.of(
                        "containerSecurityContext",
                        Map.of("capabilities", Map.of("drop", Map.of("0", "ALL")), "runAsUser", "10001")));
    }

    @Test
    void aFewKeysHaveNumbersAndLists() throws Exception {
        assertThat(read(WorkerConfiguration.with(
                        "{}",
                        Map.of(
                                "PF_workerPort", "6750",
                                "PF_superUserRoles", "admin,broker",
                                "PF_functionRuntimeFactoryConfigs_additionalJavaRuntimeArguments", "-Da,-Db"))))
                .isEqualTo(Map.of(
                        "workerPort",
                        6750,
                        "superUserRoles",
                        List.of("admin", "broker"),
                        "functionRuntimeFactoryConfigs",
                        Map.of("additionalJavaRuntimeArguments", List.of("-Da", "-Db"))));
    }

    @Test
    void whatIsThereIsKeptOrOverwritten() throws Exception {
        String yaml =
                "workerId: standalone\nfunctionRuntimeFactoryConfigs:\n  # a comment\n  logDirectory: logs/\n  x:\n";

        Map<String, Object> configuration = read(WorkerConfiguration.with(
                yaml,
                Map.of(
                        "PF_functionRuntimeFactoryConfigs_jobNamespace", "functions",
                        "PF_functionRuntimeFactoryConfigs_x", "y",
                        "PF_containerFactory", "k8s",
                        "PATH", "/bin")));

        assertThat(configuration)
                .isEqualTo(Map.of(
                        "workerId",
                        "standalone",
                        "functionRuntimeFactoryConfigs",
                        Map.of("logDirectory", "logs/", "x", "y", "jobNamespace", "functions")));
    }

    @Test
    void aVariableBelowAValueBreaksTheScript() {
        assertThatThrownBy(() -> WorkerConfiguration.with("x: 1\n", Map.of("PF_x_y", "2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("PF_x_y is below '1', which is no map");
        assertThatThrownBy(() -> WorkerConfiguration.with("tlsKeyStore:\n", Map.of("PF_tlsKeyStore_a", "2")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<String, Object> customizer(Map<String, String> environment) throws JsonProcessingException {
        return JsonObject.map(
                read(WorkerConfiguration.with("runtimeCustomizerConfig: {}\n", environment)),
                "runtimeCustomizerConfig");
    }

    private static Map<String, Object> read(String yaml) throws JsonProcessingException {
        return new YAMLMapper().readValue(yaml, new TypeReference<Map<String, Object>>() {});
    }
}
