package com.custom.pulsar.securitycustomizer.startup;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Whether the broker authenticates its clients, which is what counts for the functions worker inside it. The image's
 * {@code apply-config-from-env.py} has not run yet, so that the environment goes before the file.
 */
public final class BrokerAuthentication {
    private static final String KEY = "authenticationEnabled";
    private static final String PREFIX = "PULSAR_PREFIX_";

    private BrokerAuthentication() {}

    /**
     * Looks into the environment, then into the broker's file.
     *
     * @throws IOException if the file cannot be read
     */
    public static boolean isEnabled(Map<String, String> environment, Path brokerFile) throws IOException {
        @Nullable String value = environment.getOrDefault(PREFIX + KEY, environment.get(KEY));
        if (value == null) {
            Properties broker = new Properties();
            try (Reader reader = Files.newBufferedReader(brokerFile)) {
                broker.load(reader);
            }
            value = broker.getProperty(KEY, "false");
        }
        return value.strip().equalsIgnoreCase("true");
    }
}
