package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.custom.pulsar.testsupport.DetachedRun;
import com.custom.pulsar.testsupport.kubernetes.PythonPackages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A topic read to a number of messages, from the first on, by the clients that others use. */
final class OtherClients {
    private static final int LIMIT_SECONDS = 120;
    private static final List<String> PYTHON_REQUIREMENTS =
            List.of("pulsar-client[functions]==3.8.0", "grpcio==1.73.1", "protobuf==6.31.1");

    private static final String PYTHON = """
            import json, pulsar, sys
            client = pulsar.Client(sys.argv[1], logger=pulsar.FileLogger(pulsar.LoggerLevel.Warn, sys.argv[4]))
            consumer = client.subscribe(sys.argv[2], 'python', initial_position=pulsar.InitialPosition.Earliest)
            for _ in range(int(sys.argv[3])):
                message = consumer.receive(timeout_millis=30000)
                data = message.data()
                print(message.partition_key(), json.loads(data)['after'] and json.loads(data)['after']['name'] if data else 'tombstone')
                consumer.acknowledge(message)
            client.close()
            """;

    private OtherClients() {}

    /** What {@code pulsar-client consume -st auto_consume} prints. */
    static String pulsarClient(DetachedRun run, String topic, int messages) throws IOException, InterruptedException {
        Path home = run.dataDirectory().resolve("pulsar");
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/pulsar-client").toString(), "--url", url(run), "consume"));
        command.addAll(List.of("-s", "look", "-n", Integer.toString(messages), "-p", "Earliest"));
        command.addAll(List.of("-st", "auto_consume", topic));
        return printed(new ProcessBuilder(command));
    }

    /** Pulsar's packages for Python; aborts the test where there is none. */
    static PythonPackages pythonPackages() {
        Path cache = Path.of(System.getProperty("pulsar.cdc.work")).resolveSibling("python-packages");
        try {
            return PythonPackages.installed(cache, PYTHON_REQUIREMENTS);
        } catch (PythonPackages.UnavailableException e) {
            return abort(String.valueOf(e.getMessage()));
        }
    }

    /** A line for each message of a Python client: its key, and the name in the new row. */
    static List<String> python(PythonPackages packages, DetachedRun run, String topic, int messages)
            throws IOException, InterruptedException {
        ProcessBuilder python = new ProcessBuilder(
                packages.installation().resolve("bin/python3").toString(),
                "-c",
                PYTHON,
                url(run),
                topic,
                Integer.toString(messages),
                run.dataDirectory().resolve("python.log").toString());
        python.environment().put("PYTHONPATH", packages.folder().toString());
        return printed(python).lines().toList();
    }

    private static String url(DetachedRun run) {
        return run.status().at("/pulsar/serviceUrl").asText();
    }

    private static String printed(ProcessBuilder client) throws IOException, InterruptedException {
        Process process = client.redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(printed).isZero();
            return printed.strip();
        } finally {
            process.destroyForcibly();
        }
    }
}
