package cloud.dumont.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyBlockTest {
    private static final String ANA = "ssh-ed25519 AAAAC3NzaC1lZDI1 ana@laptop";
    private static final String DESK = "ssh-rsa AAAAB3NzaC1yc2EA ana@desk";
    private static final String BLOCK = KeyBlock.BEGIN + "\n" + ANA + "\n" + KeyBlock.END + "\n";

    private static String apply(String text, String... keys) {
        return KeyBlock.apply(text, List.of(keys), List.of());
    }

    @Test
    void anEmptyFileGetsTheBlock() {
        assertThat(apply("", ANA)).isEqualTo(BLOCK);
    }

    @Test
    void theUsersLinesStayWhereTheyAre() {
        String file = "# mine\nssh-rsa OWN== me\n\n" + BLOCK + "from=\"10.*\" ssh-rsa TOO== me\n";

        assertThat(apply(file, DESK))
                .isEqualTo("# mine\nssh-rsa OWN== me\n\n" + KeyBlock.BEGIN + "\n" + DESK + "\n" + KeyBlock.END
                        + "\nfrom=\"10.*\" ssh-rsa TOO== me\n");
    }

    @Test
    void aFileWithoutLastNewlineIsNotGluedToTheBlock() {
        assertThat(apply("ssh-rsa OWN== me", ANA)).isEqualTo("ssh-rsa OWN== me\n" + BLOCK);
    }

    @Test
    void twiceIsOnce() {
        String once = apply("ssh-rsa OWN== me\n", ANA, DESK);

        assertThat(apply(once, ANA, DESK)).isEqualTo(once);
    }

    @Test
    void noKeysLeaveAnEmptyBlock() {
        assertThat(apply("x\n" + BLOCK)).isEqualTo("x\n" + KeyBlock.BEGIN + "\n" + KeyBlock.END + "\n");
    }

    @Test
    void severalBlocksBecomeOne() {
        assertThat(apply(BLOCK + "mine\n" + BLOCK, ANA)).isEqualTo(BLOCK + "mine\n");
    }

    @Test
    void aBlockWithoutEndTakesOnlyWhatThePlatformWrote() {
        String file = KeyBlock.BEGIN + "\n" + ANA + "\nssh-rsa OWN== me\n";

        assertThat(KeyBlock.apply(file, List.of(DESK), List.of(ANA)))
                .isEqualTo(KeyBlock.BEGIN + "\n" + DESK + "\n" + KeyBlock.END + "\nssh-rsa OWN== me\n");
    }

    @Test
    void aLooseEndIsTakenAway() {
        assertThat(apply("mine\n" + KeyBlock.END + "\n", ANA)).isEqualTo("mine\n" + BLOCK);
    }

    @Test
    void whatIsNoKeyCannotSmuggleALineIn() {
        assertThat(apply("", "ssh-rsa AAAA x\ncommand=\"rm\" ssh-rsa BBBB", "# END dumont", "", "  " + ANA + " "))
                .isEqualTo(BLOCK);
    }
}
