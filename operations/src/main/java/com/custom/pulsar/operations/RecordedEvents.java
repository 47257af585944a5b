package com.custom.pulsar.operations;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.Schema;

/** Events that a topic holds now. Reading leaves nothing in Pulsar. Blocks. */
public final class RecordedEvents {
    private static final int PATIENCE_SECONDS = 10;

    private final PulsarConnection pulsar;

    public RecordedEvents(PulsarConnection pulsar) {
        this.pulsar = pulsar;
    }

    /**
     * The first events from {@code start} on, in their order.
     *
     * @param most how many at most
     * @throws OperationException if there is no such topic, or Pulsar refuses
     */
    public List<SampleEvent> read(String topic, TailStart start, int most) {
        List<SampleEvent> events = new ArrayList<>();
        try {
            // A reader would make the topic.
            pulsar.admin().topics().getStats(topic);
            try (Reader<byte[]> reader = start.applyTo(
                            pulsar.client().newReader(Schema.BYTES).topic(topic), Instant.now())
                    .create()) {
                while (events.size() < most && reader.hasMessageAvailable()) {
                    Message<byte[]> message = reader.readNext(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    if (message == null) {
                        throw new OperationException(
                                topic + " has more events, but Pulsar has sent none for " + PATIENCE_SECONDS + " s");
                    }
                    if (start.includes(message.getPublishTime())) {
                        events.add(SampleEvent.of(EnrichedEvent.of(message)));
                    }
                }
            }
        } catch (PulsarAdminException.NotFoundException e) {
            throw new OperationException("there is no topic " + topic, e);
        } catch (PulsarAdminException e) {
            throw new OperationException("cannot ask Pulsar for " + topic + ": " + Failures.text(e), e);
        } catch (IOException e) {
            throw new OperationException("cannot read " + topic + ": " + Failures.text(e), e);
        }
        return events;
    }
}
