package com.custom.pulsar.benchmarks;

import com.custom.pulsar.benchmarks.Measurement.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A bar for each contender: events per second of the workload that the goals are about, warm. */
final class SvgChart {
    private static final List<String> ORDER = List.of(
            Results.SLOT_LIMIT,
            Results.PRODUCE_LIMIT,
            Results.THIS_SOURCE,
            Results.ENRICHED,
            Results.DEBEZIUM_SERVER,
            Results.SHIPPED_CONNECTOR);
    private static final List<String> OURS = List.of(Results.THIS_SOURCE, Results.ENRICHED);
    private static final int WIDTH = 760;
    private static final int LABELS = 170;
    private static final int FIGURES = 90;
    private static final int BAR = 26;
    private static final int ROW = 40;
    private static final int TOP = 50;

    private SvgChart() {}

    static String of(Results results) {
        Map<String, Double> rates = new LinkedHashMap<>();
        for (String contender : ORDER) {
            results.goalRate(contender, Kind.WARM).ifPresent(rate -> rates.put(contender, rate));
        }
        double highest =
                rates.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
        int height = TOP + ROW * rates.size() + 10;
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\""
                .formatted(WIDTH, height));
        svg.append(" font-family=\"sans-serif\" font-size=\"14\">\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        svg.append("<text x=\"10\" y=\"26\" font-size=\"16\">Events per second, warm: narrow rows,"
                + " transactions of 1,000, streamed</text>\n");
        int y = TOP;
        for (Map.Entry<String, Double> rate : rates.entrySet()) {
            long width = Math.round((WIDTH - LABELS - FIGURES) * rate.getValue() / highest);
            String colour = OURS.contains(rate.getKey()) ? "#1f6feb" : "#9aa4b2";
            svg.append("<text x=\"10\" y=\"%d\">%s</text>\n".formatted(y + 18, rate.getKey()));
            svg.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n"
                    .formatted(LABELS, y, width, BAR, colour));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\">%,.0f</text>%n",
                    LABELS + width + 8,
                    y + 18,
                    rate.getValue()));
            y += ROW;
        }
        return svg.append("</svg>\n").toString();
    }
}
