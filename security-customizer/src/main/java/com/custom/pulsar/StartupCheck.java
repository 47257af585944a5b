package com.custom.pulsar;

import com.custom.pulsar.securitycustomizer.FunctionCustomization;
import com.custom.pulsar.securitycustomizer.startup.BrokerAuthentication;
import com.custom.pulsar.securitycustomizer.startup.StartupArguments;
import com.custom.pulsar.securitycustomizer.startup.StartupProblem;
import com.custom.pulsar.securitycustomizer.startup.StartupVerdict;
import com.custom.pulsar.securitycustomizer.startup.WorkerCheck;
import com.custom.pulsar.securitycustomizer.startup.WorkerFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Run before the broker, in its container: ends with 0 if its functions worker will harden every pod, with 1 and all
 * reasons on standard error if not, with 2 for wrong usage. Prints names of variables, never their values.
 */
public final class StartupCheck {
    private static final String NAME = "pulsar-security-customizer";
    private static final String USAGE = """
            Checks, before a broker starts, that its functions worker will harden every pod.

            Usage: java -cp 'lib/*' com.custom.pulsar.StartupCheck [--script-exit-code N] [--broker-conf FILE] FILE

              FILE                  the functions worker's file, conf/functions_worker.yml
              --script-exit-code N  with what bin/gen-yml-from-env.py has ended; anything but 0 is a problem
              --broker-conf FILE    the broker's file; broker.conf beside FILE if not given, and looked at only if the
                                    environment does not set authenticationEnabled
              --help                this text

            Exit codes: 0 every pod will be hardened, 1 the broker must not start, 2 wrong usage.

            As the Apache Pulsar Helm chart's broker.additionalCommand:
              bin/gen-yml-from-env.py conf/functions_worker.yml; java -XX:TieredStopAtLevel=1 -cp 'lib/*' \
            com.custom.pulsar.StartupCheck --script-exit-code $? conf/functions_worker.yml || exit 1;
            """;

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    StartupCheck(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        // The plug-in's classes have loggers; starting the broker's logging for them would take longer than the check.
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "WARN");
        System.exit(new StartupCheck(System.getenv(), System.out, System.err).run(List.of(arguments)));
    }

    int run(List<String> arguments) {
        if (arguments.contains("--help")) {
            out.print(USAGE);
            return 0;
        }
        try {
            return check(StartupArguments.parse(arguments));
        } catch (IllegalArgumentException e) {
            err.println(NAME + ": " + e.getMessage());
            err.println(USAGE);
            return 2;
        }
    }

    private int check(StartupArguments arguments) {
        StartupVerdict verdict = verdict(arguments);
        if (verdict instanceof StartupVerdict.Hardened hardened) {
            out.println(NAME + ": " + hardened.policy());
            hardened.advice().forEach(advice -> out.println(NAME + ": advice: " + advice));
            return 0;
        }
        StartupVerdict.Refused refused = (StartupVerdict.Refused) verdict;
        err.println(NAME + ": the broker must not start, because pods of functions would not be hardened ("
                + arguments.workerFile() + "):");
        for (StartupProblem problem : refused.problems()) {
            err.println("  - " + problem.found());
            err.println("    fix: " + problem.fix());
        }
        return 1;
    }

    private StartupVerdict verdict(StartupArguments arguments) {
        Path file = arguments.workerFile();
        Path broker = arguments.brokerFile().orElse(file.resolveSibling("broker.conf"));
        WorkerFile worker;
        try {
            worker = WorkerFile.read(file);
        } catch (IOException e) {
            return refused("the functions worker's file " + e.getMessage(), "name another, or mend this one");
        }
        boolean authenticates;
        try {
            authenticates = BrokerAuthentication.isEnabled(environment, broker);
        } catch (IOException e) {
            return refused("the broker's file " + broker + " cannot be read", "name another with --broker-conf");
        }
        return new WorkerCheck(environment, worker, authenticates, arguments.scriptExitCode(), StartupCheck::policy)
                .verdict();
    }

    private static String policy(Map<String, Object> settings) {
        // Made only to see that the class and all it extends can be loaded.
        new SecurityEnabledKubernetesManifestCustomizer();
        FunctionCustomization customization = FunctionCustomization.of(settings);
        return (customization.leavesFunctionsUnhardened() ? "pods are NOT hardened: " : "pods are hardened: ")
                + customization.summary();
    }

    private static StartupVerdict refused(String found, String fix) {
        return new StartupVerdict.Refused(List.of(new StartupProblem(found, fix)));
    }
}
