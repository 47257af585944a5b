package com.custom.pulsar.cluster.harden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.custom.pulsar.cluster.manifests.Manifest;
import com.custom.pulsar.cluster.manifests.Manifests;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What lies in {@code deploy/manifests}, read into the types of Kubernetes' API without a field that they do not have. */
class TypedManifestsTest {
    private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.of(
            "Namespace", Namespace.class,
            "Service", Service.class,
            "StatefulSet", StatefulSet.class,
            "Role", Role.class,
            "RoleBinding", RoleBinding.class,
            "NetworkPolicy", NetworkPolicy.class);
    private static final ObjectMapper STRICT = new ObjectMapper().setAnnotationIntrospector(new WithoutFurtherFields());

    @ParameterizedTest
    @MethodSource("files")
    void everyFieldIsOneOfTheApi(Path file) throws IOException {
        List<Map<String, Object>> objects = Manifests.read(file.toString(), Files.readAllBytes(file)).stream()
                .map(Manifest::object)
                .flatMap(Optional::stream)
                .toList();

        assertThat(objects).isNotEmpty();
        for (Map<String, Object> object : objects) {
            Class<? extends HasMetadata> type = Objects.requireNonNull(TYPES.get(String.valueOf(object.get("kind"))));
            HasMetadata typed = STRICT.readValue(STRICT.writeValueAsBytes(object), type);
            assertThat(typed.getApiVersion()).isEqualTo(object.get("apiVersion"));
            assertThat(typed.getMetadata().getName()).isNotEmpty();
        }
    }

    @Test
    void aFieldThatTheApiDoesNotHaveIsFound() {
        assertThatThrownBy(() -> STRICT.readValue("{\"spec\": {\"portz\": []}}", Service.class))
                .hasMessageContaining("portz");
    }

    static Stream<Path> files() throws IOException {
        return DeployManifestsTest.files();
    }

    /** The model keeps what it does not know in a map, which would let everything through. */
    private static final class WithoutFurtherFields extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }
}
