package cloud.dumont.agent.restore;

import cloud.dumont.agent.container.DamageException;
import cloud.dumont.agent.fetch.ContainerSource;
import cloud.dumont.agent.history.TreeLoader;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.table.IdentityLog;
import cloud.dumont.agent.table.InodeTable;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.TreeTable;

/**
 * What an earlier round put in place and the wanted version still has: neither fetched nor read again. What cannot be known is
 * read again, so a loss of memory costs time and no file.
 */
final class Carried {
    private static final System.Logger log = System.getLogger(Carried.class.getName());
    private final EarlierRound round;
    private final long epoch;

    Carried(EarlierRound round, long epoch) {
        this.round = round;
        this.epoch = epoch;
    }

    void into(Known known, TreeTable wanted, ContainerSource source, boolean newest) throws InterruptedException {
        try (TreeTable before = new TreeLoader(source).tree(round.chain());
                InodeTable inodes = new InodeTable();
                IdentityLog identities = IdentityLog.open(round.identities(), round.scope(), epoch, before, inodes)) {
            wanted.visit((number, entry) -> {
                long identity = identity(entry, before, inodes, newest);
                if (identity != 0) {
                    known.carry(number, identity);
                }
            });
        } catch (StoreException | DamageException e) {
            log.log(System.Logger.Level.INFO, "what was put in place before is read again: {0}", e.getMessage());
        }
    }

    private static long identity(Entry entry, TreeTable before, InodeTable inodes, boolean newest) {
        if (!(entry instanceof Entry.File file)) {
            return 0;
        }
        int there = before.number(file.path());
        boolean same = there != TreeTable.NONE
                && before.find(file.path()) instanceof Entry.File old
                && FileVersion.of(old, newest).equals(FileVersion.of(file, newest))
                && old.meta().equals(file.meta());
        return same ? inodes.identity(there) : 0;
    }
}
