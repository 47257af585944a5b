package com.custom.pulsar.enrichment;

import com.custom.pulsar.envelope.DeadLetterReason;
import com.custom.pulsar.envelope.Rejection;
import com.custom.pulsar.rules.Destinations;
import com.custom.pulsar.rules.Enricher;
import com.custom.pulsar.rules.EventSchema;
import com.custom.pulsar.rules.Outcome;
import com.custom.pulsar.rules.RouteTarget;
import com.custom.pulsar.rules.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/*
 * One thread takes the events of all raw topics one after the other and hands each to the outputs it belongs to. Outputs
 * store in the order of the calls, so the order of each key is that of its raw topic. An event is acknowledged when its
 * outputs and those of all before it are stored, never before and never negatively: what is not acknowledged comes again, in
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

    /** Other such places; this one with the raw topic of the event behind it. */
    private static final String VALIDATION = "the validation of ";

    private static final String SCHEMA = "the schema of ";
    private static final String MEMORY = "the last known values";
    private static final String NAMESPACE = "the topics of the namespace";
    private static final String TOPIC_SCHEME = "persistent://";

    private static final int MAX_IN_FLIGHT = 10_000;
    private static final long MAX_BYTES_IN_FLIGHT = 32L << 20;
    /** To look at the clock is not free beside an event that takes a microsecond. */
    private static final int TIMED_EVERY = 16;

    private static final Duration WAIT = Duration.ofMillis(100);
    private static final Duration DRAIN = Duration.ofSeconds(7);
    private static final Rejection TOO_LARGE = new Rejection(
            DeadLetterReason.OUTPUT_TOO_LARGE, 0, "with its metadata the event is larger than the broker takes");

    private static final Rejection NO_LETTER = new Rejection(
            DeadLetterReason.REPLAY_REFUSED, 0, "the property cdc.topic names no raw topic of this pipeline");

    private final Broker broker;
    private final Predicate<String> rawTopics;
    private final Enricher enricher;
    private final Halt halt;
    private final Counters counters;
    private final InstantSource clock;
    private final Logger logger;
    private final Consumer<Throwable> onDeath;
    private final LastKnown lastKnown;
    private final RouteLimits routeLimits;
    private final TableSchemas schemas;
    private final Map<String, OwnTopics> topics = new HashMap<>();
    private final Map<String, String> routed = new HashMap<>();
    private final Map<String, Destination> destinations = new HashMap<>();
    private final Housekeeping housekeeping;
    private long decided;
    private volatile boolean closing;

    EventLoop(
            Broker broker,
            Predicate<String> rawTopics,
            Enricher enricher,
            LastKnown lastKnown,
            Halt halt,
            Counters counters,
            InstantSource clock,
            Logger logger,
            Consumer<Throwable> onDeath) {
        this.broker = broker;
        this.rawTopics = rawTopics;
        this.enricher = enricher;
        this.lastKnown = lastKnown;
        this.halt = halt;
        this.counters = counters;
        this.clock = clock;
        this.logger = logger;
        this.onDeath = onDeath;
        this.routeLimits = new RouteLimits(broker, clock);
        this.schemas = new TableSchemas(broker, enricher);
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
            destinations.values().forEach(destination -> destination.output().close());
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
        lastKnown.beginSession();
        try (Broker.Subscription subscription = broker.subscribe()) {
            halt.stored(SUBSCRIPTION);
            destinations.values().forEach(Destination::beginSession);
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
            housekeeping.tick(session.inFlight());
            storeRefused(session);
            if (!awaitRoom(session)) {
                continue;
            }
            try {
                @Nullable RawEvent event = session.subscription().receive(WAIT);
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
        boolean oneAtATime = halt.state() == Halt.State.RETRYING
                || session.acknowledgements().isFull();
        return oneAtATime
                ? session.inFlight().awaitEmpty(WAIT)
                : session.inFlight().awaitRoom(WAIT);
    }

    private boolean goesOn() {
        return !closing && halt.state() != Halt.State.HALTED;
    }

    private void take(RawEvent event, Session session) {
        OwnTopics ofTable = topics.computeIfAbsent(isForged(event) ? event.topic() : event.rawTopic(), OwnTopics::of);
        Acknowledgements.@Nullable Place place = session.acknowledgements().add(event);
        if (place == null) {
            return;
        }
        if (isForged(event)) {
            Taken forged = new Taken(event, place, ofTable, Recalled.nothing(event));
            deadLetter(forged, DeadLetters.of(event, NO_LETTER, clock.millis()), session);
            return;
        }
        @Nullable TableSchema schema = schema(event, ofTable);
        if (schema == null) {
            return;
        }
        @Nullable Recalled recalled = recalled(event, ofTable, schema);
        if (recalled == null) {
            return;
        }
        Taken taken = new Taken(event, place, ofTable, recalled);
        remember(taken, session);
        Outcome outcome = decide(taken, schema.event());
        if (outcome instanceof Outcome.Enriched enriched) {
            send(taken, enriched.value(), schema, enriched.destinations(), session);
        } else if (outcome instanceof Outcome.Rejected rejected) {
            deadLetter(taken, DeadLetters.of(event, rejected.rejection(), clock.millis()), session);
        } else if (outcome instanceof Outcome.RuleFailed failed) {
            deadLetter(taken, DeadLetters.of(event, failed.failure(), clock.millis()), session);
        } else if (outcome instanceof Outcome.Invalid invalid) {
            invalid(taken, invalid.verdict(), session);
        } else if (outcome instanceof Outcome.Filtered) {
            // Nothing is to be stored, so it is done with as soon as all before it are.
            session.acknowledgements().stored(taken.place());
            counters.filtered();
        } else {
            send(taken, null, schema, ((Outcome.Tombstone) outcome).destinations(), session);
        }
    }

    /** Null if it cannot be told now. */
    private @Nullable Recalled recalled(RawEvent event, OwnTopics ofTable, TableSchema schema) {
        try {
            Recalled recalled = lastKnown.recall(event, ofTable.raw(), schema);
            if (halt.state() == Halt.State.RETRYING) {
                halt.stored(MEMORY);
            }
            return recalled;
        } catch (PulsarClientException e) {
            halt.failed(MEMORY, e);
            return null;
        }
    }

    private void remember(Taken taken, Session session) {
        List<Outgoing> toRemember = taken.recalled().toRemember();
        if (!toRemember.isEmpty()) {
            session.acknowledgements().expectMore(taken.place(), toRemember.size());
            toRemember.forEach(message -> store(taken, message, lastKnown.topic(), session));
        }
    }

    /** Whether it came from the replay topic, and is of no raw topic of this pipeline. */
    private boolean isForged(RawEvent event) {
        return event.letter() != null && !rawTopics.test(event.rawTopic());
    }

    private void invalid(Taken taken, Verdict.Invalid invalid, Session session) {
        switch (invalid.onInvalid()) {
            case DEAD_LETTER -> deadLetter(taken, DeadLetters.of(taken.event(), invalid, clock.millis()), session);
            case DROP -> {
                session.acknowledgements().stored(taken.place());
                counters.droppedAsInvalid();
            }
            case HALT ->
                halt.failed(VALIDATION + taken.topics().raw(), new InvalidEventException(taken.event(), invalid));
        }
    }

    /** Null if it cannot be told now. */
    private @Nullable TableSchema schema(RawEvent event, OwnTopics ofTable) {
        try {
            TableSchema schema = schemas.of(event, ofTable);
            if (halt.state() == Halt.State.RETRYING) {
                halt.stored(SCHEMA + ofTable.raw());
            }
            return schema;
        } catch (PulsarClientException e) {
            halt.failed(SCHEMA + ofTable.raw(), e);
            return null;
        }
    }

    private Outcome decide(Taken taken, EventSchema schema) {
        byte[] key = taken.event().key();
        byte[] value = taken.recalled().value();
        String topic = taken.topics().raw();
        decided++;
        if (decided % TIMED_EVERY != 0) {
            return enricher.enrich(key, value, topic, schema);
        }
        long began = System.nanoTime();
        Outcome outcome = enricher.enrich(key, value, topic, schema);
        counters.processed(System.nanoTime() - began);
        return outcome;
    }

    private void send(
            Taken taken, byte @Nullable [] value, TableSchema schema, Destinations destinations, Session session) {
        Outgoing message = Outgoing.of(taken.event(), value, taken.recalled().properties());
        Outgoing enriched = message.with(schema.enriched());
        if (destinations.routed().isEmpty()) {
            store(taken, enriched, taken.topics().enriched(), session);
            return;
        }
        List<String> targets = new ArrayList<>();
        for (RouteTarget target : destinations.routed()) {
            try {
                Optional<Verdict.Failed> refusal = routeLimits.refusal(target);
                if (refusal.isEmpty()) {
                    targets.add(routed.computeIfAbsent(target.topic(), taken.topics()::beside));
                } else if (value != null) {
                    deadLetter(taken, DeadLetters.of(taken.event(), refusal.get(), clock.millis()), session);
                    return;
                }
            } catch (PulsarClientException e) {
                halt.failed(NAMESPACE, e);
                return;
            }
        }
        int outputs = targets.size() + (destinations.enriched() ? 1 : 0);
        if (outputs == 0) {
            session.acknowledgements().stored(taken.place());
            return;
        }
        session.acknowledgements().expectMore(taken.place(), outputs - 1);
        if (destinations.enriched()) {
            store(taken, enriched, taken.topics().enriched(), session);
        }
        targets.forEach(topic -> store(taken, message, topic, session));
    }

    private void deadLetter(Taken taken, Outgoing letter, Session session) {
        store(taken, letter, taken.topics().deadLetters(), session);
    }

    private void storeRefused(Session session) {
        while (halt.state() != Halt.State.HALTED) {
            @Nullable Refused refused = session.refused().poll();
            if (refused == null) {
                return;
            }
            Taken taken = refused.taken();
            if (refused.kind() == Destination.Kind.LAST_KNOWN) {
                store(taken, refused.message().withoutValue(), lastKnown.topic(), session);
            } else {
                deadLetter(taken, DeadLetters.of(taken.event(), TOO_LARGE, clock.millis()), session);
            }
        }
    }

    private void store(Taken taken, Outgoing message, String topic, Session session) {
        @Nullable Destination destination = destinations.get(topic);
        if (destination == null) {
            destination = open(topic, message.schema());
        }
        if (destination == null) {
            return;
        }
        try {
            if (destination.holds(taken.event())) {
                session.acknowledgements().stored(taken.place());
                counters.alreadyStored();
                return;
            }
        } catch (PulsarClientException e) {
            halt.failed(topic, e);
            return;
        }
        session.inFlight().add(taken.event().weight());
        var unused = destination
                .output()
                .store(message)
                .whenComplete(new Settlement(taken, message, destination, session, halt, counters, clock));
    }

    private @Nullable Destination open(String topic, @Nullable JsonSchema schema) {
        try {
            Destination destination = Destination.open(topic, schema, broker);
            destinations.put(topic, destination);
            return destination;
        } catch (PulsarClientException e) {
            halt.failed(topic, e);
            return null;
        }
    }

    private void drain(Session session) throws InterruptedException {
        long deadline = clock.millis() + DRAIN.toMillis();
        while (!session.inFlight().awaitEmpty(WAIT) || !session.refused().isEmpty()) {
            if (halt.state() == Halt.State.HALTED && session.inFlight().isEmpty()) {
                return;
            }
            if (clock.millis() >= deadline) {
                // What still waits in a producer would be stored behind its own second delivery.
                destinations.values().forEach(Destination::breaks);
                return;
            }
            storeRefused(session);
        }
    }

    private void closeBroken() {
        destinations.values().removeIf(destination -> {
            if (destination.isBroken()) {
                destination.output().close();
            }
            return destination.isBroken();
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
        boolean isOutput = place.startsWith(TOPIC_SCHEME);
        if (isOutput && !destinations.containsKey(place)) {
            var unused = open(place, schemas.last(place));
        }
    }
}
