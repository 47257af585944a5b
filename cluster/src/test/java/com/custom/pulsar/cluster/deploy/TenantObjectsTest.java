package com.custom.pulsar.cluster.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.pipeline.PipelineFile;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantObjectsTest {
    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    @TempDir
    private Path folder;

    @Test
    void theNetworkPolicyLetsTheSourceReachDatabaseBrokersAndNamesAndNothingElse() throws IOException {
        TenantObject object =
                objects("networks: [ 10.1.0.0/16, 'fd00::/8' ]").all().get(0);

        NetworkPolicy policy = STRICT.convertValue(object.manifest(), NetworkPolicy.class);
        assertThat(policy.getSpec().getPodSelector().getMatchLabels())
                .isEqualTo(Map.of(
                        "component", "source",
                        "tenant", "shop",
                        "namespace", "default",
                        "name", "debezium-postgres-source"));
        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Egress");
        assertThat(policy.getSpec().getEgress()).hasSize(3);
        assertThat(policy.getSpec().getEgress().get(0).getTo())
                .extracting(peer -> peer.getIpBlock().getCidr())
                .containsExactly("10.1.0.0/16", "fd00::/8");
        assertThat(policy.getSpec().getEgress().get(0).getPorts())
                .extracting(port -> port.getPort().getIntVal())
                .containsExactly(5433);
    }

    @Test
    void theDisruptionBudgetIsAboutSourceAndFunctionOfThisPipeline() throws IOException {
        List<TenantObject> objects = objects("slot: debezium").all();

        assertThat(objects).extracting(TenantObject::title).containsExactly("PodDisruptionBudget pulsar-cdc-shop-1");
        PodDisruptionBudget budget = STRICT.convertValue(objects.get(0).manifest(), PodDisruptionBudget.class);
        assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
        assertThat(budget.getSpec().getSelector().getMatchExpressions())
                .extracting(expression -> expression.getKey() + " " + expression.getValues())
                .containsExactly("component [function, source]", "name [cdc-enrichment, debezium-postgres-source]");
        assertThat(budget.getMetadata().getAnnotations())
                .isEqualTo(Map.of(
                        "pulsar-cdc/pipeline", "Shop/default/shop_1",
                        "pulsar-cdc/slot", "debezium@db.example.com:5433/shop"));
    }

    @Test
    void severalSourcesShareTheObjectsOfTheirPipeline() throws IOException {
        TenantObjects objects = objects("networks: [ 10.1.0.0/16 ]", "split: { items: [ public.items ] }");

        NetworkPolicy policy = STRICT.convertValue(objects.all().get(0).manifest(), NetworkPolicy.class);
        assertThat(policy.getSpec().getPodSelector().getMatchLabels())
                .isEqualTo(Map.of("component", "source", "tenant", "shop", "namespace", "default"));
        assertThat(policy.getSpec().getPodSelector().getMatchExpressions())
                .extracting(expression ->
                        expression.getKey() + " " + expression.getOperator() + " " + expression.getValues())
                .containsExactly("name In [debezium-postgres-source, debezium-postgres-source-items]");
        PodDisruptionBudget budget = STRICT.convertValue(objects.all().get(1).manifest(), PodDisruptionBudget.class);
        assertThat(budget.getSpec().getSelector().getMatchExpressions())
                .extracting(expression -> expression.getKey() + " " + expression.getValues())
                .containsExactly(
                        "component [function, source]",
                        "name [cdc-enrichment, debezium-postgres-source, debezium-postgres-source-items]");
        String written = String.valueOf(budget.getMetadata().getAnnotations().get("pulsar-cdc/slot"));
        assertThat(written).isEqualTo("pulsar_cdc_shop_1,pulsar_cdc_shop_1_items@db.example.com:5433/shop");
        assertThat(objects.names(written, "pulsar_cdc_shop_1")).isTrue();
        assertThat(objects.names(written, "pulsar_cdc_shop_1_items")).isTrue();
        assertThat(objects.names(written, "pulsar_cdc_shop")).isFalse();
        assertThat(objects.names("pulsar_cdc_shop_1@other:5433/shop", "pulsar_cdc_shop_1"))
                .isFalse();
        assertThat(objects.names("", "")).isFalse();
    }

    @Test
    void asTextTheyAreTheSameObjectsEachTime() throws IOException {
        String text = objects("networks: [ 10.1.0.0/16 ]").yaml();

        assertThat(objects("networks: [ 10.1.0.0/16 ]").yaml()).isEqualTo(text);
        try (MappingIterator<Map<String, Object>> read =
                new YAMLMapper().readerFor(Map.class).readValues(text)) {
            assertThat(read.readAll())
                    .isEqualTo(objects("networks: [ 10.1.0.0/16 ]").all().stream()
                            .map(TenantObject::manifest)
                            .toList());
        }
        assertThat(text).doesNotContain("password");
    }

    private TenantObjects objects(String postgres) throws IOException {
        return objects(postgres, "");
    }

    private TenantObjects objects(String postgres, String source) throws IOException {
        return new TenantObjects(
                PipelineFile.read(Files.writeString(folder.resolve("pipeline.yaml"), """
                        apiVersion: pulsar-cdc/v1
                        name: shop_1
                        pulsar: { serviceUrl: 'pulsar://a:6650', adminUrl: 'http://a:8080' }
                        topics: { tenant: Shop }
                        source:
                          postgres:
                            hostname: db.example.com
                            port: 5433
                            database: shop
                            user: cdc
                            password: { secret: db, key: password }
                            %s
                          tables: [ public.orders ]
                          %s
                        """.formatted(postgres, source))),
                new ClusterTarget("pulsar-functions", "pulsar"));
    }
}
