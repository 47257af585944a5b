package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;
import org.apache.pulsar.client.admin.Topics;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.ConsumerBuilder;
import org.apache.pulsar.client.api.PulsarClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against a client and an admin client in memory. */
final class RawTopicPoliciesTest {
    private static final String TOPIC = "persistent://shop/default/p.public.t";

    private final List<String> subscribed = new ArrayList<>();

    @Test
    void aRoleThatMayNotSetPoliciesLeavesThemToTheNamespaceAndSubscribesAllTheSame() throws Exception {
        topics(new PulsarAdminException.NotAuthorizedException(
                        new IllegalStateException("403"), "Unauthorized to validateNamespaceOperation", 403))
                .makeReady(TOPIC);

        assertThat(subscribed).containsExactly("cdc-enrichment");
    }

    @Test
    void whatFailsForAnotherReasonIsToldAndNotPassedOver() {
        RawTopics topics = topics(new PulsarAdminException(new IllegalStateException("disk full"), "disk full", 500));

        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> topics.makeReady(TOPIC))
                .withMessageStartingWith("The topic " + TOPIC + " could not be made ready: ")
                .withMessageEndingWith("disk full");
        assertThat(subscribed).isEmpty();
    }

    /** Their admin client is refused, or fails, whatever it asks about topics. */
    private RawTopics topics(PulsarAdminException answer) {
        Topics refusing = proxy(Topics.class, (proxy, method, arguments) -> {
            throw answer;
        });
        PulsarAdmin admin = proxy(
                PulsarAdmin.class,
                (proxy, method, arguments) -> method.getName().equals("topics") ? refusing : null);
        PulsarClient client = proxy(PulsarClient.class, (proxy, method, arguments) -> builder());
        return new RawTopics(client, admin, List.of("cdc-enrichment"), Optional.empty(), Optional.empty());
    }

    private ConsumerBuilder<?> builder() {
        Consumer<?> consumer = proxy(Consumer.class, (proxy, method, arguments) -> null);
        return proxy(ConsumerBuilder.class, (proxy, method, arguments) -> {
            if (method.getName().equals("subscriptionName")) {
                subscribed.add(String.valueOf(arguments[0]));
            }
            return method.getName().equals("subscribe") ? consumer : proxy;
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        @Nullable Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
        return type.cast(proxy);
    }
}
