package com.custom.pulsar.cluster.harden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;

/** A manifest read into the types of Kubernetes' API; a field that they do not have fails. */
public final class TypedManifest {
    private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.of(
            "Namespace", Namespace.class,
            "Service", Service.class,
            "ServiceAccount", ServiceAccount.class,
            "ConfigMap", ConfigMap.class,
            "StatefulSet", StatefulSet.class,
            "Job", Job.class,
            "Role", Role.class,
            "RoleBinding", RoleBinding.class,
            "NetworkPolicy", NetworkPolicy.class,
            "PodDisruptionBudget", PodDisruptionBudget.class);
    private static final ObjectMapper STRICT = new ObjectMapper().setAnnotationIntrospector(new WithoutFurtherFields());

    private TypedManifest() {}

    public static HasMetadata read(Map<String, ?> object) throws IOException {
        HasMetadata typed = STRICT.readValue(
                STRICT.writeValueAsBytes(object),
                Objects.requireNonNull(TYPES.get(String.valueOf(object.get("kind")))));
        assertThat(typed.getApiVersion()).isEqualTo(object.get("apiVersion"));
        assertThat(typed.getMetadata().getName()).isNotEmpty();
        return typed;
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
