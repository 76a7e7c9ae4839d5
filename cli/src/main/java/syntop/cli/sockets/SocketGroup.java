package syntop.cli.sockets;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntop.linux.sockets.Program;

/** The sockets of one key: how many in each state, and who holds them. One thread. */
final class SocketGroup {
    final StateCounts states = new StateCounts();
    private Map<Object, Program> programs; // by number, or user; null unless it will be shown

    /** Makes it one that will be shown: of the others nobody asks for the programs. */
    void show() {
        programs = new LinkedHashMap<>();
    }

    boolean isShown() {
        return programs != null;
    }

    /** Adds a program that holds some of them, or null where none is known. */
    void add(Program program) {
        if (program == null) return;
        programs.put(program.isSeen() ? program.pid() : program.user(), program);
    }

    /** The programs of one that is shown, each process once. */
    List<Program> programs() {
        return List.copyOf(programs.values());
    }
}
