package cloud.dumont.gateway.testing;

import cloud.dumont.gateway.GatewayApplication;
import cloud.dumont.testkit.BackingServices;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/** The whole gateway on a real port, with a real PostgreSQL, Redis and mail server. Tests share it: each uses accounts of its own. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = GatewayApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "db-scheduler.polling-interval=200ms"})
@Import({BackingServices.class, World.class})
public @interface GatewayTest {}
