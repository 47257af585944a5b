package com.custom.pulsar.cluster.deploy;

import static com.custom.pulsar.cluster.deploy.DeployedCluster.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.cluster.kubernetes.ClusterException;
import com.custom.pulsar.cluster.kubernetes.ForwardedPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a double of the API server that speaks the protocol of forwarded ports; behind the pod's port there is one of this machine. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForwardedPortIT {
    private static final String POD = "pulsar-proxy-0";
    private static final int PORT = 6650;
    private static final String ROLE = "deploy/manifests/proxy-rbac.yaml";
    /** As much as the code of a connector is. */
    private static final int MANY = 24 * 1024 * 1024;

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private DeployedCluster cluster;

    @BeforeEach
    void makesAPod() {
        cluster = new DeployedCluster(folder);
        cluster.grant("proxy-rbac.yaml", TARGET.brokerNamespace());
        cluster.kubernetes.apply(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Map.of("name", POD, "namespace", TARGET.brokerNamespace()),
                "spec",
                Map.of("containers", List.of(Map.of("name", "proxy", "image", "apachepulsar/pulsar:4.0.8")))));
    }

    @AfterEach
    void closesAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        cluster.close();
    }

    @Test
    void bytesGoBothWaysAndEachConnectionIsItsOwn() throws Exception {
        listen(socket -> {
            socket.getOutputStream().write("hello ".getBytes(StandardCharsets.UTF_8));
            socket.getInputStream().transferTo(socket.getOutputStream());
        });
        ForwardedPort forwarded = forward();

        try (Socket first = connect(forwarded);
                Socket second = connect(forwarded)) {
            write(second, "two");
            write(first, "one");
            assertThat(read(first, 9)).isEqualTo("hello one");
            assertThat(read(second, 9)).isEqualTo("hello two");
            write(first, ", again");
            assertThat(read(first, 7)).isEqualTo(", again");
        }
        assertThat(forwarded.problem()).isEmpty();
    }

    /** As a connector is uploaded, and a topic read. */
    @Test
    void manyBytesComeThroughAsTheyAreInBothDirectionsAtOnce() throws Exception {
        CompletableFuture<byte[]> received = new CompletableFuture<>();
        byte[] up = bytes(1);
        byte[] down = bytes(2);
        listen(socket -> {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    socket.getOutputStream().write(down);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            received.complete(socket.getInputStream().readNBytes(MANY));
            sent.join();
        });

        try (Socket socket = connect(forward())) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    socket.getOutputStream().write(up);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(socket.getInputStream().readNBytes(MANY)).isEqualTo(down);
            sent.join();
            assertThat(received.get()).isEqualTo(up);
        }
    }

    @Test
    void aConnectionThatTheOtherEndClosesIsClosedHere() throws Exception {
        listen(socket -> socket.getOutputStream().write("bye".getBytes(StandardCharsets.UTF_8)));

        try (Socket socket = connect(forward())) {
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("bye");
        }
    }

    @Test
    void aConnectionThatIsClosedHereIsClosedAtTheOtherEnd() throws Exception {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        listen(socket -> {
            socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
            end.complete(socket.getInputStream().read());
        });
        ForwardedPort forwarded = forward();

        try (Socket socket = connect(forwarded)) {
            assertThat(read(socket, 5)).isEqualTo("hello");
        }
        assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo(-1);
    }

    @Test
    void aPortOnWhichNothingListensIsToldAndTheConnectionIsClosed() throws Exception {
        ForwardedPort forwarded = forward();

        try (Socket socket = connect(forwarded)) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(forwarded.problem())
                        .hasValueSatisfying(problem -> assertThat(problem)
                                .contains("error forwarding port 6650 to pod pulsar-proxy-0", "connection refused")));
    }

    @Test
    void aPodThatIsNotThereIsTold() throws Exception {
        ForwardedPort forwarded = keep(cluster.connection().forward(TARGET.brokerNamespace(), "gone", PORT, ROLE));

        try (Socket socket = connect(forwarded)) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(forwarded.problem()).isPresent());
    }

    @Test
    void aRightThatIsMissingIsNamedBeforeAnythingIsOpened() {
        cluster.grant("verify-role.yaml", TARGET.brokerNamespace());

        assertThatThrownBy(() -> cluster.connection().forward(TARGET.brokerNamespace(), POD, PORT, ROLE))
                .isInstanceOf(ClusterException.class)
                .hasMessage(
                        "may not create pods/portforward in the namespace pulsar; ask the cluster's administrator for"
                                + " that right: kubectl apply -n pulsar -f deploy/manifests/proxy-rbac.yaml has all that are"
                                + " needed");
        assertThat(cluster.requests()).noneMatch(request -> request.resource().equals("pods/portforward"));
    }

    private ForwardedPort forward() {
        return keep(cluster.connection().forward(TARGET.brokerNamespace(), POD, PORT, ROLE));
    }

    private <T extends AutoCloseable> T keep(T opened) {
        open.add(0, opened);
        return opened;
    }

    private static Socket connect(ForwardedPort forwarded) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), forwarded.localPort());
    }

    private interface Conversation {
        void speak(Socket socket) throws IOException;
    }

    /** Has the conversation with everyone who connects to the pod's port. */
    private void listen(Conversation conversation) throws IOException {
        ServerSocket server = keep(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()));
        cluster.kubernetes.listen(TARGET.brokerNamespace(), POD, PORT, server.getLocalPort());
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    var unused = CompletableFuture.runAsync(() -> {
                        try (socket) {
                            conversation.speak(socket);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
                } catch (IOException e) {
                    // The test is over.
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Socket socket, int bytes) throws IOException {
        InputStream in = socket.getInputStream();
        return new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[MANY];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
