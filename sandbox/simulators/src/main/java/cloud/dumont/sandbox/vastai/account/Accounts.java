package cloud.dumont.sandbox.vastai.account;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may call, by API key. Resources belong to one account; the market is shared. Its owner locks. */
public final class Accounts {
    private static final long FIRST_ID = 42;

    private final Map<String, Account> byKey = new LinkedHashMap<>();
    private long nextKeyId = 9001;
    private long revision;

    /** A new account, or more credit for the one that has this key. */
    public Account add(String key, BigDecimal creditUsd) {
        Account old = byKey.get(key);
        Account account =
                old == null ? new Account(FIRST_ID + byKey.size(), key, creditUsd, List.of()) : old.with(creditUsd);
        put(account);
        return account;
    }

    public void put(Account account) {
        byKey.put(account.key(), account);
        revision++;
    }

    public Optional<Account> byKey(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    public List<Account> all() {
        return List.copyOf(byKey.values());
    }

    public long takeKeyId() {
        return nextKeyId++;
    }

    /** Brings saved accounts back. */
    public void restore(List<Account> saved) {
        saved.forEach(this::put);
        nextKeyId = saved.stream()
                .flatMap(account -> account.keys().stream())
                .mapToLong(key -> key.id() + 1)
                .reduce(nextKeyId, Math::max);
    }

    public long revision() {
        return revision;
    }
}
