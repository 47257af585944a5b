package com.custom.pulsar.integrationtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.testsupport.Launcher;
import com.custom.pulsar.testsupport.Processes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tarball that is released: what is in it, and that it runs where there is nothing but Java. */
final class TarballIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Path ROOT = Path.of(System.getProperty("pulsar.cdc.root"));
    private static final Path TARBALL = Path.of(System.getProperty("pulsar.cdc.tarball"));
    private static final String TOP = TARBALL.getFileName().toString().replace(".tar.gz", "") + "/";
    /** As {@code project.build.outputTimestamp} in the root POM has it. */
    private static final Instant BUILT = Instant.parse("2026-11-22T00:00:00Z");

    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern PLACE = Pattern.compile("In (.+):");
    /** {@code (licence) name (group:artifact:version - address)}. */
    private static final Pattern LIBRARY =
            Pattern.compile(" *\\((.+?)\\) [^()].*? \\([^:() ]+:([^: ]+):([^: ]+) - .+\\)");

    private static final String BUNDLED = "META-INF/bundled-dependencies/";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What a runtime has, and no compiler. */
    private static final String MODULES_OF_A_RUNTIME =
            "java.se,jdk.charsets,jdk.crypto.cryptoki,jdk.crypto.ec,jdk.httpserver,"
                    + "jdk.localedata,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.nio.mapmode,jdk.sctp,jdk.security.auth,"
                    + "jdk.security.jgss,jdk.unsupported,jdk.zipfs";

    private static Path folder;
    private static BareMachine machine;
    private static Path installation;

    @BeforeAll
    static void unpacksItOnAMachineWithNothingButJava() throws Exception {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "tarball");
        machine = new BareMachine(folder);
        machine.withJava();
        installation = unpackedIn("any where");
    }

    @AfterAll
    static void leavesNothingRunning() {
        List<Long> left = Processes.mentioning(folder.toString());
        left.forEach(Processes::kill);
        assertThat(left).isEmpty();
    }

    @Test
    void itHoldsAllThatRunsAndAllThatAUserReads() throws Exception {
        Map<String, byte[]> contents = contents();

        assertThat(contents.keySet().stream().map(name -> name.replaceFirst("/.*", "")))
                .containsOnly(
                        "ARCHITECTURE.md",
                        "CHANGELOG.md",
                        "CONTRIBUTING.md",
                        "LICENSE",
                        "NOTICE",
                        "README.md",
                        "SECURITY.md",
                        "THIRD-PARTY.txt",
                        "benchmarks",
                        "connectors",
                        "customizer",
                        "deploy",
                        "docs",
                        "examples",
                        "functions",
                        "java.options",
                        "lib",
                        "licenses",
                        "pulsar-cdc",
                        "security-customizer");
        String version = TOP.substring("pulsar-cdc-".length(), TOP.length() - 1);
        assertThat(contents.keySet())
                .filteredOn(name -> name.matches("(connectors|customizer|functions)/.*"))
                .containsExactlyInAnyOrder(
                        "connectors/pulsar-cdc-source-" + version + ".nar",
                        "customizer/pulsar-security-customizer-" + version + ".jar",
                        "functions/pulsar-cdc-enrichment-" + version + ".jar");
        assertThat(contents.keySet())
                .filteredOn(name -> name.startsWith("lib/"))
                .contains("lib/pulsar-cdc-cli-" + version + ".jar")
                .allMatch(name -> name.matches("lib/[^/]+\\.jar"))
                .noneMatch(name -> name.matches(".*(junit|assertj|test-support|cdc-source|enrichment).*"));
        for (String same :
                List.of("pulsar-cdc", "LICENSE", "NOTICE", "README.md", "deploy", "docs", "examples", "licenses")) {
            assertThat(contents.entrySet().stream()
                            .filter(entry -> entry.getKey().matches(Pattern.quote(same) + "(/.*)?"))
                            .collect(Collectors.toMap(Map.Entry::getKey, entry -> new String(entry.getValue(), UTF_8))))
                    .isEqualTo(checkout(same));
        }
    }

    @Test
    void eachLibraryIsListedAndTheTextOfItsLicenceIsThere() throws Exception {
        Map<String, byte[]> contents = contents();
        Map<String, byte[]> nar = zipped(contents, "connectors/");
        Map<String, byte[]> function = zipped(contents, "functions/");
        Map<String, Map<String, String>> lists = licences(new String(in(contents, "THIRD-PARTY.txt"), UTF_8));

        assertThat(lists).hasSize(3);
        Map<String, String> ofLib = in(lists, "lib/");
        Map<String, byte[]> lib = libraries(contents, "lib/");
        assertThat(lib.keySet()).isEqualTo(ofLib.keySet());
        Map<String, String> ofNar = in(lists, "connectors/pulsar-cdc-source-1.0.0.nar");
        Map<String, byte[]> bundled = libraries(nar, BUNDLED);
        assertThat(bundled.keySet()).isEqualTo(ofNar.keySet());
        Map<String, String> ofFunction = in(lists, "functions/pulsar-cdc-enrichment-1.0.0.jar");
        assertThat(ofFunction.keySet())
                .anyMatch(jar -> jar.startsWith("guava-"))
                .anyMatch(jar -> jar.startsWith("cel-"));

        for (Map<String, byte[]> artifact : List.of(nar, function)) {
            assertThat(artifact.get("META-INF/LICENSE")).isEqualTo(contents.get("LICENSE"));
            assertThat(artifact.get("META-INF/NOTICE")).isEqualTo(contents.get("NOTICE"));
        }
        ofLib.forEach(
                (jar, licence) -> assertThat(carriesText(in(lib, jar)) || hasText(contents, "licenses/", jar, licence))
                        .as(jar)
                        .isTrue());
        ofNar.forEach((jar, licence) -> assertThat(
                        carriesText(in(bundled, jar)) || hasText(nar, "META-INF/licenses/", jar, licence))
                .as(jar)
                .isTrue());
        ofFunction.forEach((jar, licence) -> assertThat(hasText(function, "META-INF/licenses/", jar, licence))
                .as(jar)
                .isTrue());
    }

    @Test
    void whoBuiltItAndWhenDoesNotShow() throws IOException {
        List<TarArchiveEntry> entries = entries();

        assertThat(entries).hasSizeGreaterThan(100).allSatisfy(entry -> {
            assertThat(entry.getName()).startsWith(TOP).doesNotContain("..");
            assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(BUILT);
            assertThat(entry.getLongUserId()).isZero();
            assertThat(entry.getLongGroupId()).isZero();
            assertThat(entry.getUserName()).isEqualTo("root");
            assertThat(entry.getGroupName()).isEqualTo("root");
            assertThat(entry.isDirectory() || entry.isFile()).isTrue();
            assertThat(Integer.toOctalString(entry.getMode() & 0777))
                    .as(entry.getName())
                    .isEqualTo(entry.isDirectory() || isProgram(entry) ? "755" : "644");
        });
        assertThat(entries).extracting(TarArchiveEntry::getName).doesNotHaveDuplicates();
    }

    @Test
    void eachLinkOfItsPagesLeadsToAFileOfIt() throws IOException {
        List<Path> pages = files(installation).stream()
                .filter(file -> file.toString().endsWith(".md"))
                .toList();

        assertThat(pages)
                .hasSizeGreaterThan(10)
                .allSatisfy(page -> LINK.matcher(Files.readString(page))
                        .results()
                        .forEach(link ->
                                assertThat(page.resolveSibling(link.group(1))).exists()));
    }

    @Test
    void itRunsFromAnyFolderAndThroughALink() throws Exception {
        Path link = folder.resolve("linked");
        Files.createSymbolicLink(link, installation.resolve("pulsar-cdc"));

        Launcher.Result version = machine.launcher("--version").of(link).run(LIMIT);

        assertThat(version.err()).isEmpty();
        assertThat(version.out()).isEqualTo(TOP.replace("cdc-", "cdc ").replace("/", "\n"));
    }

    @Test
    void itHardensVerifiesAndRendersWithoutMavenAndWithoutNetwork() throws Exception {
        Path bare = folder.resolve("bare.yaml");
        Files.writeString(bare, """
                apiVersion: v1
                kind: Pod
                metadata: { name: bare, namespace: shop }
                spec:
                  containers:
                    - name: main
                      image: example.com/main:1.0
                """);
        Path hardened = folder.resolve("hardened.yaml");
        Path pipeline = folder.resolve("pipeline.yaml");
        Files.writeString(pipeline, """
                apiVersion: pulsar-cdc/v1
                name: shop
                source:
                  postgres: { hostname: db.example.com, database: shop, user: cdc, password: { env: PGPASSWORD } }
                  tables: [ public.orders ]
                """);

        Launcher.Result before = run("verify", "-f", bare);
        Launcher.Result harden = machine.launcher("harden")
                .of(installation.resolve("pulsar-cdc"))
                .input(bare)
                .run(LIMIT);
        Files.writeString(hardened, harden.out());
        Launcher.Result after = run("verify", "-f", hardened);
        Launcher.Result render =
                run("render", pipeline, "--output-dir", Files.createDirectory(folder.resolve("rendered")));

        assertThat(before.exitCode()).as(before.out() + before.err()).isEqualTo(1);
        assertThat(before.out()).contains("allowPrivilegeEscalation");
        assertThat(harden.exitCode()).as(harden.err()).isZero();
        assertThat(after.exitCode()).as(after.out() + after.err()).isZero();
        assertThat(render.exitCode()).as(render.out() + render.err()).isZero();
        assertThat(Files.readString(folder.resolve("rendered/source.yaml"))).contains("db.example.com");
    }

    /** Downloads nothing that the tests have not fetched; what it needs of Maven is in its own {@code lib/}. */
    @Tag("slow")
    @Test
    void itRunsTheExampleOnARuntimeWithoutACompiler() throws Exception {
        Path runtime = folder.resolve("runtime");
        Process linked = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
                        "--add-modules",
                        MODULES_OF_A_RUNTIME,
                        "--output",
                        runtime.toString())
                .inheritIO()
                .start();
        assertThat(linked.waitFor()).isZero();
        assertThat(runtime.resolve("bin/javac")).doesNotExist();
        Path elsewhere = unpackedIn("elsewhere");

        Launcher.Result result = new Launcher.Command(folder)
                .of(elsewhere.resolve("pulsar-cdc"))
                .with("up", "--once", "--output", "json", "--data-dir", folder.resolve("data"))
                .environment("JAVA_HOME", runtime.toString())
                .run(Duration.ofMinutes(3));

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        JsonNode proof = JSON.readTree(result.lastLine());
        assertThat(proof.path("enriched").asInt()).isEqualTo(3);
        assertThat(proof.path("missing").asInt(-1)).isZero();
    }

    private static Launcher.Result run(Object... arguments) {
        return machine.launcher()
                .of(installation.resolve("pulsar-cdc"))
                .with(arguments)
                .run(LIMIT);
    }

    private static Path unpackedIn(String name) throws Exception {
        Path where = Files.createDirectory(folder.resolve(name));
        Process tar = new ProcessBuilder("tar", "-xzf", TARBALL.toString(), "-C", where.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        return where.resolve(TOP);
    }

    private static boolean isProgram(TarArchiveEntry entry) {
        return List.of(TOP + "pulsar-cdc", TOP + "deploy/helm/post-renderer/harden")
                .contains(entry.getName());
    }

    private static List<TarArchiveEntry> entries() throws IOException {
        List<TarArchiveEntry> entries = new ArrayList<>();
        try (TarArchiveInputStream tar = open()) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** Its files, by their paths below its one folder. */
    private static Map<String, byte[]> contents() throws IOException {
        Map<String, byte[]> contents = new HashMap<>();
        try (TarArchiveInputStream tar = open()) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    contents.put(entry.getName().substring(TOP.length()), tar.readAllBytes());
                }
            }
        }
        return contents;
    }

    private static TarArchiveInputStream open() throws IOException {
        InputStream file = new BufferedInputStream(Files.newInputStream(TARBALL));
        return new TarArchiveInputStream(new GzipCompressorInputStream(file));
    }

    private static <V> V in(Map<String, V> map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }

    /** By the place that a part of the list is about, the licence of each jar by the jar's name. */
    private static Map<String, Map<String, String>> licences(String list) {
        Map<String, Map<String, String>> licences = new HashMap<>();
        Map<String, String> part = new HashMap<>();
        for (String line : list.lines().toList()) {
            Matcher place = PLACE.matcher(line);
            Matcher library = LIBRARY.matcher(line);
            if (place.matches()) {
                part = new HashMap<>();
                licences.put(place.group(1), part);
            } else if (library.matches()) {
                part.put(library.group(2) + "-" + library.group(3) + ".jar", library.group(1));
            }
        }
        return licences;
    }

    /** The jars of others in a folder, by their names without a classifier, which the list does not have. */
    private static Map<String, byte[]> libraries(Map<String, byte[]> files, String folder) {
        return files.entrySet().stream()
                .filter(file ->
                        file.getKey().startsWith(folder) && file.getKey().endsWith(".jar"))
                .filter(file -> !file.getKey().matches(".*/pulsar-(cdc|security-customizer)-[^/]*"))
                .collect(Collectors.toMap(
                        file -> file.getKey().substring(folder.length()).replaceFirst("-pkg\\.jar$", ".jar"),
                        Map.Entry::getValue));
    }

    /** Whether the text is beside a library: {@code LICENSE} for Apache's, else a file of the library's or of the licence's name. */
    private static boolean hasText(Map<String, byte[]> files, String folder, String jar, String licence) {
        return licence.equals("Apache-2.0")
                || files.containsKey(folder + jar.replaceFirst("-[0-9].*", "") + ".txt")
                || files.containsKey(folder + licence + ".txt");
    }

    private static boolean carriesText(byte[] jar) {
        return unzipped(jar).keySet().stream().anyMatch(name -> name.matches("(META-INF/)?LICENSE[^/]*"));
    }

    /** What is in the one archive of a folder. */
    private static Map<String, byte[]> zipped(Map<String, byte[]> contents, String folder) {
        String archive = contents.keySet().stream()
                .filter(name -> name.startsWith(folder))
                .findFirst()
                .orElseThrow();
        return unzipped(in(contents, archive));
    }

    private static Map<String, byte[]> unzipped(byte[] archive) {
        Map<String, byte[]> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** A file of the sources, or all below a folder of theirs. */
    private static Map<String, String> checkout(String name) throws IOException {
        Map<String, String> texts = new HashMap<>();
        for (Path file : files(ROOT.resolve(name))) {
            texts.put(ROOT.relativize(file).toString(), Files.readString(file));
        }
        return texts;
    }

    private static List<Path> files(Path top) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
