package com.custom.pulsar.securitycustomizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretCheckTest {
    private static final FunctionName ORDERS = new FunctionName("public", "default", "orders");

    @Test
    void refusesTheSecretOfAnotherPipeline() {
        assertThat(ofSecrets(
                        "{\"PASSWORD\":{\"path\":\"invoices-db\",\"key\":\"password\"}}",
                        "public/default/orders=orders-db"))
                .containsExactly(
                        "secrets.PASSWORD: Secret \"invoices-db\" key \"password\" is not allowed to this function (the"
                                + " administrator would have to add \"public/default/orders=invoices-db/password\" to allowedSecrets)");
    }

    @Test
    void allowsTheFunctionsOwn() {
        assertThat(ofSecrets(
                        "{\"PASSWORD\":{\"path\":\"orders-db\",\"key\":\"password\"}}",
                        "public/default/orders=orders-db/password"))
                .isEmpty();
    }

    @Test
    void allowsNothingWithoutRules() {
        assertThat(ofSecrets("{\"A\":{\"path\":\"a\",\"key\":\"b\"},\"C\":{\"path\":\"c\",\"key\":\"d\"}}"))
                .hasSize(2);
        assertThat(ofSecrets("")).isEmpty();
        assertThat(ofSecrets("{}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"A\":{\"path\":\"orders-db/password\",\"key\":\"x\"}}",
                "{\"A\":{\"path\":\"../orders-db\",\"key\":\"x\"}}",
                "{\"A\":{\"path\":\"*\",\"key\":\"x\"}}",
                "{\"A\":{\"path\":\"\",\"key\":\"x\"}}",
                "{\"A\":{\"path\":\"Orders-DB\",\"key\":\"x\"}}",
                "{\"A\":{\"path\":\"órders\",\"key\":\"x\"}}",
                "{\"A\":{\"path\":\"orders-db\\u0000\",\"key\":\"x\"}}",
                "{\"A\":{\"path\":\"orders-db\",\"key\":\"\"}}",
                "{\"A\":{\"path\":\"orders-db\",\"key\":\"a/b\"}}",
                "{\"A\":{\"path\":\"orders-db\"}}",
                "{\"A\":{\"key\":\"x\"}}",
                "{\"A\":{}}",
                "{\"A\":{\"path\":[\"orders-db\"],\"key\":\"x\"}}",
                "{\"A\":{\"path\":\"orders-db\",\"key\":1}}"
            })
    void refusesReferencesThatNoSecretCanHave(String secrets) {
        assertThat(ofSecrets(secrets, "*/*/*=*", "*/*/*=*/*"))
                .singleElement()
                .asString()
                .contains("is no name that a Secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{\"A\":{\"path\":\"a\",\"path\":\"b\",\"key\":\"x\"}}",
                "{\"A\":1}{}",
                "{A:{path:'a',key:'b'}}",
                "x"
            })
    void refusesSecretsThatItCannotReadAsPulsarDoes(String secrets) {
        assertThat(ofSecrets(secrets, "*/*/*=*")).singleElement().asString().startsWith("secrets: cannot be read: ");
    }

    @Test
    void neitherRefusesNorShowsTheClearTextOfOtherProviders() {
        assertThat(ofSecrets("{\"A\":\"hunter2\",\"B\":[\"x\"],\"C\":7,\"D\":null}"))
                .isEmpty();
    }

    static Stream<Map<String, Object>> podsThatReadASecret() {
        return Stream.of(
                Map.of("containers", List.of(Map.of("env", List.of(variable("orders-db", "password"))))),
                Map.of("initContainers", List.of(Map.of("env", List.of(variable("orders-db", "password"))))),
                Map.of("ephemeralContainers", List.of(Map.of("env", List.of(variable("orders-db", "password"))))),
                Map.of(
                        "containers",
                        List.of(Map.of("envFrom", List.of(Map.of("secretRef", Map.of("name", "orders-db")))))),
                Map.of("volumes", List.of(Map.of("secret", Map.of("secretName", "orders-db")))),
                Map.of(
                        "volumes",
                        List.of(Map.of(
                                "secret",
                                Map.of("secretName", "orders-db", "items", List.of(Map.of("key", "k", "path", "p")))))),
                Map.of(
                        "volumes",
                        List.of(Map.of(
                                "projected",
                                Map.of("sources", List.of(Map.of("secret", Map.of("name", "orders-db"))))))),
                Map.of("volumes", List.of(Map.of("csi", Map.of("nodePublishSecretRef", Map.of("name", "orders-db"))))),
                Map.of("volumes", List.of(Map.of("azureFile", Map.of("secretName", "orders-db")))),
                Map.of("volumes", List.of(Map.of("cephfs", Map.of("secretRef", Map.of("name", "orders-db"))))),
                Map.of(
                        "volumes",
                        List.of(Map.of("somethingNew", Map.of("nodeStageSecretRef", Map.of("name", "orders-db"))))),
                Map.of("imagePullSecrets", List.of(Map.of("name", "orders-db"))));
    }

    @ParameterizedTest
    @MethodSource("podsThatReadASecret")
    void findsEveryWayInWhichAPodReadsASecret(Map<String, Object> podSpec) {
        assertThat(check().refusals(ORDERS, podSpec)).singleElement().asString().contains("Secret \"orders-db\"");
        assertThat(check("public/default/orders=orders-db").refusals(ORDERS, podSpec))
                .isEmpty();
    }

    @Test
    void findsNothingInAPodThatReadsNone() {
        assertThat(check().refusals(
                                ORDERS,
                                Map.of(
                                        "containers",
                                        List.of(Map.of(
                                                "env",
                                                List.of(
                                                        Map.of("name", "secretName", "value", "x"),
                                                        Map.of(
                                                                "name",
                                                                "A",
                                                                "valueFrom",
                                                                Map.of(
                                                                        "configMapKeyRef",
                                                                        Map.of("name", "c", "key", "k")))))),
                                        "volumes",
                                        List.of(Map.of("emptyDir", Map.of())))))
                .isEmpty();
    }

    @Test
    void namesTheKeysThatAVolumePicks() {
        Map<String, Object> podSpec = Map.of(
                "volumes",
                List.of(Map.of(
                        "secret",
                        Map.of(
                                "secretName",
                                "orders-db",
                                "items",
                                List.of(Map.of("key", "user"), Map.of("key", "password"))))));

        assertThat(check("public/default/orders=orders-db/user").refusals(ORDERS, podSpec))
                .singleElement()
                .asString()
                .contains("key \"password\"");
    }

    private static Map<String, Object> variable(String secret, String key) {
        return Map.of("name", "A", "valueFrom", Map.of("secretKeyRef", Map.of("name", secret, "key", key)));
    }

    private static List<String> ofSecrets(String secrets, String... rules) {
        return check(rules).refusals(new FunctionRequest(ORDERS, "", "", secrets));
    }

    private static SecretCheck check(String... rules) {
        return new SecretCheck(Arrays.stream(rules).map(SecretRule::parse).toList());
    }
}
