package com.custom.pulsar.testsupport.kubernetes;

import java.util.ArrayList;
import java.util.List;

/** All requests in the order in which they were answered. Thread-safe; refuses to grow without end. */
final class RequestLog {
    private static final int CAPACITY = 20_000;

    private final List<ApiRequest> requests = new ArrayList<>();

    synchronized void add(ApiRequest request) {
        if (requests.size() == CAPACITY) {
            throw new IllegalStateException("the double has answered " + CAPACITY + " requests and takes no more");
        }
        requests.add(request);
    }

    synchronized List<ApiRequest> all() {
        return List.copyOf(requests);
    }
}
