package com.custom.pulsar.benchmarks;

import static com.custom.pulsar.benchmarks.Runs.measurement;
import static com.custom.pulsar.benchmarks.Runs.warm;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.benchmarks.Measurement.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.util.Map;
import java.util.OptionalDouble;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportsTest {
    private final Results results = new Results();

    @BeforeEach
    void aRun() {
        results.add(warm(Results.THIS_SOURCE, 50_000));
        results.add(warm(Results.THIS_SOURCE, 52_000));
        results.add(warm(Results.DEBEZIUM_SERVER, 20_400));
        results.add(warm(Results.ENRICHED, 40_000));
        results.add(measurement(Results.ENRICHED, Kind.COLD, 9_000, new Tally(1_000, 2, 0)));
        results.add(warm(Results.PRODUCE_LIMIT, 60_000));
        results.add(new LatencyMeasurement(
                Results.THIS_SOURCE,
                1_000,
                new Latencies.Summary(8.125, 30, 50),
                new Tally(1, 0, 0),
                OptionalDouble.of(0.256),
                0));
        results.skip(Results.SHIPPED_CONNECTOR, "it is not there");
    }

    @Test
    void theJsonIsOneLineThatEndsWithRatiosAndLatency() throws Exception {
        String json = new JsonReport(results, Map.of("cores", "2")).text();

        JsonNode all = new ObjectMapper().readTree(json);
        assertThat(json)
                .doesNotContain("\n")
                .endsWith("\"enriched_ratios\":{\"debezium-server\":1.96},"
                        + "\"ratios\":{\"debezium-server\":2.5,\"shipped-connector\":null,\"limit\":0.85},"
                        + "\"latency_ms\":{\"p50\":8.13,\"p99\":30.0}}");
        assertThat(all.at("/throughput/0/events_per_second").asInt()).isEqualTo(50_000);
        assertThat(all.at("/throughput/4/missing").asInt()).isEqualTo(2);
        assertThat(all.at("/left_out/shipped-connector").asText()).isEqualTo("it is not there");
        assertThat(all.at("/machine/cores").asText()).isEqualTo("2");
    }

    @Test
    void theTableShowsMediansAndMarksWhatDoesNotCount() {
        String table = new MarkdownReport(results, Map.of("cores", "2"), Map.of(Results.THIS_SOURCE, "ours"))
                .text("chart.svg");

        assertThat(table)
                .contains("| this-source | narrow, transactions of 1,000 | warm | 51,000 | 500 | 512 | yes |")
                .contains("| 9,000 (!) |")
                .contains("of 1000 rows 2 missing, 0 repeated")
                .contains("| Debezium Server | 2.50 |")
                .contains("| the connector that Pulsar ships | not measured |")
                .contains("| this-source | 1,000 | 8.1 | 30.0 | 50.0 | 26 % | yes |")
                .contains("shipped-connector **was left out**: it is not there")
                .contains("![events per second](chart.svg)");
    }

    @Test
    void theChartHasABarForEachWhoseLengthIsItsRate() throws Exception {
        Document chart = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(SvgChart.of(results))));

        // The first rectangle is the background.
        var bars = chart.getElementsByTagName("rect");
        assertThat(bars.getLength()).isEqualTo(1 + 4);
        double limit = width(bars.item(1));
        assertThat(width(bars.item(2)) / limit).isCloseTo(51_000 / 60_000.0, org.assertj.core.data.Offset.offset(0.01));
        assertThat(SvgChart.of(results)).contains(">51,000</text>").doesNotContain(Results.SHIPPED_CONNECTOR);
    }

    private static double width(org.w3c.dom.Node bar) {
        return Double.parseDouble(bar.getAttributes().getNamedItem("width").getNodeValue());
    }
}
