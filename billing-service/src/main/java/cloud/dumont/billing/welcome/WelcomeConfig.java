package cloud.dumont.billing.welcome;

import java.math.BigDecimal;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param welcomeCredit USD that a new user gets when the e-mail address is verified; 0 for none */
@ConfigurationProperties("dumont.billing")
record WelcomeConfig(@DefaultValue("0") BigDecimal welcomeCredit) {
    WelcomeConfig {
        if (welcomeCredit.signum() < 0) {
            throw new IllegalArgumentException("dumont.billing.welcome-credit is not negative");
        }
    }
}
