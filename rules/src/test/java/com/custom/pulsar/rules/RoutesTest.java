package com.custom.pulsar.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.envelope.DeadLetterReason;
import com.custom.pulsar.envelope.EnvelopeScanner;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where routes send events and tombstones. */
final class RoutesTest {
    private static final String TOPIC = "persistent://public/default/dbserver1.public.orders";
    private static final String INSERT =
            "{\"op\":\"c\",\"after\":{\"total\":5,\"tenant\":7,\"note\":null},\"source\":{\"table\":\"orders\"}}";

    private static RouteTexts route(String when, String... to) {
        return new RouteTexts(Optional.of(when), new RouteTexts.Named(List.of(to)), true);
    }

    private static RouteTexts elsewhere(String when, String... to) {
        return new RouteTexts(Optional.of(when), new RouteTexts.Named(List.of(to)), false);
    }

    private static RouteTexts computed(String topic, String pattern) {
        return new RouteTexts(Optional.empty(), new RouteTexts.Computed(topic, pattern, 3), true);
    }

    @Test
    void takesTheFirstRouteWhoseConditionHoldsUnlessItIsToTakeAll() {
        List<RouteTexts> routes = List.of(
                route("op == 'd'", "deletes"),
                route("after.total > 3", "big", "audit"),
                route("after.note == 'x'", "noted"),
                elsewhere("op == 'c'", "inserts", "audit"));

        assertThat(topics(kept(Routing.FIRST, routes))).containsExactly("big", "audit");
        assertThat(kept(Routing.FIRST, routes).enriched()).isTrue();
        assertThat(topics(kept(Routing.ALL, routes))).containsExactly("big", "audit", "inserts");
        assertThat(kept(Routing.ALL, routes).enriched()).isFalse();
        assertThat(kept(Routing.ALL, routes.subList(0, 1))).isEqualTo(Destinations.ENRICHED);
    }

    @Test
    void takesARouteWithoutConditionAlways() {
        assertThat(topics(kept(Routing.FIRST, List.of(computed("'t-' + string(after.tenant)", "t-[0-9]+")))))
                .containsExactly("t-7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "after.tenant           | t-[0-9]+ | RULE_FAILED   | it gives no text",
                "after.note             | .*       | RULE_FAILED   | it gives no text",
                "before.tenant          | .*       | RULE_FAILED   | it gives no text",
                "after.nothing          | .*       | RULE_FAILED   | does not have a field",
                "'x-t-7'                | t-[0-9]+ | ROUTE_REFUSED | does not match the route's pattern",
                "'t-7-x'                | t-[0-9]+ | ROUTE_REFUSED | does not match the route's pattern",
                "'dbserver1.public.orders' | .*    | ROUTE_REFUSED | without a dot",
                "'../x'                 | .*       | ROUTE_REFUSED | is not the name of a topic",
                "''                     | .*       | ROUTE_REFUSED | is not the name of a topic",
                "'orders-replay'        | .*       | ROUTE_REFUSED | ends like another topic",
                "'orders-partition-3'   | .*       | ROUTE_REFUSED | ends like another topic",
            })
    void refusesANameThatMayNotBeUsed(String topic, String pattern, DeadLetterReason reason, String problem) {
        assertThat(judge(Routing.FIRST, List.of(computed(topic, pattern))))
                .isInstanceOfSatisfying(Verdict.Failed.class, failed -> {
                    assertThat(failed.reason()).isEqualTo(reason);
                    assertThat(failed.rule()).isEqualTo("enrichment.routes[0].topic");
                    assertThat(failed.problem()).contains(problem).doesNotContain("x-t-7", "t-7-x", "../x");
                });
    }

