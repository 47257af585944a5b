package com.custom.pulsar.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.pulsar.common.functions.FunctionConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CodeDigestTest {
    @TempDir
    Path folder;

    @Test
    void newCodeIsAChangedConfiguration() throws IOException {
        Configuration old = function("one");
        assertThat(function("one").differences(old)).isEmpty();
        assertThat(function("two").differences(old)).containsExactly("userConfig.code");
    }

    private Configuration function(String code) throws IOException {
        Artifact artifact = new Artifact.Upload(Files.writeString(folder.resolve("function.jar"), code));
        return Configuration.of(FunctionConfig.builder()
                .userConfig(CodeDigest.into(Map.of("version", 1), CodeDigest.IN_FUNCTION, artifact))
                .build());
    }
}
