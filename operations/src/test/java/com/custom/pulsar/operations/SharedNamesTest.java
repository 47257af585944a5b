package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.pipeline.PulsarConfigurations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pulsar.common.functions.FunctionConfig;
import org.apache.pulsar.common.io.SourceConfig;
import org.junit.jupiter.api.Test;

class SharedNamesTest {
    private static final SourceConfig OURS = source(
            "ours",
            Map.of(
                    "topic.prefix", "db1",
                    "slot.name", "debezium",
                    "database.hostname", "db.example.com",
                    "database.port", 5432));

    @Test
    void sourcesThatShareNothingMayLiveTogether() {
        assertThat(problem(Map.of(
                        "topic.prefix", "db2",
                        "slot.name", "other",
                        "database.hostname", "db.example.com",
                        "database.port", 5432.0)))
                .isEmpty();
        assertThat(problem(Map.of("some", "thing"))).isEmpty();
    }

    @Test
    void oneSlotHasOneReader() {
        assertThat(problem(Map.of(
                        "topic.prefix", "db2",
                        "slot.name", "debezium",
                        "database.hostname", "db.example.com",
                        "database.port", 5432.0)))
                .startsWith("the source theirs reads the same slot debezium, and a slot has one reader;");
    }

    @Test
    void aSlotOfThatNameOnAnotherServerIsAnother() {
        assertThat(problem(Map.of(
                        "topic.prefix", "db2",
                        "slot.name", "debezium",
                        "database.hostname", "other.example.com",
                        "database.port", 5432)))
                .isEmpty();
    }

    @Test
    void aSourceOfTheSameNameThatIsAnotherConnectorIsNotReplaced() {
        SourceConfig own = SourceConfig.builder()
                .tenant("public")
                .namespace("default")
                .name("shop")
                .className(PulsarConfigurations.SOURCE_CLASS)
                .configs(Map.of("topic.prefix", "db1", "slot.name", "s"))
                .build();
        SourceConfig shipped = own.toBuilder()
                .className(PulsarConfigurations.SHIPPED_SOURCE_CLASS)
                .configs(Map.of("database.server.name", "db1", "slot.name", "s"))
                .build();

        assertThat(SharedNames.sameName(own, own)).isEmpty();
        assertThat(SharedNames.sameName(shipped, shipped)).isEmpty();
        assertThat(SharedNames.sameName(own, shipped).orElseThrow())
                .startsWith(
                        "there is a source shop that is the connector that Pulsar ships; to go on where it is, give")
                .contains("import --from-shipped --topic public/default/shop-debezium-offset-topic, and delete it");
        assertThat(SharedNames.sameName(shipped, own).orElseThrow())
                .startsWith(
                        "there is a source shop that is not the connector of this pipeline's source.connector, which")
                .endsWith("give source.name another name, or delete that source");
    }

    @Test
    void theShippedConnectorReadsASlotOfItsOwnDefault() {
        assertThat(problem(Map.of(
                        "database.server.name", "db2",
                        "database.hostname", "db.example.com",
                        "database.port", "5432")))
                .startsWith("the source theirs reads the same slot debezium");
    }

    @Test
    void topicsAreOneSourcesAlone() {
        assertThat(problem(Map.of("database.server.name", "db1")))
                .startsWith("the source theirs publishes to the same topics, those with the prefix db1;");
    }

    @Test
    void aSourceOfOurNameThatDiffersInSlotAndPrefixIsAnotherPipelines() {
        assertThat(SharedNames.sameName(OURS, source("ours", Map.of("topic.prefix", "db2", "slot.name", "other"))))
                .hasValueSatisfying(problem -> assertThat(problem)
                        .startsWith(
                                "there is a source ours of another pipeline, with the slot other and the prefix db2;"
                                        + " change source.name"));
        assertThat(SharedNames.sameName(OURS, source("ours", Map.of("topic.prefix", "db2", "slot.name", "debezium"))))
                .isEmpty();
        assertThat(SharedNames.sameName(OURS, source("ours", Map.of("topic.prefix", "db1", "slot.name", "other"))))
                .isEmpty();
    }

    @Test
    void aFunctionOfOurNameThatReadsAnotherSourcesTopicsIsAnotherPipelines() {
        FunctionConfig function =
                FunctionConfig.builder().name("cdc-enrichment").build();
        SourceConfig other = source("theirs", Map.of("topic.prefix", "db2"));

        assertThat(SharedNames.functionOf(other, OURS, function, Optional.of("db2")))
                .contains(
                        "the function cdc-enrichment reads the topics of the source theirs, which is another pipeline's;"
                                + " change enrichment.name");
        assertThat(SharedNames.functionOf(other, OURS, function, Optional.of("db1")))
                .isEmpty();
        assertThat(SharedNames.functionOf(other, OURS, function, Optional.empty()))
                .isEmpty();
        assertThat(SharedNames.functionOf(OURS, OURS, function, Optional.of("db1")))
                .isEmpty();
    }

    @Test
    void sourcesOfOnePipelineShareThePrefixThatItsFunctionReads() {
        SourceConfig further = source(
                "ours-orders",
                Map.of(
                        "topic.prefix", "db1",
                        "slot.name", "orders",
                        "database.hostname", "db.example.com",
                        "database.port", 5432));
        SourceConfig left = source("ours-left", Map.of("topic.prefix", "db1", "slot.name", "left"));
        FunctionConfig function = FunctionConfig.builder().name("function").build();
        List<SourceConfig> own = List.of(OURS, further);

        assertThat(SharedNames.problem(own, OURS, function, Optional.of("db1"))).isEmpty();
        assertThat(SharedNames.problem(own, further, function, Optional.of("db1")))
                .isEmpty();
        // One that the file does not name any more still publishes.
        assertThat(SharedNames.problem(own, left, function, Optional.of("db1")).orElseThrow())
                .startsWith("the source ours-left publishes to the same topics");
        SourceConfig slot = source(
                "theirs",
                Map.of(
                        "topic.prefix", "db2",
                        "slot.name", "orders",
                        "database.hostname", "db.example.com",
                        "database.port", 5432));
        assertThat(SharedNames.problem(own, slot, function, Optional.of("db1")).orElseThrow())
                .startsWith("the source theirs reads the same slot orders");
    }

    private static String problem(Map<String, Object> theirs) {
        return SharedNames.problem(OURS, source("theirs", theirs)).orElse("");
    }

    private static SourceConfig source(String name, Map<String, Object> configs) {
        return SourceConfig.builder().name(name).configs(configs).build();
    }
}
