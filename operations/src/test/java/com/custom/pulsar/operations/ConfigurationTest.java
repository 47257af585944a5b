package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pulsar.common.functions.ConsumerConfig;
import org.apache.pulsar.common.functions.FunctionConfig;
import org.apache.pulsar.common.functions.Resources;
import org.apache.pulsar.common.io.SourceConfig;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    @Test
    void defaultsThatPulsarAddsAreNoDifference() {
        SourceConfig kept = source(Map.of("a", 1)).toBuilder()
                .resources(new Resources(1.0, 512L, 10L))
                .secrets(Map.of())
                .build();

        assertThat(differences(source(Map.of("a", 1)), kept)).isEmpty();
    }

    @Test
    void aNumberThatComesBackAsADecimalIsNoDifference() {
        assertThat(differences(source(Map.of("a", 8192)), source(Map.of("a", 8192.0))))
                .isEmpty();
        assertThat(differences(source(Map.of("a", 8192)), source(Map.of("a", 8193.0))))
                .containsExactly("configs.a");
    }

    @Test
    void listsAreComparedElementByElement() {
        List<Object> given = List.of(Map.of("most", 2), "x");

        assertThat(differences(source(Map.of("a", given)), source(Map.of("a", List.of(Map.of("most", 2.0), "x")))))
                .isEmpty();
        assertThat(differences(source(Map.of("a", given)), source(Map.of("a", List.of(Map.of("most", 3.0), "y")))))
                .containsExactly("configs.a[0].most", "configs.a[1]");
        assertThat(differences(source(Map.of("a", given)), source(Map.of("a", List.of(Map.of("most", 2))))))
                .containsExactly("configs.a");
        assertThat(differences(source(Map.of("a", given)), source(Map.of("a", "x"))))
                .containsExactly("configs.a");
    }

    @Test
    void whatIsMissingNewOrOtherIsADifference() {
        assertThat(differences(source(Map.of("a", "x", "b", true)), source(Map.of("a", "y", "c", 1))))
                .containsExactlyInAnyOrder("configs.a", "configs.b", "configs.c");
        assertThat(differences(source(Map.of()).toBuilder().className("X").build(), source(Map.of())))
                .containsExactly("className");
    }

    @Test
    void aSecretThatIsLeftFromBeforeIsADifference() {
        SourceConfig kept = source(Map.of()).toBuilder()
                .secrets(Map.of("database_password", Map.of("path", "p", "key", "k")))
                .build();

        assertThat(differences(source(Map.of()), kept)).containsExactly("secrets.database_password");
    }

    @Test
    void aPatternIsKeptAsAnInputSpecification() {
        FunctionConfig given =
                FunctionConfig.builder().name("f").topicsPattern("p.*").build();

        assertThat(differences(given, kept(true))).isEmpty();
        assertThat(differences(given, kept(false))).containsExactly("inputSpecs.p.*.regexPattern");
    }

    private static FunctionConfig kept(boolean regex) {
        Map<String, ConsumerConfig> specs = new HashMap<>();
        specs.put("p.*", ConsumerConfig.builder().isRegexPattern(regex).build());
        return FunctionConfig.builder().name("f").inputSpecs(specs).build();
    }

    private static SourceConfig source(Map<String, Object> configs) {
        return SourceConfig.builder()
                .name("s")
                .resources(Resources.builder().cpu(1.0).ram(512L).build())
                .configs(configs)
                .build();
    }

    private static java.util.List<String> differences(Object given, Object kept) {
        return Configuration.of(given).differences(Configuration.of(kept));
    }
}
