package com.custom.pulsar.enrichment;

import com.custom.pulsar.envelope.DeadLetterReason;
import com.custom.pulsar.envelope.Rejection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/*
 * One thread takes the events of all raw topics one after the other and hands each to the output it belongs to. Outputs
 * store in the order of the calls, so the order of each key is that of its raw topic. An event is acknowledged when its
 * output and those of all before it are stored, never before and never negatively: what is not acknowledged comes again, in
 * order and without a gap, when the subscription is closed and opened anew.
 *
 * That is also the way out of every failure. When an output fails, the loop takes nothing more, lets what is under way
 * elsewhere finish, closes the subscription, waits, tries the output, and subscribes again. What the broken output stores
 * after its failure is not acknowledged, so that it is stored once more behind the event that failed: the last value of a
 * key is then the right one.
 *
 * What comes again after a failure or a kill may be stored already. So the first event of a raw topic in each session has the end of its
 * output read, and what is found there is acknowledged and not sent (see StoredRun). Where there are several instances, outputs have the
 * events of all of them, and what comes again may come to another one; so nothing is looked up, and it is stored twice.
 */
/** The data path of the function. */
final class EventLoop implements Loop {
    /** The place of a failure that is not one of an output. */
    static final String SUBSCRIPTION = "subscription";

    private static final int MAX_IN_FLIGHT = 10_000;
    private static final long MAX_BYTES_IN_FLIGHT = 32L << 20;
    private static final Duration WAIT = Duration.ofMillis(100);
    private static final Duration DRAIN = Duration.ofSeconds(7);
    private static final Rejection TOO_LARGE = new Rejection(
            DeadLetterReason.OUTPUT_TOO_LARGE, 0, "with its metadata the event is larger than the broker takes");

    /** One subscription and what was received through it. */
    private record Session(
            Broker.Subscription subscription,
            Acknowledgements acknowledgements,
            InFlight inFlight,
            Queue<Taken> refused) {}

    private record Taken(RawEvent event, Acknowledgements.Place place) {}

    private static final class Destination {
        private final String topic;
        private final boolean deadLetters;
        private final Broker.Output output;
        private final Map<String, StoredRun> ends = new HashMap<>();
        private volatile boolean broken;

        Destination(String topic, boolean deadLetters, Broker.Output output) {
            this.topic = topic;
            this.deadLetters = deadLetters;
            this.output = output;
        }

        boolean holds(RawEvent event) throws PulsarClientException {
            @Nullable StoredRun end = ends.get(event.topic());
            if (end == null) {
                end = output.end(event);
                ends.put(event.topic(), end);
            }
            return end.holds(event.id());
        }
    }

    private final Broker broker;
    private final Enricher enricher;
    private final Halt halt;
    private final Counters counters;
    private final InstantSource clock;
    private final Logger logger;
    private final Consumer<Throwable> onDeath;
    private final Map<String, Route> routes = new HashMap<>();
    private final Map<String, Destination> destinations = new HashMap<>();
    private final Housekeeping housekeeping;
    private volatile boolean closing;

    EventLoop(
            Broker broker,
            Enricher enricher,
            Halt halt,
            Counters counters,
            InstantSource clock,
            Logger logger,
            Consumer<Throwable> onDeath) {
        this.broker = broker;
        this.enricher = enricher;
        this.halt = halt;
        this.counters = counters;
        this.clock = clock;
        this.logger = logger;
        this.onDeath = onDeath;
        this.housekeeping = new Housekeeping(halt, counters, clock, logger);
    }

    /** Asks the loop to take nothing more, finish what is under way and end. */
    @Override
    public void close() {
        closing = true;
    }

