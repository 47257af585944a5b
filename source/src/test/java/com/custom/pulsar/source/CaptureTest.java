package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CaptureTest {

    private static final Schema VALUE =
            SchemaBuilder.struct().field("op", Schema.STRING_SCHEMA).build();

    private final List<Captured> captured = new ArrayList<>();
    private final Ending ending = new Ending();
    private final Script script = new Script();
    private final Capture capture = new Capture(
            script,
            new EventEncoder(
                    "", topic -> {}, new SizeLimit(SizeLimit.DEFAULT.maxMessageBytes(), SizeLimit.Policy.HALT)),
            captured::add,
            ending::fail);

    @Test
    void whatIsPolledGoesOnAndAnEmptyPollIsNoEnd() {
        script.then(() -> null).then(List::of).then(() -> List.of(event())).then(() -> {
            throw new ConnectException("end of the script");
        });
        capture.run();
        assertThat(ending.failure().orElseThrow()).hasMessage("end of the script");
        assertThat(script.isDone()).isTrue();
        assertThat(captured).hasSize(1);
    }

    @Test
    void aFailureEndsTheSourceWithItsCause() {
        ConnectException failure = new ConnectException("slot is gone");
        script.then(() -> {
            throw failure;
        });
        capture.run();
        assertThat(ending.failure()).containsSame(failure);
    }

    @Test
    void aFailureAfterWhichDebeziumWouldStartAgainGoesUpToo() {
        RetriableException failure = new RetriableException("connection refused");
        script.then(() -> {
            throw failure;
        });
        capture.run();
        assertThat(ending.failure()).containsSame(failure);
    }

    @Test
    void stoppingEndsItWithoutAFailure() {
        script.then(() -> {
            capture.stop();
            throw new InterruptedException();
        });
        capture.run();
        assertThat(ending.failure()).isEmpty();
    }

    private static SourceRecord event() {
        return new SourceRecord(Map.of(), Map.of(), "t", VALUE, new Struct(VALUE).put("op", "c"));
    }

    private static final class Script implements Capture.Poll {
        private interface Step {
            @Nullable
            List<SourceRecord> poll() throws InterruptedException;
        }

        private final Deque<Step> left = new ArrayDeque<>();

        Script then(Step step) {
            left.add(step);
            return this;
        }

        boolean isDone() {
            return left.isEmpty();
        }

        @Override
        public @Nullable List<SourceRecord> poll() throws InterruptedException {
            return left.remove().poll();
        }
    }
}
