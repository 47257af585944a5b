package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotCareTest {

    private static final String INCLUDED = "message.prefix.include.list";
    private static final String EXCLUDED = "message.prefix.exclude.list";

    @Test
    void heartbeatsAreHiddenWhereNothingIsExcluded() {
        assertThat(hidden(Map.of())).containsEntry(EXCLUDED, "pulsar-cdc-heartbeat");
        assertThat(hidden(Map.of(EXCLUDED, " "))).containsEntry(EXCLUDED, "pulsar-cdc-heartbeat");
    }

    @Test
    void heartbeatsAreHiddenBesideWhatTheUserExcludes() {
        assertThat(hidden(Map.of(EXCLUDED, "audit.*, trace")))
                .containsEntry(EXCLUDED, "audit.*, trace,pulsar-cdc-heartbeat");
    }

    @Test
    void anIncludeListIsLeftAlone() {
        assertThat(hidden(Map.of(INCLUDED, "outbox")))
                .containsEntry(INCLUDED, "outbox")
                .doesNotContainKey(EXCLUDED);
    }

    @Test
    void aSlotFailsOverFromPostgres17On() {
        assertThat(SlotCare.fitted(Map.of(), new ServerFacts(17, false, true))).containsEntry("slot.failover", "true");
        assertThat(SlotCare.fitted(Map.of(), new ServerFacts(16, false, true))).doesNotContainKey("slot.failover");
        assertThat(SlotCare.fitted(Map.of("slot.failover", "false"), new ServerFacts(18, false, true)))
                .containsEntry("slot.failover", "false");
    }

    @Test
    void onAStandbyNeitherASlotThatFailsOverNorAHeartbeatThatWritesIsAskedFor() {
        Map<String, String> fitted = SlotCare.fitted(beating(), new ServerFacts(18, true, false));
        assertThat(fitted)
                .doesNotContainKeys("slot.failover", "heartbeat.action.query")
                .containsEntry("heartbeat.interval.ms", "10000");
    }

    @Test
    void aRoleThatMayNotWriteMessagesHasHeartbeatsWithoutThem() {
        assertThat(SlotCare.fitted(beating(), new ServerFacts(18, false, false)))
                .doesNotContainKey("heartbeat.action.query");
        assertThat(SlotCare.fitted(beating(), new ServerFacts(18, false, true)))
                .containsEntry("heartbeat.action.query", SlotCare.HEARTBEAT);
    }

    @Test
    void aQueryOfTheUsersOwnIsKeptWhateverTheServerSays() {
        Map<String, String> own = Map.of("heartbeat.action.query", "UPDATE beat SET at = now()");
        assertThat(SlotCare.fitted(own, new ServerFacts(18, true, false))).containsAllEntriesOf(own);
    }

    private static Map<String, String> beating() {
        return Map.of("heartbeat.interval.ms", "10000", "heartbeat.action.query", SlotCare.HEARTBEAT);
    }

    private static Map<String, String> hidden(Map<String, String> given) {
        Map<String, String> settings = new HashMap<>(given);
        SlotCare.hideHeartbeats(settings);
        return settings;
    }
}
