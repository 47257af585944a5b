package com.custom.pulsar.cli;

import com.custom.pulsar.envelope.DeadLetterReason;
import com.custom.pulsar.operations.DeadLetterFilter;
import com.custom.pulsar.operations.TailStart;
import com.custom.pulsar.pipeline.Pipeline;
import com.custom.pulsar.pipeline.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which dead letters a verb is about; all of them where nothing is said. */
final class DeadLetterOption {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description = "Only of this reason, by number, name or both: 200, RULE_FAILED; may be repeated.")
    private List<String> reasons = new ArrayList<>();

    @Option(names = "--table", paramLabel = "TABLE", description = "Only of this table, schema.table; may be repeated.")
    private List<String> tables = new ArrayList<>();

    @Option(names = "--key", paramLabel = "JSON", description = "Only of the row with this key, such as '{\"id\":1}'.")
    private @Nullable String key;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "Only those stored then or later: a time such as 2026-11-28T09:00:00Z, or some time ago, such as"
                            + " 30s, 10m, 2h or 1d.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only those stored before, given in the same way.")
    private @Nullable String to;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Only this one, by the id that list shows first; may be repeated.")
    private List<String> ids = new ArrayList<>();

    /** @throws ParameterException if something is no reason, no table, or no time */
    DeadLetterFilter filter(Pipeline pipeline, Instant now) {
        return new DeadLetterFilter(
                read("--reason", reasons, DeadLetterFilter::reason).stream()
                        .map(DeadLetterReason::number)
                        .collect(Collectors.toSet()),
                read("--table", tables, text -> rawTopic(pipeline, text)).stream()
                        .collect(Collectors.toSet()),
                Optional.ofNullable(key),
                time("--from", from, now),
                time("--to", to, now),
                Set.copyOf(ids));
    }

    private static String rawTopic(Pipeline pipeline, String text) {
        TableName table = TableName.parse(text);
        if (!pipeline.captures(table)) {
            throw new IllegalArgumentException(table + " is no table of the pipeline " + pipeline.name()
                    + ", whose tables are "
                    + pipeline.tables().stream().map(Object::toString).collect(Collectors.joining(", ")));
        }
        return pipeline.names().rawTopic(table);
    }

    private Optional<Instant> time(String option, @Nullable String text, Instant now) {
        return text == null
                ? Optional.empty()
                : Optional.of(read(option, List.of(text), one -> TailStart.time(one, now))
                        .get(0));
    }

    private <T> List<T> read(String option, List<String> texts, Function<String, T> reader) {
        try {
            return texts.stream().map(reader).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
        }
    }
}
