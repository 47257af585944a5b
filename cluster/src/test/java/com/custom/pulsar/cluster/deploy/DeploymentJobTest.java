package com.custom.pulsar.cluster.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.custom.pulsar.cluster.harden.TypedManifest;
import com.custom.pulsar.cluster.manifests.Manifest;
import com.custom.pulsar.cluster.manifests.Manifests;
import com.custom.pulsar.cluster.verify.Requirements;
import com.custom.pulsar.cluster.verify.WorkloadCheck;
import com.custom.pulsar.cluster.verify.WorkloadFindings;
import com.custom.pulsar.pipeline.PipelineFile;
import com.custom.pulsar.podsecurity.PodSecurityLevel;
import com.custom.pulsar.podsecurity.PodSecurityVersion;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentJobTest {
    private static final String IMAGE = "registry.example.com:5000/pulsar-cdc@sha256:" + "0".repeat(64);
    private static final String SECRET = "{ secret: pulsar-token, key: token }";
    private static final String SERVICE = "pulsar://pulsar-proxy.pulsar.svc.cluster.local:6650";

    @TempDir
    private Path folder;

    private String token = SECRET;
    private String serviceUrl = SERVICE;
    private String image = IMAGE;
    private String tls = "";
    private String more = "";

    @Test
    void everyFieldIsOneOfTheApiAndTheJobIsTheLast() throws IOException {
        Map<String, String> manifests = job().manifests();

        assertThat(manifests.keySet())
                .containsExactly(
                        "job-serviceaccount.yaml",
                        "job-rolebinding.yaml",
                        "job-rolebinding-broker.yaml",
                        "networkpolicy.yaml",
                        "poddisruptionbudget.yaml",
                        "job-networkpolicy.yaml",
                        "job-configmap.yaml",
                        "job.yaml");
        for (String file : manifests.keySet()) {
            assertThat(typed(file).getMetadata().getAnnotations())
                    .as(file)
                    .containsEntry("pulsar-cdc/pipeline", "shop/default/shop");
        }
    }

    @Test
    void whatDeployAppliesIsTheSame() throws IOException {
        List<HasMetadata> applied = new ArrayList<>();
        for (TenantObject object : new TenantObjects(PipelineFile.read(file()), DeployedCluster.TARGET).all()) {
            applied.add(TypedManifest.read(object.manifest()));
        }

        assertThat(List.of(typed("networkpolicy.yaml"), typed("poddisruptionbudget.yaml")))
                .isEqualTo(applied);
    }

    @Test
    void itsPodPassesRestrictedAndEveryControlButTheTokenThatItNeeds() throws IOException {
        WorkloadCheck check =
                new WorkloadCheck(PodSecurityLevel.RESTRICTED, PodSecurityVersion.LATEST, Requirements.ofFiles());

        List<WorkloadFindings> found = check.check("job.yaml", object("job.yaml"));

        assertThat(found).singleElement().satisfies(findings -> {
            assertThat(findings.violations()).isEmpty();
            assertThat(findings.warnings()).singleElement().asString().startsWith("serviceAccountToken");
        });
    }

    @Test
    void theJobRunsDeployAsItsAccountWithTheTokenByReference() throws IOException {
        PodSpec pod = ((Job) typed("job.yaml")).getSpec().getTemplate().getSpec();
        Container container = pod.getContainers().get(0);

        assertThat(container.getImage()).isEqualTo(IMAGE);
        assertThat(container.getCommand()).isEmpty();
        assertThat(container.getArgs())
                .containsExactly(
                        "deploy",
                        "/pipeline/pipeline.yaml",
                        "--namespace",
                        "pulsar-functions",
                        "--broker-namespace",
                        "pulsar");
        assertThat(container.getEnv()).singleElement().satisfies(variable -> {
            assertThat(variable.getName()).isEqualTo("PULSAR_CDC_SECRET_PULSAR_TOKEN_TOKEN");
            assertThat(variable.getValue()).isNull();
            assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isEqualTo("pulsar-token");
            assertThat(variable.getValueFrom().getSecretKeyRef().getKey()).isEqualTo("token");
        });
        assertThat(pod.getServiceAccountName())
                .isEqualTo(typed("job-serviceaccount.yaml").getMetadata().getName());
        assertThat(pod.getAutomountServiceAccountToken()).isTrue();
        assertThat(((ServiceAccount) typed("job-serviceaccount.yaml")).getAutomountServiceAccountToken())
                .isFalse();
        assertThat(pod.getVolumes().get(0).getConfigMap().getName())
                .isEqualTo(typed("job-configmap.yaml").getMetadata().getName());
    }

    @Test
    void theAccountHasTheRolesThatAreShippedAndNoOther() throws IOException {
        assertBinding("job-rolebinding.yaml", "pulsar-functions", "pulsar-cdc-shop", "deploy-rbac.yaml");
        assertBinding("job-rolebinding-broker.yaml", "pulsar", "pulsar-cdc-shop.pulsar-functions", "verify-role.yaml");
    }

    private void assertBinding(String file, String namespace, String name, String role) throws IOException {
        RoleBinding binding = (RoleBinding) typed(file);
        assertThat(binding.getMetadata().getNamespace()).isEqualTo(namespace);
        assertThat(binding.getMetadata().getName()).isEqualTo(name);
        assertThat(DeployedCluster.role(role).get("metadata"))
                .isEqualTo(Map.of("name", binding.getRoleRef().getName()));
        assertThat(binding.getSubjects()).singleElement().satisfies(subject -> {
            assertThat(subject.getKind()).isEqualTo("ServiceAccount");
            assertThat(subject.getNamespace()).isEqualTo("pulsar-functions");
            assertThat(subject.getName()).isEqualTo("pulsar-cdc-shop");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# a comment: with a colon  \n",
                "#\ttabs\r\n# and both line ends\n",
                "# \u00e9 \ud83d\ude00\n",
                "# no line end",
                "\n\n\n"
            })
    void theConfigMapHasThePipelineFileAsItIs(String end) throws IOException {
        more = end;

        ConfigMap map = (ConfigMap) typed("job-configmap.yaml");

        assertThat(map.getData()).isEqualTo(Map.of("pipeline.yaml", Files.readString(file())));
        assertThat(map.getImmutable()).isTrue();
    }

    @Test
    void theSameInputGivesTheSameTextAndWhateverChangesAnotherJob() throws IOException {
        DeploymentJob job = job();
        assertThat(job().manifests()).isEqualTo(job.manifests());
        assertThat(job.name()).matches("pulsar-cdc-shop-[0-9a-f]{10}");
        assertThat(typed("job.yaml").getMetadata().getName()).isEqualTo(job.name());

        more = "# changed\n";
        String ofFile = job().name();
        image = "pulsar-cdc:1.0.1";
        String ofImage = job().name();
        token = "{ secret: another, key: token }";

        assertThat(Set.of(job.name(), ofFile, ofImage, job().name())).hasSize(4);
    }

    @Test
    void thePolicyOfItsPodLetsItReachNamesTheApiAndPulsarAndNothingElse() throws IOException {
        NetworkPolicy policy = (NetworkPolicy) typed("job-networkpolicy.yaml");

        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(policy.getSpec().getIngress()).isEmpty();
        assertThat(policy.getSpec().getEgress()).hasSize(3);
        assertThat(policy.getSpec().getPodSelector().getMatchLabels())
                .isEqualTo(((Job) typed("job.yaml"))
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels())
                .doesNotContainKey("component");
        assertThat(policy.getSpec().getEgress().get(2).getTo()).singleElement().satisfies(peer -> {
            assertThat(peer.getNamespaceSelector().getMatchLabels())
                    .containsEntry("kubernetes.io/metadata.name", "pulsar");
            assertThat(peer.getPodSelector().getMatchExpressions().get(0).getValues())
                    .containsExactly("broker", "proxy");
        });
        assertThat(ports(policy)).containsExactly(6650, 6651, 8080, 8443);
    }

    @Test
    void aPulsarElsewhereIsReachedAtThePortsOfItsAddresses() throws IOException {
        serviceUrl = "pulsar+ssl://a.example.com:7651,b.example.com";

        assertThat(ports((NetworkPolicy) typed("job-networkpolicy.yaml"))).containsExactly(80, 7651);
    }

    private static List<Integer> ports(NetworkPolicy policy) {
        return policy.getSpec().getEgress().get(2).getPorts().stream()
                .map(port -> port.getPort().getIntVal())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ env: PULSAR_TOKEN }", "{ file: /etc/token }"})
    void aTokenThatAPodDoesNotHaveIsRefused(String given) {
        token = given;

        assertThatIllegalArgumentException()
                .isThrownBy(this::job)
                .withMessage("pulsar.auth.token is " + given.replace("{ ", "{").replace(" }", "}")
                        + ", which a pod does not have; make a Secret in the namespace of the pods and give"
                        + " {secret: NAME, key: KEY}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "enrichment: { metadata: { api_key: hunter2-canary } }",
                "# the password: hunter2-canary",
                "enrichment: { metadata: { note: 'postgres://cdc:hunter2-canary@db/shop' } }"
            })
    void aSecretInTheFileIsRefusedByItsLineAndNotShown(String line) {
        more = line + "\n";

        assertThatIllegalStateException()
                .isThrownBy(this::job)
                .withMessageContaining("pipeline.yaml:14 has ")
                .withMessageContaining("give {secret: NAME, key: KEY}")
                .withMessageNotContaining("canary");
    }

    @Test
    void theCertificatesOfPulsarGoWithTheFileIfTheyLieBesideIt() throws IOException {
        Files.writeString(folder.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\nMII\n");
        serviceUrl = "pulsar+ssl://a.example.com:6651";
        tls = "tls: { trustedCertificates: ca.pem }, ";

        assertThat(((ConfigMap) typed("job-configmap.yaml")).getData())
                .containsEntry("ca.pem", "-----BEGIN CERTIFICATE-----\nMII\n");

        tls = "tls: { trustedCertificates: /etc/ssl/ca.pem }, ";
        assertThatIllegalStateException()
                .isThrownBy(this::job)
                .withMessageStartingWith("pulsar.tls.trustedCertificates is /etc/ssl/ca.pem, and in the pod there is"
                        + " only what lies beside the pipeline file");
        Files.writeString(folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\ncanary\n");
        tls = "tls: { trustedCertificates: key.pem }, ";
        assertThatIllegalStateException()
                .isThrownBy(this::job)
                .withMessageContaining("key.pem:1 has a private key in clear")
                .withMessageNotContaining("canary");
    }

    @Test
    void schemasOfRowsGoWithTheFileIfTheyLieBesideIt() throws IOException {
        Files.writeString(folder.resolve("order.json"), "{ \"required\": [ \"id\" ] }");
        more = "enrichment: { validate: { rowSchema: order.json } }\n";

        assertThat(((ConfigMap) typed("job-configmap.yaml")).getData())
                .containsEntry("order.json", "{ \"required\": [ \"id\" ] }");

        Files.createDirectory(folder.resolve("schemas"));
        Files.move(folder.resolve("order.json"), folder.resolve("schemas/order.json"));
        more = "enrichment: { validate: { rowSchema: schemas/order.json } }\n";
        assertThatIllegalStateException()
                .isThrownBy(this::job)
                .withMessageStartingWith("a rowSchema is schemas/order.json, and in the pod there is only what lies"
                        + " beside the pipeline file");
    }

    @Test
    void whatKubectlCouldNotApplyIsRefused() {
        more = ("# " + "a".repeat(998) + "\n").repeat(210);

        assertThatIllegalStateException()
                .isThrownBy(this::job)
                .withMessageContaining("kubectl applies no more than 204800 of them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a@sha256:0", "a:", "-a", "a@sha256:" + "G"})
    void whatIsNoImagesNameIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JobImage(name))
                .withMessage("no image has the name " + name + "; give NAME@sha256:DIGEST, or NAME:TAG");
    }

    @Test
    void onlyADigestPinsAnImage() {
        assertThat(new JobImage(IMAGE).isPinned()).isTrue();
        assertThat(new JobImage("localhost:5000/team/pulsar-cdc:1.0.0").isPinned())
                .isFalse();
        assertThat(new JobImage("pulsar-cdc").isPinned()).isFalse();
    }

    private DeploymentJob job() throws IOException {
        Path file = file();
        return new DeploymentJob(
                PipelineFile.read(file),
                serviceUrl.equals(SERVICE) ? Optional.of("pulsar") : Optional.empty(),
                MountedFiles.read(file, PipelineFile.read(file)),
                new JobImage(image),
                DeployedCluster.TARGET);
    }

    private Path file() throws IOException {
        return Files.writeString(folder.resolve("pipeline.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: shop
                topics: { tenant: shop }
                pulsar: { serviceUrl: '%s', adminUrl: 'http://a', %sauth: { token: %s } }
                source:
                  postgres:
                    hostname: db.example.com
                    database: shop
                    user: cdc
                    password:
                      { secret: db, key: password }
                    networks: [ 10.1.0.0/16 ]
                  tables: [ public.orders ]
                """.formatted(serviceUrl, tls, token) + more);
    }

    private Map<String, Object> object(String file) throws IOException {
        String text = Objects.requireNonNull(job().manifests().get(file));
        return Manifests.read(file, text.getBytes(StandardCharsets.UTF_8)).stream()
                .map(Manifest::object)
                .flatMap(Optional::stream)
                .toList()
                .get(0);
    }

    private HasMetadata typed(String file) throws IOException {
        return TypedManifest.read(object(file));
    }
}
