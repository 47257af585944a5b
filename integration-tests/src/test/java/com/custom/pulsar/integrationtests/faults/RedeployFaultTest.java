package com.custom.pulsar.integrationtests.faults;

import com.custom.pulsar.testsupport.KillablePostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The pipeline is changed while a load goes on: in place, by a stop and a start, and by a table that is new to it. */
@Tag("slow")
final class RedeployFaultTest {
    private static final List<Fault> KINDS = List.of(
            Fault.SOURCE_KILLED,
            Fault.PULSAR_KILLED,
            Fault.POSTGRES_KILLED,
            Fault.DATABASE_CUT_OFF,
            Fault.TOPICS_UNLOADED);

    @TestFactory
    List<DynamicTest> everyChangeArrivesOnceAlthoughSettingsAndTablesChange() {
        return FaultRounds.of(this::round);
    }

    private void round(FaultRound round, FaultyPipeline pipeline) throws Exception {
        Load.createTables(pipeline.postgres(), 500);
        try (Load load = new Load(pipeline.postgres(), round.random().nextLong())) {
            pipeline.up();
            round.note("up");
            Fault.pause(round.random(), 5_000);
            round.note("new settings, in place");
            pipeline.updateInPlace("max.batch.size", 512);
            addTable(pipeline.postgres(), "added_one");
            Fault.pause(round.random(), 10_000);
            round.faults(1, Duration.ofSeconds(3), KINDS);
            round.note("stopped, to be started with other settings");
            pipeline.configure(Map.of("max.batch.size", 1024));
            pipeline.run().down();
            addTable(pipeline.postgres(), "added_two");
            pipeline.up();
            round.note("up");
            addTable(pipeline.postgres(), "added_three");
            round.faults(1, Duration.ofSeconds(3), KINDS);
            Fault.pause(round.random(), 3_000);
            round.note("stopping the load after " + load.transactions() + " transactions");
        }
        round.requireComplete(List.of("accounts", "items", "audit", "added_one", "added_two", "added_three"), 0);
    }

    private static void addTable(KillablePostgres postgres, String name) throws SQLException {
        postgres.sql(
                "CREATE TABLE " + name + " (id bigint PRIMARY KEY, version bigint NOT NULL, note text)",
                "INSERT INTO " + name + " SELECT n, nextval('versions'), 'new' FROM generate_series(1, 300) AS n",
                "UPDATE " + name + " SET version = nextval('versions') WHERE id % 7 = 0",
                "DELETE FROM " + name + " WHERE id % 5 = 0");
    }
}
