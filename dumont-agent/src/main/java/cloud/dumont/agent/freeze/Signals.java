package cloud.dumont.agent.freeze;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The two signals that stop a process and let it go on; no process can refuse them. */
final class Signals {
    private static final int CONTINUE = 18;
    private static final int STOP = 19;
    private static final MethodHandle KILL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private Signals() {}

    /** @return false when the process is gone or not ours to stop */
    static boolean stop(int pid) {
        return send(pid, STOP);
    }

    static boolean goOn(int pid) {
        return send(pid, CONTINUE);
    }

    private static boolean send(int pid, int signal) {
        if (pid <= 1) {
            throw new IllegalArgumentException("never to everybody, nor to the first process");
        }
        try {
            return (int) KILL.invokeExact(pid, signal) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("kill cannot be called", e);
        }
    }
}
