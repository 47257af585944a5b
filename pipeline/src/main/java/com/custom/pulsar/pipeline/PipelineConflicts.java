package com.custom.pulsar.pipeline;

import java.util.ArrayList;
import java.util.List;

/**
 * What pipelines of several files may not have in common: names on a PostgreSQL or a Pulsar that both of them use. Embedded servers
 * are each pipeline's own.
 */
final class PipelineConflicts {
    private final PipelineFile.Parsed first;
    private final PipelineFile.Parsed second;
    private final List<Problem> problems = new ArrayList<>();

    private PipelineConflicts(PipelineFile.Parsed first, PipelineFile.Parsed second) {
        this.first = first;
        this.second = second;
    }

    /** Each problem at the later of two files. */
    static List<Problem> of(List<PipelineFile.Parsed> files) {
        List<Problem> problems = new ArrayList<>();
        for (int later = 1; later < files.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                problems.addAll(new PipelineConflicts(files.get(earlier), files.get(later)).find());
            }
        }
        return problems;
    }

    private List<Problem> find() {
        Pipeline a = first.pipeline();
        Pipeline b = second.pipeline();
        boolean postgres = samePostgres(a, b);
        boolean pulsar = samePulsar(a, b);
        boolean name = a.name().equals(b.name()) && (postgres || pulsar);
        if (name) {
            add("name", b.name(), "the name of the pipeline", postgres ? "PostgreSQL" : "Pulsar");
        }
        if (postgres && !name) {
            List<String> slots =
                    a.perSource().stream().map(one -> one.names().slot()).toList();
            b.perSource().stream()
                    .map(one -> one.names().slot())
                    .filter(slots::contains)
                    .forEach(slot -> add("source.postgres.slot", slot, "the replication slot", "PostgreSQL"));
        }
        if (pulsar) {
            if (a.topics().prefix().equals(b.topics().prefix())) {
                add("topics.prefix", b.topics().prefix(), "the prefix of the topics", "Pulsar");
            }
            List<String> components = new ArrayList<>(sources(a));
            components.add(a.enrichment().name());
            sources(b).stream()
                    .filter(components::contains)
                    .forEach(source -> add("source.name", source, "the name of a source or function", "Pulsar"));
            if (components.contains(b.enrichment().name())) {
                add("enrichment.name", b.enrichment().name(), "the name of a source or function", "Pulsar");
            }
        }
        return problems;
    }

    private static List<String> sources(Pipeline pipeline) {
        return pipeline.perSource().stream().map(one -> one.source().name()).toList();
    }

    private void add(String field, String value, String what, String server) {
        Location place = Node.place(second.root(), field);
        problems.add(new Problem(
                second.name(),
                place.line(),
                place.column(),
                field,
                Shown.quoted(value) + " is also " + what + " in " + Shown.plain(first.name()) + ", on the same "
                        + server + "; choose another"));
    }

    private static boolean samePostgres(Pipeline a, Pipeline b) {
        return a.source().postgres().server().isPresent()
                && b.source().postgres().server().isPresent()
                && a.source()
                        .postgres()
                        .server()
                        .get()
                        .isSameServer(b.source().postgres().server().get());
    }

    private static boolean samePulsar(Pipeline a, Pipeline b) {
        return a.pulsar().isPresent()
                && b.pulsar().isPresent()
                && a.pulsar().get().adminUrl().equalsIgnoreCase(b.pulsar().get().adminUrl())
                && a.names().namespace().equals(b.names().namespace());
    }
}
