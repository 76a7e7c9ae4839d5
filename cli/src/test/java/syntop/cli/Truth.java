package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;

/** What tcpdump and tshark count in one capture: values by section and key. */
final class Truth {
    private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();

    void add(String section, String key, String value) {
        String old = sections.computeIfAbsent(section, s -> new LinkedHashMap<>()).put(key, value);
        assertEquals(null, old, () -> "twice in the truth: " + section + " " + key);
    }

    /** The count of a tool, 0 where it refuses the file. */
    long count(String tool, String key) {
        String value = sections.getOrDefault(tool, Map.of()).getOrDefault(key, "");
        return value.isEmpty() ? 0 : Long.parseLong(value);
    }

    /** SYNs by source or port, most first; empty where there is none. */
    Map<String, Long> list(String section) {
        Map<String, Long> list = new LinkedHashMap<>();
        sections.getOrDefault(section, Map.of())
                .forEach((key, count) -> list.put(key, Long.parseLong(count)));
        return list;
    }

    boolean has(String section) {
        return sections.containsKey(section);
    }
}
