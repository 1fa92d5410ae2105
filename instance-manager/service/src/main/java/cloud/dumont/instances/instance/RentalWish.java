package cloud.dumont.instances.instance;

import cloud.dumont.instances.backup.BackupWish;
import cloud.dumont.instances.standby.StandbyPolicy;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.OfferId;
import cloud.dumont.kernel.SshKeyId;
import cloud.dumont.provider.Offer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A well-formed request for a machine: an offer or a GPU model, the rest optional or with its default filled in. */
public record RentalWish(
        @Nullable String name,
        @Nullable OfferId offer,
        @Nullable String gpu,
        int gpuCount,
        @Nullable String region,
        Offer.Kind kind,
        String image,
        int diskGb,
        List<Integer> ports,
        Map<String, String> environment,
        @Nullable String startCommand,
        List<SshKeyId> sshKeys,
        Map<String, String> labels,
        @Nullable HourlyPrice maxPrice,
        @Nullable BackupWish backup,
        @Nullable BackupId restoreFrom,
        StandbyPolicy standby) {
    /** One that says nothing about saved files. */
    public RentalWish(
            @Nullable String name,
            @Nullable OfferId offer,
            @Nullable String gpu,
            int gpuCount,
            @Nullable String region,
            Offer.Kind kind,
            String image,
            int diskGb,
            List<Integer> ports,
            Map<String, String> environment,
            @Nullable String startCommand,
            List<SshKeyId> sshKeys,
            Map<String, String> labels,
            @Nullable HourlyPrice maxPrice) {
        this(
                name,
                offer,
                gpu,
                gpuCount,
                region,
                kind,
                image,
                diskGb,
                ports,
                environment,
                startCommand,
                sshKeys,
                labels,
                maxPrice,
                null,
                null,
                StandbyPolicy.USUAL);
    }

    @Override
    public String toString() {
        return "RentalWish[" + name + "]";
    }
}
