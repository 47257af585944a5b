package com.custom.pulsar.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.cloud.tools.jib.api.DescriptorDigest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The release on a base image that is a file: nothing is fetched. */
final class ReleaseImageIT {
    private static final Instant CREATED = Instant.parse("2026-11-22T00:00:00Z");
    private static final String HOME = "opt/pulsar-cdc/";

    @TempDir
    private static Path folder;

    private static Path release;
    private static String base;
    private static SavedImage image;

    @BeforeAll
    static void writesTheImageOfTheTarball() throws Exception {
        Path tarball = Path.of(System.getProperty("pulsar.cdc.tarball"));
        run("tar", "-xzf", tarball.toString(), "-C", folder.toString());
        release = folder.resolve(tarball.getFileName().toString().replace(".tar.gz", ""));
        SavedImage.write(folder.resolve("base.tar"), "amd64");
        base = "tar://" + folder.resolve("base.tar");
        assertThat(of(base, "amd64").write(folder.resolve("image.tar"), folder.resolve("cache")))
                .isNotNull();
        image = SavedImage.read(folder.resolve("image.tar"));
    }

    @Test
    void itStartsTheCommandLineAsANumericUserWithoutAShell() {
        assertThat(image.name()).isEqualTo("pulsar-cdc:1.0.0");
        assertThat(image.config().path("architecture").asText()).isEqualTo("amd64");
        assertThat(image.config().path("config").path("User").asText()).isEqualTo("10000:10000");
        assertThat(image.config().path("config").path("WorkingDir").asText()).isEqualTo("/work");
        assertThat(image.texts("Entrypoint")).startsWith("java").endsWith("com.custom.pulsar.cli.PulsarCdc");
        assertThat(image.texts("Cmd")).containsExactly("--help");
        assertThat(image.texts("Env")).containsExactly("PATH=/opt/java/bin:/usr/bin", "LANG=C.UTF-8");
        assertThat(image.config().path("created").asText()).isEqualTo(CREATED.toString());
        assertThat(image.config()
                        .path("config")
                        .path("Labels")
                        .path("org.opencontainers.image.version")
                        .asText())
                .isEqualTo("1.0.0");
    }

    @Test
    void itsLayersAreTheBaseTheLibrariesAndTheProjectItself() throws Exception {
        assertThat(image.layers()).hasSize(3);
        assertThat(image.config().path("rootfs").path("diff_ids"))
                .extracting(id -> id.asText())
                .containsExactlyElementsOf(image.layers().stream()
                        .map(layer -> "sha256:" + SavedImage.sha256(layer))
                        .toList());
        assertThat(files(image.layers().get(0))).containsOnlyKeys("etc/os-release");
        assertThat(files(image.layers().get(1)).keySet())
                .hasSizeGreaterThan(50)
                .allMatch(name -> name.startsWith(HOME + "lib/"))
                .noneMatch(name -> name.startsWith(HOME + "lib/pulsar-cdc-"));
        assertThat(files(image.layers().get(2)).keySet())
                .contains(
                        HOME + "lib/pulsar-cdc-cli-1.0.0.jar",
                        HOME + "connectors/pulsar-cdc-source-1.0.0.nar",
                        HOME + "functions/pulsar-cdc-enrichment-1.0.0.jar",
                        HOME + "customizer/pulsar-security-customizer-1.0.0.jar",
                        HOME + "examples/customers/pipeline.yaml",
                        HOME + "java.options",
                        HOME + "LICENSE",
                        HOME + "NOTICE",
                        HOME + "THIRD-PARTY.txt",
                        HOME + "licenses/protobuf-java.txt");
    }

    @Test
    void whatItHoldsIsTheReleasesAndItsUserCanWriteNoneOfIt() throws Exception {
        for (byte[] layer : image.layers().subList(1, 3)) {
            assertThat(SavedImage.entries(layer)).allSatisfy(entry -> {
                assertThat(entry.header().getLongUserId()).isZero();
                assertThat(entry.header().getLongGroupId()).isZero();
                assertThat(Integer.toOctalString(entry.header().getMode() & 0777))
                        .isEqualTo(entry.header().isDirectory() ? "755" : "644");
                if (entry.header().isFile()) {
                    assertThat(release.resolve(entry.header().getName().substring(HOME.length())))
                            .hasBinaryContent(entry.content().array());
                }
            });
        }
        assertThat(SavedImage.entries(image.layers().get(1)))
                .extracting(entry -> entry.header().getName())
                .contains("work/");
    }

