package syntop.linux.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ControlGroupTest {
    private static final String ID = "3f2a9c81d0be".repeat(5) + "3f2a";

    private static void expect(String unit, String container, String... lines) {
        assertEquals(new ControlGroup(unit, container), ControlGroup.parse(List.of(lines)));
    }

    @Test
    void findsTheInnermostUnit() {
        expect("nginx.service", null, "0::/system.slice/nginx.service");
        expect("app.service", null, "0::/user.slice/user-1000.slice/user@1000.service/app.service");
        expect("session-3.scope", null, "0::/user.slice/user-0.slice/session-3.scope");
        expect(null, null, "0::/");
        expect(null, null, "0::/user.slice");
    }

    @Test
    void readsTheHierarchiesOfVersionOne() {
        expect(
                "ssh.service",
                null,
                "9:memory:/other.service",
                "1:name=systemd:/system.slice/ssh.service",
                "0::/");
    }

    @Test
    void findsContainers() {
        expect(null, "docker 3f2a9c81d0be", "0::/system.slice/docker-" + ID + ".scope");
        expect(null, "docker 3f2a9c81d0be", "4:memory:/docker/" + ID, "0::/");
        expect("x.service", "libpod 3f2a9c81d0be", "0::/a.slice/x.service/libpod-" + ID + ".scope");
        expect(
                null,
                "cri-containerd 3f2a9c81d0be",
                "0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-" + ID + ".scope");
        expect(null, "container 3f2a9c81d0be", "0::/kubepods/besteffort/pod1/" + ID);
        expect(null, "lxc web", "0::/lxc.payload.web/system.slice");
    }

    @Test
    void oddLinesAreNone() {
        expect(null, null);
        expect(null, null, "", ":", "0:", "0::");
    }
}
