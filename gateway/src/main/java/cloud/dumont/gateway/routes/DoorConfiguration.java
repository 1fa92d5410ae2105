package cloud.dumont.gateway.routes;

import cloud.dumont.gateway.agentplane.AgentTokens;
import cloud.dumont.gateway.identity.Credentials;
import cloud.dumont.gateway.limits.Limits;
import cloud.dumont.web.caller.ServiceIdentity;
import cloud.dumont.web.caller.ServiceTokens;
import cloud.dumont.web.caller.TrustedTokens;
import cloud.dumont.web.caller.Unauthenticated;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.Problems;
import java.time.InstantSource;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** Puts the door in front of everything but the services' own calls and the management port. */
@Configuration(proxyBeanMethods = false)
class DoorConfiguration {
    private static final String SERVICE = "SERVICE";

    /** The name turns off the chain that the other services have. */
    @Bean
    @Order(1)
    SecurityFilterChain serviceSecurity(HttpSecurity http, ServiceIdentity identity) throws Exception {
        AuthenticationEntryPoint nobody =
                (request, response, e) -> Problems.write(new Unauthenticated(), request, response);
        return bare(http.securityMatcher("/internal/**"))
                .authorizeHttpRequests(requests -> requests.anyRequest().hasAuthority(SERVICE))
                .oauth2ResourceServer(server -> server.authenticationEntryPoint(nobody)
                        .jwt(jwt -> jwt.decoder(TrustedTokens.decoder(identity, identity.name()))
                                .jwtAuthenticationConverter(DoorConfiguration::service)))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(nobody)
                        .accessDeniedHandler(
                                (request, response, e) -> Problems.write(new Unauthenticated(), request, response)))
                .build();
    }

    private static JwtAuthenticationToken service(Jwt jwt) {
        String subject = jwt.getSubject();
        boolean service = subject != null && subject.startsWith(ServiceTokens.SERVICE_SUBJECT);
        return new JwtAuthenticationToken(
                jwt, service ? AuthorityUtils.createAuthorityList(SERVICE) : AuthorityUtils.NO_AUTHORITIES);
    }

    /** Only the management port has anything under this path. */
    @Bean
    @Order(2)
    SecurityFilterChain managementSecurity(HttpSecurity http) throws Exception {
        return bare(http.securityMatcher("/actuator/**", "/error"))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain doorSecurity(
            HttpSecurity http, Credentials credentials, AgentTokens agents, Limits limits, InstantSource clock)
            throws Exception {
        return bare(http)
                .addFilterBefore(new Door(credentials, agents, limits, clock), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    private static HttpSecurity bare(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    /** Encoded slashes and dots, double slashes, parameters in paths: nothing here has such a path. */
    @Bean
    RequestRejectedHandler requestRejectedHandler() {
        return (request, response, e) -> Problems.write(new CommonRefusal.NotFound(), request, response);
    }

    /** Lets the firewall see encoded slashes, so that they are refused with a problem document. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> encodedSlashes() {
        return server ->
                server.addConnectorCustomizers(connector -> connector.setEncodedSolidusHandling("passthrough"));
    }
}
