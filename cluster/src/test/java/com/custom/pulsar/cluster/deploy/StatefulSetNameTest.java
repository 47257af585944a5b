package com.custom.pulsar.cluster.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatefulSetNameTest {
    @TempDir
    private Path folder;

    @Test
    void itIsWhatPulsarMakesOfThem() {
        assertThat(StatefulSetName.of("public", "default", "cdc-enrichment"))
                .isEqualTo("pf-public-default-cdc-enrichment");
        // What is changed gets a digest of what it was, so that no two are the same.
        assertThat(StatefulSetName.of("Shop", "default", "cdc")).isEqualTo("pf-shop-default-cdc-c1697750");
        assertThat(StatefulSetName.of("shop_1", "default", "cdc")).startsWith("pf-shop-1-default-cdc-");
    }

    @Test
    void theLongestHasFiftyTwoCharacters() throws IOException {
        String fits = "a".repeat(52 - "pf-public-default-".length());
        assertThatCode(() -> StatefulSetName.require(pipeline("public", fits, "cdc-enrichment")))
                .doesNotThrowAnyException();
        Pipeline source = pipeline("public", fits + "b", "cdc-enrichment");
        assertThatThrownBy(() -> StatefulSetName.require(source))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("source.name " + fits
                        + "b gives the StatefulSet that Pulsar makes the name pf-public-default-" + fits
                        + "b, of 53 characters, and Kubernetes makes pods for up to 52; shorten source.name, topics.tenant or"
                        + " topics.namespace");
        Pipeline function = pipeline("public", "cdc", fits + "b");
        assertThatThrownBy(() -> StatefulSetName.require(function))
                .hasMessageStartingWith("enrichment.name " + fits + "b gives");
    }

    @Test
    void aTenantThatGivesANameWhichKubernetesDoesNotAllowIsRefused() throws IOException {
        Pipeline pipeline = pipeline("shop.", "cdc", "cdc-enrichment");

        assertThatThrownBy(() -> StatefulSetName.require(pipeline))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "topics.tenant shop. and topics.namespace default give the StatefulSet of source.name cdc the name"
                                + " pf-shop.-default-cdc, which Kubernetes does not allow; let both begin and end with a letter or"
                                + " digit");
    }

    private Pipeline pipeline(String tenant, String source, String function) throws IOException {
        return PipelineFile.read(
                Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: shop
                topics: { tenant: "%s" }
                source:
                  name: %s
                  tables: [ public.orders ]
                enrichment: { name: %s }
                """.formatted(tenant, source, function)));
    }
}
