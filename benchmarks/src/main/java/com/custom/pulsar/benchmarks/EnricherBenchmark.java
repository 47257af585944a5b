package com.custom.pulsar.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.envelope.MetadataSplicer;
import com.custom.pulsar.rules.Enricher;
import com.custom.pulsar.rules.EventSchema;
import com.custom.pulsar.rules.Outcome;
import com.custom.pulsar.rules.PipelineRules;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** The registered schema of such events, as the source writes it. */
    private static final byte[] SCHEMA = """
            {"type":"record","name":"Envelope","namespace":"bench0.bench0.narrow","fields":[\
            {"name":"before","type":["null",{"type":"record","name":"Value","fields":[{"name":"id","type":"long"},\
            {"name":"sent_us","type":["null","long"],"default":null},{"name":"name","type":["null","string"],"default":null},\
            {"name":"email","type":["null","string"],"default":null}]}],"default":null},\
            {"name":"after","type":["null","Value"],"default":null},\
            {"name":"source","type":{"type":"record","name":"Source","namespace":"io.debezium.connector.postgresql","fields":[\
            {"name":"version","type":"string"},{"name":"connector","type":"string"},{"name":"name","type":"string"},\
            {"name":"ts_ms","type":"long"},{"name":"snapshot","type":["string","null"],"default":"false"},\
            {"name":"db","type":"string"},{"name":"sequence","type":["null","string"],"default":null},\
            {"name":"ts_us","type":["null","long"],"default":null},{"name":"ts_ns","type":["null","long"],"default":null},\
            {"name":"schema","type":"string"},{"name":"table","type":"string"},\
            {"name":"txId","type":["null","long"],"default":null},{"name":"lsn","type":["null","long"],"default":null},\
            {"name":"xmin","type":["null","long"],"default":null},{"name":"origin","type":["null","string"],"default":null},\
            {"name":"origin_lsn","type":["null","long"],"default":null}]}},\
            {"name":"transaction","type":["null",{"type":"record","name":"block","namespace":"event","fields":[\
            {"name":"id","type":"string"},{"name":"total_order","type":"long"},\
            {"name":"data_collection_order","type":"long"}]}],"default":null},\
            {"name":"op","type":"string"},{"name":"ts_ms","type":["null","long"],"default":null},\
            {"name":"ts_us","type":["null","long"],"default":null},{"name":"ts_ns","type":["null","long"],"default":null}]}""".getBytes(UTF_8);

    /** What is measured, in the order of the report. */
    static final List<String> RULES = List.of(
            EnrichmentResults.METADATA_ONLY, EnrichmentResults.FIVE_RULES, EnrichmentResults.FIVE_RULES_AND_SCHEMA);

    private static final EventSchema REGISTERED = EventSchema.of(SCHEMA, Optional.empty());

    @Param({"metadata-only", "five-rules", "five-rules-and-schema"})
    @SuppressWarnings("NullAway.Init") // Set by JMH before anything is called.
    public String rules;

    @SuppressWarnings("NullAway.Init") // Made in the set-up.
    private Enricher enricher;

    private int outputLength;

    /** Made for each of {@link #RULES}. */
    @Setup
    public void make() {
        PipelineRules compiled = switch (rules) {
            case EnrichmentResults.FIVE_RULES -> PipelineRules.compile(FiveRules.SETTINGS);
            case EnrichmentResults.FIVE_RULES_AND_SCHEMA -> PipelineRules.compile(FiveRules.WITH_SCHEMA);
            default -> PipelineRules.NONE;
        };
        enricher = new Enricher(
                new MetadataSplicer("cdc-enrichment", Map.of("team", "crm")), compiled, InstantSource.system());
        outputLength = enrich().length;
    }

    /** As the function's loop asks for it. */
    @Benchmark
    public byte[] enrich() {
        if (enricher.enrich(KEY, EVENT, TOPIC, REGISTERED) instanceof Outcome.Enriched enriched) {
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
