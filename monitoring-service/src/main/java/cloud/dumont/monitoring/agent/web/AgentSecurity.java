package cloud.dumont.monitoring.agent.web;

import cloud.dumont.agent.protocol.AgentPaths;
import cloud.dumont.monitoring.agent.AgentCaller;
import cloud.dumont.monitoring.agent.AgentTokens;
import cloud.dumont.web.caller.ServiceIdentity;
import cloud.dumont.web.caller.TrustedTokens;
import cloud.dumont.web.caller.Unauthenticated;
import cloud.dumont.web.problem.Problems;
import com.nimbusds.jose.jwk.JWKSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Who may call the agents' paths: anybody to become an agent, then only with a token that this very service signed. */
@Configuration(proxyBeanMethods = false)
class AgentSecurity implements WebMvcConfigurer {
    private static final AuthenticationEntryPoint NOBODY =
            (request, response, e) -> Problems.write(new Unauthenticated(), request, response);

    @Bean
    @Order(1)
    SecurityFilterChain openAgentPaths(HttpSecurity http) throws Exception {
        return bare(http.securityMatcher(
                        AgentPaths.ENROLL, AgentPaths.NONCE, AgentPaths.TOKEN, AgentPaths.BOOTSTRAP_FAILURE))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain agentPaths(HttpSecurity http, ServiceIdentity identity) throws Exception {
        // Other services are believed in other matters, but none of them makes agents.
        ServiceIdentity alone = new ServiceIdentity(
                identity.name(), identity.key(), new JWKSet(identity.key().toPublicJWK()));
        return bare(http.securityMatcher("/agent/v1/**"))
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .oauth2ResourceServer(server -> server.authenticationEntryPoint(NOBODY)
                        .jwt(jwt -> jwt.decoder(TrustedTokens.decoder(alone, AgentTokens.AUDIENCE))))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(NOBODY))
                .build();
    }

    private static HttpSecurity bare(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new AgentCallerArgument());
    }

    private static final class AgentCallerArgument implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == AgentCaller.class;
        }

        @Override
        public @Nullable Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            return SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken token
                    ? AgentCaller.of(token.getToken())
                    : null;
        }
    }
}
