package com.custom.pulsar.operations;

/** A look at the place where an instance runs, beside what Pulsar says of it. Asked about twice a second while it is waited for. */
public interface InstanceWatch {
    /** Where nothing but Pulsar is asked. */
    InstanceWatch NONE = new InstanceWatch() {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public String place() {
            return "";
        }

        @Override
        public boolean isLeftToPulsar() {
            return true;
        }
    };

    /** Whether it can run there. Throws if it never will. */
    boolean isReady();

    /** How it is there, to be put behind an error; empty, or a part of a sentence that begins with a space. */
    String place();

    /** Whether an instance that does not come back by itself is to be started anew through Pulsar. */
    default boolean isLeftToPulsar() {
        return false;
    }
}
