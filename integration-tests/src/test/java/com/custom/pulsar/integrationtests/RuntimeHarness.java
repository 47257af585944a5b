package com.custom.pulsar.integrationtests;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pulsar.functions.auth.FunctionAuthProvider;
import org.apache.pulsar.functions.instance.AuthenticationConfig;
import org.apache.pulsar.functions.instance.InstanceConfig;
import org.apache.pulsar.functions.proto.Function.FunctionAuthenticationSpec;
import org.apache.pulsar.functions.proto.Function.FunctionDetails;
import org.apache.pulsar.functions.runtime.Runtime;
import org.apache.pulsar.functions.runtime.RuntimeCustomizer;
import org.apache.pulsar.functions.runtime.RuntimeFactory;
import org.apache.pulsar.functions.secretsproviderconfigurator.DefaultSecretsProviderConfigurator;
import org.apache.pulsar.functions.worker.WorkerConfig;

/**
 * Runs Pulsar's own Kubernetes runtime in a process of its own, with the distribution's libraries: starts each sample
 * function with each worker's configuration, as the functions worker does, and keeps the StatefulSet that it posts.
 *
 * <p>Arguments: the folder for the StatefulSets ({@code <configuration>-<function>.json}), then the configurations.
 */
final class RuntimeHarness {
    private static final String STORED_TOKEN = "abc12";

    private RuntimeHarness() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        AtomicReference<byte[]> posted = new AtomicReference<>();
        HttpServer kubernetes = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        kubernetes.createContext("/", exchange -> accept(exchange, posted));
        kubernetes.start();
        for (String file : List.of(arguments).subList(1, arguments.length)) {
            WorkerConfig worker = WorkerConfig.load(file);
            worker.getFunctionRuntimeFactoryConfigs()
                    .put("k8Uri", "http://127.0.0.1:" + kubernetes.getAddress().getPort());
            RuntimeFactory factory = factory(worker);
            for (SampleFunction sample : SampleFunction.values()) {
                posted.set(null);
                Runtime runtime = factory.createContainer(
                        instance(sample.details(), worker), sample.packagePath(), sample.fileName(), "", "", 30L);
                runtime.start();
                String setup = Path.of(file).getFileName().toString().replace(".yml", "");
                Files.write(folder.resolve(setup + "-" + sample.label() + ".json"), posted.get());
            }
        }
        // Channels to the instances, which are not there, have threads of their own.
        System.exit(0);
    }

    /** As the functions worker makes it at its start. */
    private static RuntimeFactory factory(WorkerConfig worker) throws Exception {
        Optional<FunctionAuthProvider> authProvider = Optional.empty();
        AuthenticationConfig authentication = null;
        if (worker.isAuthenticationEnabled()) {
            authentication = AuthenticationConfig.builder()
                    .clientAuthenticationPlugin(worker.getBrokerClientAuthenticationPlugin())
                    .clientAuthenticationParameters(worker.getBrokerClientAuthenticationParameters())
                    .build();
            authProvider = Optional.of(FunctionAuthProvider.getAuthProvider(worker.getFunctionAuthProviderClassName()));
        }
        Optional<RuntimeCustomizer> customizer = Optional.ofNullable(worker.getRuntimeCustomizerClassName())
                .map(RuntimeCustomizer::getRuntimeCustomizer);
        customizer.ifPresent(made -> made.initialize(worker.getRuntimeCustomizerConfig()));
        RuntimeFactory factory = RuntimeFactory.getFuntionRuntimeFactory(worker.getFunctionRuntimeFactoryClassName());
        factory.initialize(
                worker, authentication, new DefaultSecretsProviderConfigurator(), null, null, authProvider, customizer);
        return factory;
    }

    private static InstanceConfig instance(FunctionDetails details, WorkerConfig worker) {
        InstanceConfig instance = new InstanceConfig();
        instance.setFunctionDetails(details);
        instance.setFunctionId("00000000-0000-0000-0000-000000000001");
        instance.setFunctionVersion("00000000-0000-0000-0000-000000000002");
        instance.setTransformFunctionId("00000000-0000-0000-0000-000000000003");
        instance.setInstanceId(0);
        instance.setMaxBufferedTuples(1024);
        instance.setClusterName(worker.getPulsarFunctionsCluster());
        instance.setMaxPendingAsyncRequests(worker.getMaxPendingAsyncRequests());
        if (worker.isAuthenticationEnabled()) {
            instance.setFunctionAuthenticationSpec(FunctionAuthenticationSpec.newBuilder()
                    .setData(ByteString.copyFromUtf8(STORED_TOKEN))
                    .build());
        }
        return instance;
    }

    private static void accept(HttpExchange exchange, AtomicReference<byte[]> posted) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestMethod().equals("POST")
                && exchange.getRequestURI().getPath().endsWith("/statefulsets")) {
            posted.set(body);
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(201, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
