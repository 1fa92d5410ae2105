package cloud.dumont.sandbox.vastai.contract;

import org.jspecify.annotations.Nullable;

/** Where an instance is in its life, with the word that {@code actual_status} shows for it. */
public enum Phase {
    /** The contract exists, the host has not answered yet. */
    UNREACHED(null, false),
    CREATED("created", false),
    PULLING("loading", false),
    /** The host is starting the processes. */
    LAUNCHING("loading", false),
    UP("running", true),
    /** Told to stop; the container still runs. */
    STOPPING("running", true),
    STOPPED("exited", false),
    /** Wants to run and waits for its GPUs. */
    SCHEDULING("exited", false),
    REBOOTING("rebooting", false),
    RECYCLING("recycling", false),
    PULL_STUCK("loading", false),
    START_FAILED("created", false),
    OFFLINE("offline", false);

    private final @Nullable String word;
    private final boolean gpuBilled;

    Phase(@Nullable String word, boolean gpuBilled) {
        this.word = word;
        this.gpuBilled = gpuBilled;
    }

    public @Nullable String word() {
        return word;
    }

    public boolean gpuBilled() {
        return gpuBilled;
    }

    /** The disk costs in every state but this one. */
    public boolean diskBilled() {
        return this != OFFLINE;
    }

    /** Whether processes of the box may exist. */
    public boolean mayHaveBox() {
        return this == LAUNCHING || this == UP || this == STOPPING || this == REBOOTING || this == RECYCLING;
    }
}
