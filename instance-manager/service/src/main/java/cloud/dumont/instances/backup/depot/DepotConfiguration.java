package cloud.dumont.instances.backup.depot;

import cloud.dumont.instances.backup.store.bucket.BackupStore;
import cloud.dumont.instances.backup.store.bucket.StoreConfig;
import cloud.dumont.instances.backup.store.key.KeyRing;
import cloud.dumont.instances.backup.store.key.KeySlots;
import cloud.dumont.instances.backup.store.key.WorkspaceKeySeal;
import cloud.dumont.instances.backup.store.presign.PresignConfig;
import cloud.dumont.instances.backup.store.presign.Presigner;
import cloud.dumont.instances.backup.store.vault.Vault;
import cloud.dumont.instances.hostkey.HostKeyConfig;
import cloud.dumont.kernel.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Connects the stores, and opens the platform's key. */
@Configuration(proxyBeanMethods = false)
class DepotConfiguration {
    /** Boxes and users wait for these calls. */
    private static final Duration CALL = Duration.ofSeconds(8);

    private static final Duration ATTEMPT = Duration.ofSeconds(4);
    private static final int ATTEMPTS = 3;

    @Bean
    KeyRing platformKeys(HostKeyConfig config) {
        byte[] key = Base64.getDecoder().decode(read(config.kekFile()));
        return KeyRing.of(config.kekId(), Map.of(config.kekId(), key));
    }

    @Bean
    WorkspaceKeySeal workspaceKeySeal(KeyRing keys) {
        return new WorkspaceKeySeal(keys, new SecureRandom());
    }

    @Bean
    Depot depot(StoreSettings settings, KeyRing keys) {
        if (!settings.isSet()) {
            return new Depot(null, null);
        }
        URI endpoint = Objects.requireNonNull(settings.endpoint());
        Secret secret = new Secret(read(Objects.requireNonNull(settings.secretAccessKeyFile())));
        BackupStore store = BackupStore.connect(
                StoreConfig.of(endpoint, settings.region(), settings.bucket(), settings.accessKeyId(), secret)
                        .within(CALL, ATTEMPT, ATTEMPTS));
        URI box = settings.boxEndpoint();
        Presigner presigner = new Presigner(new PresignConfig(
                box == null ? endpoint : box, settings.region(), settings.bucket(), settings.accessKeyId(), secret));
        Vault vault = new Vault(store, new KeySlots(keys, new SecureRandom()));
        return new Depot(new Depot.Main(store, vault, presigner), copy(settings, endpoint, secret));
    }

    private static @Nullable BackupStore copy(StoreSettings settings, URI endpoint, Secret secret) {
        StoreSettings.Copy copy = settings.copy();
        if (copy == null || copy.bucket() == null || copy.bucket().isBlank()) {
            return null;
        }
        URI other = copy.endpoint();
        Path secretFile = copy.secretAccessKeyFile();
        return BackupStore.connect(StoreConfig.of(
                other == null ? endpoint : other,
                orElse(copy.region(), settings.region()),
                copy.bucket(),
                orElse(copy.accessKeyId(), settings.accessKeyId()),
                secretFile == null ? secret : new Secret(read(secretFile))));
    }

    private static String orElse(@Nullable String value, String fallback) {
        return value == null || value.isBlank() ? fallback : value;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("a key file of the backup store cannot be read", e);
        }
    }
}