    @Override
    public void run() {
        try {
            while (!closing) {
                if (halt.state() != Halt.State.HALTED) {
                    session();
                } else if (pausedUntilRetry()) {
                    retry();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            dieUnlessClosing(e);
        } catch (Throwable t) {
            dieUnlessClosing(t);
        } finally {
            destinations.values().forEach(destination -> destination.output.close());
            counters.flush();
        }
    }

    private void dieUnlessClosing(Throwable cause) {
        if (!closing) {
            logger.error("The function's loop ended unexpectedly; the instance is given up", cause);
            onDeath.accept(cause);
        }
    }

    private void session() throws InterruptedException {
        try (Broker.Subscription subscription = broker.subscribe()) {
            halt.stored(SUBSCRIPTION);
            destinations.values().forEach(destination -> destination.ends.clear());
            Session session = new Session(
                    subscription,
                    new Acknowledgements(subscription),
                    new InFlight(MAX_IN_FLIGHT, MAX_BYTES_IN_FLIGHT),
                    new ConcurrentLinkedQueue<>());
            receive(session);
            drain(session);
        } catch (PulsarClientException e) {
            halt.failed(SUBSCRIPTION, e);
        }
        closeBroken();
    }

    private void receive(Session session) throws InterruptedException {
        while (goesOn()) {
            housekeeping.tick(session.inFlight);
            storeRefused(session);
            if (!awaitRoom(session)) {
                continue;
            }
            try {
                @Nullable RawEvent event = session.subscription.receive(WAIT);
                if (event != null && goesOn()) {
                    counters.received();
                    take(event, session);
                }
            } catch (PulsarClientException e) {
                halt.failed(SUBSCRIPTION, e);
            }
        }
    }

    // One at a time while an output that failed is tried: what others store behind an event that is not stored comes
    // again.
    private boolean awaitRoom(Session session) throws InterruptedException {
        boolean oneAtATime = halt.state() == Halt.State.RETRYING || session.acknowledgements.isFull();
        return oneAtATime ? session.inFlight.awaitEmpty(WAIT) : session.inFlight.awaitRoom(WAIT);
    }

    private boolean goesOn() {
        return !closing && halt.state() != Halt.State.HALTED;
    }

    private void take(RawEvent event, Session session) {
        Route route = routes.computeIfAbsent(event.topic(), Route::of);
        Acknowledgements.@Nullable Place place = session.acknowledgements.add(event);
        if (place == null) {
            return;
        }
        Taken taken = new Taken(event, place);
        Outcome outcome = enricher.enrich(event.key(), event.value(), route.raw());
        if (outcome instanceof Outcome.Enriched enriched) {
            store(taken, Outgoing.of(event, enriched.value()), route.enriched(), false, session);
        } else if (outcome instanceof Outcome.Rejected rejected) {
            store(taken, DeadLetters.of(event, rejected.rejection()), route.deadLetters(), true, session);
        } else if (outcome instanceof Outcome.RuleFailed failed) {
            store(taken, DeadLetters.of(event, failed.failure()), route.deadLetters(), true, session);
        } else if (outcome instanceof Outcome.Filtered) {
            // Nothing is to be stored, so it is done with as soon as all before it are.
            session.acknowledgements.stored(taken.place);
            counters.filtered();
        } else {
            store(taken, Outgoing.of(event, null), route.enriched(), false, session);
        }
    }

    private void storeRefused(Session session) {
        while (halt.state() != Halt.State.HALTED) {
            @Nullable Taken taken = session.refused.poll();
            if (taken == null) {
                return;
            }
            RawEvent event = taken.event;
            store(
                    taken,
                    DeadLetters.of(event, TOO_LARGE),
                    Route.of(event.topic()).deadLetters(),
                    true,
                    session);
        }
    }

    private void store(Taken taken, Outgoing message, String topic, boolean deadLetters, Session session) {
        @Nullable Destination destination = destinations.get(topic);
        if (destination == null) {
            destination = open(topic, deadLetters);
        }
        if (destination == null) {
            return;
        }
        try {
            if (destination.holds(taken.event)) {
                session.acknowledgements.stored(taken.place);
                counters.alreadyStored();
                return;
            }
        } catch (PulsarClientException e) {
            halt.failed(topic, e);
            return;
        }
        session.inFlight.add(taken.event.weight());
        var unused = destination.output.store(message).whenComplete(new Settlement(taken, destination, session));
    }

    private @Nullable Destination open(String topic, boolean deadLetters) {
        try {
            Broker.Output output = deadLetters ? broker.openDeadLetters(topic) : broker.openEnriched(topic);
            Destination destination = new Destination(topic, deadLetters, output);
            destinations.put(topic, destination);
            return destination;
        } catch (PulsarClientException e) {
            halt.failed(topic, e);
            return null;
        }
    }

    private void drain(Session session) throws InterruptedException {
        long deadline = clock.millis() + DRAIN.toMillis();
        while (!session.inFlight.awaitEmpty(WAIT) || !session.refused.isEmpty()) {
            if (halt.state() == Halt.State.HALTED && session.inFlight.isEmpty()) {
                return;
            }
            if (clock.millis() >= deadline) {
                // What still waits in a producer would be stored behind its own second delivery.
                destinations.values().forEach(destination -> destination.broken = true);
                return;
            }
            storeRefused(session);
        }
    }

    private void closeBroken() {
        destinations.values().removeIf(destination -> {
            if (destination.broken) {
                destination.output.close();
            }
            return destination.broken;
        });
    }

    /** Waits a little, and tells whether the whole pause is over. */
    @SuppressWarnings("ThreadSleep")
    private boolean pausedUntilRetry() throws InterruptedException {
        housekeeping.tick(null);
        Duration left = halt.untilRetry();
        if (left.isZero()) {
            return true;
        }
        Thread.sleep(Math.min(WAIT.toMillis(), left.toMillis()));
        return false;
    }

    private void retry() {
        String place = halt.place();
        halt.retrying();
        if (!place.equals(SUBSCRIPTION) && !destinations.containsKey(place)) {
            var unused = open(place, place.endsWith(RawTopics.DEAD_LETTERS));
        }
    }

    /** What is done when the broker has stored a message, or has not; on a thread of the client. */
    private final class Settlement implements BiConsumer<@Nullable MessageId, @Nullable Throwable> {
        private final Taken taken;
        private final Destination destination;
        private final Session session;

        Settlement(Taken taken, Destination destination, Session session) {
            this.taken = taken;
            this.destination = destination;
            this.session = session;
        }

        @Override
        public void accept(@Nullable MessageId stored, @Nullable Throwable failure) {
            if (failure == null) {
                stored();
            } else {
                failed(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
            session.inFlight.remove(taken.event.weight());
        }

        private void stored() {
            if (destination.broken) {
                return;
            }
            session.acknowledgements.stored(taken.place);
            if (destination.deadLetters) {
                counters.deadLetter();
            } else if (taken.event.value() == null) {
                counters.tombstone();
            } else {
                counters.enriched();
            }
            halt.stored(destination.topic);
        }

        private void failed(Throwable failure) {
            if (failure instanceof PulsarClientException.InvalidMessageException && !destination.deadLetters) {
                session.refused.add(taken);
            } else {
                destination.broken = true;
                halt.failed(destination.topic, failure);
            }
        }
    }
}
