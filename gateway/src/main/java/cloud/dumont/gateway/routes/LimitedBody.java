package cloud.dumont.gateway.routes;

import cloud.dumont.web.problem.RefusedException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Stops reading a body that turns out longer than allowed; a length given up front was checked before. */
final class LimitedBody extends HttpServletRequestWrapper {
    static final long LIMIT = 1024 * 1024;
    private @Nullable ServletInputStream stream;

    LimitedBody(HttpServletRequest request) {
        super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        ServletInputStream counted = stream == null ? new Counted(super.getInputStream()) : stream;
        stream = counted;
        return counted;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    private static final class Counted extends ServletInputStream {
        private final ServletInputStream source;
        private long seen;

        Counted(ServletInputStream source) {
            this.source = source;
        }

        private int count(int read) {
            seen += Math.max(0, read);
            if (seen > LIMIT) {
                throw new RefusedException(new DoorRefusal.TooLarge(LIMIT));
            }
            return read;
        }

        @Override
        public int read() throws IOException {
            int value = source.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return count(source.read(buffer, offset, length));
        }

        @Override
        public boolean isFinished() {
            return source.isFinished();
        }

        @Override
        public boolean isReady() {
            return source.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            source.setReadListener(listener);
        }
    }
}
