package cloud.dumont.monitoring;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/** The whole service on a random port. Its recurring tasks do not run by themselves: tests call them when they want to. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "db-scheduler.enabled=false",
            "dumont.outbox.poll=50ms",
            "dumont.streams.poll=500ms",
            "dumont.streams.agent-ping=100ms",
            "dumont.health.examination.by-itself=false",
            "dumont.health.examination.store=${outside.url}",
            "logging.structured.format.console="
        })
@Import(Platform.class)
public @interface PlatformTest {}
