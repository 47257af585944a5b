package com.custom.pulsar.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.rules.Unchanged;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code enrichment.unchanged}: what stands for values that PostgreSQL did not send. */
final class UnchangedKeyTest {
    private static final String HEAD = "apiVersion: pulsar-cdc/v1\nname: customers\n";
    private static final String SOURCE = "source: { tables: [ a.b, a.c ] }\n";
    private static final String DATABASE =
            "source: { tables: [ a.b ], postgres: { hostname: h, database: d, user: u, password: { env: P } } }\n";
    private static final String RECALLS = "enrichment: { unchanged: last-known }\n";

    @Test
    void isThatOfTheTableElseThatOfAllElseTheMark() {
        Pipeline pipeline =
                parse(HEAD + SOURCE + "enrichment: { unchanged: last-known, tables: { a.b: { unchanged: mark } } }\n");

        assertThat(pipeline.rules().unchanged("persistent://public/default/dbserver1.a.b"))
                .isEqualTo(Unchanged.MARK);
        assertThat(pipeline.rules().unchanged("persistent://public/default/dbserver1.a.c"))
                .isEqualTo(Unchanged.LAST_KNOWN);
        assertThat(parse(HEAD + SOURCE).rules().recalls()).isFalse();
        assertThat(pipeline.names().lastKnownTopic())
                .isEqualTo("persistent://public/default/cdc-enrichment-last-known");
    }

    @Test
    void hasTheSourceTellWhichUnbrokenStreamEventsAreOf() {
        assertThat(settings(HEAD + DATABASE + RECALLS)).containsEntry("cdc.lineage", true);
        assertThat(settings(HEAD + DATABASE)).doesNotContainKey("cdc.lineage");
    }

    private static Map<String, Object> settings(String file) {
        return PulsarConfigurations.source(parse(file), new DeploymentTarget.Cluster())
                .getConfigs();
    }

    @Test
    void isOneOfTwoWords() {
        assertThatThrownBy(() -> parse(HEAD + SOURCE + "enrichment: { unchanged: before }\n"))
                .hasMessage("p.yaml:4:26 enrichment.unchanged: \"before\" is nothing that can stand for a value;"
                        + " use mark or last-known");
    }

    @Test
    void isKnownToOneInstanceOnly() {
        String shared = "enrichment: { parallelism: 2, tables: { a.b: { unchanged: last-known } } }\n";

        assertThatThrownBy(() -> parse(HEAD + SOURCE + shared))
                .hasMessage(
                        "p.yaml:4:13 enrichment: has unchanged: last-known, which one instance knows, and parallelism"
                                + " above 1; leave out one of both");
    }

    @Test
    void isKnownWhereTheSourceTellsWhatItLeftOut() {
        String builtin = "source: { connector: builtin, tables: [ a.b ] }\n";

        assertThatThrownBy(() -> parse(HEAD + builtin + RECALLS))
                .hasMessage(
                        "p.yaml:4:13 enrichment: has unchanged: last-known, and connector: builtin does not tell which"
                                + " events it left out; leave out one of both");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unavailable.value.placeholder",
                "toasted.value.placeholder",
                "message.key.columns",
                "skipped.operations",
                "event.processing.failure.handling.mode"
            })
    void isRefusedWhereItCouldBeWrong(String property) {
        String source = "source: { tables: [ a.b ], properties: { " + property + ": x } }\n";

        assertThatThrownBy(() -> parse(HEAD + source + RECALLS))
                .hasMessage("p.yaml:4:13 enrichment: has unchanged: last-known, which would give wrong values with "
                        + property + " in source.properties; leave out one of both");
        assertThat(parse(HEAD + source).source().properties()).containsKey(property);
    }

    private static Pipeline parse(String file) {
        return PipelineFile.parse(file.getBytes(UTF_8), "p.yaml", Path.of("/etc/cdc"));
    }
}
