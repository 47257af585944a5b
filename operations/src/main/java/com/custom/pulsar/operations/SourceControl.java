package com.custom.pulsar.operations;

import com.custom.pulsar.pipeline.Pipeline;
import org.apache.pulsar.client.admin.PulsarAdmin;
import org.apache.pulsar.client.admin.PulsarAdminException;

/** What a source in Pulsar can be told; an interface because tests have no Pulsar. */
interface SourceControl {
    boolean isDeployed() throws PulsarAdminException;

    /** False if it was stopped before. */
    boolean stop() throws PulsarAdminException;

    void start() throws PulsarAdminException;

    /** Whether it still stores positions. */
    boolean isWriting() throws PulsarAdminException;

    /** The command that starts it by hand. */
    String startCommand();

    static SourceControl of(PulsarConnection pulsar, Pipeline pipeline) {
        PulsarAdmin admin = pulsar.admin();
        String tenant = pipeline.topics().tenant();
        String namespace = pipeline.topics().namespace();
        String name = pipeline.source().name();
        OffsetTopicAccess topic = new OffsetTopicAccess(pulsar, pipeline);
        return new SourceControl() {
            @Override
            public boolean isDeployed() throws PulsarAdminException {
                try {
                    admin.sources().getSource(tenant, namespace, name);
                    return true;
                } catch (PulsarAdminException.NotFoundException e) {
                    return false;
                }
            }

            @Override
            public boolean stop() throws PulsarAdminException {
                return SourceControl.stop(admin, tenant, namespace, name);
            }

            @Override
            public void start() throws PulsarAdminException {
                admin.sources().startSource(tenant, namespace, name);
            }

            @Override
            public boolean isWriting() throws PulsarAdminException {
                return topic.isWritten();
            }

            @Override
            public String startCommand() {
                return "pulsar-admin sources start --tenant " + tenant + " --namespace " + namespace + " --name "
                        + name;
            }
        };
    }

    /** Stops a source; false if it was stopped before, which Pulsar refuses to do again. */
    static boolean stop(PulsarAdmin admin, String tenant, String namespace, String name) throws PulsarAdminException {
        try {
            admin.sources().stopSource(tenant, namespace, name);
            return true;
        } catch (PulsarAdminException e) {
            if (e.getStatusCode() == 400 && Failures.text(e).contains("Operation not permitted")) {
                return false;
            }
            throw e;
        }
    }
}
