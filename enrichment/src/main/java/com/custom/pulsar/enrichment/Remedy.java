package com.custom.pulsar.enrichment;

import java.util.List;
import org.apache.pulsar.client.api.PulsarClientException;

/** Tells what mends a failure of Pulsar. */
final class Remedy {
    private record Known(Class<? extends Exception> failure, String remedy) {}

    private static final List<Known> KNOWN = List.of(
            new Known(
                    InvalidEventException.class,
                    "change what events have to meet, or say what else is to become of them with onInvalid or onDrift, and deploy the pipeline again"),
            new Known(
                    PulsarClientException.TopicTerminatedException.class,
                    "the topic is terminated; read what is in it, then delete it"),
            new Known(
                    PulsarClientException.AuthorizationException.class,
                    "grant the function's role the permissions produce and consume on the namespace"),
            new Known(
                    PulsarClientException.AuthenticationException.class,
                    "give the function's worker credentials that the broker accepts"),
            new Known(
                    PulsarClientException.ProducerBlockedQuotaExceededException.class,
                    "the topic's backlog quota is used up; let its readers catch up, or raise the quota"),
            new Known(
                    PulsarClientException.ProducerBlockedQuotaExceededError.class,
                    "the topic's backlog quota is used up; let its readers catch up, or raise the quota"),
            new Known(
                    PulsarClientException.TopicDoesNotExistException.class,
                    "create the topic, or allow topics to be created by those who write to them"),
            new Known(
                    PulsarClientException.NotFoundException.class,
                    "create the topic, or allow topics to be created by those who write to them"),
            new Known(
                    PulsarClientException.IncompatibleSchemaException.class,
                    "the topic takes neither the schema of these events nor others; set its schema compatibility to ALWAYS_COMPATIBLE, or delete its schema"),
            new Known(
                    PulsarClientException.ConsumerBusyException.class,
                    "instances from before a change of enrichment.parallelism still read; they are waited for"),
            new Known(
                    PulsarClientException.ProducerBusyException.class,
                    "another instance of this function still writes to the topic; it is waited for, so let there be one only"),
            new Known(
                    PulsarClientException.ProducerFencedException.class,
                    "another producer has the topic for itself; close it"),
            new Known(
                    PulsarClientException.NotAllowedException.class,
                    "a policy of the topic or its namespace forbids it; the broker's answer tells which"));

    private Remedy() {}

    static String of(Throwable failure) {
        return KNOWN.stream()
                .filter(known -> known.failure().isInstance(failure))
                .map(Known::remedy)
                .findFirst()
                .orElse("see to it that the broker can be reached and is well");
    }
}
