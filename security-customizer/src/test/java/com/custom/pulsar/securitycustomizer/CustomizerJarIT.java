package com.custom.pulsar.securitycustomizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The jar that users mount into the broker. */
final class CustomizerJarIT {
    private static final String CLIENT = "io/kubernetes/client/";

    /** Far below what a ConfigMap may hold (1 MiB), and what a Helm release that carries it may hold beside everything else. */
    private static final int LARGEST = 400_000;

    @Test
    void isSmallEnoughForAConfigMap() {
        assertThat(CustomizerJar.path()).isRegularFile();
        assertThat(CustomizerJar.path().toFile().length()).isLessThan(LARGEST);
    }

    @Test
    void hasNobodyElsesClasses() throws IOException {
        try (JarFile jar = new JarFile(CustomizerJar.path().toFile())) {
            assertThat(jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName))
                    .contains(
                            "com/custom/pulsar/SecurityEnabledKubernetesManifestCustomizer.class",
                            "com/custom/pulsar/podsecurity/PodSecurityCheck.class")
                    .allSatisfy(name -> assertThat(name).matches("com/custom/pulsar/.*|META-INF/.*"))
                    .noneMatch(name -> name.startsWith("META-INF/versions"));
        }
    }

    @Test
    void knowsItsVersion() throws IOException {
        try (JarFile jar = new JarFile(CustomizerJar.path().toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version"))
                    .isEqualTo(System.getProperty("customizer.version"));
        }
    }

    @Test
    void callsNothingOfTheKubernetesClientWhoseSignaturesDifferBetweenPulsars() throws IOException {
        Set<String> members = new TreeSet<>();
        Map<String, ConstantPool> pools = pools();
        pools.values().forEach(pool -> {
            members.addAll(pool.fields());
            members.addAll(pool.methods());
        });

        assertThat(pools).hasSizeGreaterThan(100);
        assertThat(members).anyMatch(member -> member.startsWith("com/google/gson/Gson."));
        assertThat(members).noneMatch(member -> member.startsWith(CLIENT));
    }

    private static Map<String, ConstantPool> pools() throws IOException {
        Map<String, ConstantPool> pools = new LinkedHashMap<>();
        try (JarFile jar = new JarFile(CustomizerJar.path().toFile())) {
            for (JarEntry entry : jar.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .toList()) {
                try (InputStream in = jar.getInputStream(entry)) {
                    pools.put(entry.getName(), ConstantPool.of(in.readAllBytes()));
                }
            }
        }
        return pools;
    }
}
