package com.custom.pulsar.integrationtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.testsupport.Processes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** One transaction of a million rows, in the middle of which the source is killed. */
@Tag("slow")
final class LargeTransactionFaultTest {
    private static final int ROWS = Integer.getInteger("faults.rows", 1_000_000);
    private static final int HEAP_BYTES = 512 * 1024 * 1024;
    private static final Duration LIMIT = Duration.ofMinutes(8);

    @TestFactory
    Stream<DynamicTest> everyRowArrivesOnceAndInOrderWithHalfAGibibyteOfHeap() {
        return FaultOptions.ofSystemProperties().stream()
                .map(options -> DynamicTest.dynamicTest(options.toString(), () -> round(options)));
    }

    private static void round(FaultOptions options) throws Exception {
        Random random = new Random(options.seed());
        try (FaultyPipeline pipeline = new FaultyPipeline(options.postgres())) {
            FaultRound round = new FaultRound(options, pipeline);
            Load.createTables(pipeline.postgres(), 1);
            pipeline.up();
            round.note("up");
            pipeline.postgres()
                    .sql(
                            "INSERT INTO accounts SELECT n, n, md5(n::text) || md5((n + 1)::text) FROM generate_series(2, %d) AS n"
                                    .formatted(ROWS));
            round.note("committed");
            int killAt = 1 + random.nextInt(ROWS / 2);
            int next = 1;
            boolean isKilled = false;
            try (Reader<byte[]> reader = pipeline.run()
                    .client()
                    .newReader(Schema.BYTES)
                    .topic(firstEvent(pipeline, "accounts"))
                    .startMessageId(MessageId.earliest)
                    .create()) {
                long end = System.nanoTime() + LIMIT.toNanos();
                while (next <= ROWS && System.nanoTime() < end) {
                    Message<byte[]> message = reader.readNext(1, TimeUnit.SECONDS);
                    if (message != null) {
                        assertThat(new String(message.getKeyBytes(), StandardCharsets.UTF_8))
                                .as("seed " + options.seed() + ", killed at " + killAt + ": " + message.getMessageId()
                                        + " " + message.getProperties())
                                .isEqualTo("{\"id\":" + next + "}");
                        next++;
                    }
                    if (next > killAt && !isKilled) {
                        isKilled = true;
                        assertThat(Processes.commandLine(pipeline.source())).contains("-Xmx" + HEAP_BYTES);
                        Processes.kill(pipeline.source());
                        round.note("the source is killed after " + (next - 1) + " rows");
                    }
                }
                assertThat(next - 1).as("rows that arrived").isEqualTo(ROWS);
                assertThat(reader.readNext(3, TimeUnit.SECONDS))
                        .as("a row too many")
                        .isNull();
                round.note("complete");
            }
        }
    }

    /** The topic's name, once it is there: a reader that is too early would make the topic. */
    private static String firstEvent(FaultyPipeline pipeline, String table) {
        String topic = FaultyPipeline.topic(table);
        await("the topic " + topic)
                .ignoreExceptions()
                .atMost(LIMIT)
                .until(() -> pipeline.run()
                        .admin()
                        .topics()
                        .getList("public/default")
                        .contains(topic));
        return topic;
    }
}
