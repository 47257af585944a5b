package com.custom.pulsar.securitycustomizer;

/**
 * Whether Pulsar is asking before it stores a function.
 *
 * <p>Pulsar 4.0 and 4.2 call {@code customizeName} and {@code customizeNamespace} with the same arguments from two places. {@code
 * RuntimeFactory.doAdmissionChecks} calls them for {@code create} and {@code update}, before anything is stored; an exception there
 * is the submitter's answer (400) and nothing is left behind. {@code RuntimeFactory.createContainer} and the authentication
 * provider call them for functions that are stored, to start them, and to find what has to be stopped and deleted; an exception
 * there leaves the worker without a handle on the function, so that deleting it would leave its StatefulSet and its token behind
 * for ever. Only the caller's name tells the two apart.
 */
final class Admission {
    // org.apache.pulsar.functions.runtime.RuntimeFactory
    private static final String METHOD = "doAdmissionChecks";
    // Between the customizer and that method are a few of Pulsar's, and a servlet container far above.
    private static final int DEEPEST = 32;
    private static final StackWalker STACK = StackWalker.getInstance();

    private Admission() {}

    static boolean isAsked() {
        return STACK.walk(frames ->
                frames.limit(DEEPEST).anyMatch(frame -> frame.getMethodName().equals(METHOD)));
    }
}
