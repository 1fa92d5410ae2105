package cloud.dumont.billing;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Keeps the ledger, meters what is used, and says what may be spent. */
@SpringBootApplication
public class BillingApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(BillingApplication.class, arguments);
    }
}
