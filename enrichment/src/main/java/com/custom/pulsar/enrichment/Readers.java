package com.custom.pulsar.enrichment;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.TopicMessageId;
import org.jspecify.annotations.Nullable;

/*
 * A reader that begins at the last message, or at a time, is told so by a seek, after which the broker has it subscribe anew. One that is
 * closed before it has done so takes its connection with it (Pulsar 4.0.8), and that is the one of all that the function reads and writes.
 */
/** What has to be minded with readers that seek. */
final class Readers {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long POLL_MILLIS = 10;

    private Readers() {}

    /** Whether there is nothing to read, without a seek. */
    static boolean isEmpty(Reader<?> reader) throws PulsarClientException {
        List<TopicMessageId> last = reader.getLastMessageIds();
        return last.stream().map(RawPosition::of).allMatch(Readers::isBeforeAll);
    }

    private static boolean isBeforeAll(@Nullable RawPosition position) {
        return position != null && position.entry() < 0;
    }

    /** Waits until a reader that was told to seek may be closed. */
    @SuppressWarnings("ThreadSleep")
    static void awaitConnected(Reader<?> reader) throws PulsarClientException {
        long began = System.nanoTime();
        while (!reader.isConnected() && System.nanoTime() - began < PATIENCE_NANOS) {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PulsarClientException(e);
            }
        }
    }
}
