package cloud.dumont.instances.vendor;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The project at Google Cloud in which standbys run; without one there are none.
 *
 * @param endpoint null: Google's own
 * @param credentialsFile of a service account; null: as Google's library finds them
 * @param tokenFile a bearer token instead, for what is not Google
 * @param network that holds nothing but standbys
 * @param tags its firewall rules speak of these
 * @param sshPort at which a standby's sshd is reached
 */
@ConfigurationProperties("dumont.vendors.gcp")
public record GcpAccount(
        @Nullable String project,
        @Nullable String endpoint,
        @Nullable Path credentialsFile,
        @Nullable Path tokenFile,
        @DefaultValue("global/networks/dumont") String network,

        @DefaultValue("projects/debian-cloud/global/images/family/debian-12")
        String image,

        @DefaultValue("dumont-standby") List<String> tags,
        @DefaultValue("22") int sshPort) {}
