package com.custom.pulsar.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RawTopicsTest {
    private final Pattern pattern = RawTopics.pattern("public", "default", "db.server1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "persistent://public/default/db.server1.public.customers",
                "persistent://public/default/db.server1.public.customers-partition-0",
                "persistent://public/default/db.server1.public.customers-enriched-too",
                "persistent://public/default/db.server1.public.dlq"
            })
    void readsTheTopicsOfItsPrefix(String topic) {
        assertThat(pattern.matcher(topic).matches()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "persistent://public/default/db.server1.public.customers-enriched",
                "persistent://public/default/db.server1.public.customers-dlq",
                "persistent://public/default/db.server1.public.customers-enriched-partition-0",
                "persistent://public/default/db.server1.public.customers-dlq-partition-11",
                "persistent://public/default/dbxserver1.public.customers",
                "persistent://public/default/db.server1",
                "persistent://public/default/db.server12.public.customers",
                "persistent://public/other/db.server1.public.customers"
            })
    void readsNeitherItsOutputsNorStrangers(String topic) {
        assertThat(pattern.matcher(topic).matches()).isFalse();
    }

    @Test
    void readsTheReplayTopicOfItsOwnFunctionOnly() {
        Pattern read = RawTopics.withReplay("public", "default", "db.server1", "cdc-enrichment");

        assertThat(RawTopics.replay("public", "default", "cdc-enrichment"))
                .matches(read)
                .doesNotMatch(pattern);
        assertThat("persistent://public/default/db.server1.public.customers").matches(read);
        assertThat("persistent://public/default/db.server1.public.customers-dlq")
                .doesNotMatch(read);
        assertThat("persistent://public/default/cdc-enrichment-replay-dlq").doesNotMatch(read);
        assertThat("persistent://public/default/other-replay").doesNotMatch(read);
    }

    @Test
    void writesBesideTheRawTopicWhateverItsPartition() {
        assertThat(OwnTopics.of("persistent://public/default/p.public.t-partition-3"))
                .isEqualTo(new OwnTopics(
                        "persistent://public/default/p.public.t",
                        "persistent://public/default/p.public.t-enriched",
                        "persistent://public/default/p.public.t-dlq"))
                .isEqualTo(OwnTopics.of("persistent://public/default/p.public.t"));
    }
}
