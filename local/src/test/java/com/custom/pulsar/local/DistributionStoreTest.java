package com.custom.pulsar.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

final class DistributionStoreTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path temporary;

    @Test
    void unpacksAGzippedTarWithoutItsRootDirectory() throws Exception {
        byte[] archive = gzip(tar(file("program-1/bin/run", "#!", 0755), file("program-1/lib/a.jar", "jar", 0644)));
        Path home = store(archive).unpacked(pin(archive, Distribution.Layout.TAR_GZ_WITH_ROOT), FetchProgress.NONE);
        assertThat(home.resolve("bin/run")).hasContent("#!").isExecutable();
        assertThat(Files.isExecutable(home.resolve("lib/a.jar"))).isFalse();
        assertThat(names(home.resolveSibling("."))).noneMatch(name -> name.contains("unfinished"));
    }

    @Test
    void unpacksAJarWithACompressedTarAndItsLinks() throws Exception {
        byte[] archive = jar(xz(tar(file("lib/a.so.1", "so", 0644), link("lib/a.so", "a.so.1"))));
        Path home = store(archive).unpacked(pin(archive, Distribution.Layout.TAR_XZ_IN_JAR), FetchProgress.NONE);
        assertThat(home.resolve("lib/a.so")).isSymbolicLink().hasContent("so");
    }

    @Test
    void keepsANarAsItIsUnderTheNameOfOne() throws Exception {
        byte[] archive = jar(new byte[] {1, 2, 3});
        Distribution nar = pin(archive, Distribution.Layout.NAR);
        Path home = store(archive).unpacked(nar, FetchProgress.NONE);
        assertThat(nar.narName()).endsWith(".nar");
        assertThat(home.resolve(nar.narName())).hasBinaryContent(archive);
    }

    @Test
    void fetchesOnlyWhatIsNotThereYet() throws Exception {
        byte[] archive = gzip(tar(file("p/a", "a", 0644)));
        AtomicInteger fetches = new AtomicInteger();
        DistributionStore store = new DistributionStore(temporary.resolve("cache"), (distribution, progress) -> {
            fetches.incrementAndGet();
            return write(archive);
        });
        Distribution distribution = pin(archive, Distribution.Layout.TAR_GZ_WITH_ROOT);
        List<CompletableFuture<Path>> callers = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> store.unpacked(distribution, FetchProgress.NONE)))
                .toList();
        for (CompletableFuture<Path> caller : callers) {
            assertThat(caller.get().resolve("a")).hasContent("a");
        }
        assertThat(fetches).hasValue(1);
    }

    @Test
    void deletesAFileWhoseContentIsNotThePinnedOne() throws Exception {
        byte[] archive = gzip(tar(file("p/a", "a", 0644)));
        Path fetched = write(archive);
        byte[] wrong = archive.clone();
        wrong[wrong.length - 1] ^= 1;
        Files.write(fetched, wrong);
        DistributionStore store =
                new DistributionStore(temporary.resolve("cache"), (distribution, progress) -> fetched);
        assertThatThrownBy(() -> store.unpacked(pin(archive, Distribution.Layout.TAR_GZ_WITH_ROOT), FetchProgress.NONE))
                .isInstanceOf(LocalRunException.class)
                .hasMessageContaining("has been deleted");
        assertThat(fetched).doesNotExist();
        assertThat(names(temporary.resolve("cache"))).allMatch(name -> name.endsWith(".lock"));
    }

    @Test
    void removesWhatAnInterruptedRunLeft() throws Exception {
        byte[] archive = gzip(tar(file("p/a", "a", 0644)));
        Distribution distribution = pin(archive, Distribution.Layout.TAR_GZ_WITH_ROOT);
        Path leftover = temporary.resolve("cache").resolve(distribution.directoryName() + ".unfinished-1");
        Files.createDirectories(leftover.resolve("half"));
        store(archive).unpacked(distribution, FetchProgress.NONE);
        assertThat(leftover).doesNotExist();
    }

    @Test
    void refusesEntriesThatLieOutside() throws Exception {
        for (byte[] tar : List.of(
                tar(file("p/../../evil", "x", 0644)),
                tar(file("p/a/../../../evil", "x", 0644)),
                tar(link("p/link", "../../evil")),
                tar(link("p/link", "/etc/passwd")))) {
            byte[] archive = gzip(tar);
            assertThatThrownBy(() -> store(archive)
                            .unpacked(pin(archive, Distribution.Layout.TAR_GZ_WITH_ROOT), FetchProgress.NONE))
                    .isInstanceOf(LocalRunException.class)
                    .hasMessageContaining("outside");
        }
        assertThat(names(temporary.resolve("cache"))).allMatch(name -> name.endsWith(".lock"));
        assertThat(temporary.resolve("evil")).doesNotExist();
    }

    @Test
    void tellsWhatToDoWhenTheCacheIsNoDirectory() throws Exception {
        byte[] archive = gzip(tar(file("p/a", "a", 0644)));
        Path blocked = Files.writeString(temporary.resolve("blocked"), "");
        DistributionStore store =
                new DistributionStore(blocked.resolve("cache"), (distribution, progress) -> write(archive));
        assertThatThrownBy(() -> store.unpacked(pin(archive, Distribution.Layout.TAR_GZ_WITH_ROOT), FetchProgress.NONE))
                .isInstanceOf(LocalRunException.class)
                .hasMessageContaining("PULSAR_CDC_CACHE");
    }

    @Test
    void theCacheIsWhereTheUserWantsIt() {
        assertThat(cache(Map.of("PULSAR_CDC_CACHE", "/c", "XDG_CACHE_HOME", "/x")))
                .isEqualTo(Path.of("/c"));
        assertThat(cache(Map.of("XDG_CACHE_HOME", "/x"))).isEqualTo(Path.of("/x/pulsar-cdc"));
        assertThat(cache(Map.of())).isEqualTo(Path.of("/u/.cache/pulsar-cdc"));
    }

    @Test
    void coordinatesAreWrittenAsMavensCommandLineWantsThem() {
        assertThat(MavenDistributionSource.mavenArgument(Distribution.PULSAR.coordinates()))
                .isEqualTo("org.apache.pulsar:pulsar-server-distribution:4.0.8:tar.gz:bin");
    }

    private static Path cache(Map<String, String> environment) {
        return DistributionStore.userCache(name -> environment.getOrDefault(name, ""), "/u");
    }

    private DistributionStore store(byte[] archive) {
        return new DistributionStore(temporary.resolve("cache"), (distribution, progress) -> write(archive));
    }

    private Path write(byte[] archive) {
        try {
            return Files.write(temporary.resolve("fetched"), archive);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Distribution pin(byte[] archive, Distribution.Layout layout) throws Exception {
        String sha512 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(archive));
        return new Distribution("group:program:tar.gz:1", archive.length, sha512, layout);
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private record Entry(TarArchiveEntry header, String content) {}

    private static Entry file(String name, String content, int mode) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry header = new TarArchiveEntry(name);
        header.setMode(mode);
        header.setSize(bytes.length);
        return new Entry(header, content);
    }

    private static Entry link(String name, String target) {
        TarArchiveEntry header = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        header.setLinkName(target);
        return new Entry(header, "");
    }

    private static byte[] tar(Entry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Entry entry : entries) {
                tar.putArchiveEntry(entry.header());
                tar.write(entry.content().getBytes(StandardCharsets.UTF_8));
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] xz(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new XZOutputStream(bytes, new LZMA2Options())) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] jar(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            out.putNextEntry(new ZipEntry("postgres.txz"));
            out.write(content);
            out.closeEntry();
        }
        return bytes.toByteArray();
    }
}
