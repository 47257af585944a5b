package com.custom.pulsar.benchmarks;

/** What goes to standard output. */
enum OutputFormat {
    text,
    json
}
