package cloud.dumont.web.request;

import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.ApiKeyId;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.DrillId;
import cloud.dumont.kernel.EventId;
import cloud.dumont.kernel.FailoverId;
import cloud.dumont.kernel.HoldId;
import cloud.dumont.kernel.Id;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.OfferId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.RestoreId;
import cloud.dumont.kernel.SessionId;
import cloud.dumont.kernel.SshKeyId;
import cloud.dumont.kernel.TransactionId;
import cloud.dumont.kernel.UserId;
import java.util.function.Function;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Lets paths and parameters carry ids in their text form. */
@Configuration(proxyBeanMethods = false)
public class IdsInPaths implements WebMvcConfigurer {
    @Override
    public void addFormatters(FormatterRegistry registry) {
        id(registry, UserId.class, UserId::parse);
        id(registry, InstanceId.class, InstanceId::parse);
        id(registry, PlacementId.class, PlacementId::parse);
        id(registry, ActionId.class, ActionId::parse);
        id(registry, OfferId.class, OfferId::parse);
        id(registry, EventId.class, EventId::parse);
        id(registry, SessionId.class, SessionId::parse);
        id(registry, ApiKeyId.class, ApiKeyId::parse);
        id(registry, SshKeyId.class, SshKeyId::parse);
        id(registry, TransactionId.class, TransactionId::parse);
        id(registry, HoldId.class, HoldId::parse);
        id(registry, BackupId.class, BackupId::parse);
        id(registry, RestoreId.class, RestoreId::parse);
        id(registry, FailoverId.class, FailoverId::parse);
        id(registry, DrillId.class, DrillId::parse);
    }

    private static <I extends Id> void id(FormatterRegistry registry, Class<I> type, Function<String, I> parse) {
        registry.addConverter(String.class, type, parse::apply);
    }
}
