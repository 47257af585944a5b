package com.custom.pulsar.source.signal;

import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;

/** Where signals come from. */
interface SignalMessages {

    /** Who gets a message; it comes again after the next start unless it is acknowledged. */
    interface Receiver {
        void arrived(MessageId id, byte @Nullable [] value);
    }

    /** Hands over the next message that is there already. False if there is none. */
    boolean poll(Receiver receiver) throws PulsarClientException;

    /** Does not wait. */
    void acknowledge(MessageId id);
}
