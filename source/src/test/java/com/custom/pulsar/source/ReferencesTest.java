package com.custom.pulsar.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencesTest {

    private final List<String> problems = new ArrayList<>();
    private final References references =
            new References(Map.of("pw", "a$1\\b", "tricky", "${env:HOME}")::get, Map.of("HOME", "/x")::get);

    @Test
    void aReferenceIsReplacedWhereverItStands() {
        assertThat(resolve("${secret:pw}")).isEqualTo("a$1\\b");
        assertThat(resolve("x ${env:HOME}/${secret:pw} y")).isEqualTo("x /x/a$1\\b y");
        assertThat(problems).isEmpty();
    }

    @Test
    void aFileGivesItsTextWithoutTheLastLineEnd(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("pw"), " hunter2\n");
        assertThat(resolve("${file:" + file + "}")).isEqualTo("hunter2");
    }

    @Test
    void whatAReferenceGivesIsNotResolvedAgain() {
        assertThat(resolve("${secret:tricky}")).isEqualTo("${env:HOME}");
    }

    @Test
    void textThatIsNoReferenceStaysAsItIs() {
        assertThat(resolve("public\\.(a|b)${x} $ {env:HOME}")).isEqualTo("public\\.(a|b)${x} $ {env:HOME}");
        assertThat(References.isIn("${x}")).isFalse();
        assertThat(References.isIn("a${env:X}")).isTrue();
    }

    @Test
    void aReferenceToNothingIsAProblemThatNamesSettingAndReference() {
        resolve("${secret:none} ${env:NONE} ${file:/no/such/file} ${vault:x}");
        assertThat(problems)
                .containsExactly(
                        "database.password: ${secret:none} names no secret of this source",
                        "database.password: ${env:NONE} is not set in the instance's environment",
                        "database.password: ${file:/no/such/file} cannot be read (NoSuchFileException)",
                        "database.password: ${vault:x} is no reference; known are secret:, env: and file:");
    }

    private String resolve(String value) {
        return references.resolve("database.password", value, problems);
    }
}
