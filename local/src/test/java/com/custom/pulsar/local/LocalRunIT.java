package com.custom.pulsar.local;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Both servers, with one function. Each test leaves them running. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LocalRunIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String SECRET = "canary-7f3a";
    private static final String FUNCTION = "echo";

    private final List<String> notices = new ArrayList<>();
    private final DistributionStore store = DistributionStore.ofUser();
    private @Nullable Path dataDirectory;
    private @Nullable Path functionJar;
    private @Nullable Servers servers;

    private record Servers(DataDirectory directory, PulsarStandalone pulsar, EmbeddedPostgres postgres, URI function) {}

    @BeforeAll
    void startForTheFirstTime(@TempDir Path temporary) throws Exception {
        dataDirectory = temporary.resolve("data");
        functionJar = temporary.resolve("echo.jar");
        InstanceJar.write(functionJar, EchoFunction.class.getName());
        start();
        execute("CREATE TABLE customers (id int PRIMARY KEY)");
        execute("INSERT INTO customers VALUES (1)");
        admin().createTopic("kept");
        admin().createFunction(FUNCTION, servers().function());
        until(() -> admin().isRunning(FUNCTION));
    }

    @AfterAll
    void stopForGood() {
        if (servers != null) {
            stop();
        }
        assertThat(RunningProcess.withArgument(marker())).isEmpty();
    }

    @Test
    void nothingListensOutsideLoopback() throws Exception {
        assumeThat(Platform.current().isLinux()).isTrue();
        List<Long> pids = processes();
        assertThat(pids).hasSizeGreaterThan(3);
        List<String> sockets = ListeningSockets.of(pids);
        // Broker, admin, bookie, PostgreSQL; control and metrics of the function's process.
        assertThat(sockets).hasSizeGreaterThanOrEqualTo(6).allMatch(ListeningSockets::isLoopback);
    }

    @Test
    void everyPortIsClosedOnTheOtherAddressesOfTheMachine() throws Exception {
        Optional<InetAddress> outside = nonLoopbackAddress();
        assumeThat(outside).isPresent();
        List<Integer> ports = List.of(
                servers().pulsar().endpoint().brokerPort(),
                servers().pulsar().endpoint().adminPort(),
                bookiePort(),
                servers().postgres().endpoint().port());
        for (int port : ports) {
            connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            assertThatThrownBy(() -> connect(new InetSocketAddress(outside.orElseThrow(), port)))
                    .as("port %s", port)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void metricsOfInstancesAreCollectedAlthoughTheyListenOnLoopbackOnly() throws Exception {
        until(() -> admin().get("/metrics/").contains("fqfn=\"public/default/echo\""));
    }

    @Test
    void theSecretsOfTheEnvironmentReachInstancesAndNoCommandLineOrFile() throws Exception {
        assumeThat(Platform.current().isLinux()).isTrue();
        for (RunningProcess process : RunningProcess.withArgument(marker())) {
            assertThat(Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ")))
                    .contains("CDC_SECRET=" + SECRET);
            assertThat(process.arguments()).noneMatch(argument -> argument.contains(SECRET));
        }
        try (Stream<Path> files = Files.walk(data())) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> !file.endsWith("pgpass")))
                    .noneMatch(file -> contains(file, SECRET) || contains(file, superuserPassword()));
        }
    }

    @Test
    void aSecondLauncherIsRefusedAndToldWhoHoldsTheDirectory() throws Exception {
        try (LauncherProcess second = new LauncherProcess(data())) {
            assertThat(second.awaitReadyOrEnd())
                    .singleElement()
                    .asString()
                    .contains("is in use by process " + ProcessHandle.current().pid());
            assertThat(second.exitCode()).isEqualTo(1);
        }
        assertThatThrownBy(() -> DataDirectory.open(data(), notices::add)).hasMessageContaining("is in use by process");
        assertThat(admin().isRunning(FUNCTION)).isTrue();
    }

    @Test
    void whatAKilledLauncherLeftIsEndedAndTheNextStartWorks() throws Exception {
        stop();
        try (LauncherProcess launcher = new LauncherProcess(data())) {
            assertThat(launcher.awaitReadyOrEnd()).contains(Launcher.READY);
            PulsarEndpoint endpoint = PulsarEndpoint.running(data()).orElseThrow();
            until(() -> new PulsarAdmin(endpoint).isRunning(FUNCTION));
            List<RunningProcess> left = RunningProcess.withArgument(marker());
            assertThat(left).hasSize(2);
            launcher.kill();
            // The broker too, so that the function's process has no parent left that would be found.
            ProcessRecord.read(data().resolve("run"), PulsarStandalone.NAME)
                    .flatMap(ProcessRecord::process)
                    .orElseThrow()
                    .kill();
            assertThat(PostgresEndpoint.running(data())).isPresent();

            notices.clear();
            start();
            assertThat(notices).anySatisfy(notice -> assertThat(notice).startsWith("Ended "));
            assertThat(left).noneMatch(RunningProcess::isAlive);
        }
        assertEverythingIsThere();
    }

    @Test
    void aDetachedRunIsLeftAloneUntilItIsStoppedAndTheNextOneHasItsPortsAndData() throws Exception {
        PulsarEndpoint pulsarBefore = servers().pulsar().endpoint();
        PostgresEndpoint postgresBefore = servers().postgres().endpoint();
        servers().directory().detach();
        servers().directory().close();
        assertThatThrownBy(() -> DataDirectory.open(data(), notices::add))
                .isInstanceOf(LocalRunException.class)
                .hasMessageContaining("detached");
        assertThat(servers().pulsar().isAlive()).isTrue();
        assertThat(PostgresEndpoint.running(data()))
                .contains(servers().postgres().endpoint());

        assertThat(DataDirectory.stop(data())).isTrue();
        assertThat(servers().pulsar().isAlive()).isFalse();
        assertThat(servers().postgres().isAlive()).isFalse();
        assertThat(DataDirectory.stop(data())).isFalse();
        assertThat(RunningProcess.withArgument(marker())).isEmpty();
        assertThat(PulsarEndpoint.running(data())).isEmpty();

        start();
        assertThat(servers().pulsar().endpoint()).isEqualTo(pulsarBefore);
        assertThat(servers().postgres().endpoint()).isEqualTo(postgresBefore);
        assertEverythingIsThere();
    }

    private void assertEverythingIsThere() throws Exception {
        assertThat(admin().get("/admin/v2/persistent/public/default")).contains("kept");
        assertThat(rows()).isEqualTo(1);
        until(() -> admin().isRunning(FUNCTION));
    }

    private void start() throws Exception {
        DataDirectory directory = DataDirectory.open(data(), notices::add);
        PulsarStandalone pulsar = new PulsarStandalone(
                directory,
                store.unpacked(Distribution.PULSAR, FetchProgress.NONE),
                new PulsarSettings().withEnvironment(Map.of("CDC_SECRET", SECRET)),
                notices::add);
        URI function = pulsar.installFunction(requireNonNull(functionJar));
        CompletableFuture<EmbeddedPostgres> postgres = CompletableFuture.supplyAsync(() -> EmbeddedPostgres.start(
                directory,
                store.unpacked(Distribution.postgres(), FetchProgress.NONE),
                new PostgresSettings("inventory", "cdc", "pulsar_cdc_test").withRolePassword(SECRET)));
        pulsar.start();
        servers = new Servers(directory, pulsar, postgres.get(), function);
    }

    private void stop() {
        servers().pulsar().stop();
        servers().postgres().stop();
        servers().directory().close();
    }

    private Servers servers() {
        return requireNonNull(servers);
    }

    private Path data() {
        return requireNonNull(dataDirectory);
    }

    private String marker() {
        return "-Dpulsar.cdc.data=" + data();
    }

    private PulsarAdmin admin() {
        return new PulsarAdmin(servers().pulsar().endpoint());
    }

    private int bookiePort() {
        OptionalInt port = PortChoice.remembered(data().resolve("pulsar/bookie-port"));
        return port.orElseThrow();
    }

    private List<Long> processes() {
        List<Long> pids = new ArrayList<>();
        for (long root : List.of(servers().pulsar().pid(), servers().postgres().pid())) {
            pids.add(root);
            ProcessHandle.of(root).orElseThrow().descendants().forEach(process -> pids.add(process.pid()));
        }
        return pids;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = servers().postgres().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long rows() throws SQLException {
        try (Connection connection = servers().postgres().connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM customers")) {
            result.next();
            return result.getLong(1);
        }
    }

    private String superuserPassword() {
        try {
            String line = Files.readString(servers().postgres().endpoint().passwordFile())
                    .strip();
            return line.substring(line.lastIndexOf(':') + 1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }

    private static Optional<InetAddress> nonLoopbackAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
    }

    private static void connect(InetSocketAddress address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address, 2_000);
        }
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