    @Test
    void itsEntryPointRunsWhatIsInItsLayers() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        for (byte[] layer : image.layers()) {
            Path tar = Files.write(folder.resolve("layer.tar"), layer);
            run("tar", "-xf", tar.toString(), "-C", root.toString());
        }
        List<String> command = image.texts("Entrypoint").stream()
                .map(part -> part.equals("java")
                        ? Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()
                        : part.replace(
                                "/opt/pulsar-cdc",
                                root.resolve("opt/pulsar-cdc").toString()))
                .toList();
        Path out = folder.resolve("out.txt");

        Process process = new ProcessBuilder(
                        Stream.concat(command.stream(), Stream.of("--version")).toList())
                .directory(root.resolve("work").toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(out).hasContent("pulsar-cdc 1.0.0");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void twoBuildsGiveTheSameDigestAndTheSameFile() throws Exception {
        Path first = folder.resolve("first.tar");
        Path second = folder.resolve("second.tar");

        DescriptorDigest digest = small("one").write(first, folder.resolve("first-cache"));

        assertThat(small("other").write(second, folder.resolve("second-cache"))).isEqualTo(digest);
        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Test
    void anotherByteInTheReleaseGivesAnotherDigest() throws Exception {
        ReleaseImage small = small("changed");
        Path cache = folder.resolve("changed-cache");
        DescriptorDigest before = small.write(folder.resolve("before.tar"), cache);

        Files.writeString(small.release().resolve("connectors/source.nar"), "another");

        assertThat(small.write(folder.resolve("after.tar"), cache)).isNotEqualTo(before);
    }

    @Test
    void onlyADigestOrAFilePinsTheBase() {
        assertThat(of(base, "amd64").isPinned()).isTrue();
        assertThat(of("example.com/java@sha256:" + "0".repeat(64), "amd64").isPinned())
                .isTrue();
        assertThat(of("eclipse-temurin:17-jre", "amd64").isPinned()).isFalse();
    }

    @Test
    void whatIsWrongIsSaidWithWhatWouldBeRight() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("tar:///no/such/base.tar", "amd64"))
                .withMessage("the base image tar:///no/such/base.tar is no file: name one that docker save has written,"
                        + " or an image as NAME@sha256:DIGEST");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReleaseImage(empty, base, "amd64", "1.0.0", CREATED))
                .withMessage(
                        empty + " is no unpacked release: it has no LICENSE; build the tarball and unpack it there");
        assertThatIOException()
                .isThrownBy(() -> of("No Image", "amd64").write(folder.resolve("none.tar"), folder.resolve("cache")))
                .withMessageStartingWith("the base image No Image has no name that an image can have");
        Path text = Files.writeString(folder.resolve("text.tar"), "no image");
        assertThatIOException()
                .isThrownBy(
                        () -> of("tar://" + text, "amd64").write(folder.resolve("none.tar"), folder.resolve("cache")))
                .withMessageStartingWith("no image from the base image tar://" + text + ": ");
    }

    /** An image of a release of few bytes, made in an order and at a time of its own. */
    private static ReleaseImage small(String name) throws Exception {
        Path top = Files.createDirectory(folder.resolve(name));
        List<String> files = new ArrayList<>(List.of(
                "LICENSE",
                "NOTICE",
                "THIRD-PARTY.txt",
                "connectors/source.nar",
                "customizer/customizer.jar",
                "deploy/values.yaml",
                "examples/pipeline.yaml",
                "functions/enrichment.jar",
                "java.options",
                "lib/pulsar-cdc-cli-1.0.0.jar",
                "lib/library-2.0.jar",
                "licenses/library.txt"));
        Collections.shuffle(files);
        for (String file : files) {
            Files.createDirectories(top.resolve(file).getParent());
            Files.writeString(top.resolve(file), file);
        }
        return new ReleaseImage(top, base, "amd64", "1.0.0", CREATED);
    }

    private static ReleaseImage of(String base, String architecture) {
        return new ReleaseImage(release, base, architecture, "1.0.0", CREATED);
    }

    private static Map<String, byte[]> files(byte[] layer) throws Exception {
        Map<String, byte[]> files = new HashMap<>();
        for (SavedImage.Entry entry : SavedImage.entries(layer)) {
            if (entry.header().isFile()) {
                files.put(entry.header().getName(), entry.content().array());
            }
        }
        return files;
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
    }
}
