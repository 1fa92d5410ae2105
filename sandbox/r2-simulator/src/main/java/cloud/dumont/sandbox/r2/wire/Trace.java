package cloud.dumont.sandbox.r2.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What became of one request, for the log. Used by the one thread that serves it. */
public final class Trace {
    private String caller = "none";
    private String code = "";
    private int status;
    private long bytesIn;
    private long bytesOut;

    public void caller(String keyId) {
        caller = keyId;
    }

    public void code(String refusal) {
        code = refusal;
    }

    /** 0 stands for a connection that was cut. */
    void status(int sent) {
        status = sent;
    }

    String caller() {
        return caller;
    }

    String code() {
        return code;
    }

    int status() {
        return status;
    }

    long bytesIn() {
        return bytesIn;
    }

    long bytesOut() {
        return bytesOut;
    }

    InputStream counting(InputStream body) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                int next = body.read();
                bytesIn += next < 0 ? 0 : 1;
                return next;
            }

            @Override
            public int read(byte[] into, int offset, int count) throws IOException {
                int got = body.read(into, offset, count);
                bytesIn += Math.max(0, got);
                return got;
            }
        };
    }

    OutputStream counting(OutputStream body) {
        return new OutputStream() {
            @Override
            public void write(int next) throws IOException {
                body.write(next);
                bytesOut++;
            }

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                body.write(bytes, offset, count);
                bytesOut += count;
            }
        };
    }
}
