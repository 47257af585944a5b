package com.custom.pulsar.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks Pulsar over its admin interface whether it is ready. */
final class PulsarReadiness {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(ANSWER_LIMIT)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final PulsarEndpoint endpoint;

    PulsarReadiness(PulsarEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Whether topics can be used, and functions and sources created. */
    boolean isReady() throws InterruptedException {
        return answers("/admin/v2/brokers/ready")
                && answers("/admin/v2/worker/cluster/leader/ready")
                && answers("/admin/v3/functions/public/default");
    }

    private boolean answers(String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint.adminUrl() + path))
                .timeout(ANSWER_LIMIT)
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == OK && !response.body().strip().equals("false");
        } catch (IOException e) {
            return false;
        }
    }
}
