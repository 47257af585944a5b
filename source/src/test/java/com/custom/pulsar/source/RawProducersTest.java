package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.ProducerBuilder;
import org.apache.pulsar.client.api.PulsarClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against a client in memory whose producers come about when the test says so. */
final class RawProducersTest {
    private static final RawTopic TOPIC = new RawTopic(
            "persistent://public/default/p.public.t",
            "public.t",
            null,
            SchemaBuilder.struct()
                    .name("Envelope")
                    .field("op", Schema.STRING_SCHEMA)
                    .build());

    private final List<CompletableFuture<Producer<?>>> creations = new ArrayList<>();
    private int closed;

    @Test
    void leavesNoProducerOpenWhereItCannotBeToldWhatTheTopicHolds() {
        RawProducers producers = producers((topic, name) -> {
            throw new CaptureException("cannot be read");
        });
        creations.add(CompletableFuture.completedFuture(producer()));

        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> producers.raw(TOPIC))
                .withMessage("cannot be read");

        assertThat(closed).isOne();
    }

    @Test
    void closesAProducerThatComesAboutAfterNobodyWaitsForItAnyMore() {
        RawProducers producers = producers(StoredSequence.UNKNOWN);
        CompletableFuture<Producer<?>> creation = new CompletableFuture<>();
        creations.add(creation);
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> producers.raw(TOPIC));
        assertThat(closed).isZero();
        creation.complete(producer());

        assertThat(closed).isOne();
    }

    private RawProducers producers(StoredSequence stored) {
        PulsarClient client = proxy(PulsarClient.class, (proxy, method, arguments) -> builder());
        RawTopics topics = new RawTopics(client, null, List.of(), Optional.empty(), Optional.empty());
        return new RawProducers(client, "source-1", topics, stored, true, Optional.of("k3x"), () -> {});
    }

    private ProducerBuilder<?> builder() {
        return proxy(
                ProducerBuilder.class,
                (proxy, method, arguments) -> method.getName().equals("createAsync") ? creations.remove(0) : proxy);
    }

    private Producer<?> producer() {
        return proxy(Producer.class, (proxy, method, arguments) -> {
            if (method.getName().equals("closeAsync")) {
                closed++;
                return CompletableFuture.completedFuture(null);
            }
            return method.getReturnType() == long.class ? Long.valueOf(-1) : null;
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        @Nullable Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
        return type.cast(proxy);
    }
}
