package com.custom.pulsar.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;
import org.jspecify.annotations.Nullable;

/*
 * How many outputs there are is asked of the broker, so that nobody reads them while the clock runs: a reader would take as much of a small
 * machine as a function does, and bring all figures closer together. They are read, and counted one by one, when the function is gone.
 */
/** One function, started anew, drains the backlog from its first event on. */
final class Drain {
    private static final String TENANT = "public";
    private static final String NAMESPACE = "default";
    /** No further output for so long: it will not come. */
    private static final Duration STALL = Duration.ofMinutes(2);

    private static final Duration END_LIMIT = Duration.ofSeconds(40);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final long POLL_MILLIS = 50;
    private static final int READ_MILLIS = 2_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What there was at one moment. */
    private record Sample(long nanos, long outputs, OptionalDouble cpuSeconds) {}

    private final Backlog backlog;
    private final Drainer drainer;
    private final Servers servers;
    private final PulsarAdmin admin;

    Drain(Backlog backlog, Drainer drainer) {
        this.backlog = backlog;
        this.drainer = drainer;
        this.servers = backlog.stage().servers();
        this.admin = servers.connection().admin();
    }

    /**
     * Runs it; what it leaves is removed.
     *
     * @throws BenchmarkException if it cannot be run, or stands still before it is done
     */
    DrainMeasurement run(int round, OpenThings open) throws InterruptedException {
        forget();
        AutoCloseable function = open.add((AutoCloseable) this::end);
        try {
            start();
            Sample first = await(drainer.events() / 3);
            Sample last = await(drainer.events());
            OptionalLong peak = ProcessUsage.peakBytes(servers.instances());
            open.close(function);
            return new DrainMeasurement(
                    drainer.name(),
                    round,
                    last.outputs - first.outputs,
                    (last.nanos - first.nanos) / NANOS_PER_SECOND,
                    count(),
                    used(first.cpuSeconds, last.cpuSeconds),
                    peak);
        } finally {
            open.close(function);
            forget();
        }
    }

    private void start() {
        try {
            admin.functions().createFunctionWithUrl(drainer.config(), drainer.code());
        } catch (PulsarAdminException e) {
            throw new BenchmarkException("Pulsar refuses it: " + e.getMessage(), e);
        }
    }

    private void end() {
        try {
            admin.functions().deleteFunction(TENANT, NAMESPACE, drainer.config().getName());
        } catch (PulsarAdminException.NotFoundException e) {
            return;
        } catch (PulsarAdminException e) {
            throw new BenchmarkException("Pulsar does not remove it: " + e.getMessage(), e);
        }
        if (!Waiting.until(() -> servers.instances().isEmpty(), END_LIMIT)) {
            throw new BenchmarkException("its process does not end");
        }
    }

    /** Its outputs, and how far it has read: the next one that reads begins anew. */
    private void forget() {
        try {
            if (admin.topics().getList(TENANT + "/" + NAMESPACE).contains(drainer.output())) {
                admin.topics().delete(drainer.output(), true);
            }
            for (String subscription : List.copyOf(admin.topics().getSubscriptions(backlog.topic()))) {
                admin.topics().deleteSubscription(backlog.topic(), subscription, true);
            }
        } catch (PulsarAdminException e) {
            throw new BenchmarkException("Pulsar does not forget what was drained: " + e.getMessage(), e);
        }
    }

    /** Waits for so many outputs. */
    private Sample await(long outputs) throws InterruptedException {
        long began = System.nanoTime();
        long progressed = began;
        long before = 0;
        while (true) {
            long there = outputs();
            long now = System.nanoTime();
            if (there >= outputs) {
                return new Sample(now, there, ProcessUsage.cpuSeconds(servers.instances()));
            }
            progressed = there > before ? now : progressed;
            if (now - progressed > STALL.toNanos() || now - began > LONGEST.toNanos()) {
                throw new BenchmarkException(
                        "of " + drainer.events() + " outputs there are " + there + ", and no more come in time; see "
                                + servers.directory().logs());
            }
            before = there;
            Thread.sleep(POLL_MILLIS);
        }
    }

    private long outputs() {
        try {
            return admin.topics().getStats(drainer.output()).getMsgInCounter();
        } catch (PulsarAdminException.NotFoundException e) {
            return 0;
        } catch (PulsarAdminException e) {
            throw new BenchmarkException("Pulsar does not tell how far it is: " + e.getMessage(), e);
        }
    }

    private Tally count() {
        Arrivals arrivals = new Arrivals(1, drainer.events());
        try (Reader<byte[]> reader = servers.connection()
                .client()
                .newReader(Schema.BYTES)
                .topic(drainer.output())
                .startMessageId(MessageId.earliest)
                .create()) {
            for (Message<byte[]> next = read(reader); next != null; next = read(reader)) {
                JsonNode id = JSON.readTree(next.getData()).at("/after/id");
                arrivals.accept(id.asLong(), next.size());
            }
        } catch (IOException e) {
            throw new BenchmarkException("Its outputs cannot be read: " + e.getMessage(), e);
        }
        return arrivals.tally();
    }

    private static @Nullable Message<byte[]> read(Reader<byte[]> reader) throws IOException {
        return reader.hasMessageAvailable() ? reader.readNext(READ_MILLIS, TimeUnit.MILLISECONDS) : null;
    }

    private static OptionalDouble used(OptionalDouble before, OptionalDouble after) {
        return before.isPresent() && after.isPresent()
                ? OptionalDouble.of(after.getAsDouble() - before.getAsDouble())
                : OptionalDouble.empty();
    }
}
