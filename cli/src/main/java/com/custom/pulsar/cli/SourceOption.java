package com.custom.pulsar.cli;

import com.custom.pulsar.operations.OffsetDocument;
import com.custom.pulsar.pipeline.Pipeline;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which source of a pipeline whose tables are split over several. */
final class SourceOption {
    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "Which source; needed where source.split makes several of them.")
    private @Nullable String name;

    /**
     * The run with the pipeline as that source sees it; over the same connections, which are the given run's to close.
     *
     * @throws IllegalStateException if there are several and none was named, or there is none of that name
     */
    ReachedRun of(ReachedRun run) {
        return run.of(chosen(run.pipeline()));
    }

    /** Refuses the position of another source of the pipeline: its number stands for other changes. */
    static void requireOf(Pipeline whole, Pipeline chosen, OffsetDocument document) {
        boolean foreign = !document.source().equals(chosen.source().name())
                && names(whole).contains(document.source());
        if (foreign) {
            throw new IllegalStateException("The position is of the source " + document.source() + ", not of "
                    + chosen.source().name() + ": say --source " + document.source() + ".");
        }
    }

    /** The pipeline as the source that was named sees it. */
    Pipeline chosen(Pipeline pipeline) {
        List<Pipeline> sources = pipeline.perSource();
        if (name == null && sources.size() == 1) {
            return pipeline;
        }
        return sources.stream()
                .filter(source -> source.source().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException((name == null
                                ? "The pipeline " + pipeline.name() + " has several sources"
                                : "The pipeline " + pipeline.name() + " has no source " + Terminal.safe(name))
                        + ": give --source with one of " + String.join(", ", names(pipeline)) + "."));
    }

    private static List<String> names(Pipeline pipeline) {
        return pipeline.perSource().stream().map(one -> one.source().name()).toList();
    }
}
