package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {
    @TempDir
    private Path directory;

    @Test
    void aRecordIsReadAsItWasWritten() {
        RunRecord record = new RunRecord(Path.of("/srv/pipeline.yaml"), false, Optional.empty());

        record.write(directory, "shop");

        assertThat(RunRecord.read(directory)).isEqualTo(record);
    }

    @Test
    void pathsMayHoldWhatAFileOfPropertiesGivesAMeaning() {
        RunRecord record = new RunRecord(
                Path.of("/my pipelines/a=b: c#d!e\\u0041\\/ pipeline.yaml "), true, Optional.of(Path.of("/ se=crets")));

        record.write(directory, "shop");

        assertThat(RunRecord.read(directory)).isEqualTo(record);
    }

    @Test
    void aShorterRecordReplacesALongerOne() {
        new RunRecord(Path.of("/a/long/path/pipeline.yaml"), true, Optional.of(Path.of("/secrets")))
                .write(directory, "shop");
        RunRecord record = new RunRecord(Path.of("/p"), false, Optional.empty());

        record.write(directory, "shop");

        assertThat(RunRecord.read(directory)).isEqualTo(record);
    }

    @Test
    void aDirectoryHoldsTheDataOfOnePipeline() {
        RunRecord.requireSame(directory, "shop");
        new RunRecord(Path.of("/srv/pipeline.yaml"), false, Optional.empty()).write(directory, "shop");

        RunRecord.requireSame(directory, "shop");
        assertThatThrownBy(() -> RunRecord.requireSame(directory, "crm"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(directory + " holds the data of the pipeline shop (/srv/pipeline.yaml), not of crm:"
                        + " name another directory with --data-dir, or delete that data with --fresh.");
    }

    @Test
    void aDirectoryWhereNothingWasStartedIsSaidSo() {
        assertThatThrownBy(() -> RunRecord.read(directory))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Nothing was started in " + directory + ": start it with up, or name another --data-dir.");
    }

    @Test
    void aRecordWithoutAPipelineIsDamaged() throws IOException {
        Path file = Files.writeString(directory.resolve("run.properties"), "embedded=true\n");

        assertThatThrownBy(() -> RunRecord.read(directory))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(file + " names no pipeline: start it again with up.");
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsSaidSo() {
        Path missing = directory.resolve("missing");

        assertThatThrownBy(() -> new RunRecord(Path.of("/p"), false, Optional.empty()).write(missing, "shop"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Cannot write to " + missing);
    }
}
