package com.custom.pulsar.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.custom.pulsar.envelope.EnvelopeField;
import com.custom.pulsar.envelope.JsonView;
import java.util.Objects;

/** Schemas of rows that the fuzzer makes up. Runs in the profile {@code fuzz} only, which takes one test of a class. */
final class RowSchemaFuzzTest {
    @FuzzTest(maxDuration = "30s")
    void aSchemaIsRefusedOrSaysWhatARowDoesNotMeet(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        RowSchema schema;
        try {
            schema = RowSchema.compile(new RowSchemaFile("row.json", text));
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        JsonView row = Objects.requireNonNull(ScannedEvent.scanned().view(EnvelopeField.AFTER));
        try {
            assertThat(schema.misfit(row).orElse("meets it")).isNotBlank();
        } catch (RuleFailureException e) {
            assertThat(e.reason()).isNotBlank();
        }
    }
}
