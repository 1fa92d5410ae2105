package cloud.dumont.sandbox.vastai.account;

import cloud.dumont.sandbox.vastai.contract.SshKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A customer of the vendor.
 *
 * @param granted USD paid in so far
 */
public record Account(long id, String key, BigDecimal granted, List<SshKey> keys) {
    public Account {
        keys = List.copyOf(keys);
    }

    Account with(BigDecimal more) {
        return new Account(id, key, granted.add(more), keys);
    }

    public Account withKey(SshKey added) {
        List<SshKey> all = new ArrayList<>(keys);
        all.add(added);
        return new Account(id, key, granted, all);
    }

    public Account withoutKey(long keyId) {
        return new Account(
                id, key, granted, keys.stream().filter(one -> one.id() != keyId).toList());
    }

    public Optional<SshKey> findKey(long keyId) {
        return keys.stream().filter(one -> one.id() == keyId).findFirst();
    }
}
