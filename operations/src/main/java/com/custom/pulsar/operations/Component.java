package com.custom.pulsar.operations;

import java.util.Optional;
import org.apache.pulsar.client.admin.PulsarAdminException;

/** A source or a function in Pulsar: what {@link ComponentDeployment} needs of either. */
interface Component {
    /** Such as {@code source debezium-postgres-source}, for messages. */
    String label();

    /** The configuration that Pulsar should have. */
    Configuration wanted();

    /** The configuration that Pulsar has; empty if there is no such component. */
    Optional<Configuration> current() throws PulsarAdminException;

    void create() throws PulsarAdminException;

    void update() throws PulsarAdminException;

    void delete() throws PulsarAdminException;

    void restart() throws PulsarAdminException;

    /** Forgets the code that Pulsar kept of a component that is gone; without any it does nothing. */
    void deletePackages() throws PulsarAdminException;

    InstanceState state() throws PulsarAdminException;

    /** How often in a row, half a second apart, it must be seen running to be believed. */
    default int timesSeenRunning() {
        // The instance of an older configuration may answer once more.
        return 2;
    }
}
