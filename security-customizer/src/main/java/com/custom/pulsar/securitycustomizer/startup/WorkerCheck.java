package com.custom.pulsar.securitycustomizer.startup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds everything in a functions worker's configuration that would let pods start without being hardened. */
public final class WorkerCheck {
    public static final String CUSTOMIZER = "com.custom.pulsar.SecurityEnabledKubernetesManifestCustomizer";
    public static final String AUTH_PROVIDER = "com.custom.pulsar.SecurityEnabledKubernetesSecretsTokenAuthProvider";

    private static final String RUNTIME_FACTORY =
            "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory";
    /** Adds its volume to those that are there, and stores no token. */
    private static final String SERVICE_ACCOUNT_PROVIDER =
            "org.apache.pulsar.functions.auth.KubernetesServiceAccountTokenAuthProvider";

    private static final String SECRETS =
            "org.apache.pulsar.functions.secretsproviderconfigurator.KubernetesSecretsProviderConfigurator";
    private static final int NAMES_SHOWN = 10;

    private final Map<String, String> environment;
    private final WorkerFile file;
    private final boolean brokerAuthenticates;
    private final int scriptExitCode;
    private final Function<Map<String, Object>, String> customizer;

    /**
     * A check of one configuration.
     *
     * @param environment the variables of the process
     * @param file what the worker is going to read
     * @param brokerAuthenticates whether the broker around the worker authenticates its clients
     * @param scriptExitCode with what the script that writes the file has ended; 0 is success
     * @param customizer makes the policy in force out of the customizer's settings, as one line; throws an
     *     {@link IllegalArgumentException} for settings that it refuses
     */
    public WorkerCheck(
            Map<String, String> environment,
            WorkerFile file,
            boolean brokerAuthenticates,
            int scriptExitCode,
            Function<Map<String, Object>, String> customizer) {
        this.environment = environment;
        this.file = file;
        this.brokerAuthenticates = brokerAuthenticates;
        this.scriptExitCode = scriptExitCode;
        this.customizer = customizer;
    }

    /** The verdict, with all problems at once. */
    public StartupVerdict verdict() {
        List<StartupProblem> problems = new ArrayList<>(variables());
        runtimeFactory().ifPresent(problems::add);
        String policy = policy(problems);
        authProvider().ifPresent(problems::add);
        return problems.isEmpty()
                ? new StartupVerdict.Hardened(policy, advice())
                : new StartupVerdict.Refused(problems);
    }

    private List<String> advice() {
        if (file.text("secretsProviderConfiguratorClassName")
                .filter(SECRETS::equals)
                .isPresent()) {
            return List.of();
        }
        return List.of("secrets of functions are handed over in clear text and not as Kubernetes Secrets; set"
                + " PF_secretsProviderConfiguratorClassName to " + SECRETS);
    }

    private List<StartupProblem> variables() {
        WorkerVariables variables = new WorkerVariables(environment);
        List<String> missing = variables.missingFrom(file.content());
        if (missing.isEmpty() && scriptExitCode == 0) {
            return List.of();
        }
        List<StartupProblem> obstacles = variables.obstacles(file.content());
        List<StartupProblem> problems = new ArrayList<>();
        String fix = obstacles.isEmpty()
                ? "see what bin/gen-yml-from-env.py has written above, and whether it ran before this check"
                : "mend what stopped bin/gen-yml-from-env.py, named next";
        if (!missing.isEmpty()) {
            problems.add(new StartupProblem(
                    missing.size() + " of " + variables.count() + " PF_ variables are not in the file: "
                            + some(missing),
                    fix));
        }
        if (scriptExitCode != 0) {
            problems.add(new StartupProblem("bin/gen-yml-from-env.py has ended with " + scriptExitCode, fix));
        }
        problems.addAll(obstacles);
        return problems;
    }

    private Optional<StartupProblem> runtimeFactory() {
        String key = "functionRuntimeFactoryClassName";
        String fix = "set PF_" + key + " to " + RUNTIME_FACTORY;
        Optional<String> factory = file.text(key);
        if (factory.isPresent()) {
            return factory.filter(name -> !name.equals(RUNTIME_FACTORY))
                    .map(name ->
                            new StartupProblem(key + " is " + name + ", which runs functions outside of pods", fix));
        }
        // The order in which the worker looks at the sections of before.
        for (String section : List.of("threadContainerFactory", "processContainerFactory")) {
            if (file.has(section)) {
                return Optional.of(new StartupProblem(
                        key + " is not set, so that " + section + " counts, which makes no pods", fix));
            }
        }
        return file.has("kubernetesContainerFactory")
                ? Optional.empty()
                : Optional.of(new StartupProblem(key + " is not set", fix));
    }

    private String policy(List<StartupProblem> problems) {
        String key = "runtimeCustomizerClassName";
        String name = file.text(key).orElse("");
        if (!name.equals(CUSTOMIZER)) {
            problems.add(new StartupProblem(
                    key + (name.isEmpty() ? " is not set" : " is " + name) + ": pods would not be hardened",
                    "set PF_" + key + " to " + CUSTOMIZER));
            return "";
        }
        try {
            return customizer.apply(file.section("runtimeCustomizerConfig"));
        } catch (IllegalArgumentException e) {
            problems.add(new StartupProblem(
                    "runtimeCustomizerConfig is refused: " + e.getMessage(),
                    "change the variables PF_runtimeCustomizerConfig_*"));
        } catch (LinkageError e) {
            problems.add(new StartupProblem(
                    CUSTOMIZER + " cannot be loaded: " + e,
                    "run this check with Pulsar's lib folder on the class path: java -cp 'lib/*'"));
        }
        return "";
    }

    private Optional<StartupProblem> authProvider() {
        String key = "functionAuthProviderClassName";
        String name = file.text(key).orElse("");
        // A worker of its own reads it from its own file.
        boolean authenticates = brokerAuthenticates || file.isTrue("authenticationEnabled");
        if (!authenticates || name.equals(AUTH_PROVIDER) || name.equals(SERVICE_ACCOUNT_PROVIDER)) {
            return Optional.empty();
        }
        return Optional.of(new StartupProblem(
                "authentication is on and " + key + (name.isEmpty() ? " is not set" : " is " + name)
                        + ": Pulsar would take the writable volumes of hardened pods away",
                "set PF_" + key + " to " + AUTH_PROVIDER));
    }

    private static String some(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
        return names.size() > NAMES_SHOWN ? shown + " and " + (names.size() - NAMES_SHOWN) + " more" : shown;
    }
}
