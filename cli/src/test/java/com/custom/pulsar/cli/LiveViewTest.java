package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.operations.EnrichedEvent;
import com.custom.pulsar.operations.PipelineStatus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveViewTest {
    private static final String DLQ = "persistent://public/default/dbserver1.public.customers-dlq";

    private final Printed screen = new Printed();
    private final Printed data = new Printed();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);

    @Test
    void eightEventsASecondAreShownAndTheOthersCounted() {
        LiveView view = view(OutputFormat.text, false);

        enrich(view, 1_008);
        assertThat(screen.lines()).hasSize(8).allMatch(line -> line.startsWith("insert "));
        screen.clear();
        passMillis(999);
        enrich(view, 1);
        assertThat(screen.lines()).isEmpty();
        passMillis(1);
        enrich(view, 9);

        assertThat(screen.lines()).hasSize(9);
        assertThat(screen.lines().get(0)).isEqualTo("... 1,001 more");
        assertThat(screen.lines().subList(1, 9)).allMatch(line -> line.startsWith("insert "));
    }

    @Test
    void whatWasLeftOutIsToldAlsoIfNothingFollows() {
        LiveView view = view(OutputFormat.text, false);
        enrich(view, 10);
        screen.clear();
        passMillis(2_000);

        view.summary(healthy(0));
        view.summary(healthy(0));

        assertThat(screen.lines())
                .containsExactly("... 2 more", "10 events, 5/s, commit to enriched 42 ms, 0 waiting, 0 dead letters");
    }

    @Test
    void nothingIsLeftOutWhereAllEventsAreWanted() {
        enrich(view(OutputFormat.text, true), 100);

        assertThat(screen.lines()).hasSize(100);
    }

    @Test
    void programsGetEveryEventAsDataAndNothingElse() {
        LiveView view = view(OutputFormat.json, false);

        enrich(view, 100);
        view.deadLetter(Events.deadLetter(DLQ, Map.of()));
        view.summary(healthy(0));

        assertThat(data.lines()).hasSize(100).allMatch(EventLine.json(Events.insert())::equals);
        assertThat(screen.lines()).hasSize(2).noneMatch(line -> line.contains("Ada"));
    }

    @Test
    void aDeadLetterIsShownWithItsReason() {
        LiveView view = view(OutputFormat.text, false);

        view.deadLetter(Events.deadLetter(DLQ, Map.of("cdc.reason", "100-NOT_JSON")));
        view.deadLetter(Events.deadLetter(DLQ, Map.of()));

        assertThat(screen.lines())
                .containsExactly(
                        "dead letter on " + DLQ + ": 100-NOT_JSON", "dead letter on " + DLQ + ": without a reason");
    }

    @Test
    void aDeadLetterOfAStrangerMovesNoCursor() {
        view(OutputFormat.text, false)
                .deadLetter(
                        Events.deadLetter("a\u001b[2J\u202e", Map.of("cdc.reason", "b\r\n\u0007" + "x".repeat(5_000))));

        assertThat(screen.lines())
                .singleElement()
                .asString()
                .startsWith("dead letter on a\\u001b[2J\\u202e: b\\r\\n\\u0007xxx")
                .hasSizeLessThan(400);
    }

    @Test
    void manyDeadLettersAreCountedAndLeaveRoomForEvents() {
        LiveView view = view(OutputFormat.text, false);
        for (int i = 0; i < 2_000; i++) {
            view.deadLetter(Events.deadLetter(DLQ, Map.of()));
        }
        enrich(view, 1);
        assertThat(screen.lines()).hasSize(9);
        screen.clear();
        passMillis(1_000);

        view.summary(healthy(0));

        assertThat(screen.lines())
                .containsExactly(
                        "... 1,992 more dead letters",
                        "1 events, 1/s, commit to enriched 42 ms, 0 waiting, 2,000 dead letters");
    }

    @Test
    void theSumHasRateDelayBacklogAndDeadLetters() {
        LiveView view = view(OutputFormat.text, false);
        view.deadLetter(Events.deadLetter(DLQ, Map.of()));
        enrich(view, 3_000);
        screen.clear();
        passMillis(2_000);

        view.summary(healthy(1_234));

        assertThat(screen.lines())
                .endsWith("3,000 events, 1,500/s, commit to enriched 42 ms, 1,234 waiting, 1 dead letters");
    }

    @Test
    void theRateIsThatSinceTheLastSum() {
        LiveView view = view(OutputFormat.text, false);
        enrich(view, 8);
        passMillis(1_000);
        view.summary(healthy(0));
        enrich(view, 2);
        passMillis(2_000);
        screen.clear();

        view.summary(healthy(0));

        assertThat(screen.lines())
                .containsExactly("10 events, 1/s, commit to enriched 42 ms, 0 waiting, 0 dead letters");
    }

    @Test
    void anEventWithoutATimeAndAClockThatRunsBehindMakeNoDelay() {
        LiveView view = view(OutputFormat.text, false);
        enrich(view, 1);
        view.enriched(new EnrichedEvent(Events.TOPIC, null, null, 0, 5_000, "1:2:-1:-1", Map.of()));
        view.summary(healthy(0));
        assertThat(screen.lines()).last().asString().contains("commit to enriched 42 ms");

        view.enriched(new EnrichedEvent(Events.TOPIC, null, null, 5_001, 5_000, "1:2:-1:-1", Map.of()));
        view.summary(healthy(0));

        assertThat(screen.lines()).last().asString().contains("commit to enriched 0 ms");
    }

    @Test
    void withoutATerminalASumIsPrintedOnlyIfSomethingHappened() {
        LiveView view = view(OutputFormat.text, false);
        view.summary(healthy(0));
        assertThat(screen.lines()).isEmpty();

        view.summary(status(stopped("boom"), function(true, false, ""), 0));
        view.summary(status(stopped("boom"), function(true, false, ""), 0));
        view.summary(healthy(0));
        view.summary(healthy(0));

        String sum = "0 events, 0/s, commit to enriched 0 ms, 0 waiting, 0 dead letters";
        assertThat(screen.lines()).containsExactly(sum + "; the source does not run: boom", sum);
    }

    @Test
    void aTerminalsSumIsRewrittenEachTime() {
        LiveView view =
                new LiveView(new Terminal(screen.stream(), true), OutputFormat.text, data.stream(), false, nanos::get);

        view.summary(healthy(0));
        view.summary(healthy(7));

        assertThat(screen.text()).contains(" 0 waiting", " 7 waiting").doesNotContain("\n");
    }

    @Test
    void troubleIsSaidWithTheSum() {
        assertThat(troubleOf(status(stopped(""), function(false, false, "b"), 0)))
                .isEqualTo("; the source does not run");
        assertThat(troubleOf(status(running(), function(false, false, "b\u001b[2J\nc"), 0)))
                .isEqualTo("; the function does not run: b\\u001b[2J\\nc");
        assertThat(troubleOf(status(running(), function(false, false, ""), 0)))
                .isEqualTo("; the function does not run");
        assertThat(troubleOf(status(running(), function(true, true, ""), 0)))
                .isEqualTo("; the function has halted: see its log");
        assertThat(troubleOf(status(stopped("x".repeat(5_000)), function(true, false, ""), 0)))
                .hasSizeLessThan(350)
                .endsWith("… (4,700 more)");
    }

    private String troubleOf(PipelineStatus status) {
        screen.clear();
        view(OutputFormat.text, false).summary(status);
        String line = screen.lines().get(0);
        return line.substring(line.indexOf(';'));
    }

    private LiveView view(OutputFormat format, boolean all) {
        return new LiveView(new Terminal(screen.stream(), false), format, data.stream(), all, nanos::get);
    }

    private void passMillis(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void ofSeveralSourcesTheOneThatIsNotWellIsNamed() {
        LiveView view = view(OutputFormat.text, false);
        PipelineStatus.Source halted =
                new PipelineStatus.Source("source-2", true, true, true, 0, 0, 0, "no publication");

        view.summary(new PipelineStatus(List.of(running(), halted), function(true, false, ""), List.of(), 0));

        assertThat(screen.lines())
                .singleElement()
                .asString()
                .endsWith("; the source source-2 has halted: no publication");
    }

    private static void enrich(LiveView view, int count) {
        for (int i = 0; i < count; i++) {
            view.enriched(Events.insert());
        }
    }

    private static PipelineStatus healthy(long lag) {
        return status(running(), function(true, false, ""), lag);
    }

    private static PipelineStatus status(PipelineStatus.Source source, PipelineStatus.Function function, long lag) {
        return new PipelineStatus(List.of(source), function, List.of(), lag);
    }

    private static PipelineStatus.Source running() {
        return new PipelineStatus.Source("source-1", true, true, false, 0, 0, 0, "");
    }

    private static PipelineStatus.Source stopped(String error) {
        return new PipelineStatus.Source("source-1", true, false, false, 0, 0, 0, error);
    }

    private static PipelineStatus.Function function(boolean running, boolean halted, String error) {
        return new PipelineStatus.Function(true, running, 1, 0, 0, 0, 0, 0, 0, 0, halted, error);
    }
}
