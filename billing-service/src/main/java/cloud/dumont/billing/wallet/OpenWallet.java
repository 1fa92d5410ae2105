package cloud.dumont.billing.wallet;

import cloud.dumont.kernel.UserId;

/** A wallet whose row is locked by the running transaction: nobody else changes it, its holds or its intervals. */
public final class OpenWallet {
    private Wallet wallet;
    private boolean changed;

    OpenWallet(Wallet wallet) {
        this.wallet = wallet;
    }

    public Wallet now() {
        return wallet;
    }

    public UserId user() {
        return wallet.user();
    }

    /** The revision that this transaction will give the wallet. */
    public long nextRevision() {
        return wallet.revision() + 1;
    }

    /** Something that readers of the balance see has changed: a rate, a posting, a hold. */
    public void touch() {
        changed = true;
    }

    boolean isChanged() {
        return changed;
    }

    public void held(Shares amount) {
        wallet = wallet.hold(amount);
        changed = true;
    }

    /** @param amount posted from each purse, negative when money came back; @param unheld the part of it that had been held */
    public void spent(Shares amount, Shares unheld) {
        wallet = wallet.spend(amount, unheld);
        changed = true;
    }
}
