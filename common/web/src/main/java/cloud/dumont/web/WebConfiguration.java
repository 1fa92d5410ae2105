package cloud.dumont.web;

import cloud.dumont.json.KernelModule;
import cloud.dumont.kernel.Ids;
import cloud.dumont.web.caller.CallerConfiguration;
import cloud.dumont.web.caller.ServiceIdentity;
import cloud.dumont.web.caller.ServiceTokens;
import cloud.dumont.web.paging.Cursors;
import cloud.dumont.web.peer.PeerAddresses;
import cloud.dumont.web.peer.Peers;
import cloud.dumont.web.problem.ProblemAdvice;
import cloud.dumont.web.request.IdsInPaths;
import cloud.dumont.web.request.RequestIdFilter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

/** What every service has at its edge. A service that needs none of a part defines its own bean instead. */
@AutoConfiguration
@EnableConfigurationProperties(PeerAddresses.class)
@Import({ProblemAdvice.class, CallerConfiguration.class, IdsInPaths.class})
public class WebConfiguration {
    @Bean
    KernelModule kernelModule() {
        return new KernelModule();
    }

    @Bean
    @ConditionalOnMissingBean
    Ids ids(InstantSource clock) {
        return Ids.secure(clock);
    }

    @Bean
    FilterRegistrationBean<RequestIdFilter> requestIdFilter(InstantSource clock) {
        FilterRegistrationBean<RequestIdFilter> registration = new FilterRegistrationBean<>(new RequestIdFilter(clock));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    @ConditionalOnMissingBean
    ServiceIdentity serviceIdentity(
            @Value("${spring.application.name}") String name,
            @Value("${dumont.service-key-file}") Path keyFile,
            @Value("${dumont.trusted-keys-file}") Path trustedKeysFile) {
        return ServiceIdentity.load(name, keyFile, trustedKeysFile);
    }

    @Bean
    @ConditionalOnMissingBean
    ServiceTokens serviceTokens(ServiceIdentity identity, InstantSource clock) {
        return new ServiceTokens(identity, clock);
    }

    @Bean
    @ConditionalOnMissingBean
    Peers peers(PeerAddresses addresses, ServiceTokens tokens) {
        return new Peers(addresses, tokens);
    }

    /** The key is derived from the service's own, so that every replica opens what another sealed. */
    @Bean
    @ConditionalOnMissingBean
    Cursors cursors(ServiceIdentity identity) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update("cursors:".getBytes(StandardCharsets.UTF_8));
        return new Cursors(digest.digest(identity.key().getD().decode()));
    }
}
