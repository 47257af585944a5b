package com.custom.pulsar.source.signal;

import org.apache.pulsar.client.api.MessageId;

/** Pulsar's own are made by its client only. */
record FakeMessageId(int number) implements MessageId {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] toByteArray() {
        return new byte[] {(byte) number};
    }

    @Override
    public int compareTo(MessageId other) {
        return Integer.compare(number, ((FakeMessageId) other).number);
    }
}
