package cloud.dumont.web.caller;

import cloud.dumont.web.problem.Problems;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * A service believes no header but the internal token: {@code /internal/**} needs a service's own token, {@code
 * /api/**} a user's (or none, where the operation is open), everything else is refused. The gateway, which makes those
 * tokens, defines its own {@code SecurityFilterChain} beans and turns this one off with a bean named {@code
 * serviceSecurity}.
 */
@Configuration(proxyBeanMethods = false)
public class CallerConfiguration implements WebMvcConfigurer {
    private static final String SERVICE = "SERVICE";

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    @ConditionalOnMissingBean(name = "serviceSecurity")
    SecurityFilterChain serviceSecurity(HttpSecurity http, ServiceIdentity identity) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.requestMatchers("/internal/**")
                        .hasAuthority(SERVICE)
                        .requestMatchers("/api/**")
                        .permitAll()
                        .requestMatchers("/actuator/**", "/error")
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .oauth2ResourceServer(server -> server.authenticationEntryPoint(unauthenticated())
                        .jwt(jwt -> jwt.decoder(TrustedTokens.decoder(identity, identity.name()))
                                .jwtAuthenticationConverter(CallerConfiguration::authentication)))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(unauthenticated())
                        .accessDeniedHandler(
                                (request, response, e) -> Problems.write(new Unauthenticated(), request, response)))
                .build();
    }

    private static AbstractAuthenticationToken authentication(Jwt jwt) {
        boolean service = jwt.getSubject() != null && jwt.getSubject().startsWith(ServiceTokens.SERVICE_SUBJECT);
        return new JwtAuthenticationToken(
                jwt, service ? AuthorityUtils.createAuthorityList(SERVICE) : AuthorityUtils.NO_AUTHORITIES);
    }

    private static AuthenticationEntryPoint unauthenticated() {
        return (request, response, e) -> Problems.write(new Unauthenticated(), request, response);
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new ScopeCheck()).addPathPatterns("/api/**");
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerArgument());
    }
}
