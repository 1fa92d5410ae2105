package cloud.dumont.instances.vendor;

import cloud.dumont.kernel.Secret;
import cloud.dumont.provider.GpuProvider;
import cloud.dumont.provider.gcp.GcpConfig;
import cloud.dumont.provider.gcp.GcpStandbyProvider;
import cloud.dumont.provider.http.VendorCallObserver;
import cloud.dumont.provider.vastai.VastAiConfig;
import cloud.dumont.provider.vastai.VastAiProvider;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import okhttp3.OkHttpClient;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one place that knows the adapters. */
@Configuration(proxyBeanMethods = false)
class VendorConfiguration {
    private static final String COMPUTE = "https://www.googleapis.com/auth/compute";

    @Bean
    @ConditionalOnProperty("dumont.vendors.vastai.api-key-file")
    GpuProvider vastAi(VastAiAccount account, MeterRegistry meters, InstantSource clock) {
        Path keyFile = account.apiKeyFile();
        if (keyFile == null) {
            throw new IllegalStateException("dumont.vendors.vastai.api-key-file is empty");
        }
        VastAiConfig config = new VastAiConfig(account.url(), new Secret(read(keyFile))).withPace(account.pace());
        return VastAiProvider.connect(config, new OkHttpClient(), clock, observer(meters));
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty("dumont.vendors.gcp.project")
    GcpStandbyProvider gcp(GcpAccount account) throws IOException {
        return new GcpStandbyProvider(new GcpConfig(
                Objects.requireNonNull(account.project()),
                account.endpoint(),
                credentials(account),
                account.network(),
                account.image(),
                account.tags(),
                account.sshPort(),
                GcpConfig.USUAL_CALL,
                GcpConfig.USUAL_PLACEMENT));
    }

    private static CredentialsProvider credentials(GcpAccount account) throws IOException {
        Path token = account.tokenFile();
        if (token != null) {
            return FixedCredentialsProvider.create(GoogleCredentials.create(new AccessToken(read(token), null)));
        }
        Path file = account.credentialsFile();
        if (file == null) {
            return FixedCredentialsProvider.create(
                    GoogleCredentials.getApplicationDefault().createScoped(COMPUTE));
        }
        try (InputStream json = Files.newInputStream(file)) {
            return FixedCredentialsProvider.create(
                    GoogleCredentials.fromStream(json).createScoped(COMPUTE));
        }
    }

    private static VendorCallObserver observer(MeterRegistry meters) {
        return (vendor, endpoint, outcome, took) -> meters.timer(
                        "dumont.vendor.calls", "vendor", vendor, "endpoint", endpoint, "outcome", outcome)
                .record(took);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("a vendor's key file cannot be read", e);
        }
    }
}
