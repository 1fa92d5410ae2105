package cloud.dumont.sandbox.r2.wire;

import java.io.IOException;

/** The connection shall end here, with no answer or in the middle of it. */
public final class CutOff extends IOException {
    private static final long serialVersionUID = 1L;

    CutOff() {
        super("cut off on purpose");
    }
}
