package com.custom.pulsar.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.envelope.MetadataSplicer;
import com.custom.pulsar.rules.Enricher;
import com.custom.pulsar.rules.Outcome;
import com.custom.pulsar.rules.PipelineRules;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the function does with one event, from the bytes that came to those that go. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EnricherBenchmark {
    private static final String TOPIC = "persistent://public/default/bench.bench.narrow";
    private static final byte[] KEY = "{\"id\":31158}".getBytes(UTF_8);
    /** An insert of a narrow row without its note, as the source of this project writes it. */
    static final byte[] EVENT = """
            {"before":null,"after":{"id":31158,"sent_us":1795973861316470,\
            "name":"customer 31158","email":"31158@customers.example.com"},\
            "source":{"version":"3.7.0.Final","connector":"postgresql","name":"bench0","ts_ms":1795973861331,\
            "snapshot":"false","db":"benchmark","sequence":"[\\"36252864\\",\\"36287632\\"]",\
            "ts_us":1795973861331906,"ts_ns":1795973861331906000,\
            "schema":"bench0","table":"narrow","txId":79,"lsn":36287632,"xmin":null,"origin":null,"origin_lsn":null},\
            "transaction":null,"op":"c","ts_ms":1795973873039,"ts_us":1795973873039234,"ts_ns":1795973873039234097}""".getBytes(UTF_8);

    @Param({"metadata-only", "five-rules"})
    @SuppressWarnings("NullAway.Init") // Set by JMH before anything is called.
    public String rules;

    @SuppressWarnings("NullAway.Init") // Made in the set-up.
    private Enricher enricher;

    private int outputLength;

    /** Made for each of the two. */
    @Setup
    public void make() {
        PipelineRules compiled =
                rules.equals("five-rules") ? PipelineRules.compile(FiveRules.SETTINGS) : PipelineRules.NONE;
        enricher = new Enricher(
                new MetadataSplicer("cdc-enrichment", Map.of("team", "crm")), compiled, InstantSource.system());
        outputLength = enrich().length;
    }

    /** As the function's loop asks for it. */
    @Benchmark
    public byte[] enrich() {
        if (enricher.enrich(KEY, EVENT, TOPIC) instanceof Outcome.Enriched enriched) {
            return enriched.value();
        }
        throw new IllegalStateException("the event is not enriched");
    }

    /** What the output alone allocates. */
    @Benchmark
    public byte[] output() {
        return new byte[outputLength];
    }
}