    @Test
    void saysWhichConditionFailed() {
        assertThat(judge(Routing.FIRST, List.of(route("op == 'd'", "a"), route("after.nothing == 1", "b"))))
                .isInstanceOfSatisfying(
                        Verdict.Failed.class,
                        failed -> assertThat(failed.rule()).isEqualTo("enrichment.routes[1].when"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "op == 'd'                                       | true",
                "op == 'c'                                       | false",
                "source.table == 'orders'                        | true",
                "source.table == 'orders' && after.total > 3     | true",
                "source.table == 'customers' && before.total > 3 | false",
                "source.lsn > 5                                  | true",
                "before.total > 3                                | true",
                "has(before.total)                               | true",
                "has(after.total)                                | false",
                "ts_ms > 5                                       | true",
                "key.id == 7                                     | true",
                "key.id == 8                                     | false",
                "key.other == 8                                  | true",
                "topic.endsWith('orders')                        | true",
            })
    void sendsATombstoneWhereverItsDeleteMayHaveGone(String when, boolean taken) {
        Destinations destinations = tombstone(Routing.FIRST, List.of(elsewhere(when, "there")));

        assertThat(topics(destinations)).isEqualTo(taken ? List.of("there") : List.of());
        assertThat(destinations.enriched()).isTrue();
    }

    @Test
    void sendsATombstoneToAComputedTopicThatItsKeyNames() {
        assertThat(topics(tombstone(Routing.FIRST, List.of(computed("'t-' + string(key.id)", "t-[0-9]+")))))
                .containsExactly("t-7");
        assertThat(topics(tombstone(Routing.FIRST, List.of(computed("'t-' + string(after.id)", "t-[0-9]+")))))
                .isEmpty();
    }

    @Test
    void sendsATombstoneAlongAllRoutesUpToOneThatItTakesForSure() {
        List<RouteTexts> routes =
                List.of(route("before.total > 3", "maybe"), route("op == 'd'", "sure"), route("op == 'd'", "late"));

        assertThat(topics(tombstone(Routing.FIRST, routes))).containsExactly("maybe", "sure");
        assertThat(topics(tombstone(Routing.ALL, routes))).containsExactly("maybe", "sure", "late");
    }

    @Test
    void theRoutesOfATableAreInPlaceOfThoseOfAll() {
        RuleTexts general = texts(Routing.ALL, List.of(route("true", "all"), route("true", "more")));
        RuleTexts own = new RuleTexts(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(List.of(route("true", "a"), route("true", "b"))));
        PipelineRules rules = PipelineRules.compile(
                new RuleSettings(general, Map.of(TOPIC, new RuleSettings.TableRules("public.orders", own))));

        assertThat(topics(
                        kept(Objects.requireNonNull(rules.of(TOPIC)).judge(scanned(), null, TOPIC, EventSchema.NONE))))
                .containsExactly("a", "b");
        assertThat(topics(kept(
                        Objects.requireNonNull(rules.of("other")).judge(scanned(), null, TOPIC, EventSchema.NONE))))
                .containsExactly("all", "more");
    }

    private static List<String> topics(Destinations destinations) {
        return destinations.routed().stream().map(RouteTarget::topic).toList();
    }

    private static Destinations kept(Routing routing, List<RouteTexts> routes) {
        return kept(judge(routing, routes));
    }

    private static Destinations kept(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Kept.class);
        return ((Verdict.Kept) verdict).destinations();
    }

    private static Verdict judge(Routing routing, List<RouteTexts> routes) {
        return rules(routing, routes).judge(scanned(), "{\"id\":7}".getBytes(UTF_8), TOPIC, EventSchema.NONE);
    }

    private static Destinations tombstone(Routing routing, List<RouteTexts> routes) {
        return rules(routing, routes).ofTombstone("{\"id\":7}".getBytes(UTF_8), TOPIC);
    }

    private static EventRules rules(Routing routing, List<RouteTexts> routes) {
        RuleSettings settings = new RuleSettings(texts(routing, routes), Map.of());
        assertThat(RuleSettings.read(settings.toMap())).isEqualTo(settings);
        return Objects.requireNonNull(PipelineRules.compile(settings).of(TOPIC));
    }

    private static RuleTexts texts(Routing routing, List<RouteTexts> routes) {
        return new RuleTexts(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(routing), Optional.of(routes));
    }

    private static EnvelopeScanner scanned() {
        EnvelopeScanner scanner = new EnvelopeScanner();
        assertThat(scanner.scan(INSERT.getBytes(UTF_8))).isTrue();
        return scanner;
    }
}
