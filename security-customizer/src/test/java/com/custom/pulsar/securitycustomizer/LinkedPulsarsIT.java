package com.custom.pulsar.securitycustomizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import com.google.protobuf.Message;
import io.gsonfire.GsonFireBuilder;
import io.jsonwebtoken.security.SignatureException;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.servlet.http.HttpServletRequest;
import org.apache.commons.lang3.tuple.Pair;
import org.apache.pulsar.broker.authentication.AuthenticationDataSource;
import org.apache.pulsar.client.api.Authentication;
import org.apache.pulsar.client.impl.auth.AuthenticationToken;
import org.apache.pulsar.common.api.AuthData;
import org.apache.pulsar.functions.instance.AuthenticationConfig;
import org.apache.pulsar.functions.proto.Function;
import org.apache.pulsar.functions.runtime.RuntimeFactory;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** One jar for Pulsar 4.0 and 4.2, whose Kubernetes clients differ: linked with the classes of both, and run. */
final class LinkedPulsarsIT {
    @Test
    void hardensInPulsar42AsInPulsar40() throws Exception {
        String in40;
        try (URLClassLoader pulsar = pulsar40()) {
            in40 = run(LinkedProbe.class, pulsar);
        }
        String in42;
        try (URLClassLoader pulsar = pulsar42()) {
            in42 = run(LinkedProbe.class, pulsar);
        }

        assertThat(in40)
                .startsWith("pulsar cdc {")
                .contains(
                        "allowPrivilegeEscalation=false", "writable-tmp", "pulsarfunction=runtime/default", "team=crm");
        // The models of the newer client make up lists and maps that are empty, which say nothing.
        assertThat(sorted(in42)).isEqualTo(sorted(in40));
    }

    @Test
    void handsTokensOverInPulsar42AsInPulsar40() throws Exception {
        String in40;
        try (URLClassLoader pulsar = pulsar40()) {
            in40 = run(LinkedAuthProbe.class, pulsar);
        }
        String in42;
        try (URLClassLoader pulsar = pulsar42()) {
            in42 = run(LinkedAuthProbe.class, pulsar);
        }

        assertThat(in40)
                .contains("secretName=pf-secret-abc12", "mountPath=/etc/auth", "mountPath=/tmp")
                .contains("file:///etc/auth/token", "no token is stored", "the caller has no token")
                .doesNotContain("not refused");
        assertThat(sorted(in42)).isEqualTo(sorted(in40));
    }

    @Test
    void saysInBothWhatTheClientDoesNotKnowWithoutQuotingTheObject() throws Exception {
        for (URLClassLoader pulsar : List.of(pulsar40(), pulsar42())) {
            try (pulsar) {
                assertThat(run(RefusedProbe.class, pulsar))
                        .contains("runtimeCustomizerConfig.tolerations[0]", "kee")
                        .doesNotContain("hunter2");
            }
        }
    }

    @Test
    void testsReallyWithTwoClients() throws Exception {
        try (URLClassLoader older = pulsar40();
                URLClassLoader newer = pulsar42()) {
            String context = "io.kubernetes.client.openapi.models.V1SecurityContext";
            assertThat(newer.loadClass(context).getMethod("getAppArmorProfile")).isNotNull();
            assertThatThrownBy(() -> older.loadClass(context).getMethod("getAppArmorProfile"))
                    .isInstanceOf(NoSuchMethodException.class);
        }
    }

    @Test
    void findsTheMethodByWhichItTellsAdmissionFromCleaningUp() throws Exception {
        for (URLClassLoader pulsar : List.of(pulsar40(), pulsar42())) {
            // Read, not loaded: its methods name classes that are not needed otherwise.
            try (pulsar;
                    InputStream factory = pulsar.getResourceAsStream(
                            "org/apache/pulsar/functions/runtime/kubernetes/KubernetesRuntimeFactory.class")) {
                assertThat(new String(factory.readAllBytes(), StandardCharsets.ISO_8859_1))
                        .contains("doAdmissionChecks");
            }
        }
    }

    private static String run(Class<?> type, ClassLoader pulsar) throws ReflectiveOperationException {
        Object probe = pulsar.loadClass(type.getName()).getConstructor().newInstance();
        return String.valueOf(((Supplier<?>) probe).get());
    }

    /** Without what is empty, and in an order that does not depend on the class that held it. */
    private static List<String> sorted(String manifests) {
        return Stream.of(manifests.replaceAll("\\w+=(\\[\\]|\\{\\})(, )?", "").split("[\\[\\]{}, ]+", -1))
                .sorted()
                .toList();
    }

    private static URLClassLoader pulsar40() throws IOException {
        return loader(List.of(
                jarOf(RuntimeFactory.class),
                jarOf(AuthenticationConfig.class),
                jarOf(AuthenticationDataSource.class),
                jarOf(Function.class),
                jarOf(V1StatefulSet.class)));
    }

    private static URLClassLoader pulsar42() throws IOException {
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("pulsar-4.2", "")))) {
            List<URL> urls = new ArrayList<>();
            for (Path jar : jars.toList()) {
                urls.add(jar.toUri().toURL());
            }
            assertThat(urls).hasSize(5);
            return loader(urls);
        }
    }

    private static URLClassLoader loader(List<URL> pulsar) throws IOException {
        List<URL> urls = new ArrayList<>();
        urls.add(CustomizerJar.path().toUri().toURL());
        urls.add(LinkedProbe.class.getProtectionDomain().getCodeSource().getLocation());
        urls.addAll(pulsar);
        for (Class<?> shared : List.of(
                Gson.class,
                GsonFireBuilder.class,
                Message.class,
                Logger.class,
                Pair.class,
                Authentication.class,
                AuthenticationToken.class,
                AuthData.class,
                HttpServletRequest.class,
                SignatureException.class,
                FastThreadLocal.class,
                JsonProperty.class,
                JsonFactory.class,
                ObjectMapper.class)) {
            urls.add(jarOf(shared));
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static URL jarOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
