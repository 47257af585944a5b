package com.custom.pulsar.source;

/** Tells the status and the metrics of the source that it halts, and that it goes on. */
record HaltReport(StatusReport status, Figures figures) implements CaptureLoop.Listener {

    @Override
    public void halted(CaptureException reason) {
        figures.halted(true);
        status.show(reason);
    }

    @Override
    public void resumed() {
        figures.halted(false);
        status.clear();
    }
}
