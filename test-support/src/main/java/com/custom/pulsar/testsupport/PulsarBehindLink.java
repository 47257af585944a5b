package com.custom.pulsar.testsupport;

import com.custom.pulsar.testsupport.kubernetes.PulsarWithKubernetesRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A Pulsar standalone whose topics are reached through a link that can be cut, by clients, sources, functions and the broker itself. Its
 * administration does not go through it.
 */
public final class PulsarBehindLink implements AutoCloseable {
    private final int adminPort = PulsarWithKubernetesRuntime.freePort();
    private final PulsarInstallation pulsar;
    private final FaultyLink link;

    /**
     * Starts it and returns when functions can be created.
     *
     * @param home an empty folder for all its files
     * @param environment variables of the broker, which sources and functions inherit
     */
    public PulsarBehindLink(Path home, Map<String, String> environment) throws IOException {
        int port = PulsarWithKubernetesRuntime.freePort();
        link = new FaultyLink(port);
        pulsar = new PulsarInstallation(home);
        pulsar.configureBroker(Map.of(
                "brokerServicePort",
                Integer.toString(port),
                "webServicePort",
                Integer.toString(adminPort),
                // Whoever asks where a topic is, is sent to the link.
                "advertisedListeners",
                "link:" + serviceUrl(),
                "internalListenerName",
                "link",
                "brokerDeduplicationEntriesInterval",
                "50"));
        pulsar.configureClient(Map.of("webServiceUrl", adminUrl() + "/", "brokerServiceUrl", serviceUrl() + "/"));
        pulsar.start(environment);
    }

    public String serviceUrl() {
        return "pulsar://127.0.0.1:" + link.port();
    }

    public String adminUrl() {
        return "http://127.0.0.1:" + adminPort;
    }

    public FaultyLink link() {
        return link;
    }

    @Override
    public void close() throws IOException {
        try {
            pulsar.close();
        } finally {
            link.close();
        }
    }
}
