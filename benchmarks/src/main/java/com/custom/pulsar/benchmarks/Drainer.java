package com.custom.pulsar.benchmarks;

import org.apache.pulsar.common.functions.FunctionConfig;

/**
 * A function that drains the backlog, as Pulsar is given it.
 *
 * @param code URL of its jar or file
 * @param output full name of the topic that it writes to
 * @param events how many of the backlog's it is measured with, from the first on
 */
record Drainer(String name, FunctionConfig config, String code, String output, int events) {
    Drainer {
        if (events < 3) {
            throw new IllegalArgumentException("events: " + events + " leave nothing to measure behind a first third");
        }
    }
}
