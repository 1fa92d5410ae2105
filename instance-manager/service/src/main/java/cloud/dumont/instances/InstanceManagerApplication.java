package cloud.dumont.instances;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@ConfigurationPropertiesScan
public class InstanceManagerApplication {
    public static void main(String[] args) {
        SpringApplication.run(InstanceManagerApplication.class, args);
    }
}
