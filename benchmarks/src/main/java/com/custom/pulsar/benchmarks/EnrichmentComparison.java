package com.custom.pulsar.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Has functions drain the same backlog in turn, each alone on the machine, in several rounds. */
final class EnrichmentComparison {
    /** Not used by the measurement of the way from the commit. */
    private static final int STAGE = 0;

    private final Servers servers;
    private final EnrichmentPlan plan;
    private final Progress progress;
    private final OpenThings open;
    private final EnrichmentResults results;

    EnrichmentComparison(
            Servers servers, EnrichmentPlan plan, Progress progress, OpenThings open, EnrichmentResults results) {
        this.servers = servers;
        this.plan = plan;
        this.progress = progress;
        this.open = open;
        this.results = results;
    }

    /** Makes one of the functions for a backlog. */
    interface Candidate {
        Drainer of(Drainers drainers);
    }

    /** @param connector URL of the NAR that fills the backlog */
    void run(String connector, List<Candidate> candidates) throws InterruptedException {
        Stage stage = open.add(Stage.prepare(servers, STAGE));
        try {
            progress.line(String.format(Locale.ROOT, "A backlog of %,d events is made", plan.backlog()));
            Drainers drainers = new Drainers(Backlog.fill(stage, connector, plan.backlog(), open));
            List<Drainer> turns = new ArrayList<>();
            candidates.forEach(candidate -> turns.add(candidate.of(drainers)));
            for (int round = 1; round <= plan.rounds(); round++) {
                for (Drainer drainer : turns) {
                    drain(drainers.backlog(), drainer, round);
                }
                Collections.reverse(turns);
            }
        } finally {
            open.close(stage);
        }
    }

    /** One that cannot run leaves the others to be compared. */
    private void drain(Backlog backlog, Drainer drainer, int round) throws InterruptedException {
        if (results.skipped().containsKey(drainer.name())) {
            return;
        }
        try {
            DrainMeasurement drain = new Drain(backlog, drainer).run(round, open);
            results.add(drain);
            progress.line(String.format(
                    Locale.ROOT,
                    "%s, round %d: %,.0f events/s, %.1f s of CPU for a million %s",
                    drainer.name(),
                    round,
                    drain.eventsPerSecond(),
                    drain.cpuPerMillion().orElse(Double.NaN),
                    drain.tally().text()));
        } catch (RuntimeException e) {
            if (open.isClosing()) {
                throw e;
            }
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            results.skip(drainer.name(), reason);
            progress.line(drainer.name() + " is left out: " + reason);
        }
    }

    /** From the commit to the enriched topic, as the comparison of sources measures it. */
    void latency(SourceComparison.Candidate enriched) throws InterruptedException {
        Results path = new SourceComparison(servers, plan.path(), Set.of(Results.ENRICHED), progress, open)
                .run(List.of(enriched));
        path.latency().forEach(results::add);
        path.skipped().forEach((name, reason) -> results.skip(EnrichmentResults.LATENCY, reason));
    }
}
