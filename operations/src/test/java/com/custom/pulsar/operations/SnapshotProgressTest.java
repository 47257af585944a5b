package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.pipeline.TableName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotProgressTest {
    private final SnapshotProgress progress = new SnapshotProgress(
            "mine", List.of(TableName.parse("public.orders"), TableName.parse("public.customers")));

    @Test
    void eachTableIsFollowedToItsEnd() {
        assertThat(take("{'signal':'mine','event':'STARTED','table':'public.orders,public.customers'}"))
                .isEmpty();
        assertThat(take("{'signal':'mine','event':'IN_PROGRESS','table':'public.orders','rows':100,'total':250}"))
                .containsExactly(new TableProgress("public.orders", 100, OptionalLong.of(250), false, ""));
        assertThat(take(end("mine", "public.orders", "SUCCEEDED")))
                .containsExactly(new TableProgress("public.orders", 250, OptionalLong.empty(), true, ""));
        assertThat(progress.isDone()).isFalse();
        assertThat(take(end("mine", "public.customers", "EMPTY")))
                .extracting(TableProgress::problem)
                .containsExactly("");
        assertThat(progress.isDone()).isTrue();
    }

    @Test
    void whatAnotherSignalAskedForIsNotOurs() {
        assertThat(take(end("other", "public.orders", "SUCCEEDED"))).isEmpty();
        assertThat(take("{'signal':'other','event':'REFUSED','reason':'x'}")).isEmpty();
        assertThat(take(end("mine", "public.else", "SUCCEEDED"))).isEmpty();
        assertThat(progress.isDone()).isFalse();
    }

    @Test
    void aTableThatCouldNotBeReadIsDoneAndSaysWhy() {
        assertThat(take(end("mine", "public.orders", "NO_PRIMARY_KEY")))
                .containsExactly(
                        new TableProgress("public.orders", 250, OptionalLong.empty(), true, "it has no primary key"));
        assertThat(take(end("mine", "public.customers", "SQL_EXCEPTION")))
                .extracting(TableProgress::problem)
                .containsExactly("PostgreSQL refused; see the log of the source");
    }

    @Test
    void aRefusalEndsEverything() {
        assertThat(take("{'signal':'mine','event':'REFUSED','reason':'type is wrong'}"))
                .extracting(TableProgress::problem)
                .containsOnly("the source refused it: type is wrong")
                .hasSize(2);
        assertThat(progress.isDone()).isTrue();
    }

    @Test
    void whoeverStopsASnapshotStopsOurs() {
        assertThat(take("{'signal':'other','event':'ABORTED','table':'public.customers,public.else'}"))
                .extracting(TableProgress::table)
                .containsExactly("public.customers");
        assertThat(progress.isDone()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{}", "no json", "{'signal':7,'event':'REFUSED'}", "{'signal':'mine','event':{}}"})
    void whatIsNoEventIsPassedOver(String message) {
        assertThat(SnapshotEvent.read(bytes(message))).isEmpty();
    }

    private List<TableProgress> take(String event) {
        return progress.take(SnapshotEvent.read(bytes(event)).orElseThrow());
    }

    private static String end(String signal, String table, String status) {
        return "{'signal':'" + signal + "','event':'TABLE_SCAN_COMPLETED','table':'" + table + "','rows':250,'status':'"
                + status + "'}";
    }

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
