package com.custom.pulsar.cli;

import picocli.CommandLine.Option;

/** Whether a verb that tells one thing tells it to a person or to a program. */
final class OutputOption {
    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "json: one line of JSON.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private OutputFormat format;

    boolean isJson() {
        return format == OutputFormat.json;
    }
}
