package cloud.dumont.gateway.routes;

import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;

/** The client towards the services: HTTP/1.1, no cookies, no redirects, no repeats, since a repeat is the caller's decision. */
@Configuration(proxyBeanMethods = false)
class UpstreamClient {
    /** Every open stream holds a connection. */
    private static final int CONNECTIONS = 20_000;

    private static final Timeout CONNECT = Timeout.ofSeconds(2);
    /** Longer than the longest waiting call (60 s) and than the pause between two pings of a stream. */
    private static final Timeout SILENCE = Timeout.ofSeconds(75);

    private static final TimeValue CHECKED_AFTER = TimeValue.ofMilliseconds(250);

    @Bean
    ClientHttpRequestFactory upstreamRequests() {
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT)
                        .setSocketTimeout(SILENCE)
                        .setValidateAfterInactivity(CHECKED_AFTER)
                        .build())
                .build();
        return new HttpComponentsClientHttpRequestFactory(HttpClients.custom()
                .setConnectionManager(connections)
                .addExecInterceptorFirst("abandoned-answers", new AbandonedAnswers())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(5, TimeUnit.SECONDS)
                        .setResponseTimeout(SILENCE)
                        .build())
                .evictIdleConnections(TimeValue.ofSeconds(30))
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .disableConnectionState()
                .disableDefaultUserAgent()
                .build());
    }
}
