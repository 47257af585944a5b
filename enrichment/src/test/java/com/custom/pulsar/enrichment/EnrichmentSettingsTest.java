package com.custom.pulsar.enrichment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.rules.RuleSettings;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class EnrichmentSettingsTest {
    @Test
    void readsWhatPulsarHandsOverWithNumbersAsDoubles() {
        EnrichmentSettings settings = EnrichmentSettings.read(
                "f",
                Map.of(
                        "version",
                        1.0,
                        "prefix",
                        "dbserver1",
                        "metadata",
                        Map.of("team", "crm", "stage", 3.0, "live", true),
                        "retentionMinutes",
                        10080.0,
                        "code",
                        "0f1e"));

        assertThat(settings)
                .isEqualTo(new EnrichmentSettings(
                        "dbserver1",
                        Map.of("team", "crm", "stage", 3.0, "live", true),
                        OptionalInt.of(10080),
                        RuleSettings.NONE));
    }

    @Test
    void needsNeitherMetadataNorRetention() {
        assertThat(EnrichmentSettings.read("f", Map.of("version", 1, "prefix", "p")))
                .isEqualTo(new EnrichmentSettings("p", Map.of(), OptionalInt.empty(), RuleSettings.NONE));
    }

    @Test
    void letOneInstanceOnlyKeepLastKnownValues() {
        EnrichmentSettings settings = EnrichmentSettings.read(
                "f", Map.of("version", 1, "prefix", "p", "rules", Map.of("version", 1.0, "unchanged", "last-known")));

        settings.checkInstances(1);
        assertThatThrownBy(() -> settings.checkInstances(2))
                .hasMessage(
                        "rules.unchanged: last-known is for one instance, and there are 2; deploy it with parallelism 1");
        EnrichmentSettings.read("f", Map.of("version", 1, "prefix", "p")).checkInstances(2);
    }

    @Test
    void keepsForEverWhenAsked() {
        assertThat(EnrichmentSettings.read("f", Map.of("version", 1, "prefix", "p", "retentionMinutes", -1.0))
                        .retentionMinutes())
                .hasValue(-1);
    }

    @Test
    void readsRulesOfTheOneVersion() {
        assertThat(EnrichmentSettings.read(
                                "f",
                                Map.of(
                                        "version",
                                        1,
                                        "prefix",
                                        "p",
                                        "rules",
                                        Map.of("version", 1.0, "filter", "op == 'c'")))
                        .rules()
                        .general()
                        .filter())
                .hasValue("op == 'c'");
        assertThatThrownBy(() -> EnrichmentSettings.read(
                        "f", Map.of("version", 1, "prefix", "p", "rules", Map.of("version", 2.0))))
                .hasMessageContaining("rules.version: has to be the number 1");
    }

    @Test
    void namesEveryProblemAtOnce() {
        Map<String, Object> wrong = Map.of(
                "version",
                2,
                "prefix",
                "public/dbserver1",
                "metadata",
                Map.of("enriched", false, "tags", List.of(1)),
                "retentionMinutes",
                0.5,
                "retention",
                "7d");

        assertThatThrownBy(() -> EnrichmentSettings.read("f", wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("userConfig of f: ")
                .hasMessageContainingAll(
                        "retention: unknown",
                        "version: has to be the number 1",
                        "prefix: has to be",
                        "metadata.enriched: the function sets this itself",
                        "metadata.tags: is neither",
                        "retentionMinutes: has to be a whole number");
    }

    @Test
    void refusesSettingsOfAnotherKind() {
        assertThatThrownBy(() -> EnrichmentSettings.read("f", Map.of("version", "1", "prefix", 7, "metadata", "crm")))
                .hasMessageContainingAll("version:", "prefix:", "metadata:");
        assertThatThrownBy(() -> EnrichmentSettings.read("f", Map.of())).hasMessageContainingAll("version:", "prefix:");
    }
}
