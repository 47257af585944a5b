package com.custom.pulsar.testsupport.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.custom.pulsar.testsupport.kubernetes.KubernetesApi.Answer;
import com.custom.pulsar.testsupport.kubernetes.KubernetesApi.Call;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class KubernetesApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SETS = "/apis/apps/v1/namespaces/functions/statefulsets";
    private static final String PODS = "/api/v1/namespaces/functions/pods";
    private static final String SECRETS = "/api/v1/namespaces/functions/secrets";

    private final Cluster cluster = new Cluster();
    private final KubernetesApi api = new KubernetesApi(cluster);

    @BeforeEach
    void aServiceAccountMayDoSomeThingsInARestrictedNamespace() throws Exception {
        administrator("""
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "functions",
                 "labels": {"pod-security.kubernetes.io/enforce": "restricted"}}}""");
        administrator("""
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
                 "metadata": {"name": "worker", "namespace": "functions"}, "rules": [
                 {"apiGroups": ["apps"], "resources": ["statefulsets"], "verbs": ["create", "get", "delete", "update"]},
                 {"apiGroups": [""], "resources": ["pods"], "verbs": ["list", "create"]},
                 {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "create", "update"],
                  "resourceNames": []}]}""");
        administrator("""
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
                 "metadata": {"name": "worker", "namespace": "functions"},
                 "subjects": [{"kind": "ServiceAccount", "name": "broker", "namespace": "pulsar"}],
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "worker"}}""");
        cluster.accept("secret-token", AccessControl.serviceAccount("pulsar", "broker"));
    }

    @Test
    void aCreatedObjectIsGivenBackWithTheServersMetadata() throws Exception {
        Answer created =
                call("POST", SECRETS, "{\"metadata\": {\"name\": \"pf-secret-x\"}, \"data\": {\"token\": \"eA==\"}}");

        assertThat(created.code()).isEqualTo(201);
        Map<String, Object> read = object(call("GET", SECRETS + "/pf-secret-x", ""));
        assertThat(read)
                .containsEntry("apiVersion", "v1")
                .containsEntry("kind", "Secret")
                .containsEntry("data", Map.of("token", "eA=="));
        assertThat(JsonObject.map(read, "metadata"))
                .containsEntry("namespace", "functions")
                .containsKeys("uid", "creationTimestamp", "resourceVersion");
    }

    @Test
    void aSecondObjectOfANameIsAConflict() throws Exception {
        call("POST", SECRETS, "{\"metadata\": {\"name\": \"pf-secret-x\"}}");

        Answer second = call("POST", SECRETS, "{\"metadata\": {\"name\": \"pf-secret-x\"}}");

        assertStatus(second, 409, "AlreadyExists", "secrets \"pf-secret-x\" already exists");
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertStatus(call("GET", SETS + "/pf-x", ""), 404, "NotFound", "statefulsets.apps \"pf-x\" not found");
        assertStatus(call("DELETE", SETS + "/pf-x", ""), 404, "NotFound", "statefulsets.apps \"pf-x\" not found");
        assertStatus(
                call("GET", "/apis/batch/v1/namespaces/functions/jobs", ""),
                404,
                "NotFound",
                "the server could not find the requested resource");
    }

    @Test
    void whatNoRuleAllowsIsForbiddenAndWrittenDown() throws Exception {
        Answer answer = call("DELETE", SECRETS + "/pf-secret-x", "");

        assertStatus(
                answer,
                403,
                "Forbidden",
                "secrets \"pf-secret-x\" is forbidden: User \"system:serviceaccount:pulsar:broker\" cannot delete resource"
                        + " \"secrets\" in API group \"\" in the namespace \"functions\"");
        assertThat(api.requests()).singleElement().satisfies(request -> {
            assertThat(request.forbidden()).isTrue();
            assertThat(request.verb()).isEqualTo("delete");
            assertThat(request.name()).isEqualTo("pf-secret-x");
        });
    }

    @Test
    void aRoleOfOneNamespaceAllowsNothingInAnother() throws Exception {
        administrator("{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"kube-system\"}}");

        assertThat(call("POST", SETS.replace("functions", "kube-system"), statefulSet("pf-x", 1, "{}"))
                        .code())
                .isEqualTo(403);
        assertThat(call("GET", "/apis/apps/v1/statefulsets", "").code()).isEqualTo(403);
        assertThat(call("GET", "/api/v1/namespaces", "").code()).isEqualTo(403);
    }

    @Test
    void aTokenThatNobodyHasIsUnauthorizedAndNoneIsAnonymous() throws Exception {
        assertThat(api.answer(new Call("GET", PODS, Map.of(), "Bearer guessed", ""))
                        .code())
                .isEqualTo(401);
        assertStatus(
                api.answer(new Call("GET", PODS, Map.of(), "", "")),
                403,
                "Forbidden",
                "pods is forbidden: User \"system:anonymous\" cannot list resource \"pods\" in API group \"\" in the namespace"
                        + " \"functions\"");
    }

    @Test
    void aRuleWithNamesAllowsOnlyThem() throws Exception {
        administrator("""
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
                 "metadata": {"name": "worker", "namespace": "functions"}, "rules": [
                 {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"], "resourceNames": ["mine"]}]}""");

        assertThat(call("GET", SECRETS + "/mine", "").code()).isEqualTo(404);
        assertThat(call("GET", SECRETS + "/yours", "").code()).isEqualTo(403);
        assertThat(call("GET", SECRETS, "").code()).isEqualTo(403);
    }

    @Test
    void aPartOfAPodHasARightOfItsOwn() throws Exception {
        administrator("""
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
                 "metadata": {"name": "worker", "namespace": "functions"}, "rules": [
                 {"apiGroups": [""], "resources": ["pods"], "verbs": ["*"]},
                 {"apiGroups": [""], "resources": ["pods/portforward"], "verbs": ["get"]}]}""");

        assertStatus(
                call("GET", PODS + "/pf-x-0/log", ""),
                403,
                "Forbidden",
                "pods \"pf-x-0\" is forbidden: User \"system:serviceaccount:pulsar:broker\" cannot get resource"
                        + " \"pods/log\" in API group \"\" in the namespace \"functions\"");
        assertThat(object(call("GET", PODS + "/pf-x-0/portforward", "")).get("message"))
                .asString()
                .contains("cannot create resource \"pods/portforward\"");
        assertThat(call("GET", PODS + "/pf-x-0/status", "").code()).isEqualTo(404);
        assertThat(api.requests())
                .extracting(ApiRequest::resource)
                .containsExactly("pods/log", "pods/portforward", PODS + "/pf-x-0/status");
    }

    @Test
    void aReplacedObjectKeepsItsIdentityAndAnOldVersionIsAConflict() throws Exception {
        Map<String, Object> first =
                object(call("POST", SECRETS, "{\"metadata\": {\"name\": \"pf-secret-x\"}, \"data\": {}}"));

        Map<String, Object> second = object(call(
                "PUT",
                SECRETS + "/pf-secret-x",
                "{\"metadata\": {\"name\": \"pf-secret-x\"}, \"data\": {\"token\": \"eQ==\"}}"));
        Answer late = call("PUT", SECRETS + "/pf-secret-x", JSON.writeValueAsString(first));

        assertThat(JsonObject.text(second, "metadata", "uid")).isEqualTo(JsonObject.text(first, "metadata", "uid"));
        assertThat(second).containsEntry("data", Map.of("token", "eQ=="));
        assertThat(object(late)).containsEntry("reason", "Conflict");
        assertThat(late.code()).isEqualTo(409);
    }

    @Test
    void aStatefulSetGetsItsPodsAndTakesThemAlong() throws Exception {
        assertThat(call("POST", SETS, statefulSet("pf-x", 2, HARDENED)).code()).isEqualTo(201);
        assertThat(call("POST", SETS, statefulSet("pf-y", 1, HARDENED)).code()).isEqualTo(201);
        assertThat(names(list("name=pf-x"))).containsExactly("pf-x-0", "pf-x-1");
        assertThat(JsonObject.at(object(call("GET", SETS + "/pf-x", "")), "status", "replicas"))
                .isEqualTo(2);

        Answer deleted = call("DELETE", SETS + "/pf-x", "{\"propagationPolicy\": \"Foreground\"}");

        assertThat(object(deleted)).containsEntry("status", "Success");
        assertThat(names(list(""))).containsExactly("pf-y-0");
    }

    @Test
    void aStatefulSetThatPodSecurityForbidsIsAcceptedButHasNoPods() throws Exception {
        Answer created = call("POST", SETS, statefulSet("pf-x", 1, "{\"privileged\": true}"));

        assertThat(created.code()).isEqualTo(201);
        assertThat(names(list(""))).isEmpty();
        assertThat(cluster.list(ApiResource.EVENTS, "functions", LabelSelector.parse("")))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event).containsEntry("reason", "FailedCreate");
                    assertThat(JsonObject.text(event, "message"))
                            .startsWith(
                                    "create Pod pf-x-0 in StatefulSet pf-x failed error: pods \"pf-x-0\" is forbidden:"
                                            + " violates PodSecurity \"restricted:latest\":")
                            .contains("privileged");
                });
    }

    @Test
    void aPodIsHeldToTheLevelOfItsNamespace() throws Exception {
        String pod = "{\"metadata\": {\"name\": \"one\"}, \"spec\": " + podSpec("{}") + "}";
        assertThat(call("POST", PODS, pod).code()).isEqualTo(403);

        administrator("""
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "functions",
                 "labels": {"pod-security.kubernetes.io/enforce": "baseline",
                            "pod-security.kubernetes.io/enforce-version": "v1.25"}}}""");

        assertThat(call("POST", PODS, pod).code()).isEqualTo(201);
    }

    @Test
    void aListIsSelectedByLabels() throws Exception {
        call("POST", SETS, statefulSet("pf-x", 1, HARDENED));
        call("POST", SETS, statefulSet("pf-y", 1, HARDENED));

        assertThat(names(list("component=function,name==pf-y"))).containsExactly("pf-y-0");
        assertThat(names(list("component,name!=pf-y"))).containsExactly("pf-x-0");
        assertThat(names(list("!component"))).isEmpty();
        assertThat(api.answer(new Call("GET", PODS, Map.of("labelSelector", "name in (a)"), "Bearer secret-token", ""))
                        .code())
                .isEqualTo(400);
    }

    @Test
    void aMountWithoutItsVolumeAndTwoAtOnePathAreInvalid() throws Exception {
        String twice = "[{\"name\": \"tmp\", \"mountPath\": \"/tmp\"}, {\"name\": \"gone\", \"mountPath\": \"/tmp\"}]";
        String body = statefulSet("pf-x", 1, HARDENED)
                .replace("\"command\"", "\"volumeMounts\": " + twice + ", \"command\"")
                .replace("\"containers\"", "\"volumes\": [{\"name\": \"tmp\", \"emptyDir\": {}}], \"containers\"");

        Answer answer = call("POST", SETS, body);

        assertStatus(
                answer,
                422,
                "Invalid",
                "StatefulSet.apps \"pf-x\" is invalid: [spec.template.spec.containers[0].volumeMounts[1].name: Not found:"
                        + " \"gone\", spec.template.spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/tmp\":"
                        + " must be unique]");
    }

    @Test
    void labelsThatTheSelectorDoesNotSelectAreInvalid() throws Exception {
        String body = statefulSet("pf-x", 1, HARDENED)
                .replace("\"matchLabels\": {", "\"matchLabels\": {\"tenant\": \"another\", ");

        assertThat(call("POST", SETS, body).code()).isEqualTo(422);
    }

    @Test
    void aValueOfTheWrongTypeIsABadRequest() throws Exception {
        Answer answer = call("POST", SETS, statefulSet("pf-x", 1, "{\"runAsUser\": \"10000\"}"));

        assertThat(answer.code()).isEqualTo(400);
        assertThat(JsonObject.text(object(answer), "message")).contains("runAsUser");
    }

    @Test
    void whatItDoesNotDoItRefuses() throws Exception {
        assertThat(api.answer(new Call("POST", SECRETS, Map.of("dryRun", "All"), "Bearer secret-token", "{}"))
                        .code())
                .isEqualTo(400);
        administrator("""
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
                 "metadata": {"name": "worker", "namespace": "functions"}, "rules": [
                 {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]}""");
        assertThat(call("PATCH", SECRETS + "/x", "{}").code()).isEqualTo(400);
        assertThat(call("DELETE", SECRETS, "").code()).isEqualTo(405);
        assertThat(call("POST", SECRETS, "[]").code()).isEqualTo(400);
        assertThat(call("POST", SECRETS, "x".repeat(KubernetesApi.BODY_LIMIT + 1))
                        .code())
                .isEqualTo(413);
        assertThat(call("POST", SECRETS, "{\"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"x\"}}")
                        .code())
                .isEqualTo(400);
        assertThat(call("POST", SECRETS, "{\"metadata\": {\"name\": \"x\", \"namespace\": \"other\"}}")
                        .code())
                .isEqualTo(400);
    }

    @Test
    void whatIsAppliedIsMadeByWhoMayMakeItAndThenPutIntoWhatIsThere() throws Exception {
        rights("\"patch\", \"get\"");
        assertThat(apply("mine", "x", "{\"data\": {\"a\": \"eA==\"}}").code()).isEqualTo(403);
        rights("\"patch\", \"get\", \"create\"");
        assertThat(apply("mine", "x", "{\"data\": {\"a\": \"eA==\"}}").code()).isEqualTo(200);
        Map<String, Object> first = object(call("GET", SECRETS + "/x", ""));

        assertThat(object(apply("mine", "x", "{\"data\": {\"a\": \"eA==\"}}"))).isEqualTo(first);
        assertThat(apply("mine", "x", "{\"data\": {\"b\": \"eQ==\"}}").code()).isEqualTo(200);
        assertThat(object(call("GET", SECRETS + "/x", ""))).containsEntry("data", Map.of("a", "eA==", "b", "eQ=="));
    }

    @Test
    void whatSomebodyElseHasSetIsAConflictUnlessItIsForced() throws Exception {
        rights("\"patch\", \"get\", \"create\"");
        apply("theirs", "x", "{\"data\": {\"a\": \"eA==\"}}");

        assertThat(apply("mine", "x", "{\"data\": {\"a\": \"eQ==\"}}").code()).isEqualTo(409);
        assertThat(api.answer(new Call(
                                "PATCH",
                                SECRETS + "/x",
                                Map.of("fieldManager", "mine", "force", "true"),
                                "Bearer secret-token",
                                "{\"data\": {\"a\": \"eQ==\"}}"))
                        .code())
                .isEqualTo(200);
    }

    @Test
    void aReviewSaysWhatOneMayDo() throws Exception {
        assertThat(review("create", "apps", "statefulsets", "functions")).isTrue();
        assertThat(review("patch", "apps", "statefulsets", "functions")).isFalse();
        assertThat(review("create", "apps", "statefulsets", "other")).isFalse();
    }

    private boolean review(String verb, String group, String resource, String namespace) throws Exception {
        Answer answer = call(
                "POST",
                "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                JSON.writeValueAsString(Map.of(
                        "spec",
                        Map.of(
                                "resourceAttributes",
                                Map.of("verb", verb, "group", group, "resource", resource, "namespace", namespace)))));
        return Boolean.TRUE.equals(JsonObject.at(object(answer), "status", "allowed"));
    }

    private Answer apply(String manager, String name, String object) {
        String named = "{\"metadata\": {\"name\": \"" + name + "\"}, " + object.substring(1);
        return api.answer(
                new Call("PATCH", SECRETS + "/" + name, Map.of("fieldManager", manager), "Bearer secret-token", named));
    }

    private void rights(String verbs) throws JsonProcessingException {
        administrator("""
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
                 "metadata": {"name": "worker", "namespace": "functions"}, "rules": [
                 {"apiGroups": [""], "resources": ["secrets"], "verbs": [%s]}]}""".formatted(verbs));
    }

    private static final String HARDENED = """
            {"runAsNonRoot": true, "allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]},
             "seccompProfile": {"type": "RuntimeDefault"}}""";

    private static String podSpec(String securityContext) {
        return "{\"containers\": [{\"name\": \"pulsarfunction\", \"image\": \"apachepulsar/pulsar\", \"command\": [\"sh\"],"
                + " \"securityContext\": " + securityContext + "}]}";
    }

    private static String statefulSet(String name, int replicas, String securityContext) {
        String labels = "{\"component\": \"function\", \"name\": \"" + name + "\"}";
        return "{\"metadata\": {\"name\": \"" + name + "\"}, \"spec\": {\"replicas\": " + replicas
                + ", \"serviceName\": \""
                + name + "\", \"selector\": {\"matchLabels\": " + labels
                + "}, \"template\": {\"metadata\": {\"labels\": "
                + labels + "}, \"spec\": " + podSpec(securityContext) + "}}}";
    }

    private Answer call(String method, String path, String body) {
        return api.answer(new Call(method, path, Map.of(), "Bearer secret-token", body));
    }

    private Map<String, Object> list(String selector) throws JsonProcessingException {
        return object(api.answer(new Call("GET", PODS, Map.of("labelSelector", selector), "Bearer secret-token", "")));
    }

    private void administrator(String text) throws JsonProcessingException {
        Map<String, Object> object = read(text);
        ApiResource resource =
                ApiResource.ofKind(JsonObject.text(object, "apiVersion"), JsonObject.text(object, "kind"));
        ApiPath path = new ApiPath(
                resource,
                JsonObject.text(object, "metadata", "namespace"),
                JsonObject.text(object, "metadata", "name"));
        if (cluster.find(resource, path.namespace(), path.name()).isPresent()) {
            cluster.replace(path, object);
        } else {
            cluster.create(resource, path.namespace(), object);
        }
    }

    private static List<String> names(Map<String, Object> list) {
        return JsonObject.maps(list, "items").stream()
                .map(item -> JsonObject.text(item, "metadata", "name"))
                .toList();
    }

    private static void assertStatus(Answer answer, int code, String reason, String message)
            throws JsonProcessingException {
        assertThat(object(answer))
                .containsEntry("kind", "Status")
                .containsEntry("apiVersion", "v1")
                .containsEntry("status", "Failure")
                .containsEntry("reason", reason)
                .containsEntry("message", message)
                .containsEntry("code", code);
        assertThat(answer.code()).isEqualTo(code);
    }

    private static Map<String, Object> object(Answer answer) throws JsonProcessingException {
        return read(answer.body());
    }

    private static Map<String, Object> read(String text) throws JsonProcessingException {
        return JSON.readValue(text, new TypeReference<Map<String, Object>>() {});
    }
}
