package com.custom.pulsar.local;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A launcher as the command line has one: starts both servers in parallel, says so, and waits to be killed. */
final class Launcher {
    static final String READY = "ready";

    private Launcher() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            DataDirectory directory = DataDirectory.open(Path.of(arguments[0]), System.out::println);
            DistributionStore store = DistributionStore.ofUser();
            PulsarStandalone pulsar = new PulsarStandalone(
                    directory,
                    store.unpacked(Distribution.PULSAR, FetchProgress.NONE),
                    new PulsarSettings(),
                    System.out::println);
            CompletableFuture<Void> pulsarReady = CompletableFuture.runAsync(pulsar::start);
            EmbeddedPostgres.start(
                    directory,
                    store.unpacked(Distribution.postgres(), FetchProgress.NONE),
                    new PostgresSettings("inventory", "cdc", "pulsar_cdc_test"));
            pulsarReady.join();
            System.out.println(READY);
            Thread.currentThread().join();
        } catch (LocalRunException e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
    }
}
