package cloud.dumont.gateway.routes;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Closing an answer before its end ends its connection. By itself the client would read on to the end first, to use the connection
 * again: a stream has none, so a service would never learn that its listener is gone, and a long download would be fetched for nobody.
 */
final class AbandonedAnswers implements ExecChainHandler {
    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        HttpEntity entity = response.getEntity();
        if (entity != null && entity.isStreaming()) {
            response.setEntity(new Abandonable(entity, scope.execRuntime));
        }
        return response;
    }

    private static final class Abandonable extends HttpEntityWrapper {
        private final ExecRuntime runtime;
        private @Nullable Content content;

        private Abandonable(HttpEntity entity, ExecRuntime runtime) {
            super(entity);
            this.runtime = runtime;
        }

        /** Whoever closes asks for it again, and has to find how far it was read. */
        @Override
        public InputStream getContent() throws IOException {
            Content known = content;
            if (known == null) {
                known = new Content(super.getContent(), runtime);
                content = known;
            }
            return known;
        }

        @Override
        public void close() throws IOException {
            getContent().close();
        }
    }

    private static final class Content extends FilterInputStream {
        private final ExecRuntime runtime;
        private boolean ended;

        private Content(InputStream in, ExecRuntime runtime) {
            super(in);
            this.runtime = runtime;
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            ended |= read < 0;
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = in.read(into, offset, length);
            ended |= read < 0;
            return read;
        }

        @Override
        public void close() throws IOException {
            if (ended) {
                in.close();
            } else {
                runtime.discardEndpoint();
            }
        }
    }
}
