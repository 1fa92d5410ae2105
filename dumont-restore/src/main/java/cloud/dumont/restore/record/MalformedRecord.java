package cloud.dumont.restore.record;

import java.io.IOException;

/** Bytes that are no record: the writer was wrong or hostile. */
public final class MalformedRecord extends IOException {
    public MalformedRecord(String message) {
        super(message);
    }
}
