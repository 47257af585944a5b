package com.custom.pulsar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderTest {
    @TempDir
    Path folder;

    @Test
    void withoutAnAddressThatOfPulsarAdminsOwnConfigurationCounts() throws IOException {
        assertThat(pulsarAdmin("")).isEqualTo("pulsar-admin");
    }

    @Test
    void theAddressIsThatOfTheFile() throws IOException {
        assertThat(pulsarAdmin("pulsar: { serviceUrl: pulsar://h:6650, adminUrl: http://h:8080 }\n"))
                .isEqualTo("pulsar-admin --admin-url http://h:8080");
    }

    @Test
    void whomToTrustGoesWithAnEncryptedAddressAndATokenOnlyAsAFile() throws IOException {
        String address =
                "pulsar: { serviceUrl: pulsar+ssl://h:6651, adminUrl: https://h:8443, auth: { token: %s }, tls: %s }\n";

        assertThat(pulsarAdmin(address.formatted("{ file: token }", "{ trustedCertificates: ca.pem }")))
                .isEqualTo("pulsar-admin --admin-url https://h:8443 --tls-trust-cert-path " + folder.resolve("ca.pem")
                        + " --tls-enable-hostname-verification --auth-plugin"
                        + " org.apache.pulsar.client.impl.auth.AuthenticationToken --auth-params file://"
                        + folder.resolve("token"));
        assertThat(pulsarAdmin(address.formatted("{ env: PULSAR_TOKEN }", "{ hostnameVerification: false }")))
                .isEqualTo("pulsar-admin --admin-url https://h:8443");
    }

    @Test
    void eachSourceHasAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: shop
                source:
                  tables: [ public.customers ]
                  split: { orders: [ public.orders ] }
                  postgres: { hostname: h, database: d, user: u, password: { env: P } }
                """);

        Map<String, String> sources = Render.sources(PipelineFile.read(file));

        assertThat(sources).containsOnlyKeys("source.yaml", "source-orders.yaml");
        assertThat(sources.get("source.yaml")).contains("slot.name: pulsar_cdc_shop\n", "customers");
        assertThat(sources.get("source-orders.yaml"))
                .contains("slot.name: pulsar_cdc_shop_orders\n", "name: debezium-postgres-source-orders", "orders");
    }

    private String pulsarAdmin(String pulsar) throws IOException {
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: shop
                source:
                  tables: [ public.customers ]
                  postgres: { hostname: h, database: d, user: u, password: { env: P } }
                """ + pulsar);
        return Render.pulsarAdmin(PipelineFile.read(file));
    }
}
