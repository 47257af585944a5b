package com.custom.pulsar.enrichment;

import java.util.concurrent.CompletableFuture;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClientException;

/** The output to the topic of the last known values, which lets go of what the topic has compacted after so many bytes. Used by the loop. */
final class LastKnownOutput implements Broker.Output {
    private static final long RELEASE_AFTER_BYTES = 128L << 20;

    private final Broker.Output output;
    private final Runnable release;
    private long written;

    LastKnownOutput(Broker.Output output, Runnable release) {
        this.output = output;
        this.release = release;
    }

    @Override
    public CompletableFuture<MessageId> store(Outgoing message) {
        byte[] value = message.value();
        written += value == null ? 0 : value.length;
        if (written >= RELEASE_AFTER_BYTES) {
            written = 0;
            release.run();
        }
        return output.store(message);
    }

    @Override
    public StoredRun end(RawEvent first) throws PulsarClientException {
        return output.end(first);
    }

    @Override
    public void close() {
        output.close();
    }
}
