package com.custom.pulsar.podsecurity.harden;

/** How a proposed value stands to the current one. */
public enum Comparison {
    /** Both mean the same. */
    EQUAL,
    /** The proposed value allows less in every case. */
    TIGHTER,
    /** The proposed value allows more in some case, and less in none. */
    LOOSER,
    /** Neither, or not to be told from the values alone: whoever must not loosen has to treat it as looser. */
    INCOMPARABLE;

    /** Whether a proposal that compares so loosens nothing. */
    public boolean keepsOrTightens() {
        return this == EQUAL || this == TIGHTER;
    }
}
