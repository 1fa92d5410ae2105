package cloud.dumont.gateway.ssh;

import cloud.dumont.gateway.identity.SshLogins.SshLogin;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.forward.TcpForwardingFilter;
import org.apache.sshd.server.forward.TcpipServerChannel;

/**
 * A channel to one of the user's own machines, by its name. The client never says an address: the name is looked up for this
 * user, and the box's address stands in its place. Bytes are copied, and encrypted between the client and the box.
 */
final class MachineChannel extends TcpipServerChannel {
    private static final int SSH = 22;

    private final MachineRoutes routes;
    private final OpenChannels open;

    MachineChannel(MachineRoutes routes, OpenChannels open) {
        super(TcpForwardingFilter.Type.Direct, null);
        this.routes = routes;
        this.open = open;
    }

    /** The look-up is a call to another service: it must not hold one of the few threads that move everybody's bytes. */
    @Override
    protected OpenFuture doInit(Buffer buffer) {
        String name = buffer.getString();
        int port = buffer.getInt();
        String originator = buffer.getString();
        int originatorPort = buffer.getInt();
        DefaultOpenFuture outcome = new DefaultOpenFuture(this, this);
        Thread.ofVirtual().name("ssh-route").start(() -> lookUp(outcome, name, port, originator, originatorPort));
        return outcome;
    }

    private void lookUp(DefaultOpenFuture outcome, String name, int port, String originator, int originatorPort) {
        try {
            SshLogin login = Guest.of(getSession());
            if (login == null) {
                refuse(outcome, "log in first");
            } else if (port != SSH) {
                refuse(outcome, name + ": only port 22 of a machine can be reached; use ssh -L for others");
            } else {
                follow(routes.find(login.user(), name), outcome, login, name, originator, originatorPort);
            }
        } catch (RuntimeException e) {
            log.warn("a machine's route could not be followed", e);
            refuse(outcome, name + " cannot be reached right now; try again");
        }
    }

    private void follow(
            MachineRoute route,
            DefaultOpenFuture outcome,
            SshLogin login,
            String name,
            String originator,
            int originatorPort) {
        switch (route) {
            case MachineRoute.Open box -> {
                open.add(new OpenChannels.Entry(this, login.user(), name, box.machine(), box.epoch()));
                connect(box, outcome, name, originator, originatorPort);
            }
            case MachineRoute.Closed closed -> refuse(outcome, closed.why());
            case MachineRoute.Unknown() -> refuse(outcome, "you have no machine called " + name);
            case MachineRoute.Unanswered() ->
                refuse(outcome, "the platform cannot tell where " + name + " is right now; try again");
        }
    }

    private void connect(
            MachineRoute.Open box, DefaultOpenFuture outcome, String name, String originator, int originatorPort) {
        Buffer replaced = new ByteArrayBuffer();
        replaced.putString(box.host());
        replaced.putInt(box.port());
        replaced.putString(originator);
        replaced.putInt(originatorPort);
        super.doInit(replaced).addListener(connected -> {
            if (connected.isOpened()) {
                outcome.setOpened();
            } else {
                refuse(outcome, "the box of " + name + " does not answer; try again in a few seconds");
            }
        });
    }

    private void refuse(DefaultOpenFuture outcome, String why) {
        ExplainingConnection.explain(getSession(), getRecipient(), why);
        outcome.setException(new SshChannelOpenException(getChannelId(), SshConstants.SSH_OPEN_CONNECT_FAILED, why));
        close(true);
    }
}
