package cloud.dumont.instances.provisioning;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Tests share the vendor: what one of them rented is given back after it. */
public final class NothingLeft implements AfterEachCallback {
    @Override
    public void afterEach(ExtensionContext context) {
        SpringExtension.getApplicationContext(context).getBean(SagaBench.class).giveEverythingBack();
    }
}
