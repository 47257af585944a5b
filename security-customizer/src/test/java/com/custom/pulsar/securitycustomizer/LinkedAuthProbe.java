package com.custom.pulsar.securitycustomizer;

import com.custom.pulsar.SecurityEnabledKubernetesSecretsTokenAuthProvider;
import io.kubernetes.client.openapi.models.V1EmptyDirVolumeSource;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pulsar.broker.authentication.AuthenticationDataSource;
import org.apache.pulsar.functions.auth.FunctionAuthData;
import org.apache.pulsar.functions.auth.KubernetesFunctionAuthProvider;
import org.apache.pulsar.functions.instance.AuthenticationConfig;

/** Calls the auth provider as Pulsar does, with whatever Pulsar its class loader has; gives what it made as text. */
public final class LinkedAuthProbe implements Supplier<String> {
    @Override
    public String get() {
        KubernetesFunctionAuthProvider provider = new SecurityEnabledKubernetesSecretsTokenAuthProvider();
        provider.setNamespaceProviderFunc(details -> "functions");
        V1StatefulSet statefulSet = RuntimeManifests.statefulSet();
        RuntimeManifests.pod(statefulSet)
                .addVolumesItem(new V1Volume().name("writable-tmp").emptyDir(new V1EmptyDirVolumeSource()));
        RuntimeManifests.container(statefulSet)
                .addVolumeMountsItem(new V1VolumeMount().name("writable-tmp").mountPath("/tmp"));
        FunctionAuthData stored =
                FunctionAuthData.builder().data(new StoredToken("abc12").data()).build();
        AuthenticationConfig authentication = AuthenticationConfig.builder().build();

        provider.configureAuthDataStatefulSet(statefulSet, Optional.of(stored));
        provider.configureAuthenticationConfig(authentication, Optional.empty());

        return new ManifestBridge().read(statefulSet)
                + "\n" + authentication.getClientAuthenticationParameters()
                + "\n" + refusal(() -> provider.configureAuthDataStatefulSet(statefulSet, Optional.empty()))
                + "\n" + refusal(() -> provider.cacheAuthData(Functions.orders(), new AuthenticationDataSource() {}))
                + "\n"
                + refusal(() -> provider.updateAuthData(
                        Functions.orders(), Optional.of(stored), new AuthenticationDataSource() {}));
    }

    private interface Call {
        void run() throws Exception;
    }

    private static String refusal(Call call) {
        try {
            call.run();
            return "not refused";
        } catch (Exception e) {
            return e.toString();
        }
    }
}
