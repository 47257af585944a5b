package com.custom.pulsar.enrichment;

import com.custom.pulsar.envelope.DeadLetterProperty;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;

/** What is done when the broker has stored a message, or has not; on a thread of the client. */
final class Settlement implements BiConsumer<@Nullable MessageId, @Nullable Throwable> {
    private final Taken taken;
    private final Outgoing message;
    private final Destination destination;
    private final Session session;
    private final Halt halt;
    private final Counters counters;
    private final InstantSource clock;

    Settlement(
            Taken taken,
            Outgoing message,
            Destination destination,
            Session session,
            Halt halt,
            Counters counters,
            InstantSource clock) {
        this.taken = taken;
        this.message = message;
        this.destination = destination;
        this.session = session;
        this.halt = halt;
        this.counters = counters;
        this.clock = clock;
    }

    @Override
    public void accept(@Nullable MessageId stored, @Nullable Throwable failure) {
        if (failure == null) {
            stored();
        } else {
            failed(failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
        }
        session.inFlight().remove(taken.event().weight());
    }

    private void stored() {
        if (destination.isBroken()) {
            return;
        }
        session.acknowledgements().stored(taken.place());
        count();
        halt.stored(destination.topic());
    }

    private void count() {
        if (taken.event().letter() == null && taken.event().eventTime() > 0 && isForReaders()) {
            counters.commitToStored(clock.millis() - taken.event().eventTime());
        }
        switch (destination.kind()) {
            case DEAD_LETTERS -> counters.deadLetter(message.properties().getOrDefault(DeadLetterProperty.REASON, ""));
            case ROUTED -> counters.routed(destination.name());
            case LAST_KNOWN -> {
                // It is no event that goes on.
            }
            case ENRICHED -> {
                if (taken.event().value() == null) {
                    counters.tombstone();
                } else {
                    counters.enriched();
                }
            }
        }
    }

    private boolean isForReaders() {
        return destination.kind() == Destination.Kind.ENRICHED || destination.kind() == Destination.Kind.ROUTED;
    }

    private void failed(Throwable failure) {
        if (failure instanceof PulsarClientException.InvalidMessageException
                && destination.kind() != Destination.Kind.DEAD_LETTERS) {
            refused();
        } else {
            destination.breaks();
            halt.failed(destination.topic(), failure);
        }
    }

    private void refused() {
        boolean isRemembered = destination.kind() == Destination.Kind.LAST_KNOWN;
        if (isRemembered || session.acknowledgements().isToBeDeadLettered(taken.place())) {
            session.refused().add(new Refused(taken, message, destination.kind()));
        } else {
            session.acknowledgements().stored(taken.place());
        }
    }
}
