package com.custom.pulsar.cli;

/** How a verb prints its data. */
enum OutputFormat {
    /** For people: progress and data in plain English. */
    text,
    /** For programs: data as JSON lines on standard output, everything else on standard error. */
    json
}
