package com.custom.pulsar.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs {@link EnricherBenchmark} by JMH, in processes of its own.
 *
 * @param seconds of warming up, and of measuring, in each process
 * @param log where JMH tells what it does
 */
record PerEventTrial(int processes, int seconds, Path log) {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /** @throws BenchmarkException if JMH cannot run it */
    List<PerEventCost> run() {
        Map<String, RunResult> enriched = new HashMap<>();
        Map<String, RunResult> outputs = new HashMap<>();
        for (RunResult result : results()) {
            (result.getParams().getBenchmark().endsWith(".output") ? outputs : enriched)
                    .put(result.getParams().getParam("rules"), result);
        }
        List<PerEventCost> costs = new ArrayList<>();
        for (String rules : EnricherBenchmark.RULES) {
            RunResult result = of(enriched, rules);
            costs.add(new PerEventCost(
                    rules,
                    result.getPrimaryResult().getScore(),
                    result.getPrimaryResult().getScoreError(),
                    allocated(result),
                    allocated(of(outputs, rules))));
        }
        return costs;
    }

    private Collection<RunResult> results() {
        try {
            return new Runner(new OptionsBuilder()
                            .include(EnricherBenchmark.class.getName())
                            .addProfiler(GCProfiler.class)
                            .forks(processes)
                            .warmupIterations(seconds)
                            .warmupTime(TimeValue.seconds(1))
                            .measurementIterations(seconds)
                            .measurementTime(TimeValue.seconds(1))
                            .shouldFailOnError(true)
                            .output(log.toString())
                            .build())
                    .run();
        } catch (RunnerException e) {
            throw new BenchmarkException(
                    "JMH cannot measure the function's code: " + e.getMessage() + "; see " + log, e);
        }
    }

    private RunResult of(Map<String, RunResult> results, String rules) {
        RunResult result = results.get(rules);
        if (result == null) {
            throw new BenchmarkException("JMH measured nothing of " + rules + "; see " + log);
        }
        return result;
    }

    private double allocated(RunResult result) {
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        if (allocated == null) {
            throw new BenchmarkException("JMH's profiler told nothing of allocation; see " + log);
        }
        return allocated.getScore();
    }
}
