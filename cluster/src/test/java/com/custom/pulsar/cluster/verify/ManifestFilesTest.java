package com.custom.pulsar.cluster.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.custom.pulsar.podsecurity.PodSecurityLevel;
import com.custom.pulsar.podsecurity.PodSecurityVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestFilesTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: { name: NAME }
            spec: { containers: [ { name: a, image: "a:1" } ] }
            """;

    @TempDir
    private Path folder;

    @Test
    void aFolderIsAllThatIsBelowItButWhatIsHidden() {
        write("b.yaml", POD.replace("NAME", "b"));
        write("a/deep/a.yml", POD.replace("NAME", "a") + "---\n# nothing\n---\n" + POD.replace("NAME", "a2"));
        write("c.json", "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"c\"},\"spec\":{}}");
        write("notes.txt", "not: [a manifest");
        write(".git/d.yaml", "not: [a manifest");
        write("configmap.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n");

        assertThat(verify("", folder.toString()).workloads())
                .extracting(WorkloadFindings::file, WorkloadFindings::name)
                .containsExactly(
                        tuple(folder.resolve("a/deep/a.yml").toString(), "a"),
                        tuple(folder.resolve("a/deep/a.yml").toString(), "a2"),
                        tuple(folder.resolve("b.yaml").toString(), "b"),
                        tuple(folder.resolve("c.json").toString(), "c"));
    }

    @Test
    void standardInputIsOneToo() {
        assertThat(verify(POD.replace("NAME", "in"), "-").workloads())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.file()).isEqualTo("standard input");
                    assertThat(one.violations()).isNotEmpty();
                });
    }

    @Test
    void nothingAtAllPasses() {
        assertThat(verify("", "-").passed()).isTrue();
        assertThat(verify("# a comment\n---\n", "-").workloads()).isEmpty();
    }

    @Test
    void everyBadFileIsToldWithItsPlace() {
        Path bad = write("bad.yaml", "kind: Pod\nspec: [\n");
        Path list = write("list.yaml", POD + "---\n- a\n");
        Path json = write("bad.json", "{\"kind\": ");
        Path missing = folder.resolve("missing.yaml");
        write("good.yaml", POD);

        assertThatThrownBy(() -> verify("", folder.toString(), missing.toString()))
                .isInstanceOf(UnreadableManifestsException.class)
                .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines())
                        .hasSize(4)
                        .anyMatch(line -> line.matches("\\Q" + bad + "\\E:[0-9]+:[0-9]+: .+"))
                        .anyMatch(line -> line.matches("\\Q" + list + "\\E:[0-9]+:[0-9]+: .+"))
                        .anyMatch(line -> line.matches("\\Q" + json + "\\E:[0-9]+:[0-9]+: .+"))
                        .contains(missing + ": does not exist"));
    }

    @Test
    void aFolderWithoutManifestsIsNoAnswer() {
        assertThatThrownBy(() -> verify("", folder.toString()))
                .hasMessage(folder + ": holds no .yaml, .yml or .json file");
    }

    static Stream<String> hostile() {
        String bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
                + Stream.of("b:a", "c:b", "d:c", "e:d", "f:e", "g:f", "h:g", "i:h")
                        .map(pair -> pair.charAt(0) + ": &" + pair.charAt(0) + " ["
                                + ("*" + pair.charAt(2) + ",").repeat(9) + "*" + pair.charAt(2) + "]\n")
                        .reduce("", String::concat);
        return Stream.of(
                "kind: Pod\nspec: " + "[".repeat(100_000) + "\n",
                "kind: Pod\nspec: " + "{a: ".repeat(100_000) + "\n",
                "{\"kind\":".repeat(100_000),
                "a: &a\n  b: *a\n",
                bomb + "kind: Pod\napiVersion: v1\nspec: { containers: *i }\n",
                "kind: Pod\n" + "\u0000",
                "? {a: b}\n: c\n");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void whatIsHostileEndsWithAMessage(String text) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            try {
                assertThat(verify(text, "-").passed()).isFalse();
            } catch (UnreadableManifestsException e) {
                assertThat(e).hasMessageMatching("standard input:[0-9]+:[0-9]+: .{5,400}");
            }
        });
    }

    @Test
    void aHundredMegabytesAreRefusedAndNotRead() {
        InputStream endless = new InputStream() {
            private long left = 100L * 1024 * 1024;

            @Override
            public int read() {
                return left-- > 0 ? '#' : -1;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                int given = (int) Math.min(length, left);
                Arrays.fill(bytes, offset, offset + given, (byte) '#');
                left -= given;
                return given == 0 && length > 0 ? -1 : given;
            }
        };

        assertThatThrownBy(() -> files(endless).verify(List.of("-")))
                .hasMessage("standard input: is larger than 6 MiB: split it");
    }

    private Verification verify(String standardInput, String... names) {
        return files(new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8)))
                .verify(List.of(names));
    }

    private static ManifestFiles files(InputStream standardInput) {
        return new ManifestFiles(
                new WorkloadCheck(PodSecurityLevel.RESTRICTED, PodSecurityVersion.LATEST, Requirements.ofFiles()),
                standardInput);
    }

    private Path write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
